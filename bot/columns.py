"""Figures in columns, for a font in which a Chinese sign is as wide as two letters."""

from collections.abc import Sequence
from itertools import zip_longest

from commands.kit.width import width

GAP = "  "


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
