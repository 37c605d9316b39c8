"""The figures of a board are what adding up by hand gives: whatever is missing, corrected or does not apply."""

import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands.kit.metrics import default_catalogue
from commands.kit.periods import Kind, Period, period_of
from commands.kit.sheet import Cell, Rate, Sheet, read_sheets, together
from storage import Account, Community, Report, Role, Storage, Team, Unit, open_storage

CATALOGUE = default_catalogue()
METRICS = ("members", "joined", "left", "active", "engaged", "orders", "revenue", "refunds", "satisfaction")
MONDAY = date(2026, 9, 28)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANN = Account("telegram", "1", "Ann")

Day = Mapping[str, Decimal | None]
Filled = Mapping[int, Day]
"""The reports of one community, by the number of days since the first Monday."""

FIGURE = st.one_of(st.none(), st.integers(0, 10**6).map(Decimal), st.decimals(0, 10**5, places=2))
DAY = st.dictionaries(st.sampled_from(METRICS), FIGURE, max_size=len(METRICS))
FILLED = st.dictionaries(st.integers(0, 40), DAY, max_size=14)


def by_hand(filled: Filled, period: Period) -> dict[str, tuple[Decimal | None, int]]:
    """(value, days) of every metric of one community and period, one figure after the other."""
    days = {MONDAY + timedelta(days=at): values for at, values in filled.items()}
    inside = [values for day, values in sorted(days.items()) if period.first <= day <= period.last]
    found: dict[str, tuple[Decimal | None, int]] = {}
    for metric in CATALOGUE.metrics:
        if metric.formula is None:
            told = [value for values in inside if (value := values.get(metric.key)) is not None]
            if not told:
                continue
            total = sum(told, Decimal())
            value = {"sum": total, "mean": total / len(told), "last": told[-1]}[metric.over]
            found[metric.key] = value, len(told)
        else:
            keys = metric.formula.keys
            whole = [values for values in inside if all(values.get(key) is not None for key in keys)]
            if whole:
                sums = {key: sum((values[key] or Decimal() for values in whole), Decimal()) for key in keys}
                found[metric.key] = metric.formula.value(sums), len(whole)
    return found


async def kept(storage: Storage, parks: list[Filled]) -> tuple[int, list[int]]:
    async def file(unit: Unit) -> tuple[int, list[int]]:
        team = await unit.teams.add(Team(0, "Lake", "en", "UTC", "CN", "CNY"), NOON)
        await unit.accounts.keep(ANN, None)
        ann = await unit.people.add(team, ANN, Role.STAFF, NOON)
        numbers = []
        for at, filled in enumerate(parks):
            community = await unit.communities.add(Community(0, team, f"c{at}", f"C{at}"))
            numbers.append(community)
            for days, values in filled.items():
                day = MONDAY + timedelta(days=days)
                report = Report(team, community, day, ann.id, "telegram", NOON, late=False)
                # Every figure was wrong at first: only the last version counts.
                await unit.numbers.file(report, dict.fromkeys(values, Decimal(7)), {})
                await unit.numbers.file(report, values, dict.fromkeys(values, 1))
        return team, numbers

    return await storage.write(file)


def told(sheet: Sheet | None) -> dict[str, tuple[Decimal | None, int]]:
    return {key: (sheet[key].value, sheet[key].days) for key in sheet} if sheet else {}


@pytest.mark.parametrize("kind", ["day", "week", "month", "quarter"])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parks=st.lists(FILLED, min_size=1, max_size=3))
async def test_every_figure_of_every_period_is_right(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, kind: Kind, parks: list[Filled]
) -> None:
    file = tmp_path_factory.mktemp("figures") / "muster.db"
    shutil.copyfile(sqlite_template, file)
    storage = open_storage(f"sqlite:///{file}")
    try:
        team, communities = await kept(storage, parks)
        first = period_of(kind, MONDAY)
        periods = [first, first.after()]
        sheets = await storage.read(lambda unit: read_sheets(unit, CATALOGUE, team, periods))
        for period, found in zip(periods, sheets, strict=True):
            for community, filled in zip(communities, parks, strict=True):
                assert told(found.get(community)) == by_hand(filled, period)
    finally:
        await storage.close()


def _sheet(joined: int, satisfaction: int, payers: int, active: int) -> Sheet:
    entered = {"joined": Cell(Decimal(joined), 1), "satisfaction": Cell(Decimal(satisfaction), 1)}
    conversion = CATALOGUE.find("conversion")
    assert conversion is not None
    assert conversion.formula is not None
    sums = {"payers": Decimal(payers), "active": Decimal(active)}
    return Sheet(entered, 1, {"conversion": Rate(conversion.formula, sums, 1)})


def test_several_communities_add_counts_average_percentages_and_sum_what_rates_are_made_of() -> None:
    whole = together(CATALOGUE, {1: _sheet(3, 90, 1, 10), 2: _sheet(5, 80, 50, 100)}, 2)
    assert whole["joined"] == Cell(Decimal(8), 2)
    assert whole["satisfaction"] == Cell(Decimal(85), 2)
    conversion = whole["conversion"].value
    assert conversion is not None
    assert round(conversion, 2) == Decimal("46.36")
