"""Figures that are abnormal: found in the stored numbers, each raised once, told with what caused it."""

from .groups import Group, group_of, grouped, lines
from .look import look, raised
from .risks import at_risk, raise_button
from .said import line, take_button

__all__ = [
    "Group", "at_risk", "group_of", "grouped", "line", "lines", "look", "raise_button", "raised", "take_button",
]  # fmt: skip
