"""Charts as pictures and as words; see README.md."""

from .draw import draw, size
from .studio import Studio
from .words import Picture, in_words, pictured, without_pictures

__all__ = ["Picture", "Studio", "draw", "in_words", "pictured", "size", "without_pictures"]
