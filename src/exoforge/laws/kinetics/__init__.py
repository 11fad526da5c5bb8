"""Kinetic models: declared once, simulated fast, checked against an independent reference, printed."""

from exoforge.laws.kinetics.model import Event, Input, KineticModel, State, state_names
from exoforge.laws.kinetics.printing import equations
from exoforge.laws.kinetics.simulate import Trajectories, course, simulate

__all__ = ["Event", "Input", "KineticModel", "State", "Trajectories", "course", "equations", "simulate", "state_names"]
