"""The plan of a release: a record up to its delivery, with the vesicles it makes, states, or is told to take."""

from __future__ import annotations

from pathlib import Path

from exoforge.base.errors import SettingError
from exoforge.base.units import Quantity, convert, fits
from exoforge.design.plan import Plan, plan_of
from exoforge.design.upstream import makes_vesicles, steps_before_delivery, stock, with_steps
from exoforge.record.stated import Stated
from exoforge.record.therapy import Therapy
from exoforge.stages.catalog import operations
from exoforge.stages.contract import Delivery

USUAL_SPREAD = 1.4
"""Geometric standard deviation where a median is given alone. A choice."""


def planned_release(therapy: Therapy, *, diameter: float | None = None, spread: float | None = None) -> tuple[Plan, str, tuple[str, ...]]:
    """The plan up to the delivery, where its sizes come from, and what is told.

    Parameters
    ----------
    diameter, spread : median [m] and geometric standard deviation of the vesicles, in place of what the record makes.

    Raises
    ------
    SettingError
        The record has no delivery with a model, or a spread is given without a diameter.
    """
    if spread is not None and diameter is None:
        raise SettingError("--spread is given without --diameter; a distribution has both.")
    if not any(step.stage == "deliver" for step in therapy.steps):
        raise SettingError(f"The record '{therapy.id}' has no step of stage 'deliver', so that nothing is released; state a carrier, such as 'gel-slab'.")
    deliver = tuple(step for step in therapy.steps if step.stage == "deliver")
    makes = makes_vesicles(therapy)
    if diameter is None and makes:
        plan = plan_of(with_steps(therapy, (*steps_before_delivery(therapy), *deliver)))
        return _checked(plan, therapy), "what the record's own steps make", tuple(problem.sentence for problem in plan.notices)
    if diameter is not None:
        gsd = USUAL_SPREAD if spread is None else spread
        said = f"log-normal around {diameter * 1e9:.4g} nm with a geometric standard deviation of {gsd:.3g}, as given" + (
            " (the second is a choice)" * (spread is None)
        )
        note = ("The steps before the delivery are not run, because --diameter gives the vesicles.",) if makes else ()
        settings = {"diameter_median": _leaf(diameter, "m"), "diameter_gsd": _leaf(gsd, "")}
    else:
        stated = _stated_diameter(therapy)
        said = "a usual log-normal distribution of a vesicle stock (an assumption)"
        note = ("The record makes no vesicles that a model follows and states no diameter; give --diameter where you know yours.",)
        settings = {}
        if stated is not None:
            said = f"log-normal around the stated {stated[0] * 1e9:.4g} nm ({stated[1]}); its width is the usual one (an assumption)"
            note = ()
            settings = {"diameter_median": _leaf(stated[0], "m")}
    plan = plan_of(with_steps(therapy, (*stock(settings), *deliver)))
    return _checked(plan, therapy), said, (*note, *(problem.sentence for problem in plan.notices))


def stated_curves(therapy: Therapy, folder: Path) -> Path | None:
    """The file of measured release that a record names: a measurement of a release with a `file` beside it; None where there is none.

    Parameters
    ----------
    folder : of the record, from which the file is told.
    """
    for claim in therapy.measurements:
        quantity, file = claim.quantity, claim.settings.get("file")
        if isinstance(quantity, Stated) and "release" in str(quantity.value).casefold() and isinstance(file, Stated):
            return folder / str(file.value)
    return None


def _checked(plan: Plan, therapy: Therapy) -> Plan:
    if not plan.problems and not any(isinstance(one.operation, Delivery) for one in plan.steps):
        kinds = ", ".join(sorted(kind for stage, kind in operations() if stage == "deliver"))
        raise SettingError(f"The delivery of '{therapy.id}' has no model; there are models of {kinds}.")
    return plan


def _stated_diameter(therapy: Therapy) -> tuple[float, str] | None:
    """The first diameter [m] among the measurements of a record, with what it is said to be."""
    for claim in therapy.measurements:
        if isinstance(claim.quantity, Stated) and isinstance(claim.value, Stated) and isinstance(claim.value.value, Quantity):
            name = str(claim.quantity.value)
            if ("diameter" in name.casefold() or "size" in name.casefold()) and fits(claim.value.value, "m"):
                technique = claim.technique.value if isinstance(claim.technique, Stated) else "no technique stated"
                return convert(claim.value.value, "m").value, f"{name}, {technique}"
    return None


def _leaf(value: float, unit: str) -> Stated[Quantity]:
    return Stated(value=Quantity(value=value, unit=unit), basis="assumed")
