"""The operations of the stage 'culture'."""

from typing import Any

from exoforge.stages.culture.flask import Flask
from exoforge.stages.culture.stock import Stock

OPERATIONS: tuple[type[Any], ...] = (Flask, Stock)
