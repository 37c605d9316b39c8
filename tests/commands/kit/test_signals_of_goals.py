"""Targets and goals over stored numbers: told when their period is complete, and not before."""

from datetime import date
from decimal import Decimal

from storage import Goal
from tests.signals import A_DAY, A_WEEK, SUNDAY, looks, signals, stored
from tests.town import Town

MONDAY = date(2026, 11, 16)


async def test_a_target_of_the_week_is_judged_for_all_together_on_its_sunday(town: Town) -> None:
    await town.founded("fans")
    await stored(town, SUNDAY, 1, payers=1, active=100)
    await stored(town, SUNDAY, 2, payers=30, active=100)
    assert await looks(town, SUNDAY - A_DAY) == []
    assert await looks(town, SUNDAY) == ["conversion target"]
    (one,) = await signals(town)
    assert (one.value, one.limit, one.community) == (Decimal("15.5"), 18, None)
    town.sleep(days=5)
    await stored(town, SUNDAY + A_WEEK, 1, payers=40, active=110)
    assert await looks(town, SUNDAY + A_WEEK) == []


async def test_growth_compares_communities_that_reported_the_same_days(town: Town) -> None:
    await town.founded("fans")
    for at in range(7):
        await stored(town, MONDAY - A_WEEK + at * A_DAY, 1, joined=100)
        await stored(town, MONDAY + at * A_DAY, 1, joined=104)
        await stored(town, MONDAY + at * A_DAY, 2, joined=1000)
    assert await looks(town, SUNDAY) == ["joined growth"]
    (one,) = await signals(town)
    assert (one.value, one.limit, one.base) == (728, 735, 700)


async def goal(town: Town, **more: object) -> Goal:
    facts: dict[str, object] = {"target": Decimal(10), "first": date(2026, 11, 1), "made_at": town.now} | more
    made = Goal(0, 1, 0, kind="level", **facts) if "kind" not in facts else Goal(0, 1, 0, **facts)  # type: ignore[arg-type]
    return await town.storage.write(lambda unit: unit.goals.add(made))


async def test_a_goal_takes_the_place_of_the_catalogue(town: Town) -> None:
    await town.founded()
    made = await goal(town, metric="conversion")
    await stored(town, SUNDAY, payers=15, active=100)
    assert await looks(town, SUNDAY) == []
    await stored(town, SUNDAY, payers=9)
    assert await looks(town, SUNDAY) == ["conversion goal"]
    (one,) = await signals(town)
    assert (one.goal, one.limit) == (made.id, 10)
    await town.storage.write(lambda unit: unit.goals.end(made.id, "dropped"))
    assert await looks(town, SUNDAY) == ["conversion target"]


async def test_a_goal_of_one_community_is_judged_by_its_numbers(town: Town) -> None:
    await town.founded("fans")
    await goal(town, metric="messages", community=2, target=Decimal(50))
    await stored(town, SUNDAY, 1, messages=500)
    for at in range(7):
        await stored(town, MONDAY + at * A_DAY, 2, messages=7)
    assert await looks(town, SUNDAY) == ["messages goal"]


async def test_a_way_that_ends_before_its_goal_is_told_on_its_last_day(town: Town) -> None:
    await town.founded()
    facts = {"metric": "members", "kind": "span", "start": Decimal(100), "target": Decimal(150), "last": SUNDAY}
    await goal(town, **facts)
    await stored(town, SUNDAY - A_DAY, members=149)
    assert await looks(town, SUNDAY - A_DAY) == []
    assert await looks(town, SUNDAY) == ["members goal"]
    await stored(town, SUNDAY, members=150)
    assert await looks(town, SUNDAY) == []


async def test_a_goal_that_was_missed_does_not_become_normal_with_time(town: Town) -> None:
    await town.founded()
    facts = {"metric": "members", "kind": "span", "start": Decimal(100), "target": Decimal(150), "last": SUNDAY}
    made = await goal(town, **facts)
    await stored(town, SUNDAY, members=120)
    await looks(town, SUNDAY)
    await town.storage.write(lambda unit: unit.goals.end(made.id, "missed", ended_at=town.now))
    town.sleep(days=7)
    assert await looks(town, SUNDAY + A_WEEK) == ["members goal"]
    assert await looks(town, SUNDAY + A_WEEK + A_DAY) == []
    (one,) = await signals(town)
    assert (one.recovered_at, one.recovered_on) == (town.now, None)


async def test_what_is_archived_does_not_count_for_a_goal_of_all(town: Town) -> None:
    await town.founded("fans")
    await goal(town, metric="members", kind="span", target=Decimal(150), last=SUNDAY)
    for one in (1, 2):
        await stored(town, SUNDAY, one, members=100)
    assert await looks(town, SUNDAY) == []
    await town.storage.write(lambda unit: unit.communities.change(1, 2, archived_at=town.now))
    assert await looks(town, SUNDAY) == ["members goal"]


async def test_a_sum_is_not_judged_before_its_days_are_there(town: Town) -> None:
    await town.founded()
    await goal(town, metric="joined", target=Decimal(100))
    days = [MONDAY + at * A_DAY for at in range(7)]
    for day in days[:5]:
        await stored(town, day, joined=10)
    assert "joined goal" not in await looks(town, SUNDAY)
    await stored(town, days[5], joined=10)
    await stored(town, days[6], joined=10)
    assert "joined goal" in await looks(town, SUNDAY)
    await stored(town, days[2], joined=40)
    assert "joined goal" not in await looks(town, SUNDAY)


async def test_as_many_days_as_the_week_before_had_are_all(town: Town) -> None:
    await town.founded("fans", "idle")
    await goal(town, metric="joined", target=Decimal(200))
    for at in range(5):
        for one in (1, 2):
            await stored(town, MONDAY - A_WEEK + at * A_DAY, one, joined=10)
        await stored(town, MONDAY + at * A_DAY, 1, joined=10)
    assert "joined goal" not in await looks(town, SUNDAY)
    for at in range(5):
        await stored(town, MONDAY + at * A_DAY, 2, joined=10)
    assert "joined goal" in await looks(town, SUNDAY)


async def test_what_is_reached_or_passed_is_said_with_days_missing(town: Town) -> None:
    await town.founded()
    await goal(town, metric="left", target=Decimal(100))
    await stored(town, MONDAY, left=90)
    assert "left goal" not in await looks(town, SUNDAY)
    await stored(town, MONDAY, left=110)
    assert "left goal" in await looks(town, SUNDAY)
    await stored(town, MONDAY, left=90)
    assert "left goal" in await looks(town, SUNDAY)  # a day that is missing may bring it back


async def test_a_late_report_of_wednesday_makes_the_week_anew(town: Town) -> None:
    await town.founded()
    await goal(town, metric="joined", target=Decimal(100))
    for at in range(7):
        await stored(town, MONDAY + at * A_DAY, joined=10)
    assert "joined goal" in await looks(town, SUNDAY)
    await town.ann.says(f"/daily joined 50 date:{MONDAY + 2 * A_DAY}")
    town.sleep(seconds=5)
    await town.looks_at_the_clock()
    (one,) = [one for one in await signals(town) if one.rule == "goal"]
    assert one.recovered_on == SUNDAY
