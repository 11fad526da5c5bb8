"""The operations of the stage 'culture'."""

from typing import Any

from exoforge.stages.culture.flask import Flask
from exoforge.stages.culture.genetic_modification import GeneticModification
from exoforge.stages.culture.hollow_fibre import HollowFibre
from exoforge.stages.culture.spinner import Spinner
from exoforge.stages.culture.stirred_tank import StirredTank
from exoforge.stages.culture.stock import Stock

OPERATIONS: tuple[type[Any], ...] = (Flask, Spinner, StirredTank, HollowFibre, Stock, GeneticModification)
