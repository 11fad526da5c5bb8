"""Lot files: every problem at once, with its line and the nearest word."""

import hashlib

import pytest

from exoforge.base.errors import FileError, RecordError
from exoforge.record.lots.lot_files import check_lot, read_lot, template_lot, write_new_lot

HEAD = 'lot_format = "1.0"\nid = "lot-1"\nproduct = "P"\nmade = 2026-01-05\n'


def written(folder, text):
    path = folder / "lot-1.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder, text):
    with pytest.raises(RecordError) as caught:
        read_lot(written(folder, text))
    assert "\n" not in caught.value.problems[0].sentence
    return caught.value.problems


def test_the_template_is_a_lot_once_it_is_filled_in(tmp_path):
    path = tmp_path / "my lot 3.toml"
    write_new_lot(path)
    with pytest.raises(FileError, match="already exists"):
        write_new_lot(path)
    path.write_text(path.read_text().replace('product = ""', 'product = "P"').replace("# made = ", "made = "))
    lot, found = check_lot(path)
    assert lot.id == "my-lot-3"
    assert found == ()
    assert not any((lot.donor, lot.passage, lot.source_cells, lot.batch_size, *lot.label.values()))


def test_the_template_as_it_comes_is_refused_with_what_to_state(tmp_path):
    """Its examples were once filed as they stood."""
    write_new_lot(tmp_path / "a.toml")
    with pytest.raises(RecordError) as caught:
        check_lot(tmp_path / "a.toml")
    said = [one.sentence for one in caught.value.problems]
    assert len(said) == 2
    assert "'product' is empty; fill it in." in said
    assert any("'made' is missing" in one for one in said)


def test_a_template_has_all_its_tables_in_comments():
    commented = template_lot("x").replace("# [[", "[[").replace('"…"', '""')
    assert "[[result]]" in commented


def test_every_problem_is_told_with_its_line(tmp_path):
    text = HEAD + 'prodct = "x"\nbatch_size = "40 mLL"\n[[file]]\npth = "a.csv"\n[[result]]\ntest = "endotoxin"\nvalue = true\ndate = "tomorrow"\n'
    found = {one.line: one.sentence for one in problems(tmp_path, text)}
    assert "did you mean 'product'" in found[5]
    assert "Unknown unit" in found[6]
    assert "did you mean 'path'" in found[8]
    assert "'path' is missing" in found[7]
    assert "says too little" in found[11]
    assert "like 2026-03-31" in found[12]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("a = ", "not valid TOML"),
        ('id = "x"', "'lot_format' is missing"),
        (HEAD.replace("1.0", "2.0"), "reads 1.x"),
        (HEAD.replace("lot-1", "lot 1"), "without spaces"),
        (HEAD + "file = 3", "no list"),
        (HEAD + "[label]\nconcentration = 'much'", "number"),
    ],
)
def test_what_is_no_lot_is_refused_in_a_sentence(tmp_path, text, said):
    with pytest.raises((RecordError, FileError), match=said):
        read_lot(written(tmp_path, text))


def test_files_are_checked_against_their_digests(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"x")
    digest = hashlib.sha256(b"x").hexdigest()
    text = HEAD + f'[[file]]\npath = "a.csv"\nsha256 = "{digest}"\n'
    assert check_lot(written(tmp_path, text))[1] == ()
    (tmp_path / "a.csv").write_bytes(b"y")
    (one,) = check_lot(tmp_path / "lot-1.toml")[1]
    assert (one.severity, one.line) == ("error", 6)
    assert "not the file that was stated" in one.sentence
    (tmp_path / "a.csv").unlink()
    assert "There is no file" in check_lot(tmp_path / "lot-1.toml")[1][0].sentence


@pytest.mark.parametrize("again", ["a.csv", "./a.csv", "sub/../a.csv"])
def test_one_file_is_one_piece_of_evidence_however_its_path_is_written(tmp_path, again):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.csv").write_bytes(b"x")
    text = HEAD + f'[[file]]\npath = "a.csv"\n[[file]]\npath = "{again}"\nstandard = "beads"\n'
    assert ["stands already as file 1" in one.sentence for one in check_lot(written(tmp_path, text))[1] if one.severity == "error"] == [True]


def test_contradictions_are_told(tmp_path):
    text = HEAD + '[[result]]\ntest = "a"\n[[result]]\ntest = "b"\nvalue = "3 nmm/mLL"\ndate = 2025-01-01\n[[file]]\npath = "a.csv"\nnominal = "100 nm"\n'
    said = " ".join(one.sentence for one in check_lot(written(tmp_path, text))[1])
    for part in ("either a value or markers", "Unknown unit", "before the lot was made", "name the standard", "No document"):
        assert part in said
