"""How much sample was run: the keyword $VOL, whose unit depends on who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NANOLITRE, MICROLITRE = 1e-12, 1e-9
PER_MINUTE = MICROLITRE / 60.0
RULES: tuple[tuple[str, str, float, str], ...] = (
    ("cytoflex", "CytoFLEX", NANOLITRE, "nL"),
    ("apogee", "Apogee", NANOLITRE, "nL"),
    ("aurora", "Cytek", MICROLITRE, "uL"),
    ("northern lights", "Cytek", MICROLITRE, "uL"),
    ("cytek", "Cytek", MICROLITRE, "uL"),
)
"""What $CYT contains, the maker's name, the unit [m3] of $VOL and its name. CytoFLEX: confirmed by a real file (beadplexr_k2), whose flow
rate times time gives its $VOL; Apogee and Cytek: as in files described, not confirmed here."""
FLOW_RATES = (0.05 * PER_MINUTE, 1000.0 * PER_MINUTE)
"""[m3/s] between which a cytometer draws its sample; a volume that needs another one has another unit. A choice, wide on purpose."""
STATE = "State it where events are counted: 'exoforge flow gate FILE --gates gates.toml --volume 30uL'."


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleVolume:
    """How much was run: `value` [m3] or None, the `rule` that decided, or the `trouble` that forbade it."""

    value: float | None
    rule: str = ""
    trouble: str = ""


def volume_in(text: Mapping[str, str], instrument: str, seconds: float | None) -> SampleVolume:
    """The volume that a file states, where it is clear in which unit.

    Parameters
    ----------
    text : the keywords. instrument : $CYT. seconds : of acquisition, against which the volume is judged; None where unknown.
    """
    written = text.get("vol", "").strip()
    if not written:
        return SampleVolume(value=None, trouble=f"The file does not say how much sample was run ($VOL), so that no concentration is formed. {STATE}")
    try:
        number = float(written.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not 0 < number < 1e12:
        return SampleVolume(value=None, trouble=f"$VOL is '{written[:30]}', which is no volume, so that no concentration is formed. {STATE}")
    known = [rule for rule in RULES if rule[0] in instrument.lower()]
    if not known:
        return SampleVolume(
            value=None,
            trouble=f"$VOL is {written}; the standard's unit is nL, but makers differ, and that of '{instrument}' is not known here. {STATE}",
        )
    _, maker, unit, name = known[0]
    value = number * unit
    if seconds and not FLOW_RATES[0] <= value / seconds <= FLOW_RATES[1]:
        return SampleVolume(
            value=None,
            trouble=f"$VOL is {written}; in {name}, as by {maker}, the sample ran at {value / seconds / PER_MINUTE:.3g} uL/min, which cannot be. {STATE}",
        )
    return SampleVolume(value=value, rule=f"$VOL of {written} in {name}, as {maker} writes it{_agreement(text, maker, value, seconds)}")


def _agreement(text: Mapping[str, str], maker: str, value: float, seconds: float | None) -> str:
    """What the flow rate set on a CytoFLEX, in uL/min, says of its volume."""
    try:
        rate = float(text.get("fldsm", "")) * PER_MINUTE
    except ValueError:
        return ""
    if maker != "CytoFLEX" or not seconds or not rate > 0:
        return ""
    drawn = rate * seconds
    agrees = "agrees with" if abs(drawn / value - 1.0) < 0.05 else "does not agree with"
    return f"; it {agrees} the flow rate of {rate / PER_MINUTE:g} uL/min over {seconds:.1f} s, {drawn / MICROLITRE:.2f} uL"
