"""Known answers of control charts, drift, equivalence and capability."""

from __future__ import annotations

import math

from exoforge.laws.control_charts import D2, c4, individuals, means_and_spreads
from exoforge.laws.drift import drift
from exoforge.laws.equivalence import capability_interval, equivalence
from tests.known.case import Case

FLOWRATE = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
HANDBOOK = "NIST/SEMATECH e-Handbook 6.3.2.2, ten batches, as other public test suites repeat it"
ONE, TWO = (9.0, 10.0, 11.0), (10.0, 11.0, 12.0)
"""Both have variance 1, so that the standard error is sqrt(2/3) with 4 degrees of freedom."""


def _t4(t: float) -> float:
    """Upper tail of Student's t with 4 degrees of freedom, in closed form: ``1/2 - x (3 - x^2)/4`` with ``x = t/sqrt(4 + t^2)``."""
    x = t / math.sqrt(4.0 + t * t)
    return 0.5 - x * (3.0 - x * x) / 4.0


ERROR = math.sqrt(2.0 / 3.0)

CASES: tuple[Case, ...] = (
    Case(id="lots nist mean", title="Centre of single values", source=HANDBOOK, expected=50.81, tolerance=1e-9, kind="absolute", unit="",
         compute=lambda: float(individuals(FLOWRATE).centre[0])),
    Case(id="lots nist range", title="Mean moving range", source=HANDBOOK, expected=1.8778, tolerance=5e-5, kind="absolute", unit="",
         compute=lambda: float(individuals(FLOWRATE).spread_centre[0])),
    Case(id="lots nist upper", title="Upper limit of single values", source=HANDBOOK, expected=55.8041, tolerance=5e-5, kind="absolute", unit="",
         compute=lambda: float(individuals(FLOWRATE).high[0])),
    Case(id="lots nist lower", title="Lower limit of single values", source=HANDBOOK, expected=45.8159, tolerance=5e-5, kind="absolute", unit="",
         compute=lambda: float(individuals(FLOWRATE).low[0])),
    Case(id="lots d2", title="d2 of two values", source="2/sqrt(pi), to the three digits that tables print", expected=2 / math.sqrt(math.pi), tolerance=5e-4,
         kind="absolute", unit="", compute=lambda: D2),
    Case(id="lots c4 2", title="c4 of two values", source="sqrt(2/pi)", expected=math.sqrt(2 / math.pi), tolerance=1e-12, kind="relative", unit="",
         compute=lambda: c4(2)),
    Case(id="lots c4 3", title="c4 of three values", source="sqrt(pi)/2", expected=math.sqrt(math.pi) / 2, tolerance=1e-12, kind="relative", unit="",
         compute=lambda: c4(3)),
    Case(id="lots c4 5", title="c4 of five values", source="0.9400 as tables print", expected=0.9400, tolerance=5e-5, kind="absolute", unit="",
         compute=lambda: c4(5)),
    Case(id="lots xbar upper", title="Upper limit of means of three, all of standard deviation 1", source="centre + 3/(c4 sqrt 3)",
         expected=10 + 3 / (math.sqrt(math.pi) / 2 * math.sqrt(3)), tolerance=1e-12, kind="relative", unit="",
         compute=lambda: float(means_and_spreads((9.0, 10.0, 11.0), (1.0, 1.0, 1.0), (3, 3, 3)).high[0])),
    Case(id="lots tost p", title="p of two one-sided tests", source="Student's t with 4 degrees of freedom in closed form", expected=_t4((3.0 - 1.0) / ERROR),
         tolerance=1e-9, kind="relative", unit="", compute=lambda: equivalence(TWO, ONE, margin=3.0).p),
    Case(id="lots tost interval", title="Upper end of the 90 % interval", source="1 + t(0.95, 4) sqrt(2/3), t = 2.131847", expected=1 + 2.131846786 * ERROR,
         tolerance=1e-8, kind="relative", unit="", compute=lambda: equivalence(TWO, ONE, margin=3.0).high),
    Case(id="lots theil-sen", title="Median of the slopes 1, 2, 3, 11/3, 5 and 7", source="by hand for (0, 0), (1, 1), (2, 4), (3, 11)", expected=10 / 3,
         tolerance=1e-9, kind="relative", unit="", compute=lambda: drift((0, 1, 2, 3), (0.0, 1.0, 4.0, 11.0)).median_slope),
    Case(id="lots mann-kendall", title="p of four rising values", source="exact: 2/4!", expected=2 / 24, tolerance=1e-9, kind="relative", unit="",
         compute=lambda: drift((0, 1, 2, 3), (0.0, 1.0, 4.0, 11.0)).p),
    Case(id="lots cpk interval", title="Lower end of the 95 % interval of Cpk 1.0 of 30 lots", source="1 - 1.959964 sqrt(1/270 + 1/58)",
         expected=1 - 1.959963985 * math.sqrt(1 / 270 + 1 / 58), tolerance=1e-8, kind="relative", unit="", compute=lambda: capability_interval(1.0, 30)[0]),
)  # fmt: skip
