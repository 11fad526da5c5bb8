"""exoforge: one record of an MSC-exosome therapy, from conditioned medium to the healed defect.

>>> import exoforge
>>> therapy = exoforge.read("examples/planned-skin-gel.toml")  # doctest: +SKIP
>>> problems = exoforge.check(therapy)                                 # doctest: +SKIP
>>> result = exoforge.run(therapy, members=1000, seed=1)                # doctest: +SKIP
>>> print(result.headlines[0].interval)                                # doctest: +SKIP

Names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exoforge.base.errors import ExoforgeError as ExoforgeError
    from exoforge.base.errors import Problem as Problem
    from exoforge.base.errors import RecordError as RecordError
    from exoforge.base.trace import Trace as Trace
    from exoforge.base.units import Quantity as Quantity
    from exoforge.design.check import check_record as check
    from exoforge.design.run import run_ensemble as ensemble
    from exoforge.design.run import run_therapy as run
    from exoforge.instruments.catalog import read_measurement as read_measurement
    from exoforge.record.files import read_record as read
    from exoforge.record.files import write_record as write
    from exoforge.record.stated import Missing as Missing
    from exoforge.record.stated import Stated as Stated
    from exoforge.record.therapy import Step as Step
    from exoforge.record.therapy import Therapy as Therapy
    from exoforge.report.document import references_of as cite
    from exoforge.report.write import write_dossier as write_dossier
    from exoforge.streams.exposure import Exposure as Exposure
    from exoforge.streams.measurement import Measurement as Measurement
    from exoforge.streams.product import Product as Product
    from exoforge.streams.response import Response as Response
    from exoforge.streams.suspension import Suspension as Suspension

_PLACES = {
    "ExoforgeError": "base.errors:ExoforgeError",
    "Exposure": "streams.exposure:Exposure",
    "Measurement": "streams.measurement:Measurement",
    "Missing": "record.stated:Missing",
    "Problem": "base.errors:Problem",
    "Product": "streams.product:Product",
    "Quantity": "base.units:Quantity",
    "RecordError": "base.errors:RecordError",
    "Response": "streams.response:Response",
    "Stated": "record.stated:Stated",
    "Step": "record.therapy:Step",
    "Suspension": "streams.suspension:Suspension",
    "Therapy": "record.therapy:Therapy",
    "Trace": "base.trace:Trace",
    "check": "design.check:check_record",
    "cite": "report.document:references_of",
    "ensemble": "design.run:run_ensemble",
    "read": "record.files:read_record",
    "read_measurement": "instruments.catalog:read_measurement",
    "run": "design.run:run_therapy",
    "write": "record.files:write_record",
    "write_dossier": "report.write:write_dossier",
}

__all__ = [  # sorted as _PLACES is; a test holds the two together
    "ExoforgeError",
    "Exposure",
    "Measurement",
    "Missing",
    "Problem",
    "Product",
    "Quantity",
    "RecordError",
    "Response",
    "Stated",
    "Step",
    "Suspension",
    "Therapy",
    "Trace",
    "check",
    "cite",
    "ensemble",
    "read",
    "read_measurement",
    "run",
    "write",
    "write_dossier",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"exoforge has no '{name}'; it has {', '.join(_PLACES)}.")
    module, _, attribute = _PLACES[name].partition(":")
    return getattr(import_module(f"exoforge.{module}"), attribute)


def __dir__() -> list[str]:
    return sorted(_PLACES)
