"""A bar for each person, long as what she had; its parts differ by pattern, not by colour alone."""

from decimal import Decimal

from commands.kit import Share, Shares, Tongue

from .measure import clean, shortened, width
from .park import MORE
from .sheet import Sheet
from .trend import NOTHING

WIDE, EDGE = 600, 20
HEAD, ROW, FOOT = 56, 52, 44
MOST = 20
"""Rows; what does not fit is counted in the last."""
TITLE, NAME, NOTE, TINY = 20.0, 16.0, 14.0, 13.0
BAR = 18.0
SWATCH = 20.0
TINTS = (0.25, 1.0)
"""Of the first part and the second; the third is striped."""


def size(said: Shares) -> tuple[int, int]:
    return WIDE, HEAD + min(max(len(said.shares), 1), MOST) * ROW + FOOT


def draw(sheet: Sheet, said: Shares, tongue: Tongue) -> None:
    room = WIDE - 2 * EDGE
    sheet.words((EDGE, 36), shortened(clean(tongue.speak(said.title)), TITLE, room), TITLE, strong=True)
    if not said.shares:
        sheet.words((WIDE / 2, HEAD + ROW / 2 + 5), tongue.speak(NOTHING()), NAME, "soft", anchor="middle")
    fits = len(said.shares) <= MOST
    shown = said.shares if fits else said.shares[: MOST - 1]
    most = max((sum(share.parts, Decimal(0)) for share in shown), default=Decimal(0))
    for at, share in enumerate(shown):
        _row(sheet, share, HEAD + at * ROW, most, tongue)
    if not fits:
        words = clean(tongue.speak(MORE(n=len(said.shares) - len(shown))))
        sheet.words((WIDE / 2, HEAD + (MOST - 1) * ROW + ROW / 2 + 5), words, NAME, "soft", anchor="middle")
    x, middle = float(EDGE), sheet.high - 20.0
    for at, look in enumerate(said.looks):
        words = clean(tongue.speak(look))
        _part(sheet, at, (x, middle - 7, SWATCH, 14))
        sheet.words((x + SWATCH + 6, middle + TINY * 0.36), words, TINY, "soft")
        x += SWATCH + 6 + width(words, TINY) + 14


def _row(sheet: Sheet, share: Share, top: float, most: Decimal, tongue: Tongue) -> None:
    room = WIDE - 2 * EDGE
    note = shortened(clean(tongue.show(share.note)), NOTE, room / 2)
    name = shortened(clean(tongue.show(share.name)), NAME, room - width(note, NOTE) - 12)
    sheet.words((EDGE, top + 16), name, NAME)
    sheet.words((WIDE - EDGE, top + 16), note, NOTE, "soft", anchor="end")
    sheet.card((EDGE, top + 23, room, BAR), "card", rounded=0)
    x = float(EDGE)
    for at, part in enumerate(share.parts):
        wide = float(part / most) * room if most else 0.0
        if wide > 0:
            _part(sheet, at, (x, top + 23, wide, BAR))
        x += wide


def _part(sheet: Sheet, number: int, place: tuple[float, float, float, float]) -> None:
    left, top, wide, high = place
    if number < len(TINTS):
        sheet.card(place, "accent", rounded=0, tint=TINTS[number])
        return
    sheet.card(place, "ground", rounded=0)
    x = left - high + 5
    while x < left + wide:
        low, up = max(left - x, 0.0), min(left + wide - x, high)
        if up > low:
            sheet.stroke([(x + low, top + high - low), (x + up, top + high - up)], "target", 1.4)
        x += 5
    frame = [(left, top), (left + wide, top), (left + wide, top + high), (left, top + high), (left, top)]
    sheet.stroke(frame, "target", 1.4)
