"""Figures that are abnormal: found in the stored numbers, each raised once, told with what caused it."""

from .look import look, raised
from .said import line, take_button

__all__ = ["line", "look", "raised", "take_button"]
