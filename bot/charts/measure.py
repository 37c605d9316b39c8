"""How much room words take in a picture, so that they can be kept apart and within it. Pure.

Widths are those of Noto Sans CJK. What is not in the table is taken to be rather too wide than too narrow.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Anchor = Literal["start", "middle", "end"]

_ASCII = (
    224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555, 555, 555, 555, 555,
    555, 555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812,
    723, 742, 633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559, 606, 563, 618, 510, 620,
    554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338,
    270, 338, 555,
)  # fmt: skip
"""Thousandths of the size, from the blank to the tilde."""
_SIGNS = {"–": 0.54, "−": 0.56, "¥": 0.56}
_LETTER = 0.8
RISE, FALL = 0.88, 0.22
"""What a line of words takes above and below its foot, in parts of its size."""
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def width(words: str, size: float) -> float:
    return size * sum(map(_wide, words))


def box(x: float, y: float, words: str, size: float, anchor: Anchor = "start") -> Box:
    """The room of words whose foot is at ``y``."""
    wide = width(words, size)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return Box(left, y - size * RISE, left + wide, y + size * FALL)


def clean(words: str) -> str:
    """One line, without what a font of letters cannot show: pictures of emoji and invisible signs."""
    return " ".join("".join(map(_shown, words)).split())


def shortened(words: str, size: float, room: float) -> str:
    """The words, or as much of their beginning as fits with an ellipsis."""
    if width(words, size) <= room:
        return words
    while words and width(words + "…", size) > room:
        words = words[:-1].rstrip()
    return words + "…"


def _shown(letter: str) -> str:
    if letter.isspace():
        return " "
    emoji = letter > "\uffff" and not "\U00020000" <= letter <= "\U0003ffff"
    variation = "\ufe00" <= letter <= "\ufe0f"
    return "" if emoji or variation or unicodedata.category(letter) in _UNSEEN else letter


@lru_cache(maxsize=4096)
def _wide(letter: str) -> float:
    if " " <= letter <= "~":
        return _ASCII[ord(letter) - 32] / 1000
    if letter in _SIGNS:
        return _SIGNS[letter]
    if unicodedata.category(letter) in ("Mn", "Me"):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(letter) in "WFA" else _LETTER
