"""The words of printed doses: one spelling for many, numbers and their powers, units, and what stands behind a unit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from exoforge.record.dose_units import Kind

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SPELLINGS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"[\u00a0\u2007\u2009\u202f\u200a]"), " "),
    (re.compile(r"\\(?:times|cdot)\s*"), "×"),
    (re.compile(r"\\pm\s*"), "±"),
    (re.compile(r"\\mu\s*"), "µ"),
    (re.compile(r"\\(?:sim|approx)\s*"), "~"),
    (re.compile(r"\\(?:mathrm|text|textrm|rm)\s*\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\[,;: ]"), " "),
    (re.compile(r"<sup>\s*([^<]*?)\s*</sup>", re.IGNORECASE), r"^\1"),
    (re.compile(r"</?\w+>|\*\*|\$"), ""),
    (re.compile(r"\^\s*\{\s*([^{}]*?)\s*\}"), r"^\1"),
    (re.compile(r"[{}]"), ""),
    (re.compile(r"[μµ]"), "µ"),
    (re.compile(r"−"), "-"),
    (re.compile(r"(?<=10)\s*([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"), lambda found: "^" + found.group(1).translate(_SUPERSCRIPTS)),
    (re.compile(r"\s*([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"), lambda found: found.group(1).translate(_SUPERSCRIPTS)),
    (re.compile(r"[·⋅ ]*\b(mL|ml|µL|µl|uL|L|kg|cm)\s*\^?\s*-\s*([12])\b"), lambda found: f"/{found.group(1)}{found.group(2).replace('1', '')}"),
    (re.compile(r"\bcm\s*\^\s*2"), "cm2"),
    (re.compile(r"\bmm\s*\^\s*2"), "mm2"),
    (re.compile(r"\s+"), " "),
)

NUMBER = r"(?:10\s*\^\s*\+?-?\d+|(?:\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?(?:\s*[x×*·]\s*10\s*\^\s*\+?-?\d+|[eE][+-]?\d{1,3}(?!\w))?)"
_LINK = r"\s*(?P<link>±|\+/-|\+-|–|—|-|\bto\b)\s*"
_SCALE = r"(?:\s+(?P<scale>million|billion|trillion)\b)?"
AMOUNT = re.compile(rf"(?<![\w.^])(?<![A-Za-z]-)(?P<first>{NUMBER})(?:{_LINK}(?P<second>{NUMBER}))?{_SCALE}")
SINGLE = re.compile(rf"(?<![\w.^])(?<![A-Za-z]-)(?P<first>{NUMBER})(?P<link>(?!))?(?P<second>(?!))?{_SCALE}")
_SCALES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}

VOLUME_WORD = r"(?P<volume>[uµmcd]?[lL](?![A-Za-z])|cc\b|(?:micro|milli)?lit(?:er|re)s?\b)"
_VESICLES = (
    r"(?:[\w+-]*(?:MSCs?|SCs?|[Cc]ells?)[- ](?:derived[- ])?)?(?:small )?"
    r"(?:exosom(?:es?|al particles)|[Ee]xos?|s?EVs?|(?:extracellular |nano)?vesicles?|(?:nano)?particles?)(?![A-Za-z-])"
)
VESICLE_WORD = re.compile(rf"\s*(?:{_VESICLES}|p(?=\s*/\s*m[lL]))", re.IGNORECASE)
CELL_WORD = re.compile(
    r"\s*(?:(?:viable|live|living|human|allogene?i?c|autologous)\s+)*(?:[A-Za-z-]*MSCs?|stem cells?|[A-Za-z-]*cells?)(?![A-Za-z-])", re.IGNORECASE
)
MASS_WORD = re.compile(r"(?:\s*|-)(?P<mass>(?:[pnuµm]|mc)?g(?![A-Za-z])|(?:pico|nano|micro|milli)?grams?\b)")
MOLE_WORD = re.compile(r"\s*(?P<mole>(?:f|p|n|u|µ|m)?mol(?![A-Za-z])|(?:femto|pico|nano|micro|milli)?moles?\b)")
VOLUME_UNIT = re.compile(rf"\s*{VOLUME_WORD}")
_OWNER = r"(?:\s+(?:total|whole|EVs?|sEVs?|exosom(?:e|es|al)|exos?|vesic(?:le|les|ular)|the|purified|MSC|their|surface))"
PROTEIN = re.compile(rf"(?:\s+of)?{_OWNER}{{0,4}}\s+proteins?(?:\s+equivalents?)?(?![A-Za-z-])", re.IGNORECASE)
LIPID = re.compile(rf"(?:\s+of)?{_OWNER}{{0,3}}\s+(?P<word>phosphol?ipids?|phospholids?|lipids?)(?![A-Za-z])", re.IGNORECASE)
OF_VESICLES = re.compile(rf"(?:\s+of)?(?:\s+purified)?\s+{_VESICLES}", re.IGNORECASE)
OTHER = re.compile(r"(?:\s+of)?\s+(?P<other>[A-Za-z]*RNAs?|[A-Za-z]*DNA|plasmids?|miR-?\w+|BMP-?\d|VEGF|lipids?)(?![A-Za-z])")
_BODY = r"(?:\s+(?:of\s+)?(?:body[ -]?(?:weight|mass)|b\.?w\.?))?"
_PLACES = (
    "unit|drop|dose|animal|mouse|mice|rat|rabbit|joint|knee|eye|defect|wound|site|injection|patient|person|subject|"
    "scaffold|implant|hydrogel|well|day|week|time|application|side|limb|nostril"
)
DENOMINATOR = re.compile(
    rf"\s*(?:/|\bper\b)\s*(?:(?:(?P<count>{NUMBER})\s*)?{VOLUME_WORD}|(?P<kg>(?:kg|kilogram(?:me)?s?)\b{_BODY})"
    rf"|(?P<gram>g\s+(?:of\s+)?(?:body[ -]?(?:weight|mass)|bw))|(?P<area>[cm]m2\b|square (?:centi|milli)met(?:er|re)s?)|(?P<place>(?:{_PLACES})s?\b))",
    re.IGNORECASE,
)
IN_VOLUME = re.compile(
    rf"\s*(?:[(\[]\s*(?:in\s+)?|,\s*|\s(?:\w+\s+){{0,2}}in\s+(?:a\s+)?(?:total\s+)?(?:volume\s+of\s+)?)(?P<number>{NUMBER}(?:\s*(?:–|—|-|to)\s*{NUMBER})?)\s*"
    rf"{VOLUME_WORD}(?P<medium>\s+(?:of\s+)?(?:PBS|saline|buffer|medium|water|Ringer(?:'s)?))?(?:\s*[)\]])?"
)

BOUND = re.compile(r"(?:[<>≤≥~≈]|\babout|\bapprox\w*\.?|\bup to|\bat least|\bat most)\s*$", re.IGNORECASE)
"""Signs and words that make a number a bound or an estimate."""
LOST_SUPERSCRIPT = re.compile(r"\d\s*[x×*]\s*10(?:[4-9]|1[0-6])(?![\d.^])")
LIST = re.compile(r"\s*(?:,|;|/|&|\bor\b|\band\b|,\s*and\b|,\s*or\b|\bvs\.?|\bversus\b)\s*$")
RANGE = re.compile(r"\s*(?:–|—|-|to)\s*$")
LIMIT = re.compile(r"(?:upper limit|maximum|max\.?|ceiling|not more than|no more than|at most)(?:\s+of)?\s*$", re.IGNORECASE)
HOLDS = re.compile(r"\s*(?:[(\[]|of|containing|that contains?|with|at|(?:of\s+)?(?:PBS|saline|buffer)\s+(?:containing|with))\s*$")
WITHIN = re.compile(r"\s*[;,(]?\s*|\s*[)\]]?\s*(?:\w+\s+){0,2}(?:in|within)\s+(?:a\s+)?(?:total\s+)?(?:volume\s+of\s+)?$")
SAME = re.compile(r"\s*(?:[;(\[=≈~]|\bi\.e\.|\bor\b|,?\s*(?:corresponding|equivalent|equal|amounting)\s+to\b).{0,90}$")
YIELD_OF = re.compile(r"(?:supernatants?|medium|media|yield|secretome|isolated|produced|released|secreted|obtained|derived)\b[^;]{0,60}$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbers:
    """One number or an interval as printed; `power` stands behind a mantissa in it, `notes` say what was taken for granted."""

    value: float
    low: float | None = None
    high: float | None = None
    has_power: bool = False
    power: float = 1.0
    notes: tuple[str, ...] = ()


def one_spelling(text: str) -> str:
    """The text with one micro sign, one minus, powers as ``10^9``, without LaTeX, tags and doubled spaces."""
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return text.strip()


def numbers_of(found: re.Match[str]) -> Numbers:
    """The numbers of a match of `AMOUNT`: ``0.5-2 × 10^10`` has one power behind two numbers, which belongs to both."""
    first, second, link = found["first"], found["second"], found["link"]
    scale = _SCALES.get(found["scale"] or "", 1.0)
    notes = [_tens(part) for part in (first, second) if part and _tens(part)]
    if second is None:
        return Numbers(value=_number(first) * scale, has_power=_has_power(first) or scale > 1, power=_power_behind(first) * scale, notes=tuple(notes))
    shared = _power_behind(second) if not _has_power(first) else 1.0
    if shared != 1.0:
        notes.append(f"The power of ten of '{found[0]}' stands behind two numbers and was given to both.")
    left, right = _number(first) * shared * scale, _number(second) * scale
    has_power, power = _has_power(second) or scale > 1, _power_behind(second) * scale
    if link in {"±", "+/-", "+-"}:
        return Numbers(value=left, low=left - right, high=left + right, has_power=has_power, power=power, notes=tuple(notes))
    low, high = sorted((left, right))
    if left > right:
        notes.append(f"The interval '{found[0]}' is printed with its larger end first.")
    return Numbers(value=(low + high) / 2, low=low, high=high, has_power=has_power, power=power, notes=tuple(notes))


def amount_at(text: str, start: int) -> re.Match[str] | None:
    """The next number or interval from a place on; ``1e8 to 4`` is no interval, because its second number has no power."""
    found = AMOUNT.search(text, start)
    if found and found["second"] and _has_power(found["first"]) and not _has_power(found["second"]):
        return SINGLE.match(text, found.start())
    return found


def number_in(text: str) -> Numbers:
    """The numbers of a text that is nothing but one number or one interval."""
    found = AMOUNT.fullmatch(text.strip())
    return numbers_of(found) if found else Numbers(value=float("nan"))


def times(numbers: Numbers, power: float, note: str) -> Numbers:
    """Numbers that share a power of ten with those behind them."""
    low, high = (None if end is None else end * power for end in (numbers.low, numbers.high))
    return Numbers(value=numbers.value * power, low=low, high=high, has_power=True, power=power, notes=(*numbers.notes, note))


def ends_of(numbers: Numbers) -> tuple[float, ...]:
    """Every number that is known: the value and both ends."""
    return tuple(number for number in (numbers.value, numbers.low, numbers.high) if number is not None)


def _tens(text: str) -> str:
    return f"'{text}' was read as {float(text):g}; some write it for 10^{text[3:]}." if re.match(r"10[eE]\d", text) else ""


def _has_power(text: str) -> bool:
    return "^" in text or "e" in text.casefold()


def _power_behind(text: str) -> float:
    found = re.search(r"[x×*·]\s*10\s*\^\s*\+?(-?\d+)$", text)
    return float(f"1e{found[1]}") if found else 1.0


def _number(text: str) -> float:
    if found := re.fullmatch(r"(?:(?P<m>.+?)\s*[x×*·]\s*)?10\s*\^\s*\+?(?P<e>-?\d+)", text):
        return float(f"{(found['m'] or '1').replace(' ', '')}e{found['e']}")
    return float(text.replace(" ", ""))


_SPELLED: Mapping[str, str] = {"micro": "u", "milli": "m", "nano": "n", "pico": "p", "femto": "f", "mc": "u", "µ": "u"}


def unit_word(kind: Kind, word: str) -> str:
    """The unit of a word: ``µg``, ``mcg`` and ``microgram`` are ug, ``cc`` is mL."""
    word = word.strip()
    if word == "cc":
        return "mL"
    for spelled, prefix in _SPELLED.items():
        if word.lower().startswith(spelled):
            return prefix + {"mass": "g", "volume": "L", "phospholipid": "mol"}[kind]
    if kind == "volume":
        return word[:-1] + "L" if len(word) <= 2 else "L"
    return {"gram": "g", "grams": "g", "mole": "mol", "moles": "mol"}.get(word.casefold(), word)
