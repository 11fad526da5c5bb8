"""The equations as people read them."""

import pytest

from exoforge.base.errors import SettingError
from exoforge.laws.kinetics import Event, equations
from exoforge.laws.kinetics.printing import expression_text, symbol_text
from tests.laws.kinetics.models import model, parameter, state

SMALL = model(
    (state("A", "dose"),),
    {"A": "-tau * A / (1 + A)"},
    (parameter("dose", 1.0), parameter("tau", 1.0)),
    events=(Event(time="2 * tau", assign={"A": "A + dose"}, meaning="bolus"),),
)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", ("dA/dt = -tau * A / (1 + A)", "A(t0) = dose", "at t = 2 * tau: A -> A + dose")),
        (
            "latex",
            (
                r"\frac{\mathrm{d} A}{\mathrm{d} t} = \frac{-\tau \cdot A}{1 + A}",
                r"A(t_{0}) = \mathrm{dose}",
                r"\text{at } t = 2 \cdot \tau\colon\; A \to A + \mathrm{dose}",
            ),
        ),
        ("typst", ('(upright("d") A) / (upright("d") t) = frac(-tau dot A, 1 + A)', 'A(t_0) = "dose"', '"at" t = 2 dot tau: A -> A + "dose"')),
    ],
)
def test_a_model_is_printed(form, expected):
    assert expected == equations(SMALL, form)


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a - (b - c)", r"a - \left(b - c\right)"),
        ("a - b - c", r"a - b - c"),
        ("(a + b) * c", r"\left(a + b\right) \cdot c"),
        ("a * (b / c)**2", r"a \cdot \left(\frac{b}{c}\right)^{2}"),
        ("(-a)**2", r"\left(-a\right)^{2}"),
        ("-a**2", r"-a^{2}"),
        ("a - -b", r"a - \left(-b\right)"),
        ("(a**b)**c", r"\left(a^{b}\right)^{c}"),
        ("a**b**c", r"a^{b^{c}}"),
        ("5e-7 * a", r"5 \times 10^{-7} \cdot a"),
        ("a * 5e-7", r"a \cdot \left(5 \times 10^{-7}\right)"),
        ("1000000 + 12345 - 0.002", r"10^{6} + 12345 - 0.002"),
        ("1e9 ** a", r"\left(10^{9}\right)^{a}"),
        ("sqrt(a) + log10(b) + log(c)", r"\sqrt{a} + \log_{10}\left(b\right) + \ln\left(c\right)"),
    ],
)
def test_brackets_are_kept_where_they_matter(text, latex):
    assert latex == expression_text(text, "latex")


@pytest.mark.parametrize(
    ("name", "latex", "typst"),
    [
        ("k", "k", "k"),
        ("k12", "k_{12}", "k_(12)"),
        ("k_on", r"k_{\mathrm{on}}", 'k_("on")'),
        ("tau", r"\tau", "tau"),
        ("lambda_", r"\lambda", "lambda"),
        ("TNF_alpha", r"\mathrm{TNF}_{\alpha}", '"TNF"_(alpha)'),
        ("k_a_2", "k_{a, 2}", "k_(a, 2)"),
    ],
)
def test_names_become_symbols(name, latex, typst):
    assert (latex, typst) == (symbol_text(name, "latex"), symbol_text(name, "typst"))


def test_an_unknown_form_is_refused():
    with pytest.raises(SettingError, match="no form 'html'"):
        equations(SMALL, "html")
