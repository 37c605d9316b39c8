"""Whose numbers are these: a heading that nobody knows must not leave them to the community above it."""

from collections.abc import Sequence

from .items import Booked, Community, Item, Left, Note


class Owner:
    """Is shown line after line. Idle words right below a community's name are harmless; below its numbers they stand
    where the name of the next community should."""

    def __init__(self) -> None:
        self._known = False
        self._filled = False
        self._astray = False

    def of(self, line: Sequence[Item]) -> list[Item]:
        """The items of a line, without those that are nobody's: these are handed back as not understood."""
        if any(isinstance(item, Community) for item in line):
            self._known, self._filled, self._astray = True, False, False
        elif self._known and self._filled and _strange_heading(line):
            self._astray = True
        self._filled = self._filled or any(isinstance(item, Booked) for item in line)
        return [_lost(item) for item in line] if self._astray else list(line)


def _lost(item: Item) -> Item:
    return Left(item.text, "below_stranger") if isinstance(item, Booked | Note) and item.text.strip() else item


def _strange_heading(line: Sequence[Item]) -> bool:
    return len(line) == 1 and isinstance(line[0], Left) and line[0].reason == "unknown_word"
