"""Published loadings: rows with their sources, ranges of one quantity, and a user's own table."""

import pytest

from exoforge.base.errors import FileError, InternalError, SettingError, TermError
from exoforge.base.trace import reference
from exoforge.evidence.loading import QUANTITIES, checked_row, loading_rows, range_of
from exoforge.evidence.loading_table import read_loading_table, summaries
from tests.shared_data import shared

HEAD = "DOI,Cell_Source,Loading_Capacity_Pct,Units,Unit_Description,Method,Drug,Molecule_Type,Notes\n"
ATLAS = "data/context/ev_atlas/Fig3bc_Loading_Capacity.csv"
ROW = {"method": "sonication", "cargo": "x", "family": "DNA", "quantity": "capacity", "document": "d", "place": "p", "status": "read"}


def written(tmp_path, *lines, head=HEAD):
    path = tmp_path / "mine.csv"
    path.write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("row", loading_rows(), ids=lambda row: row.key)
def test_every_row_has_its_source(row):
    if row.status in ("read", "derived"):
        assert reference(row.document).status == "read"
    else:
        assert reference(row.document).status == "recalled"
    assert all(0 <= end <= 1 for end in (row.low, row.value, row.high) if end is not None)


def test_efficiencies_and_capacities_are_never_mixed():
    rows = loading_rows("sonication", "hydrophobic drug")
    ranges = {quantity: range_of(rows, quantity) for quantity in QUANTITIES}
    for quantity, found in ranges.items():
        assert found is None or {row.quantity for row in found.rows} == {quantity}
    assert ranges["capacity"].high == pytest.approx(0.33)
    assert range_of([]) is None
    assert range_of(loading_rows("extrusion"), "efficiency") is None


def test_the_ends_of_a_range():
    found = range_of(loading_rows("electroporation", substance="hydrophilic-porphyrin"))
    assert (found.low, found.high, len(found.rows)) == (pytest.approx(0.004), pytest.approx(0.034), 4)
    unsaid = range_of(loading_rows("transfection-loading", "small RNA"), "as printed")
    assert (unsaid.low, unsaid.high) == (None, pytest.approx(0.3))


def test_a_wider_family_holds_a_narrower_one():
    assert any(row.family == "small molecule" for row in loading_rows("electroporation", "hydrophobic drug"))
    assert any(row.family == "hydrophobic drug" for row in loading_rows("incubation", "small molecule"))
    assert not any(row.family == "protein" for row in loading_rows(family="hydrophobic drug"))


def test_what_is_not_known_is_refused():
    with pytest.raises(SettingError, match="no family"):
        loading_rows(family="metal")
    with pytest.raises(TermError):
        loading_rows("heatgun")


@pytest.mark.parametrize(
    "slip",
    [
        {"method": "wash"},
        {"family": "x"},
        {"quantity": "x"},
        {"substance": "x"},
        {"low": 0.5, "value": 0.1},
        {"value": -1.0},
        {"high": 0.5, "low_is_bound": True},
        {},
    ],
)
def test_a_row_with_a_slip_is_refused(slip):
    with pytest.raises(InternalError, match="'a'"):
        checked_row("a", ROW | slip)


def test_a_table_is_read(tmp_path):
    path = written(
        tmp_path,
        "10.1/a,milk,7.5,wt/wt,,Passive diffusion,PTX,Small,",
        ",milk,0,wt/wt,,sonication,siRNA,oligo,why",
        "10.1/A,milk,3,g/EV,,sonication,DOX,Small,",
    )
    found = read_loading_table(path)
    first, second = found.rows
    assert (first.method, first.substance, first.value, first.quantity) == ("incubation-loading", "paclitaxel", pytest.approx(0.075), "capacity")
    assert (second.family, second.note, second.place) == ("small RNA", "why", "row 3")
    assert found.works == 1
    assert any("no mass per mass" in note for note in found.notes)
    assert any("print 0 %" in note for note in found.notes)


def test_a_table_that_is_none_is_refused(tmp_path):
    with pytest.raises(FileError, match="no column Drug"):
        read_loading_table(written(tmp_path, "1,2", head="Method,Molecule_Type,Loading_Capacity_Pct,Units\n"))
    for slip in ("-3,wt/wt,,sonication,DOX,Small,", "nan,wt/wt,,sonication,DOX,Small,", "3,wt/wt,,magic,DOX,Small,", "3,wt/wt,,sonication,DOX,Gas,"):
        with pytest.raises(FileError, match="no row that can be used: row 2"):
            read_loading_table(written(tmp_path, f",milk,{slip}"))


def test_a_number_that_its_note_quotes_as_an_efficiency_is_no_sure_capacity(tmp_path):
    path = written(
        tmp_path,
        '1,milk,3.7,wt/wt,"3.7% of the siRNA was retained in the pellet",electroporation,siRNA,Oligo,',
        '1,milk,11.4,wt/wt,"The loading efficiency was 2.56 ± 0.57%",electroporation,DOX,Small,',
        '1,milk,5.38,wt/wt,"loading efficiency of approximately 5.33%",passive diffusion,miRNA,Oligo,',
    )
    found = read_loading_table(path)
    assert [row.quantity for row in found.rows] == ["as printed", "capacity", "as printed"]
    assert any("row 2, row 4" in note for note in found.notes)
    assert {entry["quantity"] for entry in summaries(found.rows).values()} == {"capacity", "as printed"}
    assert "small-rna-electroporation-as-printed-summary" in summaries(found.rows)


def test_the_shipped_summaries_follow_from_the_table():
    found = summaries(read_loading_table(shared(ATLAS)).rows)
    held = {row.key: row for row in loading_rows() if row.document == "evatlas2026_loading"}
    assert set(held) == set(found)
    for key, entry in found.items():
        row = held[key]
        assert (row.method, row.family, row.quantity, row.substance, row.cargo) == tuple(
            entry[name] for name in ("method", "family", "quantity", "substance", "cargo")
        )
        assert (row.value, row.count) == (entry["value"], entry["count"])
        assert row.count == 1 or (row.low, row.high) == (entry["low"], entry["high"])


def test_no_row_of_the_table_is_shipped_but_single_ones():
    assert sum(row.count for row in loading_rows() if row.document == "evatlas2026_loading" and not row.substance) > 100
    assert all(row.is_range == (row.count > 1) for row in loading_rows() if row.status == "derived")
