"""A change is taken over what was reported both times: what is missing never looks like a loss or a gain."""

import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands.board.board import Board, board
from commands.kit import Amount, Ctx, Heard, Reply, Table
from commands.kit.against import alike
from commands.kit.metrics import Metric
from commands.kit.periods import Kind, Period, period_of
from commands.kit.sheet import Cell, Sheet, shown
from storage import Address, Unit, open_storage

from .test_figures import ANN, CATALOGUE, FILLED, METRICS, MONDAY, Day, Filled, kept

SUMS = {"joined", "left", "engaged", "orders", "revenue", "refunds", "net_growth"}
"""What grows with every day that is reported; anything else is a mean, a newest value or a rate."""

Row = tuple[str, list[Amount]]


class Times(NamedTuple):
    """What one community reported of one figure: now, and in the ``room`` days before that this is compared with, each
    by its place in the period."""

    now: dict[int, Day]
    before: dict[int, Day]
    room: int

    def alike(self, metric: Metric) -> bool:
        if metric.key not in SUMS:
            return bool(self.now and self.before)
        now, then = {at for at in self.now if at < self.room}, set(self.before)
        few, many = sorted((len(now), len(then)))
        return bool(then) and (now == then or (self.room > 7 and few > 0 and few * 10 >= many * 9))


def steady(weekdays: set[int], missing: set[int], seed: int) -> Filled:
    """Somebody who reports everything on the same weekdays, and misses a few."""
    random = Random(seed)
    days = [at for at in range(42) if at % 7 in weekdays and at not in missing]
    return {at: {metric: Decimal(random.randrange(1, 900)) for metric in METRICS} for at in days}


STEADY = st.builds(
    steady, st.sets(st.integers(0, 6), min_size=4), st.sets(st.integers(0, 41), max_size=2), st.integers(0, 99)
)
PARK = st.lists(st.one_of(STEADY, STEADY, FILLED), min_size=1, max_size=4)


def days_of(filled: Filled, metric: Metric, first: date, length: int) -> dict[int, Day]:
    """The days that have the figure, or all that it is worked out from."""
    keys = metric.formula.keys if metric.formula else (metric.key,)
    places = {(MONDAY - first).days + at: values for at, values in filled.items()}
    return {
        place: values
        for place, values in sorted(places.items())
        if 0 <= place < length and all(values.get(key) is not None for key in keys)
    }


def times_of(metric: Metric, park: Sequence[Filled], period: Period, before: Period, today: date) -> list[Times]:
    length = (min(period.last, today) - period.first).days + 1
    room = min(length, before.length)
    found = []
    for filled in park:
        now, then = days_of(filled, metric, period.first, length), days_of(filled, metric, before.first, room)
        if period.first < today <= period.last and length - 1 not in now:
            then.pop(length - 1, None)  # today is not over, and this is not in yet
        found.append(Times(now, then, room))
    return found


def worth(metric: Metric, park: Sequence[dict[int, Day]]) -> Decimal | None:
    """One figure of several communities."""
    each: list[Decimal] = []
    if metric.formula:
        days = [values for one in park for values in one.values()]
        sums = {key: sum((values[key] or Decimal() for values in days), Decimal()) for key in metric.formula.keys}
        return metric.formula.value(sums) if days else None
    for one in filter(None, park):
        told = [values[metric.key] or Decimal() for values in one.values()]
        total = sum(told, Decimal())
        each.append({"sum": total, "mean": total / len(told), "last": told[-1]}[metric.over])
    if not each:
        return None
    return sum(each, Decimal()) / (len(each) if metric.kind in ("percent", "score") else 1)


def grown(metric: Metric, times: Sequence[Times]) -> Decimal | None:
    """The change of those who can be compared."""
    alike = [each for each in times if each.alike(metric)]
    now, before = worth(metric, [each.now for each in alike]), worth(metric, [each.before for each in alike])
    return None if now is None or before is None else now - before


def by_hand(park: Sequence[Filled], period: Period, today: date) -> Iterator[Row]:
    """The rows of the board: every figure with its changes."""
    befores = [period.before()]
    if period.kind == "day":
        befores.append(period_of("day", period.first - timedelta(days=7)))
    for metric in CATALOGUE.metrics:
        times = [times_of(metric, park, period, before, today) for before in befores]
        if any(each.now or each.before for both in times for each in both):
            value = worth(metric, [each.now for each in times[0]])
            yield (
                metric.key,
                [shown(metric, value), *(shown(metric, grown(metric, both), signed=True) for both in times)],
            )


def by_the_board(said: Reply) -> list[Row]:
    keys = [(metric.label, metric.key) for metric in CATALOGUE.metrics]
    table = next((block for block in said.blocks if isinstance(block, Table)), None)
    return [
        (next(key for label, key in keys if label == row[0]), [cell for cell in row if isinstance(cell, Amount)])
        for row in (table.rows if table else ())
    ]


@pytest.mark.parametrize("kind", ["day", "week", "month", "quarter"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(park=PARK, today=st.integers(7, 41), back=st.integers(0, 7))
async def test_every_change_is_over_what_was_reported_both_times(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    kind: Kind,
    park: list[Filled],
    today: int,
    back: int,
) -> None:
    file = tmp_path_factory.mktemp("alike") / "muster.db"
    shutil.copyfile(sqlite_template, file)
    storage = open_storage(f"sqlite:///{file}")
    day = MONDAY + timedelta(days=today)
    park = [{at: values for at, values in filled.items() if at <= today} for filled in park]
    period = period_of(kind, day - timedelta(days=back))
    try:
        team, _ = await kept(storage, park)

        async def told(unit: Unit) -> Reply:
            now = datetime.combine(day, time(12), UTC)
            heard = Heard(ANN, Address("telegram", "-100"), now)
            ctx = Ctx(heard, unit, now, CATALOGUE, str, team_or_none=await unit.teams.get(team))
            return await board.run(Board(text=period.written()), ctx)

        rows = list(by_hand(park, period, day))
        nothing = all(value.value is None for _, (value, *_) in rows)
        assert by_the_board(await storage.read(told)) == ([] if nothing else rows)
    finally:
        await storage.close()


def test_a_longer_month_is_compared_with_the_whole_of_a_shorter_one() -> None:
    joined = CATALOGUE.find("joined")
    assert joined is not None
    october, september = (Sheet({"joined": Cell(Decimal(n), n, (1 << n) - 1)}, n) for n in (31, 30))
    assert alike(joined, october, september)
    assert alike(joined, Sheet({"joined": Cell(Decimal(27), 27, (1 << 28) - 2)}, 31), september)
    assert not alike(joined, Sheet({"joined": Cell(Decimal(26), 26, (1 << 27) - 2)}, 31), september)
