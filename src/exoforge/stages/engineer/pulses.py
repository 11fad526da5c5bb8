"""How electroporation reads its step: the field from voltage and gap, and pulses that the equations cannot follow refused with their numbers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from exoforge.base.errors import StepError
from exoforge.base.parameters import spread_of_interval
from exoforge.base.units import Quantity
from exoforge.laws.constants import FREEZING
from exoforge.laws.electroporation import charging_time, pole_potential, pulse_heating
from exoforge.laws.loading import porating_field
from exoforge.laws.water import BOILING
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, is_stated, retold, stated_quantity, step_key, without
from exoforge.stages.engineer.aggregates import TOLD
from exoforge.stages.engineer.hinging import hinged_loading

if TYPE_CHECKING:
    from exoforge.stages.engineer.electroporation import Electroporation

TYPICAL = 100e-9
"""[m] Diameter of the vesicle by which pulses are judged; a choice."""
BREAKDOWN = 5e7
"""[V/m] Field in which water sparks within a microsecond; recalled (bilayer_electrics), and lower for longer pulses."""
WARM = 10.0
"""[K] Heating from which a result speaks of it. A choice."""
CUVETTES = (1e-3, 2e-3, 4e-3)
"""[m] Gaps of the usual cuvettes; where none is stated, the widest is taken, which has the weakest field."""


def hinged_pulses(cls: type[Electroporation], step: Step) -> Hinged:
    """An electroporation from its step.

    Raises
    ------
    StepError
        As `hinged_loading`; the gap has no width; a pulse is shorter than a membrane charges, sparks, or boils the mixture, where the efficiency is
        computed. Of a claim it is told instead.
    """
    hinged = _with_field(hinged_loading(cls, step, also_read=("voltage", "gap")), step)
    operation = hinged.operation
    wrong = dict(_refusals(operation))
    claims = operation.efficiency_basis == "claimed"
    if wrong and not claims:
        raise StepError(step_key(step), wrong, hinged.notices)
    told = [f"{step_key(step)}: {sentence}" for sentence in (*wrong.values(), *_remarks(operation))]
    hinged = dataclasses.replace(hinged, notices=(*hinged.notices, *told))
    return hinged if operation.edta == "yes" else without(hinged, step, ("edta_leaves",))


def _with_field(hinged: Hinged, step: Step) -> Hinged:
    """The field from voltage and gap, where it is not stated itself."""
    voltage, gap = stated_quantity(step, "voltage", "V"), stated_quantity(step, "gap", "m")
    if voltage is None:
        return hinged if gap is None else _also(hinged, f"{step_key(step)}: a gap makes a field only with a voltage; it changes no number.")
    if is_stated(step, "field"):
        return _also(hinged, f"{step_key(step)}: the field is stated; voltage and gap beside it change no number.")
    gaps = Quantity(value=max(CUVETTES), unit="m", low=min(CUVETTES), high=max(CUVETTES)) if gap is None else gap
    if min(gaps.value, gaps.value if gaps.low is None else gaps.low) <= 0:
        raise StepError(step_key(step), {"gap": "'gap' must be above 0, for example '4 mm'."}, hinged.notices)
    field = voltage.value / gaps.value
    ends = [volts / width for volts in _ends(voltage) for width in _ends(gaps)]
    reason = "from the voltage and the gap" if gap is not None else "from the voltage; the gap is not stated, and that of a cuvette of 4 mm was taken"
    told = retold(hinged, "field", field, spread_of_interval(min(ends), max(ends)), reason=reason)
    if gap is None or min(ends) < max(ends):
        return told
    spreads = {name: spread for name, spread in told.spreads.items() if name != "field"}
    return dataclasses.replace(told, assumed=tuple(one for one in told.assumed if one.name != "field"), spreads=spreads)


def _ends(quantity: Quantity) -> tuple[float, ...]:
    return (quantity.value,) if quantity.low is None or quantity.high is None else (quantity.low, quantity.value, quantity.high)


def _also(hinged: Hinged, sentence: str) -> Hinged:
    return dataclasses.replace(hinged, notices=(*hinged.notices, sentence))


def _charging(operation: Electroporation) -> float:
    return float(charging_time(diameter=TYPICAL, inner_conductivity=operation.inner_conductivity, outer_conductivity=operation.conductivity))


def _heating(operation: Electroporation) -> float:
    return float(pulse_heating(field=operation.field, conductivity=operation.conductivity, pulse=operation.pulse_duration, pulses=operation.pulses))


def _refusals(operation: Electroporation) -> Iterator[tuple[str, str]]:
    charging, heating = _charging(operation), _heating(operation)
    if operation.pulses != round(operation.pulses):
        yield "pulses", f"{operation.pulses:g} pulses cannot be given; state a whole number."
    if operation.pulse_duration < charging:
        yield (
            "pulse_duration",
            f"a pulse of {operation.pulse_duration:.3g} s is shorter than the {charging:.3g} s in which the membrane of a vesicle of 100 nm charges; "
            "the equation of its voltage does not hold for it.",
        )
    if operation.field > BREAKDOWN:
        yield "field", f"a field of {operation.field * 1e-5:.3g} kV/cm is more than the {BREAKDOWN * 1e-5:.0f} kV/cm or so in which water sparks."
    if operation.temperature + heating > BOILING:
        yield (
            "heating",
            f"the pulses bring {heating:.3g} K into the mixture ({operation.field * 1e-5:.3g} kV/cm, {operation.pulses:g} x {operation.pulse_duration:.3g} s, "
            f"{operation.conductivity:.3g} S/m), which begins at {operation.temperature - FREEZING:.3g} C and would boil; state the pulses that were given, "
            "a buffer that conducts less, or an 'efficiency' that was found.",
        )


def _remarks(operation: Electroporation) -> Iterator[str]:
    """What must be known to read the outcome of pulses that can be followed."""
    pole = float(pole_potential(field=operation.field, diameter=TYPICAL, pulse=operation.pulse_duration, charging=_charging(operation)))
    heating = _heating(operation)
    if pole < operation.threshold:
        needed = float(porating_field(potential=operation.threshold, diameter=TYPICAL))
        yield (
            f"{operation.field * 1e-5:.3g} kV/cm puts {1e3 * pole:.3g} mV across the membrane of a vesicle of 100 nm, and {1e3 * operation.threshold:.0f} mV "
            f"open it, for which {needed * 1e-5:.0f} kV/cm are needed: by Schwan's equation these pulses open no such vesicle. Cargo found with the vesicles "
            "is then on them, in their membranes, or beside them as a precipitate."
        )
    if WARM < heating <= BOILING - operation.temperature:
        yield f"the pulses warm the mixture by {heating:.2g} K if no heat leaves it; the equations do not follow that."
    if operation.precipitated_share > 0:
        yield TOLD
