"""Pictures as PNG: powers of ten are in one face, whatever their exponent."""

import io

import numpy as np
import pytest

from exoforge.report.drawing import svg_of
from exoforge.report.figures.marks import chart, text_mark
from exoforge.report.picture_files import with_raised_digits, write_picture


def label(text):
    return chart({"width": 120, "height": 40, **text_mark(text, x={"value": 5}, y={"value": 20}, colour="black")}, alt="")


def pixels(text, path):
    image = pytest.importorskip("PIL.Image")
    write_picture(path, spec=label(text), rows=[])
    return np.asarray(image.open(io.BytesIO(path.read_bytes())).convert("L"))


def test_a_power_with_any_exponent_has_the_same_ten(tmp_path):
    ten, other, plain = (pixels(text, tmp_path / "label.png") for text in ("10¹", "10⁹", "10"))
    inked = np.flatnonzero((plain[20:-20, 20:-20] < 128).any(axis=0)) + 20
    assert inked.size
    assert (ten[:, : inked[-1]] == other[:, : inked[-1]]).all()
    assert (ten != other).any()


def test_only_what_is_written_is_raised_and_an_svg_stays_as_it_is(tmp_path):
    raised = '<tspan baseline-shift="super" font-size="70%">−12</tspan>'
    assert with_raised_digits('<g aria-label="10⁻¹² > 5"><text>3 × 10⁻¹² m</text></g>') == f'<g aria-label="10⁻¹² > 5"><text>3 × 10{raised} m</text></g>'
    write_picture(tmp_path / "label.svg", spec=label("10⁹"), rows=[])
    assert "10⁹" in (tmp_path / "label.svg").read_text(encoding="utf-8")
    assert "tspan" not in svg_of(label("10⁹"))
