"""What stirred and perfused vessels share: each cell releases a multiple of what it does in a flask, and some of the medium stays at each harvest."""

from __future__ import annotations

from dataclasses import dataclass

from exoforge.base.parameters import param, uniform
from exoforge.stages.culture.release import Vessel


@dataclass(frozen=True, kw_only=True, slots=True)
class Bioreactor(Vessel):
    """A vessel with two more parameters; how many times more a cell releases in it, each kind of vessel declares with its own source."""

    vessel_factor: float = param("", "how many times more vesicles a cell releases than in a flask", low=1e-2, high=1e3, usual=1.0)
    kept_back: float = param("", "share of the medium that stays with the carriers at each harvest", low=0.0, high=0.95, usual=0.1, spread=uniform(0.02, 0.3))

    def times_flask(self) -> float:
        """[1] The factor taken."""
        return self.vessel_factor

    def kept_share(self) -> float:
        """[1] What stays in the vessel."""
        return self.kept_back
