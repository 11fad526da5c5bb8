"""Vesicles dried from the frozen state, kept dry, and dissolved again."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import ClassVar, final

from exoforge.base.errors import StepError
from exoforge.base.parameters import option, param, uniform
from exoforge.base.units import convert, fits
from exoforge.laws.stability import first_order_remaining, shelf_life
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Split, Treatment, hinge, is_stated, stated_quantity, step_key, without
from exoforge.stages.store.keeping import kept
from exoforge.stages.store.regimes import DAY, DRY_BOUND
from exoforge.streams.suspension import Suspension

WARMEST_KNOWN = 253.15
"""[K], -20 degC: the only temperature of a dry store of which the documents say anything."""


@final
@dataclass(frozen=True, kw_only=True, slots=True)
class Lyophilisation(Treatment):
    """Vesicles that are freeze-dried, kept dry for a time and dissolved again, with a loss of its own for each.

    ``N = N0 (1 - d)^u exp(-k t) (1 - r)``: `d` lost on freezing and drying with a cryoprotectant, `u` 1 with and `unprotected_factor`
    without one, `k` loss of the dry product, `r` lost on dissolving. The water leaves and comes back as `volume_ratio` times the volume
    before; everything dissolved stays.

    "At least 6 months at -20 degC" is a bound and no rate: anything from no loss to 10 % in 6 months is as likely. Above -20 degC
    nothing is known, and a step that is warmer must state its own `dry_loss`. That vesicles are stable through drying and more so with a
    cryoprotectant was read (by the activity of an enzyme inside); the shares lost are choices.

    Figures
    -------
    ``surviving_share`` of the vesicles, ``loss_rate`` [1/s] and ``t90`` [s] of the dry product; ``lost cargo`` of each name [kg].

    Assumes
    -------
    Residual moisture, collapse of the cake and the glass transition are not modelled, and nothing says how the loss moves with temperature:
    the temperature changes no number. Vesicles that are lost break and set their protein free; none aggregate.

    References
    ----------
    roszkowski2024, frank2018
    """

    stage: ClassVar[str] = "store"
    kind: ClassVar[str] = "lyophilisation"
    title: ClassVar[str] = "Lyophilisation"
    cites: ClassVar[tuple[str, ...]] = ("roszkowski2024", "frank2018")

    duration: float = param(
        "s", "time in store, dry; a month is a choice", low=0.0, high=3650.0 * DAY, usual=30.0 * DAY, spread=uniform(1.0 * DAY, 182.0 * DAY)
    )
    temperature: float = param(
        "K", "temperature of the dry store; it changes no number", low=77.0, high=333.15, usual=WARMEST_KNOWN, cite="roszkowski2024", status="read"
    )
    cryoprotectant: str = option("whether a sugar or another cryoprotectant is added before drying", ("yes", "no"), usual="yes")
    drying_loss: float = param(
        "",
        "share of the vesicles lost on freezing and drying with a cryoprotectant",
        low=0.0,
        high=1.0,
        usual=0.1,
        spread=uniform(0.02, 0.3),
        cite="frank2018",
    )
    unprotected_factor: float = param(
        "",
        "how many times over the drying loss is suffered without a cryoprotectant; that it is worse was read",
        low=1.0,
        high=20.0,
        usual=2.0,
        spread=uniform(1.0, 5.0),
        cite="frank2018",
    )
    dry_loss: float = param(
        "1/s",
        "first-order loss of the dry product; 'at least 6 months at -20 degC' is its upper bound, half of it is taken",
        low=0.0,
        high=1.0,
        usual=0.5 * DRY_BOUND,
        spread=uniform(0.0, DRY_BOUND),
        cite="roszkowski2024",
    )
    reconstitution_loss: float = param("", "share of the vesicles lost on dissolving", low=0.0, high=1.0, usual=0.05, spread=uniform(0.0, 0.15))
    volume_ratio: float = param("", "volume after dissolving over that before drying", low=1e-3, high=1e3, usual=1.0)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation; without a cryoprotectant its factor is asked for, and a dry store above -20 degC must state its loss.

        Raises
        ------
        StepError
            The store is warmer than -20 degC and `dry_loss` is not stated.
        """
        if not is_stated(step, "dry_loss"):
            _refuse_warm(step)
        hinged = hinge(cls, step)
        return without(hinged, step, ("unprotected_factor",)) if hinged.operation.cryoprotectant == "yes" else hinged

    def treat(self, feed: Suspension) -> Split:
        """What is left after dissolving; nothing is set aside; what was lost on drying, in the dry store and on dissolving."""
        times = 1.0 if self.cryoprotectant == "yes" else self.unprotected_factor
        shares = {
            "drying": (1.0 - self.drying_loss) ** times,
            "decay": float(first_order_remaining(self.duration, rate=self.dry_loss)),
            "reconstitution": 1.0 - self.reconstitution_loss,
        }
        split = kept(self, feed, shares, volume=feed.volume * self.volume_ratio)
        told = {"loss_rate": self.dry_loss} | ({"t90": float(shelf_life(self.dry_loss))} if self.dry_loss > 0 else {})
        return dataclasses.replace(split, figures={**split.figures, **told})


def _refuse_warm(step: Step) -> None:
    found = stated_quantity(step, "temperature")
    if found is None or not fits(found, "K"):
        return
    kelvin = convert(found, "K")
    warmest = kelvin.value if kelvin.high is None else kelvin.high
    if warmest > WARMEST_KNOWN + 1e-6:
        sentence = (
            f"'dry_loss' is not stated, and its usual value holds at -20 degC; the dry store is at {warmest - 273.15:.4g} degC, "
            "of which nothing was read. State 'dry_loss' in a unit like '1/d', from a stability study of the dry product."
        )
        raise StepError(step_key(step), {"dry_loss": sentence})
