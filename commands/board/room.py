"""Whether something is short enough to stand as one message: only such a one can be replaced where it stands."""

from collections.abc import Iterator, Sequence

from commands.kit import Bullets, Ctx, Heading, Said, Table, Tongue, Value
from commands.kit.clean import size
from commands.kit.reply import Block

ROOM = 3900
"""Of the 4,096 signs of a message: lists have marks, and each chat writes a few signs of its own."""


def fits(ctx: Ctx, blocks: Sequence[Block]) -> bool:
    """In the language of the team's channels."""
    tongue = Tongue(ctx.team.language, ctx.zone, ctx.team.currency)
    return sum(size(words) + 3 for words in _lines(tongue, blocks)) <= ROOM


def _lines(tongue: Tongue, blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Said():
                yield tongue.speak(block)
            case Heading(said):
                yield tongue.speak(said)
            case Bullets(items):
                yield from (tongue.speak(item) for item in items)
            case Table(columns, rows):
                yield from _table(tongue, [columns, *rows])
            case _:
                pass


def _table(tongue: Tongue, rows: Sequence[Sequence[Value]]) -> Iterator[str]:
    """Each line as long as the longest could be: a Chinese sign is as wide as two spaces."""
    cells = [[tongue.show(value) for value in row] for row in rows]
    widths = [
        max(sum(1 + (sign > "\u2e80") for sign in cell) for cell in column) for column in zip(*cells, strict=True)
    ]
    yield from (" " * (sum(widths) + 2 * len(widths)) for _ in cells)
