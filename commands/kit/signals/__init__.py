"""Figures that are abnormal: found in the stored numbers, each raised once, told with what caused it."""

from .look import look
from .said import line, take_button

__all__ = ["line", "look", "take_button"]
