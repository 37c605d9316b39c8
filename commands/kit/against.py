"""Like with like: a period beside one before it, figure by figure over what was reported both times. A report that is
missing is neither a loss nor a gain."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .metrics import Catalogue, Metric
from .sheet import Sheet, change, together

WEEK = 7
NEARLY = Fraction(9, 10)
"""A month without a gap is rare, and working days never fall on the same dates: this part of the days is enough."""


@dataclass(frozen=True)
class Against:
    """Each figure of both times over the communities that can be compared. ``known`` are the figures that anybody had
    before. ``few``: how many communities are compared where others have a value only now; ``uneven``: how many where
    others reported other days than before."""

    now: Sheet
    before: Sheet
    known: Set[str]
    few: Set[int]
    uneven: Set[int]

    def change(self, metric: Metric) -> Decimal | None:
        return change(self.now[metric.key].value, self.before[metric.key].value)

    def growth(self, metric: Metric) -> Decimal | None:
        """In percent of what was before, exactly."""
        gap, was = self.change(metric), self.before[metric.key].value
        return gap / abs(was) * 100 if gap is not None and was else None


def alike(metric: Metric, now: Sheet, before: Sheet) -> bool:
    """Whether a figure of one community can be compared: a sum where the same days were reported, as far as the period
    before goes, and over more than a week nearly as many; a mean, a newest value or a rate wherever there is one."""
    mine, theirs = now.part(metric.key), before.part(metric.key)
    if mine is None or theirs is None:
        return False
    which = mine.which & (1 << before.of) - 1
    if not metric.adds_up or which == theirs.which:
        return True
    fewer, more = sorted((which.bit_count(), theirs.which.bit_count()))
    return before.of > WEEK and fewer >= NEARLY * more


def compared(metric: Metric, now: Sheet | None, before: Sheet | None) -> tuple[Decimal | None, Decimal | None]:
    """A figure of one community, and what it was before where that can be compared."""
    value = now[metric.key].value if now else None
    return value, before[metric.key].value if now and before and alike(metric, now, before) else None


def against(metrics: Catalogue, now: Mapping[int, Sheet], before: Mapping[int, Sheet]) -> Against:
    """The communities of now and before, put together."""
    chosen: dict[str, list[int]] = {}
    few, uneven = set(), set()
    for metric in (*metrics.entered, *metrics.derived):
        have = [number for number, sheet in now.items() if sheet.part(metric.key)]
        both = [number for number in have if number in before and before[number].part(metric.key)]
        same = chosen[metric.key] = [number for number in both if alike(metric, now[number], before[number])]
        if len(both) < len(have):
            few.add(len(both))
        if len(same) < len(both):
            uneven.add(len(same))
    known = {key for sheet in before.values() for key in sheet}
    return Against(together(metrics, now, 0, chosen), together(metrics, before, 0, chosen), known, few, uneven)
