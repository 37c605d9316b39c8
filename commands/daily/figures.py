"""Reads the number that stands after a label, with what is counted after it: `12人`, `4,500 元`, `32 members`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from commands.kit.metrics import Metric
from commands.kit.numbers import LONGEST, Quantity, Unreadable, read_number

from .lexicon import ASIDE, FULL_DAY, MEASURE, MEASURED, NOTE, PIECE, SIGN, Names

_SPACE = re.compile(r"[ \t]*")
_ANOTHER = re.compile(r"[ \t\-–—/~:=+]*(?=[0-9])")
_DIGIT = re.compile(r"[0-9]")
_WINDOW: Final = LONGEST + 24
_LOOSE_END: Final = ".:=/~"


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity and where it ends; without a quantity, why it could not be read."""

    quantity: Quantity | None
    end: int
    reason: str = ""


class Figures:
    def __init__(self, scan: str, metrics: Names[Metric]) -> None:
        self._scan = scan
        self._metrics = metrics
        self._known: dict[tuple[int, int], Figure] = {}
        """What stands after a label is looked at twice: whether it is a number, and which."""

    def after(self, at: int, end: int, metric: Metric) -> Figure:
        """The figure of the metric whose label ends here. Two numbers in a row (`1 204`, `3 - 5`) are none."""
        at = self.start(at, end)
        figure = self._read(at, end)
        if figure.quantity is None:
            return figure
        stop = self._past_measure(figure.end, end, metric)
        another = _ANOTHER.match(self._scan, stop, end)
        if another and FULL_DAY.match(self._scan, another.end(), end):
            another = None
        if another and self._metrics.longest(self._scan, another.end(), end) is None:
            return Figure(None, self._piece(another.end(), end), "ambiguous")
        return Figure(figure.quantity, stop)

    def follows(self, at: int, end: int) -> bool:
        """Whether a readable number or a colon comes after the label that ends here."""
        sign = SIGN.match(self._scan, at, end)
        colon = sign is not None and sign[0].strip() != ""
        return colon or self._read(self.start(at, end), end).quantity is not None

    def start(self, at: int, end: int) -> int:
        """Past the colon, and the unit in parentheses (`销售额（元）：`), that may follow a label."""
        aside = ASIDE.match(self._scan, at, end) if "(" in self._scan[at : at + 2] else None
        if (
            aside
            and not _DIGIT.search(aside["unit"])
            and (MEASURE.fullmatch(aside["unit"]) or _quantity(f"1{aside['unit']}"))
        ):
            at = aside.end()
        sign = SIGN.match(self._scan, at, end)
        return sign.end() if sign else at

    def _piece(self, at: int, end: int) -> int:
        piece = PIECE.match(self._scan, at, end)
        return piece.end() if piece else at

    def _read(self, at: int, end: int) -> Figure:
        known = self._known.get((at, end))
        if known is None:
            known = self._known[at, end] = self._figure(at, end)
        return known

    def _figure(self, at: int, end: int) -> Figure:
        # A longer word is no number, and looking at the rest of the line for every label would take quadratic time.
        near = min(end, at + _WINDOW)
        stop = self._piece(at, near)
        word = self._scan[at:stop].rstrip(_LOOSE_END)
        if not word:
            return Figure(None, stop, "no_number")
        after = _SPACE.match(self._scan, stop, end)
        following = after.end() if after else stop
        tail = self._scan[following : self._piece(following, min(end, following + _WINDOW))]
        whole = _measured(word)
        if whole:
            longer = _quantity(f"{word} {tail}") if tail and (not tail.isascii() or tail == "%") else None
            return Figure(longer, following + len(tail)) if longer else Figure(whole, at + len(word))
        for cut in range(1, min(len(word), LONGEST)):
            if self._label_at(at + cut, end) and (part := _measured(word[:cut])):
                return Figure(part, at + cut)
        if tail[:1].isdigit() and (joined := _measured(f"{word} {tail}")):
            return Figure(joined, following + len(tail))
        return Figure(None, self._piece(at, end), _reason(word))

    def _label_at(self, at: int, end: int) -> bool:
        before, after = self._scan[at - 1], self._scan[at]
        if before.isascii() and after.isascii() and before.isalpha() == after.isalpha():
            return False
        return bool(self._metrics.longest(self._scan, at, end) or NOTE.match(self._scan, at, end))

    def _past_measure(self, at: int, end: int, metric: Metric) -> int:
        """Past what was counted: a measure word, or the metric's own name said again (`joined 32 new members`)."""
        space = _SPACE.match(self._scan, at, end)
        start = space.end() if space else at
        label = self._metrics.longest(self._scan, start, end)
        stop = self._piece(start, min(end, start + _WINDOW))
        if label and not self.follows(label[1], end) and (label[0] is metric or label[1] >= stop):
            if label[0] is metric:
                return label[1]
        elif label:
            return at
        return stop if MEASURE.fullmatch(self._scan[start:stop].rstrip(_LOOSE_END)) else at


def unfit(quantity: Quantity, metric: Metric, currency: str | None) -> str:
    """Why the quantity cannot be the metric's, or nothing; `currency` is the team's."""
    if metric.formula is not None:
        return "derived"
    if quantity.unit == "percent" and metric.kind != "percent":
        return "percent"
    if quantity.unit == "money" and metric.kind != "money":
        return "money"
    if currency and not quantity.fits(currency):
        return "currency"
    # `1.204` is 1204 in some countries; nobody counts fractions.
    return "not_whole" if metric.kind == "count" and quantity.value is not None and quantity.value % 1 else ""


def _quantity(word: str) -> Quantity | None:
    try:
        return read_number(word)
    except Unreadable:
        return None


@lru_cache(maxsize=1024)
def _measured(word: str) -> Quantity | None:
    plain = _quantity(word)
    if plain or len(word) > LONGEST:
        return plain
    measured = MEASURED.fullmatch(word)
    counted = _quantity(measured["number"]) if measured else None
    # `-人` and `无投诉` count nothing that could be left out.
    return counted if counted and counted.value is not None else None


def _reason(word: str) -> str:
    """Why the word cannot be read as a number; a word without any digit is no attempt at one."""
    measured = MEASURED.fullmatch(word) if len(word) <= LONGEST else None
    try:
        read_number(measured["number"] if measured else word)
    except Unreadable as refused:
        return refused.reason if any(char.isdigit() for char in word) else "no_number"
    return "not_a_number"
