"""One figure over time, drawn large."""

from collections.abc import Sequence
from decimal import Decimal

from commands.kit import Chart, Line, Tongue, text

from .figures import change, exact, finest, full, runs, scale, short
from .labels import Labels, thinned
from .measure import Box, clean, shortened, width
from .sheet import Ink, Point, Sheet

SIZE = (600, 338)
EDGE = 24
TITLE, SMALL, LARGE, TINY = 17.0, 12.0, 27.0, 11.0
TOP, BOTTOM = 88.0, 296.0
INSET = 16.0
"""Between the edges of the plot and the first and last point, for their figures."""
ALL_LABELLED = 8
"""Up to so many points each has its figure; of more only the last, the highest and the lowest."""
CROWD = 31
"""Above so many points their dots would be all there is to see."""
LONGEST_MARK = 130.0
VERDICTS: dict[str, Ink] = {"good": "good", "bad": "bad", "even": "soft"}

TARGET = text("Target {value}", context="chart")
SPAN = text("{begin} to {end}", context="chart")
NOTHING = text("No figures yet")


def draw(sheet: Sheet, chart: Chart, tongue: Tongue, _most: int) -> None:
    line = chart.lines[0]
    _head(sheet, chart, line, tongue)
    values = line.values
    known = [value for value in values if value is not None]
    if not known:
        middle = (sheet.wide / 2, (TOP + BOTTOM) / 2)
        sheet.words(middle, tongue.speak(NOTHING()), 14, "soft", anchor="middle")
        return
    target = line.target
    ticks = scale([*known, *([target] if target is not None else [])], finest(line))
    plot = _grid(sheet, ticks, line, tongue)
    points = _points(values, ticks, plot)
    _marks(sheet, [shortened(clean(tongue.show(mark)), TINY, LONGEST_MARK) for mark in chart.marks], plot)
    if ticks[0] <= 0 <= ticks[-1]:  # an area that does not begin at zero would tell of another proportion
        for run in runs(points):
            sheet.area(run, _height(Decimal(0), ticks, plot), "accent")
    labels = Labels(plot, points)
    if target is not None:
        height = _height(target, ticks, plot)
        sheet.stroke([(plot.left, height), (plot.right, height)], "target", 1.5, dashed=True)
    for run in runs(points):
        sheet.stroke(run, "accent", 2.5)
    _dots(sheet, points)
    if target is not None:
        labels.level(sheet, tongue.speak(TARGET(value=short(target, line.unit, tongue))), height, TINY, "target")
    for number in _told(values):
        value, at = values[number], points[number]
        if value is not None and at is not None:
            labels.point(sheet, short(value, line.unit, tongue), at, TINY)


def _head(sheet: Sheet, chart: Chart, line: Line, tongue: Tongue) -> None:
    """Title and name on the left; the last value and its change on the right."""
    right = sheet.wide - EDGE
    last = line.values[-1] if line.values else None
    shown = full(last, line.unit, tongue)
    if last is not None and width(shown, LARGE) > sheet.wide / 3:
        shown = short(last, line.unit, tongue, places=2)
    shown = shortened(shown, LARGE, sheet.wide / 3)
    sheet.words((right, 46), shown, LARGE, anchor="end", strong=True)
    taken = width(shown, LARGE)
    if (step := change(line, tongue)) is not None:
        words = shortened(step.words, SMALL, sheet.wide / 2 - EDGE)
        sheet.words((right, 66), words, SMALL, VERDICTS[step.verdict], anchor="end")
        taken = max(taken, width(words, SMALL))
    room = sheet.wide - 3 * EDGE - taken
    title, name = clean(tongue.speak(chart.title)), clean(tongue.show(line.name))
    sheet.words((EDGE, 42), shortened(title, TITLE, room), TITLE, strong=True)
    below = clean(span(chart, tongue)) if name in title else name
    sheet.words((EDGE, 63), shortened(below, SMALL, room), SMALL, "soft")


def span(chart: Chart, tongue: Tongue) -> str:
    """From when to when."""
    if len(chart.marks) < 2:
        return "".join(map(tongue.show, chart.marks))
    return tongue.speak(SPAN(begin=chart.marks[0], end=chart.marks[-1]))


def _grid(sheet: Sheet, ticks: Sequence[Decimal], line: Line, tongue: Tongue) -> Box:
    """Lines across with their figures on the left; returns the room that is left for the plot."""
    said = [exact(tick, line.unit, tongue) for tick in ticks]
    left = EDGE + max(width(words, TINY) for words in said) + 10
    plot = Box(left, TOP, sheet.wide - EDGE, BOTTOM)
    for tick, words in zip(ticks, said, strict=True):
        height = _height(tick, ticks, plot)
        foot = tick == 0 or tick == ticks[0]
        sheet.stroke([(left, height), (plot.right, height)], "axis" if foot else "line", 1)
        sheet.words((left - 8, height + TINY * 0.36), words, TINY, "soft", anchor="end")
    return plot


def _marks(sheet: Sheet, said: Sequence[str], plot: Box) -> None:
    places = [_across(number, len(said), plot) for number in range(len(said))]
    room = (plot.left, plot.right)
    for middle, words in thinned(places, said, TINY, room):
        sheet.words((middle, BOTTOM + 20), words, TINY, "soft", anchor="middle")


def _points(values: Sequence[Decimal | None], ticks: Sequence[Decimal], plot: Box) -> list[Point | None]:
    return [
        None if value is None else (_across(number, len(values), plot), _height(value, ticks, plot))
        for number, value in enumerate(values)
    ]


def _across(number: int, count: int, plot: Box) -> float:
    if count == 1:
        return (plot.left + plot.right) / 2
    return plot.left + INSET + (plot.right - plot.left - 2 * INSET) * number / (count - 1)


def _height(value: Decimal, ticks: Sequence[Decimal], plot: Box) -> float:
    return plot.bottom - float((value - ticks[0]) / (ticks[-1] - ticks[0])) * (plot.bottom - plot.top)


def _dots(sheet: Sheet, points: Sequence[Point | None]) -> None:
    many = len(points) > CROWD
    for number, at in enumerate(points):
        if at is not None and number < len(points) - 1:
            sheet.dot(at, "accent", 2.2 if many else 3.5, ring=not many)
    if (last := points[-1]) is not None:
        sheet.dot(last, "accent", 5)


def _told(values: Sequence[Decimal | None]) -> list[int]:
    """The points that have a figure beside them, the most telling first."""
    known = [(value, number) for number, value in enumerate(values) if value is not None]
    first = [max(number for _, number in known), max(known)[1], min(known, key=lambda pair: (pair[0], -pair[1]))[1]]
    others = [number for _, number in known] if len(known) <= ALL_LABELLED else []
    return list(dict.fromkeys([*first, *others]))
