"""Which sample is of which group, and what is told or refused where that is not clear."""

import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.design.cargo.samples import group_name, groups_of

NAMES = ("Ctrl_1", "Ctrl_2", "Ctrl_3", "DOG_1", "DOG_2", "DOG_3")


@pytest.mark.parametrize(
    ("sample", "group"),
    [
        ("Ctrl_1", "Ctrl"),
        ("Ctrl-rep2", "Ctrl"),
        ("Ctrl3", "Ctrl"),
        ("LPS 10 ng_2", "LPS 10 ng"),
        ("Ctrl_A", "Ctrl"),
        ("1", "1"),
        ("hypoxia.r1", "hypoxia"),
        ("Ctrl_24h", "Ctrl_24h"),
    ],
)
def test_a_group_is_the_name_without_the_replicate(sample, group):
    assert group_name(sample) == group


def test_groups_by_name():
    found = groups_of(NAMES, "Ctrl", "DOG")
    assert (found.control_places, found.treated_places, found.notices) == ((0, 1, 2), (3, 4, 5), ())


def test_the_case_of_letters_matters_only_where_two_groups_differ_by_it():
    assert groups_of(NAMES, "ctrl", "dog").control == "Ctrl"
    with pytest.raises(SettingError, match="may be Dog or DOG"):
        groups_of(("Dog_1", "Dog_2", "DOG_1", "DOG_2", "C_1", "C_2"), "C", "dog")


def test_a_beginning_that_fits_several_groups_is_refused_and_one_that_fits_one_is_told():
    names = ("Ctrl_1", "Ctrl_2", "Ctrl_hypoxia_1", "Ctrl_hypoxia_2", "DOG_1", "DOG_2")
    with pytest.raises(SettingError, match="may be Ctrl or Ctrl_hypoxia"):
        groups_of(names, "C", "DOG")
    found = groups_of(names, "Ctrl", "D")
    assert found.control_places == (0, 1)
    assert any("Ctrl_hypoxia begins with 'Ctrl'" in notice for notice in found.notices)
    assert any("'D' was taken as 'DOG'" in notice for notice in found.notices)


@pytest.mark.parametrize(
    ("names", "control", "treated", "match"),
    [
        (NAMES, "Ctrl", "Olig", r"No sample is of group 'Olig' .*Ctrl \(3\), DOG \(3\)"),
        (NAMES, "Ctrl", "Ctrl", "are one group"),
        (NAMES, "", "DOG", "--control is empty"),
        (("Ctrl_1", "Ctrl_2", "DOG_1"), "Ctrl", "DOG", "one sample has no variance"),
    ],
)
def test_what_is_no_contrast_is_refused_in_one_sentence(names, control, treated, match):
    with pytest.raises(SettingError, match=match) as refusal:
        groups_of(names, control, treated)
    assert "\n" not in str(refusal.value)


def test_hours_and_doses_that_look_like_replicates_are_told():
    found = groups_of(("A_24", "A_48", "B_1", "B_2"), "A", "B")
    assert [notice for notice in found.notices if "hours or doses" in notice and "A_24, A_48" in notice]
    assert not any("hours" in notice for notice in groups_of(NAMES, "Ctrl", "DOG").notices)
    numbered_on = groups_of(("A_1", "A_2", "A_4", "B_13", "B_14", "B_15"), "A", "B")
    assert not any("hours" in notice for notice in numbered_on.notices)


@pytest.mark.parametrize("numbers", [(24, 48, 72), (3, 6, 12)])
def test_the_same_hours_in_both_groups_are_refused(numbers, tmp_path):
    names = [f"{group}_{number}" for group in "AB" for number in numbers]
    with pytest.raises(SettingError, match=f"both numbered {', '.join(map(str, numbers))}, which may be hours"):
        groups_of(names, "A", "B")
    path = sheet(tmp_path, "\n".join(["sample,group,batch", *(f"{name},{name[0]},{name[2:]}" for name in names)]))
    assert len(set(groups_of(names, "A", "B", sheet=path).batch)) == 3


def test_two_samples_are_few_and_told():
    assert any("2 samples" in notice for notice in groups_of(("A_1", "A_2", "B_1", "B_2", "B_3"), "A", "B").notices)


def sheet(tmp_path, text):
    path = tmp_path / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sheet_says_groups_and_batches(tmp_path):
    path = sheet(tmp_path, "sample;group;batch\nx1;old;a\nx2;old;b\nx3;new;a\nx4;new;b\n")
    found = groups_of(("x1", "x2", "x3", "x4", "x5"), "old", "new", sheet=path)
    assert (found.control_places, found.treated_places, found.batch) == ((0, 1), (2, 3), ("a", "b", "a", "b"))
    assert any("x5" in notice for notice in found.notices)


def test_one_batch_for_all_is_left_out(tmp_path):
    path = sheet(tmp_path, "sample,group,batch\nx1,old,a\nx2,old,a\nx3,new,a\nx4,new,a\n")
    found = groups_of(("x1", "x2", "x3", "x4"), "old", "new", sheet=path)
    assert found.batch == ()
    assert any("batch 'a'" in notice for notice in found.notices)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("sample,kind\nx1,old\n", "no column 'group'"),
        ("sample,group\nx9,old\n", "'x9', which the table does not have"),
        ("sample,group\nx1,old\nx1,new\n", "Line 3 .* second time"),
        ("sample,group\nx1,\n", "names no group"),
        ("sample,group\n", "no sample below"),
        ("sample,group\nx1\n", "has 1 cells"),
        ("sample,group,batch\nx1,old,a\nx2,old,\nx3,new,a\nx4,new,a\n", "no batch for x2"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused(tmp_path, text, match):
    with pytest.raises(FileError, match=match):
        groups_of(("x1", "x2", "x3", "x4"), "old", "new", sheet=sheet(tmp_path, text))
