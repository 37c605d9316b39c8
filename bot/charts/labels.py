"""Words beside a line, placed so that they cover neither each other nor, where there is a choice, the line."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .figures import segments
from .measure import Anchor, Box, box, width
from .sheet import Ink, Point, Sheet

AIR = 2.0
Place = tuple[float, float, Anchor]


class Labels:
    """``room`` is where the line is; ``points`` are what it goes through."""

    def __init__(self, room: Box, points: Sequence[Point | None]) -> None:
        self._plot = room
        self._room = Box(room.left - 4, room.top - 16, room.right + 12, room.bottom - 1)
        self._lines = segments(points)
        self._dots = [point for point in points if point is not None]
        self._taken: list[Box] = []

    def point(self, sheet: Sheet, said: str, at: Point, size: float) -> None:
        """Beside a point; not at all where there is no room."""
        x, y = at
        above, below, level = y - 9, y + 9 + size * 0.75, y + size * 0.36
        feet = (below, above) if self._is_low(at) else (above, below)
        places: list[Place] = [(x, foot, "middle") for foot in feet]
        places += [(x + 9, level, "start"), (x - 9, level, "end")]
        places += [(x + 4, foot, "end") for foot in feet]
        places += [(x - 4, foot, "start") for foot in feet]
        self._put(sheet, said, places, size, "ink")

    def level(self, sheet: Sheet, said: str, y: float, size: float, ink: Ink) -> None:
        """At a level that goes all the way across."""
        left, right = self._plot.left, self._plot.right
        above, below = y - 5, y + 5 + size * 0.8
        middle = (left + right) / 2
        places: list[Place] = [
            (right, above, "end"), (left, above, "start"), (right, below, "end"), (left, below, "start"),
            (middle, above, "middle"), (middle, below, "middle"),
        ]  # fmt: skip
        self._put(sheet, said, places, size, ink)

    def _put(self, sheet: Sheet, said: str, places: Sequence[Place], size: float, ink: Ink) -> None:
        free: list[tuple[int, int, Place, Box]] = []
        for order, (x, y, anchor) in enumerate(places):
            found = box(x, y, said, size, anchor)
            if found.within(self._room) and not any(found.meets(other) for other in self._taken):
                free.append((self._covered(found), order, (x, y, anchor), found))
        if free:
            _, _, (x, y, anchor), found = min(free, key=lambda each: each[:2])
            self._taken.append(Box(found.left - AIR, found.top, found.right + AIR, found.bottom))
            sheet.words((x, y), said, size, ink, anchor=anchor, halo=True)

    def _covered(self, found: Box) -> int:
        """How much of the line would be under the words."""
        wide = Box(found.left - AIR, found.top - AIR, found.right + AIR, found.bottom + AIR)
        dots = sum(wide.left < x < wide.right and wide.top < y < wide.bottom for x, y in self._dots)
        return dots + sum(_crosses(begin, end, wide) for begin, end in self._lines)

    def _is_low(self, at: Point) -> bool:
        """Whether the line comes down to this point and goes up again, or only the one or the other."""
        beside = [other for pair in self._lines for other in pair if at in pair and other != at]
        return bool(beside) and all(other[1] < at[1] for other in beside)


def _crosses(begin: Point, end: Point, room: Box) -> bool:
    """Liang and Barsky: whether a stretch of line enters a box."""
    (x, y), (dx, dy) = begin, (end[0] - begin[0], end[1] - begin[1])
    enter, leave = 0.0, 1.0
    for step, distance in ((-dx, x - room.left), (dx, room.right - x), (-dy, y - room.top), (dy, room.bottom - y)):
        if step == 0:
            if distance < 0:
                return False
        elif step < 0:
            enter = max(enter, distance / step)
        else:
            leave = min(leave, distance / step)
    return enter < leave


def thinned(
    places: Sequence[float], said: Sequence[str], size: float, room: tuple[float, float]
) -> Iterator[tuple[float, str]]:
    """Middles and words of as many marks as can stand side by side, at even steps back from the newest."""
    fitted = [_pushed(middle, width(words, size), room) for middle, words in zip(places, said, strict=True)]
    for step in range(1, len(said) + 1):
        chosen = range(len(said) - 1, -1, -step)
        edges = [(fitted[at] - width(said[at], size) / 2, fitted[at] + width(said[at], size) / 2) for at in chosen]
        if all(left > right + size for (left, _), (_, right) in pairwise(edges)):
            yield from ((fitted[at], said[at]) for at in chosen if said[at])
            return


def _pushed(middle: float, wide: float, room: tuple[float, float]) -> float:
    """Away from the edges of the room."""
    return max(min(middle, room[1] - wide / 2), room[0] + wide / 2)
