"""Many figures side by side: small multiples, each on its own scale, in the order they were given."""

from decimal import Decimal

from commands.kit import Chart, Line, Tongue, text

from .figures import change, full, runs, short
from .measure import clean, shortened, width
from .sheet import Point, Sheet
from .trend import EDGE, NOTHING, SMALL, TITLE, VERDICTS, span

WIDE = 600
HEAD, GAP = 70, 10
ROOMY, FLAT = 96, 68
"""Heights of a panel: phones shrink a picture that is much higher than wide until nobody can read it."""
INSET = 12.0
VALUE, TINY = 18.0, 10.5

MORE = text("+{n} more", context="chart")


def size(count: int) -> tuple[int, int]:
    columns, high = _grid(count)
    return WIDE, HEAD + max(-(-count // columns), 1) * (high + GAP) + EDGE - GAP


def draw(sheet: Sheet, chart: Chart, tongue: Tongue, most: int) -> None:
    room = WIDE - 2 * EDGE
    sheet.words((EDGE, 36), shortened(clean(tongue.speak(chart.title)), TITLE, room), TITLE, strong=True)
    sheet.words((EDGE, 56), shortened(clean(span(chart, tongue)), SMALL, room), SMALL, "soft")
    if not chart.lines:
        sheet.words((WIDE / 2, HEAD + ROOMY / 2), tongue.speak(NOTHING()), 14, "soft", anchor="middle")
    fits = len(chart.lines) <= most
    shown = chart.lines if fits else chart.lines[: most - 1]
    columns, high = _grid(min(len(chart.lines), most))
    wide = (WIDE - 2 * EDGE - (columns - 1) * GAP) / columns
    places = [(EDGE + at % columns * (wide + GAP), HEAD + at // columns * (high + GAP)) for at in range(len(shown) + 1)]
    for line, place in zip(shown, places, strict=False):
        _panel(sheet, line, (*place, wide, high), tongue)
    if not fits:
        left, top = places[-1]
        sheet.card((left, top, wide, high), "card")
        words = shortened(tongue.speak(MORE(n=len(chart.lines) - len(shown))), 14, wide - 2 * INSET)
        sheet.words((left + wide / 2, top + high / 2 + 5), words, 14, "soft", anchor="middle")


def _grid(count: int) -> tuple[int, int]:
    """Columns, and how high a panel is."""
    return 2 if count <= 6 else 3, ROOMY if count <= 12 else FLAT


def _panel(sheet: Sheet, line: Line, place: tuple[float, float, float, float], tongue: Tongue) -> None:
    left, top, wide, high = place
    begin, room = left + INSET, wide - 2 * INSET
    sheet.card(place, "card")
    sheet.words((begin, top + 19), shortened(clean(tongue.show(line.name)), SMALL, room), SMALL, "soft")
    last = line.values[-1] if line.values else None
    shown = full(last, line.unit, tongue)
    if last is not None and width(shown, VALUE) > room * 0.55:
        shown = short(last, line.unit, tongue)
    shown = shortened(shown, VALUE, room)
    sheet.words((begin, top + 39), shown, VALUE, strong=True)
    step, left_over = change(line, tongue), room - width(shown, VALUE) - 6
    if step is not None and (words := _fitting(step.words, left_over)):
        sheet.words((left + wide - INSET, top + 38), words, TINY, VERDICTS[step.verdict], anchor="end")
    _spark(sheet, line, (begin, top + 48, room, high - 58))


def _fitting(words: str, room: float) -> str:
    """The change whole, else without its percentage, else its direction alone."""
    return next((said for said in (words, words.partition(" (")[0], words[:1]) if width(said, TINY) <= room), "")


def _spark(sheet: Sheet, line: Line, place: tuple[float, float, float, float]) -> None:
    left, top, wide, high = place
    values = line.values
    known = [value for value in values if value is not None]
    target = line.target
    reach = [*known, *([target] if target is not None else [])]
    if not known:
        sheet.stroke([(left, top + high), (left + wide, top + high)], "line", 1)
        return
    low, whole = min(reach), max(reach) - min(reach)

    def height(value: Decimal) -> float:
        return top + high - (float((value - low) / whole) if whole else 0.5) * high

    step = (wide - 3) / max(len(values) - 1, 1)
    points: list[Point | None] = [
        None if value is None else (left + step * at, height(value)) for at, value in enumerate(values)
    ]
    if target is not None:
        sheet.stroke([(left, height(target)), (left + wide, height(target))], "target", 1, dashed=True)
    for run in runs(points):
        sheet.stroke(run, "accent", 1.8)
        if len(run) == 1:
            sheet.dot(run[0], "accent", 2)
    if points[-1] is not None:
        sheet.dot(points[-1], "accent", 3.2)
