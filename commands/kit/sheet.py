"""What a period's figures are: sums, means and newest values, and rates from summed numerators and denominators.
A rate is never an average of daily rates, and a missing day is missing, not zero."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import NamedTuple

from storage import Total, Unit

from .chart import figure
from .metrics import Catalogue, Metric
from .metrics.formula import Formula
from .periods import Period, period_of
from .texts import Amount


class Cell(NamedTuple):
    """One figure of one period. ``days`` is how many days it covers; for a rate, those that have all its operands.
    ``which`` days these are is told by bits, the period's first lowest, as long as it is a figure of one community."""

    value: Decimal | None = None
    days: int = 0
    which: int = 0


NOTHING = Cell()


class Rate(NamedTuple):
    """What a derived figure is made of: its operands, summed over the days that have all of them."""

    formula: Formula
    sums: Mapping[str, Decimal]
    days: int
    which: int = 0


@dataclass(frozen=True)
class Sheet:
    """The figures of one community, or of several put together. ``of`` is how many days could have been filled in:
    those of the period, for each community."""

    entered: Mapping[str, Cell]
    of: int
    rates: Mapping[str, Rate] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Cell:
        if (cell := self.entered.get(key)) is not None:
            return cell
        # Exact arithmetic takes its time, and of most communities nobody looks at most rates.
        rate = self.rates.get(key)
        return NOTHING if rate is None else Cell(rate.formula.value(rate.sums), rate.days, rate.which)

    def part(self, key: str) -> Cell | Rate | None:
        """A figure as it is kept, not worked out; ``None`` when it has no day."""
        return self.entered.get(key) or self.rates.get(key)

    def __iter__(self) -> Iterator[str]:
        """The figures that have a day."""
        return iter((*self.entered, *self.rates))

    @property
    def empty(self) -> bool:
        return not self.entered


def change(value: Decimal | None, before: Decimal | None) -> Decimal | None:
    """The difference; no value where either is missing: a missing day is not zero."""
    return None if value is None or before is None else value - before


def percent(value: Decimal | None, before: Decimal | None) -> Decimal | None:
    """The change in percent of what was before, to one decimal; no value where that is missing or zero."""
    gap = change(value, before)
    return None if gap is None or not before else (gap / abs(before) * 100).quantize(Decimal("0.1"))


def shown(metric: Metric, value: Decimal | None, *, signed: bool = False) -> Amount:
    """A figure in the look of its metric."""
    return figure(value, metric.kind, signed=signed)


async def read_sheets(
    unit: Unit,
    metrics: Catalogue,
    team: int,
    periods: Sequence[Period],
    community: int | None = None,
    only: Metric | None = None,
) -> list[dict[int, Sheet]]:
    """For each of the periods, which follow each other from the earliest, the sheet of every community that has any
    figure in it. With ``only`` nothing but that figure is read, and what it is worked out from."""
    found = await _totals(unit, metrics, team, periods, community, only)
    return [
        {number: await _sheet(unit, metrics, team, number, period, parts) for number, parts in by_community.items()}
        for period, by_community in zip(periods, found, strict=True)
    ]


async def read_compared(
    unit: Unit,
    metrics: Catalogue,
    team: int,
    period: Period,
    today: date,
    community: int | None = None,
    only: Metric | None = None,
) -> list[dict[int, Sheet]]:
    """The sheets of a period and, behind it, of what it is compared with, the nearest first: of a day, the day before
    and the same weekday; of a longer period, as much of the one before as there has been of it. Today counts for those
    figures that are in already."""
    if period.kind == "day":
        days = [period_of("day", period.first - timedelta(days=back)) for back in (7, 1, 0)]
        return (await read_sheets(unit, metrics, team, days, community, only))[::-1]
    begun = period.begun(today)
    before, short = (period.before().as_long_as(period.begun(day)) for day in (today, today - timedelta(days=1)))
    if short == before:
        return (await read_sheets(unit, metrics, team, [before, begun], community, only))[::-1]
    spans = [short, period_of("day", before.last), begun]
    then, last, now = await _totals(unit, metrics, team, spans, community, only)
    for number, parts in last.items():
        for key, total in parts.items():
            mine = now.get(number, {}).get(key)
            if mine is not None and mine.days >> short.length:
                theirs, whole = then.setdefault(number, {}), total._replace(days=1 << short.length)
                theirs[key] = _joined(theirs[key], whole) if key in theirs else whole
    return [
        {number: await _sheet(unit, metrics, team, number, span, parts) for number, parts in by_community.items()}
        for span, by_community in ((begun, now), (before, then))
    ]


async def _totals(
    unit: Unit, metrics: Catalogue, team: int, periods: Sequence[Period], community: int | None, only: Metric | None
) -> list[dict[int, dict[str, Total]]]:
    """What the database has put together: for each period, of each community, each figure. The bits of the days begin
    with the period."""
    pieces = [(at, piece) for at, period in enumerate(periods) for piece in period.pieces()]
    later = [(first - periods[at].first).days for at, (first, _) in pieces]
    newest = [metric.key for metric in metrics.entered if metric.over == "last"]
    keys = () if only is None else only.formula.keys if only.formula else (only.key,)
    newest = [key for key in newest if not keys or key in keys]
    totals = await unit.totals.of(team, [piece for _, piece in pieces], community, newest, keys)
    if any(later):
        totals = [total._replace(days=total.days << later[total.period]) for total in totals]
    found: list[dict[int, dict[str, Total]]] = [{} for _ in periods]
    for total in totals:
        mine = found[pieces[total.period][0]].setdefault(total.community, {})
        other = mine.get(total.metric)
        mine[total.metric] = total if other is None else _joined(other, total)
    return found


def _joined(one: Total, other: Total) -> Total:
    """Two pieces of a period as one."""
    last = max(one, other, key=lambda total: total.period)
    return last._replace(
        total=one.total + other.total, filled=one.filled + other.filled, days=one.days | other.days
    )  # fmt: skip


async def _sheet(
    unit: Unit, metrics: Catalogue, team: int, community: int, period: Period, parts: Mapping[str, Total]
) -> Sheet:
    entered = {metric.key: _entered(metric, part) for metric in metrics.entered if (part := parts.get(metric.key))}
    rates: dict[str, Rate] = {}
    daily: dict[date, dict[str, Decimal]] | None = None
    for metric in metrics.derived:
        if (formula := metric.formula) is None:
            continue
        keys = formula.keys
        operands = [part for key in keys if (part := parts.get(key))]
        if len(operands) < len(keys):
            continue
        days = operands[0].days
        if all(part.days == days for part in operands):
            sums = {part.metric: part.total for part in operands}
        elif days := reduce(and_, (part.days for part in operands)):
            daily = await _daily(unit, team, community, period) if daily is None else daily
            whole = [values for day, values in daily.items() if days >> (day - period.first).days & 1]
            sums = {key: sum((values[key] for values in whole), Decimal()) for key in keys}
        if days:
            rates[metric.key] = Rate(formula, sums, days.bit_count(), days)
    return Sheet(entered, period.length, rates)


def _entered(metric: Metric, part: Total) -> Cell:
    match metric.over:
        case "sum":
            return Cell(part.total, part.filled, part.days)
        case "mean":
            return Cell(part.total / part.filled, part.filled, part.days)
        case "last":
            return Cell(part.last, part.filled, part.days)


async def _daily(unit: Unit, team: int, community: int, period: Period) -> dict[date, dict[str, Decimal]]:
    found: dict[date, dict[str, Decimal]] = {}
    for number in await unit.numbers.window(team, community, period.first, period.last):
        if number.value is not None:
            found.setdefault(number.day, {})[number.metric] = number.value
    return found


def together(
    metrics: Catalogue, sheets: Mapping[int, Sheet], of: int, chosen: Mapping[str, Collection[int]] | None = None
) -> Sheet:
    """Several communities as one: counts and money are added, percentages and scores averaged, rates made from the
    summed operands. ``of``: how many days all of them could have filled in. ``chosen``: the communities of each figure,
    else all of them."""
    entered = {}
    for metric in metrics.entered:
        numbers = sheets if chosen is None else chosen[metric.key]
        mine = [cell for number in numbers if (cell := sheets[number].entered.get(metric.key))]
        values = [cell.value for cell in mine if cell.value is not None]
        if not values:
            continue
        total = sum(values, Decimal())
        level = metric.kind in ("percent", "score", "ratio")
        entered[metric.key] = Cell(total / len(values) if level else total, sum(cell.days for cell in mine))
    rates = {}
    for metric in metrics.derived:
        numbers = sheets if chosen is None else chosen[metric.key]
        parts = [rate for number in numbers if (rate := sheets[number].rates.get(metric.key))]
        if parts and (formula := metric.formula) is not None:
            sums = {key: sum((part.sums[key] for part in parts), Decimal()) for key in formula.keys}
            rates[metric.key] = Rate(formula, sums, sum(part.days for part in parts))
    return Sheet(entered, of, rates)
