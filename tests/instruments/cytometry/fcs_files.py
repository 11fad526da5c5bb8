"""FCS files of known content, written byte by byte: integers of any width, logarithmic amplifiers, several data sets, contradictions."""

import numpy as np


def fcs(rows, names, *, bits=16, kind="I", big=True, version="FCS3.0", keywords=None, tot=None, nextdata=0, offset_error=0):
    """A file with these rows of numbers; `keywords` are written as they stand."""
    rows = np.asarray(rows)
    if kind == "I":
        data = b"".join(int(value).to_bytes(bits // 8, "big" if big else "little") for value in rows.ravel())
    else:
        data = rows.astype(f"{'>' if big else '<'}f{bits // 8}").tobytes()
    words = {
        "$BYTEORD": "4,3,2,1" if big else "1,2,3,4",
        "$DATATYPE": {32: "F", 64: "D"}[bits] if kind == "F" else "I",
        "$MODE": "L",
        "$NEXTDATA": str(nextdata),
        "$PAR": str(len(names)),
        "$TOT": str(len(rows) if tot is None else tot),
        "$BEGINANALYSIS": "0",
        "$ENDANALYSIS": "0",
        "$BEGINSTEXT": "0",
        "$ENDSTEXT": "0",
    }
    for place, name in enumerate(names, start=1):
        words |= {f"$P{place}N": name, f"$P{place}B": str(bits), f"$P{place}E": "0,0", f"$P{place}R": str(2 ** min(bits, 20))}
    words |= keywords or {}
    start = 4096
    stop = start + len(data) - 1
    words |= {"$BEGINDATA": str(start), "$ENDDATA": str(stop + offset_error)}
    text = "/" + "/".join(part for pair in words.items() for part in pair) + "/"
    head = f"{version}    {256:8d}{256 + len(text.encode()) - 1:8d}{start:8d}{stop + offset_error:8d}{0:8d}{0:8d}"
    return head.encode().ljust(256) + text.encode().ljust(start - 256) + data
