"""Figures that are abnormal: found in the stored numbers, each raised once, told with what caused it."""

from .groups import Group, group_of, grouped, lines
from .look import crossed, look, look_at, raised
from .risks import at_risk, raise_button, raise_entered
from .said import line, take_button

__all__ = [
    "Group", "at_risk", "crossed", "group_of", "grouped", "line", "lines", "look", "look_at", "raise_button",
    "raise_entered", "raised", "take_button",
]  # fmt: skip
