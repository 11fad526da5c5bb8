"""Arms that no document tells, for maps whose every count is known beforehand."""

from exoforge.evidence.build import build_store
from exoforge.evidence.claims import Arm, Claim
from exoforge.record.therapy import Therapy

PLACES = {
    **{"tissue": ("target", "tissue"), "indication": ("target", "indication"), "result": ("study", "result"), "type": ("study", "type")},
    **{"phase": ("study", "phase"), "status": ("study", "status"), "trial": ("study", "trial"), "product": ("product", "kind")},
    **{"dose_text": ("dosing", "as_printed")},
}


def made_arm(name, *, carrier=None, study="", year=None, title="a made arm", fit="fits", flags=(), authors="Muster A", **said):
    """One arm: what it says by short names; what it does not name is not reported."""
    where = {"document": "made2031", "locator": "Table 1", "quote": ""}
    tables = {}
    for key, word in said.items():
        table, field = PLACES[key]
        tables.setdefault(table, {})[field] = {"value": word, "basis": "reported", "where": where}
    step = {"stage": "deliver", "kind": "implantation", "carrier": {"value": carrier, "basis": "reported", "where": where}}
    cited = [{"key": study, "authors": authors, "year": year, "title": "A work"}] if study else []
    plain = {"exoforge": "1.0", "id": name, "title": title, "standing": "published", "citation": cited, "step": [step] if carrier else [], **tables}
    therapy = Therapy.model_validate(plain, context={"basis": "reported"})
    claim = {"id": name, "document": "made2031", "locator": "Table 1", "row": 1, "says": title, "study": study, "printed": "", "fit": fit, "fit_note": ""}
    return Arm(therapy=therapy, claim=Claim(**claim, also=(), flags=tuple(flags), arms=(therapy,)))


def few():
    """Six arms: bone with two classes of carriers, skin with one, one arm of a tissue that nobody names."""
    return (
        made_arm("a1", tissue="calvarium", carrier="gelatin", study="first2019", year=2019, result="improved", type="in-vivo"),
        made_arm("a2", tissue="bone", carrier="chitosan", study="first2019", year=2019, result="improved", type="in-vivo"),
        made_arm("a3", tissue="femur", carrier="beta-tcp", study="second2021", year=2021, result="no-difference", type="in-vivo"),
        made_arm("a4", tissue="skin", carrier="gelatin", study="third2021", year=2021, result="improved", type="in-vitro"),
        made_arm("a5", tissue="skin", type="in-vitro", fit="not cited"),
        made_arm("a6", carrier="gelatin", study="fourth", type="clinical", trial="NCT00000001", phase="1/2", status="Recruiting", product="exosome"),
    )


def made_store(folder, arms):
    """The file of a store of these arms."""
    path = folder / "made.duckdb"
    build_store(path, tuple(arms))
    return path
