"""A chart becomes a picture: one line large, several as small multiples; a timeline a bar for each thing, a roster a
row for each week, shares a bar for each person. Pure: a value in, SVG out."""

from dataclasses import replace

from commands.kit import Chart, Drawing, Roster, Shares, Timeline, Tongue

from ..ports import Theme
from . import park, roster, shares, timeline, trend
from .sheet import Sheet

MOST_LINES, MOST_POINTS = 50, 60
"""More lines are counted in a last panel, and of more points the newest are drawn."""


def draw(chart: Drawing, tongue: Tongue, theme: Theme = "light") -> str:
    sheet = Sheet(*size(chart), theme)
    match chart:
        case Timeline():
            timeline.draw(sheet, chart, tongue)
        case Roster():
            roster.draw(sheet, chart, tongue)
        case Shares():
            shares.draw(sheet, chart, tongue)
        case Chart():
            chart = _newest(chart)
            (trend if len(chart.lines) == 1 else park).draw(sheet, chart, tongue, MOST_LINES)
    return sheet.svg()


def size(chart: Drawing) -> tuple[int, int]:
    """Width and height; the picture has twice as many dots each way."""
    match chart:
        case Timeline():
            return timeline.size(len(chart.bars))
        case Roster():
            return roster.size(chart)
        case Shares():
            return shares.size(chart)
        case Chart():
            return trend.SIZE if len(chart.lines) == 1 else park.size(min(len(chart.lines), MOST_LINES))


def _newest(chart: Chart) -> Chart:
    lines = tuple(replace(line, values=line.values[-MOST_POINTS:]) for line in chart.lines)
    return replace(chart, marks=chart.marks[-MOST_POINTS:], lines=lines)
