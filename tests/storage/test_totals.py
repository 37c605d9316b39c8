"""Days put together by the database are what adding them up by hand gives."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from storage import Community, Report, Storage, Unit
from storage.tables.totals import Span

from .town import NOON, Town

METRICS = ("members", "active", "engaged", "revenue")
FIRST = date(2026, 10, 1)

Figures = dict[tuple[int, date, str], Decimal]


async def _filled(unit: Unit, town: Town, seed: int) -> Figures:
    """Eight weeks of three communities with holes, values that do not apply, and corrections."""
    random, current = Random(seed), Figures()
    communities = [town.harbour]
    for key in ("pier", "dunes"):
        communities.append(await unit.communities.add(Community(0, town.lake, key, key)))
    for community in communities:
        for at in range(56):
            day = FIRST + timedelta(days=at)
            for _ in range(random.choice((0, 1, 1, 1, 2))):
                values = {
                    metric: None if random.random() < 0.1 else Decimal(random.randrange(0, 10**7)) / 100
                    for metric in METRICS
                    if random.random() < 0.8
                }
                before = await unit.numbers.past(town.lake, community, day)
                versions = {metric: past.version for metric, past in before.items() if past.version}
                report = Report(town.lake, community, day, town.ann.id, "telegram", NOON, late=False)
                await unit.numbers.file(report, values, versions)
                for metric, value in values.items():
                    current.pop((community, day, metric), None)
                    if value is not None:
                        current[community, day, metric] = value
    return current


def _by_hand(current: Figures, periods: list[Span]) -> dict[tuple[int, int, str], tuple[Decimal, int, int, Decimal]]:
    found = defaultdict[tuple[int, int, str], list[tuple[date, Decimal]]](list)
    for (community, day, metric), value in current.items():
        for at, (first, last) in enumerate(periods):
            if first <= day <= last:
                found[community, at, metric].append((day, value))
    return {
        key: (
            sum((value for _, value in days), Decimal()),
            len(days),
            sum(1 << (day - periods[key[1]][0]).days for day, _ in days),
            max(days)[1],
        )
        for key, days in found.items()
    }


WEEKS = [(FIRST + timedelta(days=7 * at), FIRST + timedelta(days=7 * at + 6)) for at in range(8)]
MONTHS = [(date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 11, 1), date(2026, 11, 25))]
GAPS = [(date(2026, 10, 3), date(2026, 10, 3)), (date(2026, 10, 10), date(2026, 10, 12))]


@pytest.mark.parametrize("periods", [WEEKS, MONTHS, GAPS], ids=["weeks", "months", "with days between"])
async def test_sums_counts_days_and_the_newest_value_are_right(
    storage: Storage, town: Town, periods: list[Span]
) -> None:
    current = await storage.write(lambda unit: _filled(unit, town, seed=7))
    found = await storage.read(lambda unit: unit.totals.of(town.lake, periods, last=METRICS))
    told = {(t.community, t.period, t.metric): (t.total, t.filled, t.days, t.last) for t in found}
    assert told == _by_hand(current, periods)


async def test_one_community_is_told_apart_from_the_others(storage: Storage, town: Town) -> None:
    current = await storage.write(lambda unit: _filled(unit, town, seed=8))
    one = min(community for community, _, _ in current)
    found = await storage.read(lambda unit: unit.totals.of(town.lake, WEEKS, one))
    assert {t.community for t in found} == {one}
    assert {t.last for t in found} == {None}
    expected = {key: value for key, value in _by_hand(current, WEEKS).items() if key[0] == one}
    assert {(t.community, t.period, t.metric): t.total for t in found} == {k: v[0] for k, v in expected.items()}


async def test_another_teams_figures_are_not_counted(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: _filled(unit, town, seed=9))
    assert await storage.read(lambda unit: unit.totals.of(town.hill, WEEKS)) == []


@pytest.mark.parametrize(
    "periods", [[(FIRST, FIRST + timedelta(days=31))], [WEEKS[1], WEEKS[0]], [(FIRST, FIRST - timedelta(days=1))]]
)
async def test_periods_that_make_no_sense_are_refused(storage: Storage, periods: list[Span]) -> None:
    with pytest.raises(ValueError, match="period"):
        await storage.read(lambda unit: unit.totals.of(1, periods))
