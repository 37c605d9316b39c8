"""The metric catalogue: what the team counts, how it is called, and what is worked out from it."""

from .catalogue import PAGE_SIZE, Catalogue
from .formula import Formula, FormulaError
from .load import default_catalogue, load
from .metric import Entered, Good, Kind, Metric, Over, Period, Thresholds
from .problem import CatalogueError, Problem

__all__ = [
    "PAGE_SIZE",
    "Catalogue",
    "CatalogueError",
    "Entered",
    "Formula",
    "FormulaError",
    "Good",
    "Kind",
    "Metric",
    "Over",
    "Period",
    "Problem",
    "Thresholds",
    "default_catalogue",
    "load",
]
