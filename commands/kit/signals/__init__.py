"""Figures that are abnormal: found in the stored numbers, each raised once, told with what caused it."""

from .groups import Group, group_of, grouped, lines
from .look import look, raised
from .said import line, take_button

__all__ = ["Group", "group_of", "grouped", "line", "lines", "look", "raised", "take_button"]
