"""Everything about a lot in one folder, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from exoforge.base.disk import check_folder, is_there, make_folder, write_atomically
from exoforge.base.errors import FileError
from exoforge.quality.release.specification import specification_text
from exoforge.record.lots.lot_files import read_lot
from exoforge.report.drawing import demand_extra
from exoforge.report.lots.certificate import certificate_pdf


def check_export(folder: Path, lot: Path, *, with_files: bool) -> None:
    """See that the folder can be made and is not there yet, and that what it is to hold is there.

    Parameters
    ----------
    lot : its file. with_files : whether the instrument files are to be in the folder, too.

    Raises
    ------
    FileError
        The folder is there or cannot be made, or a file that the lot names is not there.
    RecordError
        The lot file does not fit.
    SettingError
        The 'report' extra is not installed.
    """
    demand_extra()
    if is_there(folder):
        raise FileError(f"'{folder}' is already there and was left as it is; name a new folder with -o.")
    check_folder(folder)
    found = read_lot(lot)
    for file in (*([found.record] if found.record else []), *(one.path for one in found.files if with_files)):
        if not (lot.parent / file).is_file():
            raise FileError(f"There is no file '{lot.parent / file}', which the lot names; nothing was exported.")


def write_export(folder: Path, lot: Path, spec: str, history: Path, plain: dict[str, Any], *, with_files: bool) -> tuple[Path, ...]:
    """Write the folder.

    Parameters
    ----------
    lot, history : their files. spec : as `specification_text` takes it. plain : of `judgement_plain`.

    Raises
    ------
    FileError
        As `check_export`, a file cannot be read, or the disk refuses.
    """
    check_export(folder, lot, with_files=with_files)
    make_folder(folder.absolute().parent)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.absolute().parent) as place:
            inside = Path(place) / folder.name
            inside.mkdir()
            _fill(inside, lot, spec, history, plain, with_files=with_files)
            names = sorted(str(one.relative_to(inside)) for one in inside.rglob("*") if one.is_file())
            inside.rename(folder.absolute())
    except OSError as trouble:
        raise FileError(f"'{folder}' cannot be written ({trouble.strerror}); choose another place with -o.") from None
    return tuple(folder / name for name in names)


def _fill(inside: Path, lot: Path, spec: str, history: Path, plain: dict[str, Any], *, with_files: bool) -> None:
    shutil.copyfile(lot, inside / "lot.toml")
    shutil.copyfile(history, inside / "history.jsonl")
    write_atomically(inside / "specification.toml", specification_text(spec))
    record = plain["lot"]["record"]
    if record:
        shutil.copyfile(lot.parent / record, inside / "record.toml")
    write_atomically(inside / "certificate.json", json.dumps(plain, indent=1, ensure_ascii=False) + "\n")
    write_atomically(inside / "certificate.pdf", certificate_pdf(plain))
    if with_files:
        (inside / "files").mkdir()
        for number, one in enumerate(plain["files"], start=1):
            shutil.copyfile(lot.parent / one["path"], inside / "files" / f"{number:02d}-{Path(one['path']).name}")
    own = {str(one.relative_to(inside)): hashlib.sha256(one.read_bytes()).hexdigest() for one in sorted(inside.rglob("*")) if one.is_file()}
    named = {one["path"]: one["sha256"] for one in plain["files"]}
    manifest = {"lot": plain["lot"]["id"], "in this folder": own, "files that the lot names": named, "exoforge": plain["exoforge"]}
    write_atomically(inside / "manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
