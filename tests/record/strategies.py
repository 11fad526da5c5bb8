"""Hypothesis strategies for records; kept beside the tests, so that any test can ask for any record."""

from hypothesis import strategies as st

from exoforge.base.terms import terms
from exoforge.base.units import Quantity
from exoforge.record.stated import BASES, NOT_STATED, Missing, Stated, Where, leaf_from_plain
from exoforge.record.therapy import Citation, Dosing, MeasurementClaim, Mechanism, Outcome, Product, SourceCell, Step, Study, Target, Therapy

WORDS = st.text(alphabet="abcdefghijklmnop µβé'\"#=[]{}\\", min_size=1, max_size=20).map(str.strip).filter(lambda text: text.casefold() not in NOT_STATED)
KEYS = st.text(alphabet="abcdefgh_", min_size=3, max_size=10).map(lambda text: f"x_{text}")
NUMBERS = st.floats(min_value=-1e15, max_value=1e15, allow_nan=False).map(lambda x: x + 0.0)
POSITIVE = st.floats(min_value=1e-12, max_value=1e15)


@st.composite
def quantities(draw, units=("", "ug protein", "h", "x g (r_max)", "particles/mL", "% w/v", "degC"), numbers=NUMBERS):
    value = draw(numbers)
    if draw(st.booleans()):
        low, high = sorted((draw(numbers), draw(numbers)))
        return Quantity(value=min(max(value, low), high), unit=draw(st.sampled_from(units)), low=low, high=high)
    return Quantity(value=value, unit=draw(st.sampled_from(units)))


def texts_that_stay_texts():
    """Texts that are no quantity by accident."""
    return WORDS.filter(lambda text: isinstance(leaf_from_plain(text, "reported").value, str))


WHERES = st.builds(Where, document=st.sampled_from(["", "li2015"]), locator=st.sampled_from(["", "Table 2, row 5"]), quote=st.one_of(st.just(""), WORDS))


def leaves(values=None):
    values = values if values is not None else st.one_of(quantities(), texts_that_stay_texts(), st.booleans(), st.lists(WORDS, max_size=3).map(tuple))
    stated = st.builds(Stated, value=values, basis=st.sampled_from(BASES), where=WHERES, note=st.one_of(st.just(""), WORDS))
    return st.one_of(stated, st.builds(Missing, reason=st.one_of(st.just("not reported"), WORDS)))


def word_leaves():
    """Values that stay in the words in which they were written, also where they read as a quantity."""
    return leaves(st.one_of(WORDS, st.just("8 weeks"), st.just("1 × 10⁶ cells"), st.lists(WORDS, max_size=3).map(tuple)))


def term_leaves(room):
    return leaves(st.sampled_from([term.key for term in terms(room)]))


SETTINGS = st.dictionaries(KEYS, leaves(), max_size=3)


@st.composite
def therapies(draw):
    def amount(*units):
        return leaves(quantities(units=units, numbers=POSITIVE))

    steps = draw(st.lists(st.tuples(st.sampled_from(["culture", "isolate", "store", "deliver"]), WORDS, SETTINGS), max_size=4))
    outcomes = st.builds(Outcome, endpoint=leaves(), direction=st.sampled_from(["up", "not reported"]), value=leaves(), settings=SETTINGS)
    mechanisms = st.builds(Mechanism, cargo=leaves(), target=leaves(), target_direction=st.sampled_from(["up", "down"]), settings=SETTINGS)
    study = st.builds(Study, type=term_leaves("study_types"), duration=word_leaves(), patients=amount(""), settings=SETTINGS)
    claims = st.builds(MeasurementClaim, technique=leaves(), quantity=leaves(), value=leaves(), settings=SETTINGS)
    citations = st.builds(Citation, key=st.just("li2015"), title=WORDS, year=st.one_of(st.none(), st.integers(1900, 2100)))
    return Therapy(
        id=draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True)),
        title=draw(st.one_of(st.just(""), WORDS)),
        standing=draw(st.sampled_from(["published", "planned", "performed"])),
        product=draw(st.builds(Product, kind=term_leaves("products"), name=leaves())),
        study=draw(study),
        mechanisms=tuple(draw(st.lists(mechanisms, max_size=2))),
        source=SourceCell(cell=draw(term_leaves("sources")), species=draw(term_leaves("species")), modification=draw(word_leaves()), settings=draw(SETTINGS)),
        steps=tuple(Step(stage=stage, kind=kind, settings=settings, order=order) for order, (stage, kind, settings) in enumerate(steps)),
        dosing=Dosing(
            dose=draw(amount("ug protein", "particles")),
            as_printed=draw(word_leaves()),
            route=draw(term_leaves("routes")),
            doses=draw(amount("")),
            settings=draw(SETTINGS),
        ),
        target=Target(indication=draw(term_leaves("indications")), body_mass=draw(amount("g")), settings=draw(SETTINGS)),
        outcomes=tuple(draw(st.lists(outcomes, max_size=2))),
        measurements=tuple(draw(st.lists(claims, max_size=2))),
        citations=tuple(draw(st.lists(citations, max_size=1))),
    )
