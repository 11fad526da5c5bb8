"""Known answers of the rules: percentages of constructed records, counted by hand."""

from __future__ import annotations

from exoforge.quality.evaluate import evaluate
from exoforge.quality.tally import mean_share, tally
from exoforge.record.files import parse_record
from tests.known.case import Case

SOURCE = "counted by hand; 100 x fulfilled / applicable, three components applicable by method (EV-TRACK summary add-on 2019, figure 1)"
HEAD = 'exoforge = "1.0"\nid = "experiment"\nstanding = "published"\n'
SPIN = '[[step]]\nstage = "isolate"\nkind = "centrifugation"\nacceleration = "100000 x g"\nduration = "70 min"\nrotor = "Type 45 Ti"\n'
COLUMN = '[[step]]\nstage = "isolate"\nkind = "size-exclusion"\n'


def _claim(technique: str, quantity: str, value: str, further: str = "") -> str:
    return f'[[measurement]]\ntechnique = "{technique}"\nquantity = "{quantity}"\nvalue = "{value}"\n{further}'


BLOT = _claim("western-blot", "CD9, CD63, TSG101, calnexin", "described", 'antibody = "clones"\nantibody_dilution = "1 in 1000"\nlysis_buffer = "RIPA"\n')
COUNTED = _claim("nta", "particle concentration", "2e10 particles/mL")
SEEN = _claim("tem", "morphology", "round", 'images = "wide field and close-up"\n')
DENSE = _claim("density gradient", "vesicle density", "1.11 g/mL")


def metric(*parts: str) -> float:
    """The EV-METRIC of one experiment [%]."""
    share = tally(evaluate(parse_record(HEAD + "".join(parts)), ruleset="ev-metric")).share
    return float("nan") if share is None else 100 * share


def _study() -> float:
    tallies = [tally(evaluate(parse_record(HEAD + text), ruleset="ev-metric")) for text in (SPIN + BLOT + COUNTED + SEEN + DENSE, COLUMN, SPIN)]
    mean = mean_share(tallies)
    return float("nan") if mean is None else 100 * mean


def _ratio() -> float:
    """The quotient that is printed as evidence [particles/ug protein]."""
    text = HEAD + COUNTED + _claim("bca", "protein", "10 ug/mL")
    said = next(one.evidence[0] for one in evaluate(parse_record(text)) if one.rule.id == "ratio-of-quantities")
    return float(said.split()[0])


def _case(name: str, title: str, expected: float, *parts: str) -> Case:
    return Case(id=f"quality {name}", title=title, source=SOURCE, expected=expected, tolerance=1e-9, kind="absolute", unit="%", compute=lambda: metric(*parts))


CASES: tuple[Case, ...] = (
    _case("nine", "all nine components", 100.0, SPIN, BLOT, COUNTED, SEEN, DENSE),
    _case("eight", "all eight without an ultracentrifuge", 100.0, COLUMN, BLOT, COUNTED, SEEN, DENSE),
    _case("no density", "seven of nine: gradient and density left out", 700 / 9, SPIN, BLOT, COUNTED, SEEN),
    _case("spin", "one of seven: a spin that is described, and nothing else", 100 / 7, SPIN),
    _case("silence", "none of six: a column, and nothing else", 0.0, COLUMN),
    _case("count", "none of six: a particle count has no qualitative method beside it", 0.0, COLUMN, COUNTED),
    Case(
        id="quality study",
        title="mean over three experiments: 9 of 9, 0 of 6, 1 of 7",
        source=SOURCE,
        expected=100 * (1 + 0 + 1 / 7) / 3,
        tolerance=1e-9,
        kind="absolute",
        unit="%",
        compute=_study,
    ),
    Case(
        id="quality ratio",
        title="2e10 particles/mL over 10 ug protein/mL",
        source="follows exactly",
        expected=2e9,
        tolerance=1e-3,
        kind="relative",
        unit="particles/ug protein",
        compute=_ratio,
    ),
)
