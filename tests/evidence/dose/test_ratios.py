import pytest

from exoforge.evidence.dose.lognormal import up_to_factor
from exoforge.evidence.dose.ratios import Ratio, best_chain, chain_value, ratio_text, turned


def ratio(of, per, value, origin="class", factor=2.0):
    return Ratio(of=of, per=per, value=up_to_factor(value, factor), origin=origin, status="choice")


CLASS = ratio("particles", "protein", 1e9)


def test_a_chain_multiplies_and_turns():
    value = chain_value(best_chain([CLASS], "particles", "protein"))
    assert value.median == pytest.approx(1e-9)
    assert (turned(CLASS).of, turned(CLASS).per) == ("protein", "particles")
    assert best_chain([CLASS], "cells", "protein") is None
    assert best_chain([CLASS], "cells", "cells") == ()


def test_a_measurement_goes_before_the_class_however_wide_it_is():
    own = [ratio("particles", "volume", 4e10, "batch", 5.0), ratio("protein", "volume", 40.0, "batch", 5.0)]
    chain = best_chain([CLASS, *own], "protein", "particles")
    assert {one.origin for one in chain} == {"batch"}
    assert chain_value(chain).median == pytest.approx(1e9)


def test_of_equals_the_narrower_is_taken():
    narrow = ratio("particles", "protein", 3e9, factor=1.2)
    assert best_chain([CLASS, narrow], "protein", "particles") == (narrow,)


def test_the_text_names_one_of_what_it_is_per():
    assert ratio_text(ratio("particles", "cells", 533.0, factor=1.0)) == "530 (530 to 530) particles per cell"
