"""How far a goal is: the same as adding up by hand, in every direction and on every day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit import Ctx, Heard, Tongue
from commands.kit.aims import own_growth, own_level
from commands.kit.goals import Standing, line, standings
from commands.kit.metrics import default_catalogue
from commands.kit.pace import Way
from storage import Address, Community, Goal, Storage, Unit

from ..board.test_figures import ANN, kept

CATALOGUE = default_catalogue()
NOVEMBER = date(2026, 11, 1)
LAST = date(2026, 11, 30)
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)

NUMBERS = st.integers(-(10**6), 10**6).map(Decimal)
WAYS = st.builds(
    lambda start, target, days, *rest: Way(start, target, NOVEMBER, NOVEMBER + timedelta(days=days), *rest),
    NUMBERS, NUMBERS, st.integers(1, 400), st.sampled_from(["sum", "level", "mean"]), st.booleans(),
)  # fmt: skip


@given(WAYS, st.integers(-10, 500))
def test_the_pace_climbs_the_same_every_day(way: Way, at: int) -> None:
    days = (way.last - way.first).days
    step = (Fraction(way.target) - Fraction(way.start)) / days
    by_hand = Fraction(way.start) + sum([step] * min(max(at, 0), days), Fraction())
    assert abs(Fraction(way.pace(way.first + timedelta(days=at))) - by_hand) < Fraction(1, 10**9)


@given(WAYS, NUMBERS, st.integers(0, 60))
def test_what_is_needed_each_day_brings_it_to_the_target(way: Way, value: Decimal, days: int) -> None:
    needed = way.needed(value, days)
    if days == 0:
        assert needed is None
        return
    assert needed is not None
    reached = value
    for _ in range(days):
        reached += needed
    if way.up != way.limit and value >= way.target and way.up:
        assert needed == 0
    elif needed:
        assert abs(reached - way.target) < Decimal("0.000001")
    else:
        assert value >= way.target if way.up else value <= way.target


@given(st.integers(0, 1000), st.integers(1, 60), st.integers(0, 59))
def test_a_sum_that_grows_the_same_each_day_leads_where_it_would(each: int, days: int, at: int) -> None:
    at = min(at, days - 1)
    way = Way(Decimal(), Decimal(10**6), NOVEMBER, NOVEMBER + timedelta(days=days - 1), "sum")
    so_far = Decimal(sum(each for _ in range(at + 1)))
    forecast = way.forecast(so_far, NOVEMBER + timedelta(days=at))
    assert forecast is not None
    assert abs(forecast - each * days) < Decimal("0.000001")


def test_followers_from_100_000_to_120_000() -> None:
    way = Way(Decimal(100_000), Decimal(120_000), NOVEMBER, date(2026, 12, 1))
    assert way.pace(date(2026, 11, 16)) == 110_000
    assert way.progress(Decimal(108_200)) == 41
    assert way.needed(Decimal(108_200), 10) == 1180
    assert way.forecast(Decimal(108_200), date(2026, 11, 16)) == 116_400
    assert way.ahead(Decimal(108_200), date(2026, 11, 16)) == -1800


def test_a_way_down_and_a_limit_are_not_the_same() -> None:
    down = Way(Decimal(20), Decimal(5), NOVEMBER, LAST)
    limit = Way(Decimal(), Decimal(20), NOVEMBER, LAST, "sum", limit=True)
    assert [down.reached(Decimal(value)) for value in (6, 5, 4)] == [False, True, True]
    assert [limit.reached(Decimal(value)) for value in (19, 20, 21)] == [True, True, False]
    assert limit.ahead(Decimal(20), NOVEMBER) < 0 < down.ahead(Decimal(4), NOVEMBER)
    assert down.needed(Decimal(8), 3) == -1


async def standing_of(storage: Storage, filled: dict[int, dict[str, int]], day: date, **goal: object) -> Standing:
    """One goal over one community, whose reports are given by the day of November."""

    async def look(unit: Unit) -> Standing:
        team = await unit.teams.get(1)
        heard = Heard(ANN, Address("telegram", "-1"), datetime(day.year, day.month, day.day, 14, tzinfo=UTC))
        ctx = Ctx(heard, unit, heard.at, CATALOGUE, str, team_or_none=team)
        values: dict[str, object] = {"first": NOVEMBER, "last": LAST, "made_at": NOON, "team": 1, "id": 0, "number": 1}
        (found,) = await standings(ctx, [Goal(**(values | goal))])  # type: ignore[arg-type]
        return found

    monday = date(2026, 9, 28)
    shift = (NOVEMBER - monday).days - 1
    await kept(storage, [{at + shift: {k: Decimal(v) for k, v in some.items()} for at, some in filled.items()}])
    return await storage.read(look)


async def test_a_sum_counts_from_the_first_day_and_today_is_left_until_its_number_is_in(
    sqlite_storage: Storage,
) -> None:
    filled = {-3: {"joined": 99}, 1: {"joined": 10}, 2: {"joined": 20}, 20: {"joined": 30}}
    found = await standing_of(
        sqlite_storage, filled, date(2026, 11, 24), metric="joined", kind="span", start=Decimal(), target=Decimal(300)
    )
    assert (found.value, found.progress, found.seen) == (60, 20, date(2026, 11, 20))
    assert found.days == 5  # Tuesday until Friday, and the Monday
    assert found.needed == 48
    assert found.reached is False
    assert found.behind
    assert found.forecast == 90


async def test_a_rate_of_a_span_is_made_of_summed_operands(sqlite_storage: Storage) -> None:
    filled = {3: {"payers": 10, "active": 100}, 4: {"payers": 30, "active": 100}, 5: {"payers": 9}}
    found = await standing_of(
        sqlite_storage, filled, date(2026, 11, 24), metric="conversion", kind="span", start=Decimal(15),
        target=Decimal(20),
    )  # fmt: skip
    assert found.value == 20
    assert found.reached is True


async def test_a_newest_value_may_be_older_than_the_goal(sqlite_storage: Storage) -> None:
    found = await standing_of(
        sqlite_storage, {-5: {"members": 900}, -4: {"members": 950}}, NOVEMBER, metric="members", kind="span",
        start=Decimal(950), target=Decimal(1000),
    )  # fmt: skip
    assert (found.value, found.progress, found.forecast) == (950, 0, None)


async def test_growth_compares_the_same_days_only(sqlite_storage: Storage) -> None:
    # The week before had seven days, this one has its Monday and Tuesday so far.
    filled = {16 + at: {"joined": 10} for at in range(7)} | {23: {"joined": 11}, 24: {"joined": 12}}
    found = await standing_of(
        sqlite_storage, filled, date(2026, 11, 24), metric="joined", kind="growth", target=Decimal(5), last=None
    )
    assert (found.value, found.growth, found.reached) == (23, 15, True)


async def test_without_a_number_nothing_is_judged(sqlite_storage: Storage) -> None:
    found = await standing_of(
        sqlite_storage, {}, date(2026, 11, 24), metric="complaints", kind="level", target=Decimal(5), last=None
    )
    assert (found.value, found.reached, found.ahead, found.kept) == (None, None, None, None)


async def test_at_most_is_meant_where_less_is_better(sqlite_storage: Storage) -> None:
    filled = {16: {"complaints": 9}, 23: {"complaints": 1}}
    found = await standing_of(
        sqlite_storage, filled, date(2026, 11, 24), metric="complaints", kind="level", target=Decimal(5), last=None
    )
    assert (found.value, found.reached, found.complete, found.kept) == (1, True, 9, False)
    assert "at most 5 a week" in Tongue().speak(line(None, found))  # type: ignore[arg-type]


def test_the_goal_of_a_community_goes_before_that_of_all() -> None:
    rate, total = CATALOGUE.find("conversion"), CATALOGUE.find("joined")
    assert rate is not None
    assert total is not None
    all_of_them = Goal(1, 1, 1, "conversion", "level", Decimal(18), NOVEMBER, NOON)
    moms = Goal(2, 1, 2, "conversion", "level", Decimal(12), NOVEMBER, NOON, community=7)
    joined = Goal(3, 1, 3, "joined", "level", Decimal(500), NOVEMBER, NOON)
    weekly = Goal(4, 1, 4, "joined", "growth", Decimal(5), NOVEMBER, NOON)
    goals = [all_of_them, moms, joined, weekly]
    assert own_level(rate, "month", goals, 7, alone=False) == moms
    assert own_level(rate, "month", goals, 8, alone=False) == all_of_them
    assert own_level(total, "week", goals, 7, alone=False) is None
    assert own_level(total, "week", goals, 7, alone=True) == joined
    assert own_level(total, "month", goals, None, alone=False) is None
    assert own_growth(total, "week", goals, 7, alone=False) == weekly


@pytest.mark.parametrize("community", [None, Community(7, 1, "moms", "Moms")])
def test_the_line_says_it_all(community: Community | None) -> None:
    metric = CATALOGUE.find("members")
    assert metric is not None
    goal = Goal(1, 1, 1, "members", "span", Decimal(120_000), NOVEMBER, NOON, start=Decimal(100_000), last=LAST)
    found = Standing(
        goal, metric, community, Decimal(108_200), pace=Decimal(110_000), needed=Decimal("529.1"), days=22,
        forecast=Decimal("117299.6"), reached=False,
    )  # fmt: skip
    name = "members (Moms)" if community else "members"
    said = Tongue().speak(line(None, found))  # type: ignore[arg-type]
    assert said == f"{name} 108,200 of 120,000 · pace 110,000 · needs 530 a working day · forecast 117,300"
