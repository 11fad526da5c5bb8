"""Methods as trains: the shipped ones run, shares of the feed become volumes, and bad files are refused by name."""

import pytest

from exoforge.base.errors import FileError, SettingError
from exoforge.base.trace import references
from exoforge.design.isolation.methods import chosen, methods_with, record_method, shipped_methods, train_of
from exoforge.evidence.facts import facts
from exoforge.record.files import parse_record
from tests.design.records import CULTURE, HEAD, SPIN, record


def test_every_shipped_method_names_what_it_was_read_in():
    known = {one.key for one in references()}
    rated = {fact.conditions for fact in facts() if fact.topic == "rating"}
    for one in shipped_methods().values():
        assert one.title
        assert one.source
        assert bool(one.published) == bool(one.published_cite)
        assert one.published_cite in known | {""}
        assert one.rated_as in rated | {""}


def test_a_share_of_the_feed_becomes_a_volume():
    steps = train_of(shipped_methods()["duc"], 2e-3)
    assert steps[3].operation.resuspension_volume == pytest.approx(2e-4, rel=1e-12)
    assert steps[4].operation.resuspension_volume == pytest.approx(4e-6, rel=1e-12)
    assert [one.step.order for one in steps] == [0, 1, 2, 3, 4]


def test_names_are_read_once_each_in_their_order():
    assert [one.key for one in chosen("SEC, duc,sec", shipped_methods())] == ["sec", "duc"]


def test_a_wrong_name_gets_did_you_mean():
    with pytest.raises(SettingError, match=r"No method is called 'pge'; did you mean 'peg'\?"):
        chosen("pge", shipped_methods())
    with pytest.raises(SettingError, match="No method is named"):
        chosen(" , ", shipped_methods())


def test_a_users_method_joins_the_shipped_ones(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[mine]\nstep = [{ kind = "filtration", pore = "450 nm" }]\n')
    known = methods_with(path)
    assert set(known) == {*shipped_methods(), "mine"}
    assert train_of(known["mine"], 1e-3)[0].operation.pore == pytest.approx(4.5e-7)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[mine]\ntitle = 'x'\n", "method 'mine': it needs steps"),
        ("mine = 3\n", "method 'mine': it needs steps"),
        ("[mine]\nstep = [{ pore = '1 um' }]\n", "method 'mine': it needs steps"),
        ("[mine]\nprice = 3\nstep = [{ kind = 'filtration' }]\n", "'price' is not read"),
        ("[mine\n", "cannot be read as TOML"),
    ],
)
def test_a_bad_file_of_methods_is_refused_by_name(tmp_path, text, sentence):
    path = tmp_path / "own.toml"
    path.write_text(text)
    with pytest.raises(FileError, match=sentence):
        methods_with(path)


def test_a_setting_that_cannot_be_used_names_the_method(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[mine]\nstep = [{ kind = "filtration", pore = "3 kg" }]\n')
    with pytest.raises(SettingError, match=r"Method 'mine': .*'pore'"):
        train_of(methods_with(path)["mine"], 1e-3)


def test_a_setting_that_nothing_reads_is_refused(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[mine]\nstep = [{ kind = "filtration", poer = "0.1 um" }]\n')
    with pytest.raises(SettingError, match=r"Method 'mine': .*'poer'; did you mean 'pore'"):
        train_of(methods_with(path)["mine"], 1e-3)


def test_a_record_brings_its_own_isolation():
    method, steps = record_method(record(CULTURE, SPIN, SPIN))
    assert method.key == "record"
    assert [one.operation.kind for one in steps] == ["centrifugation", "centrifugation"]
    assert record_method(parse_record(HEAD + CULTURE)) is None
