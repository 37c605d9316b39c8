"""A month as a picture: a row for each thing, its name above its bar. Looks are told apart by pattern and shape, not by
colour alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from babel.dates import format_skeleton

from commands.kit import Bar, Span, Text, Timeline, Tongue, text
from commands.kit.tiers import PHASES
from commands.kit.timeline import Look

from .measure import box, clean, shortened, width
from .park import MORE
from .sheet import Point, Sheet

WIDE, EDGE = 600, 20
HEAD, ROW, FOOT = 78, 48, 46
MOST = 20
"""Rows; what does not fit is counted in the last."""
TITLE, NAME, NOTE, SMALL, TINY = 20.0, 16.0, 14.0, 14.0, 13.0
BAR, TALL = 12.0, 18.0
"""How high a bar is, and an ignition, which is the point of it."""
LEAST = 8.0
"""How wide something short is, so that it can be seen."""
DIAMOND = 9.0
GAP = 8.0
SWATCH = 20.0

NOTHING = text("Nothing is planned.")
TODAY = text("today", context="chart")
DAY_OFF = text("day off", context="chart")
LOOKS: dict[Look, Text] = {
    "preheat": PHASES["preheat"],
    "ignition": PHASES["ignition"],
    "afterglow": PHASES["afterglow"],
    "milestone": text("milestone", context="chart"),
    "reached": text("reached", context="chart"),
}


@dataclass(frozen=True, slots=True)
class Days:
    """Where days and instants lie from left to right."""

    first: date
    count: int
    tongue: Tongue

    @property
    def wide(self) -> float:
        return (WIDE - 2 * EDGE) / self.count

    def left(self, day: date) -> float:
        return EDGE + (day - self.first).days * self.wide

    def at(self, instant: datetime) -> float:
        """By the wall clock: a day on which the clocks change is as wide as any other."""
        local = instant.astimezone(self.tongue.zone)
        passed = local.replace(tzinfo=UTC) - datetime.combine(local.date(), time(), UTC)
        return self.left(local.date()) + self.wide * (passed / timedelta(days=1))

    def middle(self, instant: datetime) -> float:
        return self.left(instant.astimezone(self.tongue.zone).date()) + self.wide / 2


def size(count: int) -> tuple[int, int]:
    return WIDE, HEAD + min(max(count, 1), MOST) * ROW + FOOT


def draw(sheet: Sheet, said: Timeline, tongue: Tongue) -> None:
    days = Days(said.first, (said.last - said.first).days + 1, tongue)
    room = WIDE - 2 * EDGE
    sheet.words((EDGE, 36), shortened(clean(tongue.speak(said.title)), TITLE, room), TITLE, strong=True)
    _columns(sheet, said, days)
    if not said.bars:
        sheet.words((WIDE / 2, HEAD + ROW / 2 + 5), tongue.speak(NOTHING()), NAME, "soft", anchor="middle")
    fits = len(said.bars) <= MOST
    shown = said.bars if fits else said.bars[: MOST - 1]
    for at, bar in enumerate(shown):
        _row(sheet, bar, HEAD + at * ROW, days)
    if not fits:
        words = tongue.speak(MORE(n=len(said.bars) - len(shown)))
        sheet.words((WIDE / 2, HEAD + (MOST - 1) * ROW + ROW / 2 + 5), words, NAME, "soft", anchor="middle")
    _legend(sheet, said, shown, tongue)


def _columns(sheet: Sheet, said: Timeline, days: Days) -> None:
    """Days off are shaded, Mondays have a line and a name, today stands out."""
    top, high = HEAD - 6, sheet.high - FOOT - HEAD + 8
    every = [said.first + timedelta(days=at) for at in range(days.count)]
    for rests, run in groupby(every, lambda day: day in said.off):
        if rests:
            together = list(run)
            sheet.card((days.left(together[0]), top, days.wide * len(together), high), "line", rounded=0, tint=0.6)
    sheet.stroke([(EDGE, top), (WIDE - EDGE, top)], "axis", 1)
    for day in every:
        if day.weekday() == 0:
            sheet.stroke([(days.left(day), top), (days.left(day), top + high)], "line", 1)
    taken = []
    if said.today in every:
        left = days.left(said.today)
        sheet.card((left, top, days.wide, high), "accent", rounded=0, tint=0.16)
        sheet.card((left, top - 2, days.wide, 4), "accent", rounded=0)
        words = clean(days.tongue.speak(TODAY()))
        middle = _within(left + days.wide / 2, width(words, SMALL))
        sheet.words((middle, top - 8), words, SMALL, "accent", anchor="middle", strong=True)
        taken.append(box(middle, top - 8, words, SMALL, "middle"))
    for day in every:
        words = format_skeleton("Ed", datetime.combine(day, time(), UTC), locale=days.tongue.locale)
        place = box(days.left(day), top - 8, words, SMALL)
        if day.weekday() == 0 and place.right <= WIDE - EDGE and not any(place.meets(other) for other in taken):
            sheet.words((place.left, top - 8), words, SMALL, "soft")


def _within(middle: float, wide: float) -> float:
    return min(max(middle, EDGE + wide / 2), WIDE - EDGE - wide / 2)


def _row(sheet: Sheet, bar: Bar, top: float, days: Days) -> None:
    """The name begins where the bar does, or further left where it would not fit."""
    tongue, room = days.tongue, WIDE - 2 * EDGE
    note = shortened(clean(tongue.show(bar.note)), NOTE, room / 2)
    behind = width(note, NOTE) + GAP if note else 0
    name = shortened(clean(tongue.show(bar.name)), NAME, room - behind)
    whole = width(name, NAME) + behind
    begin = min((_begin(span, days) for span in bar.spans), default=EDGE)
    left = max(min(begin, WIDE - EDGE - whole), EDGE)
    sheet.words((left, top + 17), name, NAME)
    if note:
        sheet.words((left + whole, top + 17), note, NOTE, "soft", anchor="end")
    for span in bar.spans:
        _span(sheet, span, top + 33, days)


def _begin(span: Span, days: Days) -> float:
    return days.middle(span.first) - DIAMOND if span.look in ("milestone", "reached") else days.at(span.first)


def _span(sheet: Sheet, span: Span, middle: float, days: Days) -> None:
    begin, end = EDGE, WIDE - EDGE
    if span.look in ("milestone", "reached"):
        x = days.middle(span.first)
        if begin <= x <= end:
            _swatch(sheet, span.look, x - DIAMOND, x + DIAMOND, middle)
        return
    left, right = days.at(span.first), days.at(span.last)
    if left >= end or right <= begin:
        return  # before or after these days
    left, right = max(left, begin), min(right, end)
    if right - left < LEAST:
        left = min(left, end - LEAST)
        right = left + LEAST
    _swatch(sheet, span.look, left, right, middle)


def _swatch(sheet: Sheet, look: Look, left: float, right: float, middle: float) -> None:
    """Ahead of it stripes, at its height a tall block, after it a faint one; what is due is a diamond, filled when
    reached."""
    top, foot = middle - BAR / 2, middle + BAR / 2
    match look:
        case "preheat":
            sheet.card((left, top, right - left, BAR), "ground", rounded=0)
            for begin, end in _stripes(left, right, top, foot):
                sheet.stroke([begin, end], "accent", 1.4)
            frame = [(left, top), (right, top), (right, foot), (left, foot), (left, top)]
            sheet.stroke(frame, "accent", 1.4)
        case "ignition":
            sheet.card((left, middle - TALL / 2, right - left, TALL), "accent", rounded=2)
        case "afterglow":
            sheet.card((left, top, right - left, BAR), "ground", rounded=0)
            sheet.card((left, top, right - left, BAR), "accent", rounded=0, tint=0.4)
        case "milestone" | "reached":
            x = (left + right) / 2
            corners = [(x, middle - DIAMOND), (x + DIAMOND, middle), (x, middle + DIAMOND), (x - DIAMOND, middle)]
            sheet.shape(corners, "target" if look == "reached" else "ground", edge="target")


def _stripes(left: float, right: float, top: float, foot: float) -> list[tuple[Point, Point]]:
    """Slanting lines, cut where the bar ends."""
    high, found = foot - top, []
    x = left - high + 6
    while x < right:
        low, up = max(left - x, 0.0), min(right - x, high)
        if up > low:
            found.append(((x + low, foot - low), (x + up, foot - up)))
        x += 6
    return found


def _legend(sheet: Sheet, said: Timeline, shown: Sequence[Bar], tongue: Tongue) -> None:
    """What the looks that are there mean."""
    there = {span.look for bar in shown for span in bar.spans}
    looks = [look for look in LOOKS if look in there]
    named: list[tuple[Look | None, str]] = [(look, clean(tongue.speak(LOOKS[look]()))) for look in looks]
    if said.off:
        named.append((None, clean(tongue.speak(DAY_OFF()))))
    x, middle = float(EDGE), sheet.high - 20.0
    for look, words in named:
        if look is None:
            sheet.card((x, middle - BAR / 2, SWATCH, BAR), "line", rounded=0)
        else:
            _swatch(sheet, look, x + (SWATCH - LEAST if look == "ignition" else 0), x + SWATCH, middle)
        sheet.words((x + SWATCH + 6, middle + TINY * 0.36), words, TINY, "soft")
        x += SWATCH + 6 + width(words, TINY) + GAP * 1.5
