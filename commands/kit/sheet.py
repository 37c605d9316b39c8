"""What a period's figures are: sums, means and newest values, and rates from summed numerators and denominators.
A rate is never an average of daily rates, and a missing day is missing, not zero."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from storage import Total, Unit

from .chart import figure
from .metrics import Catalogue, Metric
from .metrics.formula import Formula
from .periods import Period
from .texts import Amount


class Cell(NamedTuple):
    """One figure of one period. ``days`` is how many days it covers; for a rate, those that have all its operands."""

    value: Decimal | None = None
    days: int = 0


MOST_DAYS = 31
"""What the database puts together at a time."""
NOTHING = Cell()


class Rate(NamedTuple):
    """What a derived figure is made of: its operands, summed over the days that have all of them."""

    formula: Formula
    sums: Mapping[str, Decimal]
    days: int


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
        return NOTHING if rate is None else Cell(rate.formula.value(rate.sums), rate.days)

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
    pieces = [(at, piece) for at, period in enumerate(periods) for piece in period.pieces()]
    newest = [metric.key for metric in metrics.entered if metric.over == "last"]
    keys = () if only is None else only.formula.keys if only.formula else (only.key,)
    newest = [key for key in newest if not keys or key in keys]
    totals = await unit.totals.of(team, [piece for _, piece in pieces], community, newest, keys)
    if len(pieces) > len(periods):  # the days of each piece get bits of their own
        totals = [total._replace(days=total.days << MOST_DAYS * total.period) for total in totals]
    found: list[dict[int, dict[str, Total]]] = [{} for _ in periods]
    for total in totals:
        mine = found[pieces[total.period][0]].setdefault(total.community, {})
        other = mine.get(total.metric)
        mine[total.metric] = total if other is None else _joined(other, total)
    sheets: list[dict[int, Sheet]] = []
    for period, by_community in zip(periods, found, strict=True):
        made = {}
        for number, parts in by_community.items():
            made[number] = await _sheet(unit, metrics, team, number, period, parts)
        sheets.append(made)
    return sheets


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
        days, filled = operands[0].days, operands[0].filled
        if all(part.days == days for part in operands):
            sums = {part.metric: part.total for part in operands}
        else:
            daily = await _daily(unit, team, community, period) if daily is None else daily
            whole = [values for values in daily.values() if all(key in values for key in keys)]
            sums = {key: sum((values[key] for values in whole), Decimal()) for key in keys}
            filled = len(whole)
        if filled:
            rates[metric.key] = Rate(formula, sums, filled)
    return Sheet(entered, period.length, rates)


def _entered(metric: Metric, part: Total) -> Cell:
    match metric.over:
        case "sum":
            return Cell(part.total, part.filled)
        case "mean":
            return Cell(part.total / part.filled, part.filled)
        case "last":
            return Cell(part.last, part.filled)


async def _daily(unit: Unit, team: int, community: int, period: Period) -> dict[date, dict[str, Decimal]]:
    found: dict[date, dict[str, Decimal]] = {}
    for number in await unit.numbers.window(team, community, period.first, period.last):
        if number.value is not None:
            found.setdefault(number.day, {})[number.metric] = number.value
    return found


def together(metrics: Catalogue, sheets: Iterable[Sheet], of: int) -> Sheet:
    """Several communities as one: counts and money are added, percentages and scores averaged, rates made from the
    summed operands. ``of``: how many days all of them could have filled in."""
    sheets = list(sheets)
    entered = {}
    for metric in metrics.entered:
        mine = [cell for sheet in sheets if (cell := sheet.entered.get(metric.key)) and cell.value is not None]
        values = [cell.value for cell in mine if cell.value is not None]
        if not values:
            continue
        total = sum(values, Decimal())
        level = metric.kind in ("percent", "score", "ratio")
        entered[metric.key] = Cell(total / len(values) if level else total, sum(cell.days for cell in mine))
    rates = {}
    for metric in metrics.derived:
        parts = [rate for sheet in sheets if (rate := sheet.rates.get(metric.key))]
        if parts and (formula := metric.formula) is not None:
            sums = {key: sum((part.sums[key] for part in parts), Decimal()) for key in formula.keys}
            rates[metric.key] = Rate(formula, sums, sum(part.days for part in parts))
    return Sheet(entered, of, rates)
