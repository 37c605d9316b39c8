"""Figures in columns, for a font in which a Chinese sign is as wide as two letters."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

GAP = "  "


def width(text: str) -> int:
    """Columns of a text on the screen."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(_width, text))


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """The first column is words, the others are right-aligned."""
    cells = [[(words := " ".join(cell.split()), width(words)) for cell in row] for row in rows]
    wide = [max(w for _, w in column) for column in zip_longest(*cells, fillvalue=("", 0))]
    return "\n".join(
        GAP.join(
            " " * (most - w) + cell if at else cell + " " * (most - w)
            for at, ((cell, w), most) in enumerate(zip(row, wide, strict=False))
        ).rstrip()
        for row in cells
    )


@lru_cache(maxsize=4096)
def _width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
