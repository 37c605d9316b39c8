"""Figures in columns, for a font in which a Chinese sign is as wide as two letters."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

GAP = "  "


def width(text: str) -> int:
    """Columns of a text on the screen."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(_width, text))


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """The first column is words, the others are right-aligned."""
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    wide = [max(width(row[at]) if at < len(row) else 0 for row in rows) for at in range(max(map(len, rows), default=0))]
    return "\n".join(
        GAP.join(_cell(cell, wide[at], right=at > 0) for at, cell in enumerate(row)).rstrip() for row in rows
    )


def _cell(cell: str, wide: int, *, right: bool) -> str:
    blank = " " * (wide - width(cell))
    return blank + cell if right else cell + blank


@lru_cache(maxsize=4096)
def _width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
