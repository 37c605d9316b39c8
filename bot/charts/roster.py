"""Weeks as rows and days as columns: who has which layer when, on a narrow strip for each layer. Looks are told apart
by frame and stripes, layers by number and place, and days off by words, not by colour alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from babel.dates import format_skeleton

from commands.kit import Lane, Roster, Stint, Text, Tongue, text
from commands.kit.roster import Stay

from .measure import clean, shortened, width
from .park import MORE
from .sheet import Ink, Point, Sheet
from .timeline import DAY_OFF, TODAY

WIDE, EDGE, GUTTER = 600, 20, 28
HEAD, DATES, STRIP, GAP = 76, 22, 27, 10
NOTE, FOOT = 23, 36
BAR = 24.0
MOST = 8
"""Lanes; what does not fit is counted."""
TITLE, NAME, NARROW, SMALL, TINY = 20.0, 15.0, 12.5, 14.0, 13.0
SWATCH = 24.0

HOLIDAY = text("off", context="roster")
EXTRA = text("work", context="roster")
LANE = text("{name}: {note}")
LOOKS: dict[Stay, Text] = {
    "agreed": text("stands in", context="roster"),
    "gap": text("nobody answers", context="roster"),
    "hers": text("asked for", context="roster"),
}
TINTS = (0.2, 0.34)
"""Of two that follow each other."""


@dataclass(frozen=True, slots=True)
class Week:
    """One row of the picture."""

    number: int
    top: float
    said: Roster
    tongue: Tongue

    @property
    def days(self) -> list[date]:
        return [self.said.first + timedelta(days=7 * self.number + at) for at in range(7)]

    def left(self, day: float) -> float:
        """Where a day of the picture begins, cut to this row."""
        return EDGE + GUTTER + min(max(day - 7 * self.number, 0.0), 7.0) * DAY


DAY = (WIDE - 2 * EDGE - GUTTER) / 7


def size(said: Roster) -> tuple[int, int]:
    lanes = min(len(said.lanes), MOST)
    return WIDE, HEAD + said.weeks * _high(said) + lanes * NOTE + FOOT + (NOTE if len(said.lanes) > MOST else 0)


def draw(sheet: Sheet, said: Roster, tongue: Tongue) -> None:
    room = WIDE - 2 * EDGE
    sheet.words((EDGE, 36), shortened(clean(tongue.speak(said.title)), TITLE, room), TITLE, strong=True)
    for number in range(said.weeks):
        week = Week(number, HEAD + number * _high(said), said, tongue)
        if number == 0:
            for at, day in enumerate(week.days):
                sheet.words((week.left(at) + 4, HEAD - 8), _shown("E", day, tongue), SMALL, "soft")
        _days(sheet, week)
        for at, lane in enumerate(said.lanes[:MOST]):
            top = week.top + DATES + at * STRIP
            sheet.words((EDGE + 8, top + 17), str(at + 1), SMALL, "soft", anchor="middle")
            for index, stint in enumerate(lane.stints):
                _stint(sheet, week, stint, top, TINTS[index % 2])
    _legend(sheet, said, tongue)


def _high(said: Roster) -> int:
    return DATES + max(min(len(said.lanes), MOST), 1) * STRIP + GAP


def _shown(skeleton: str, day: date, tongue: Tongue) -> str:
    return clean(format_skeleton(skeleton, datetime.combine(day, time(), UTC), locale=tongue.locale))


def _days(sheet: Sheet, week: Week) -> None:
    """Days off are shaded, today stands out, and each has its date and what is unusual about it."""
    said, tongue, high = week.said, week.tongue, _high(week.said) - GAP + 2
    for at, day in enumerate(week.days):
        left = week.left(7 * week.number + at)
        if day in said.off:
            sheet.card((left, week.top, DAY, high), "line", rounded=0, tint=0.6)
        if day == said.today:
            sheet.card((left, week.top, DAY, high), "accent", rounded=0, tint=0.16)
            sheet.card((left, week.top, DAY, 4), "accent", rounded=0)
        sheet.stroke([(left, week.top), (left, week.top + high)], "line", 1)
        first = day == said.first or day.day == 1
        words = _shown("MMMd" if first else "d", day, tongue)
        ink: Ink = "accent" if day == said.today else "ink" if day not in said.off else "soft"
        sheet.words((left + 4, week.top + 17), words, TINY, ink, strong=day == said.today)
        mark = HOLIDAY if day in said.holidays else EXTRA if day in said.extra else None
        if mark is not None:
            sign = clean(tongue.speak(mark()))
            if width(words, TINY) + width(sign, TINY) + 10 > DAY:
                sign = shortened(sign, TINY, DAY - width(words, TINY) - 10)
            sheet.words((left + DAY - 3, week.top + 17), sign, TINY, "target", anchor="end", strong=True)
    sheet.stroke([(EDGE, week.top), (WIDE - EDGE, week.top)], "axis", 1)


def _stint(sheet: Sheet, week: Week, stint: Stint, top: float, tint: float) -> None:
    left, right = week.left(stint.since), week.left(stint.until)
    if right - left < 0.5:
        return  # in another row
    left, right = left + 1, max(right - 1, left + 2)
    _swatch(sheet, stint.look, (left, top, right - left, BAR), tint)
    words, high = _fitting(clean(week.tongue.show(stint.name)), right - left)
    if stint.look == "gap" and len(words) < 2:
        words = "!"
    ink: Ink = "bad" if stint.look == "gap" else "ground" if stint.look == "hers" else "ink"
    if words:
        middle = (left + right) / 2
        sheet.words((middle, top + 17.5), words, high, ink, anchor="middle", halo=stint.look == "gap")


def _fitting(name: str, wide: float) -> tuple[str, float]:
    """The name, its first word, either somewhat smaller, as much of it as fits, its first letter, or nothing."""
    for words in (name, name.split(" ")[0]):
        for high in (NAME, NARROW):
            if width(words, high) <= wide - 2:
                return words, high
    if len(cut := shortened(name, NAME, wide - 6)) > 2:
        return cut, NAME
    return name[:1] if width(name[:1], NARROW) <= wide - 2 else "", NARROW


def _swatch(sheet: Sheet, look: Stay, place: tuple[float, float, float, float], tint: float) -> None:
    left, top, wide, high = place
    frame = _frame(left + 1, top + 1, left + wide - 1, top + high - 1)
    sheet.card(place, "ground", rounded=0)
    match look:
        case "turn":
            sheet.card(place, "accent", rounded=0, tint=tint)
        case "hers":
            sheet.card(place, "accent", rounded=0)
        case "agreed":
            sheet.card(place, "accent", rounded=0, tint=tint)
            sheet.stroke(frame, "accent", 2, dashed=True)
        case "gap":
            for begin, end in _stripes(left + 2, left + wide - 2, top + 2, top + high - 2):
                sheet.stroke([begin, end], "bad", 1)
            sheet.stroke(frame, "bad", 1.6)


def _frame(left: float, top: float, right: float, foot: float) -> list[Point]:
    return [(left, top), (right, top), (right, foot), (left, foot), (left, top)]


def _stripes(left: float, right: float, top: float, foot: float) -> Iterator[tuple[Point, Point]]:
    """Slanting lines, cut where the strip ends."""
    high, x = foot - top, left - (foot - top) + 8
    while x < right:
        low, up = max(left - x, 0.0), min(right - x, high)
        if up > low:
            yield (x + low, foot - low), (x + up, foot - up)
        x += 8


def _legend(sheet: Sheet, said: Roster, tongue: Tongue) -> None:
    """What the numbers and the looks that are there mean."""
    top = float(HEAD + said.weeks * _high(said))
    for at, lane in enumerate(said.lanes[:MOST]):
        words = _named(lane, tongue)
        sheet.words((EDGE + 8, top + 15), str(at + 1), SMALL, "soft", anchor="middle")
        sheet.words((EDGE + GUTTER, top + 15), shortened(words, SMALL, WIDE - 2 * EDGE - GUTTER), SMALL)
        top += NOTE
    if len(said.lanes) > MOST:
        words = clean(tongue.speak(MORE(n=len(said.lanes) - MOST)))
        sheet.words((EDGE + GUTTER, top + 15), words, SMALL, "soft")
        top += NOTE
    x, middle = float(EDGE), sheet.high - 20.0
    there = {stint.look for lane in said.lanes[:MOST] for stint in lane.stints}
    looks: list[tuple[Stay | str, str]] = [
        (look, clean(tongue.speak(LOOKS[look]()))) for look in LOOKS if look in there
    ]
    looks += [("today", clean(tongue.speak(TODAY())))] if said.today is not None else []
    looks += [("off", clean(tongue.speak(DAY_OFF())))] if said.off else []
    for look, words in looks:
        place = (x, middle - 8, SWATCH, 16.0)
        match look:
            case "off":
                sheet.card(place, "line", rounded=0)
            case "today":
                sheet.card(place, "accent", rounded=0, tint=0.16)
                sheet.card((x, middle - 8, SWATCH, 4), "accent", rounded=0)
            case "hers" | "agreed" | "gap":
                _swatch(sheet, look, place, TINTS[0])
        sheet.words((x + SWATCH + 6, middle + TINY * 0.36), words, TINY, "soft")
        x += SWATCH + 6 + width(words, TINY) + 14


def _named(lane: Lane, tongue: Tongue) -> str:
    said = LANE(name=lane.name, note=lane.note) if lane.note else None
    return clean(tongue.speak(said) if said is not None else tongue.show(lane.name))
