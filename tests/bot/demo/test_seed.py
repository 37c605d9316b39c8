"""The sample team: believable, the same at every start, and never in the way of what a visitor reports."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from statistics import mean

import pytest

from bot.demo.numbers import DAYS, samples
from bot.demo.people import MEMBERS, PARKS, Park
from bot.demo.seed import seed
from bot.settings import ConfigurationError
from commands.community import STAGES, TYPES
from commands.kit import Role
from commands.kit.metrics import default_catalogue
from storage import NumberRow, Report, Storage, Team, Unit

METRICS = default_catalogue()
KEYS = {metric.key for metric in METRICS.entered}
NOW = datetime(2026, 11, 24, 10, 32, tzinfo=UTC)
YESTERDAY = date(2026, 11, 23)
each_park = pytest.mark.parametrize("park", PARKS, ids=lambda park: park.key)


async def everything(unit: Unit) -> list[NumberRow]:
    return [row async for row in unit.numbers.rows(None, None, None)]


async def test_the_first_start_makes_the_team_and_the_second_changes_nothing(sqlite_storage: Storage) -> None:
    await seed(sqlite_storage, lambda: NOW, METRICS)
    rows = await sqlite_storage.read(everything)
    await seed(sqlite_storage, lambda: NOW, METRICS)
    assert await sqlite_storage.read(everything) == rows
    (team,) = await sqlite_storage.read(lambda unit: unit.teams.all())
    assert (team.name, team.zone, team.currency, team.language) == ("Sample team", "Asia/Shanghai", "CNY", "en")
    people = await sqlite_storage.read(lambda unit: unit.people.of(team.id))
    assert len(people) == len(MEMBERS) == 8
    assert {person.level for person in people} == {Role.DIRECTOR, Role.MANAGER, Role.STAFF, Role.OBSERVER}
    communities = await sqlite_storage.read(lambda unit: unit.communities.of(team.id))
    assert len(communities) == 5
    assert {each.type for each in communities} <= TYPES.keys()
    assert {each.stage for each in communities} <= STAGES.keys()


async def test_a_later_start_fills_in_the_days_between_and_leaves_reports_alone(sqlite_storage: Storage) -> None:
    await seed(sqlite_storage, lambda: NOW, METRICS)
    own = Report(1, 1, date(2026, 11, 26), 1, "web", NOW, False)
    await sqlite_storage.write(lambda unit: unit.numbers.file(own, {"joined": Decimal(7)}, {}))
    later = NOW + timedelta(days=5)
    await seed(sqlite_storage, lambda: later, METRICS)
    found = await sqlite_storage.read(lambda unit: unit.numbers.window(1, 1, YESTERDAY, date(2026, 11, 28)))
    assert {(n.metric, n.value) for n in found if n.day == own.day} == {("joined", Decimal(7))}
    assert max(number.day for number in found) == date(2026, 11, 28)


@each_park
def test_the_numbers_do_not_contradict_each_other(park: Park) -> None:
    for sample in samples(park, YESTERDAY, YESTERDAY, KEYS):
        for lower, upper in METRICS.at_most:
            assert sample.values[lower] <= sample.values[upper], (sample.day, lower, upper)
        assert all(value >= 0 for value in sample.values.values())
        assert sample.values["satisfaction"] <= 100


@each_park
def test_the_park_grows_slowly(park: Park) -> None:
    members = [sample.values["members"] for sample in samples(park, YESTERDAY, YESTERDAY, KEYS)]
    assert Decimal("1.02") < members[-1] / members[0] < Decimal("1.5")


def test_yesterday_and_the_same_weekday_are_never_missing_while_some_days_are() -> None:
    missing = 0
    for park in PARKS:
        days = {sample.day for sample in samples(park, YESTERDAY, YESTERDAY, KEYS)}
        assert {YESTERDAY, YESTERDAY - timedelta(days=6)} <= days
        missing += DAYS - len(days)
    assert 3 <= missing <= 25


def test_a_campaign_and_a_drop_can_be_seen() -> None:
    def active(key: str, first: int, last: int) -> float:
        park = next(park for park in PARKS if park.key == key)
        found = samples(park, YESTERDAY, YESTERDAY, KEYS)
        return mean(float(s.values["active"]) for s in found if last <= (YESTERDAY - s.day).days <= first)

    assert active("moms", 24, 18) > 1.25 * active("moms", 38, 25)
    assert active("coffee", 9, 4) < 0.75 * active("coffee", 30, 10)


def test_weekends_differ_from_workdays_each_in_its_own_way() -> None:
    def rhythm(key: str) -> float:
        park = next(park for park in PARKS if park.key == key)
        found = [(s.day.weekday() > 4, float(s.values["active"])) for s in samples(park, YESTERDAY, YESTERDAY, KEYS)]
        return mean(v for weekend, v in found if weekend) / mean(v for weekend, v in found if not weekend)

    assert rhythm("readers") > 1.08
    assert rhythm("python") < 0.92


def test_a_later_start_goes_on_with_the_same_series() -> None:
    park = PARKS[0]
    first = {s.day: s.values for s in samples(park, YESTERDAY, YESTERDAY, KEYS)}
    later = {s.day: s.values for s in samples(park, YESTERDAY, YESTERDAY + timedelta(days=9), KEYS)}
    assert all(later[day] == values for day, values in first.items() if day in later)
    assert len(set(first) - set(later)) <= 1


def test_only_what_the_team_counts_is_reported() -> None:
    assert {key for s in samples(PARKS[0], YESTERDAY, YESTERDAY, {"joined"}) for key in s.values} == {"joined"}


async def test_a_real_team_is_never_mixed_with_the_sample(sqlite_storage: Storage) -> None:
    real = Team(0, "Our team", "en", "UTC", "US", "USD")
    await sqlite_storage.write(lambda unit: unit.teams.add(real, NOW))
    with pytest.raises(ConfigurationError, match="real team"):
        await seed(sqlite_storage, lambda: NOW, METRICS)
    assert [team.name for team in await sqlite_storage.read(lambda unit: unit.teams.all())] == ["Our team"]
