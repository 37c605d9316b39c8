"""Abnormal figures over stored numbers: raised once with what caused them, and recovered by a later normal period."""

from datetime import date
from decimal import Decimal

import pytest

from commands.kit.metrics import load
from tests.signals import A_DAY, A_WEEK, SUNDAY, TUESDAY, looks, signals, stored, usual, week
from tests.town import Town

MONDAY = date(2026, 11, 16)
NEXT = TUESDAY + A_WEEK


async def test_a_figure_below_its_mean_is_raised_with_what_caused_it(town: Town) -> None:
    await town.founded()
    await usual(town, TUESDAY, messages=100)
    await stored(town, TUESDAY, messages=79)
    assert await looks(town) == ["messages below_mean"]
    (one,) = await signals(town)
    assert (one.value, one.limit, one.base, one.day, one.community) == (79, 80, 100, TUESDAY, 1)


async def test_exactly_four_fifths_and_no_history_are_normal(town: Town) -> None:
    await town.founded()
    await usual(town, TUESDAY, messages=100)
    await stored(town, TUESDAY, messages=80, orders=1)
    assert await looks(town) == []


async def test_a_refund_rate_over_its_mean_comes_from_the_sums(town: Town) -> None:
    await town.founded()
    await stored(town, TUESDAY - A_WEEK, orders=10, refunds=5)
    await stored(town, TUESDAY - 2 * A_WEEK, orders=990, refunds=35)
    await stored(town, TUESDAY, orders=1000, refunds=91)
    assert await looks(town) == ["refund_rate over_mean"]
    (one,) = await signals(town)
    assert (one.value, one.base, one.limit) == (Decimal("9.1"), 4, 7)


async def test_it_is_raised_once_and_again_only_after_it_has_recovered(town: Town) -> None:
    await town.founded()
    await usual(town, TUESDAY, messages=100)
    await stored(town, TUESDAY, messages=50)
    for _ in range(3):
        assert await looks(town) == ["messages below_mean"]
    for values, found in (([30], 1), ([100], 1), ([20], 2)):
        town.sleep(days=7)
        day = town.now.date()
        await stored(town, day, messages=values[0])
        await looks(town, day)
        assert len(await signals(town)) == found
    first, second = await signals(town)
    assert (first.recovered_on, second.recovered_on) == (TUESDAY + 2 * A_WEEK, None)


async def test_a_missing_day_leaves_it_as_it_is(town: Town) -> None:
    await town.founded()
    await usual(town, TUESDAY, messages=100)
    await stored(town, TUESDAY, messages=50)
    await looks(town)
    town.sleep(days=1)
    assert await looks(town, TUESDAY + A_DAY) == ["messages below_mean"]


async def test_what_is_corrected_on_the_same_day_recovers_and_comes_back_as_the_same(town: Town) -> None:
    await town.founded()
    await usual(town, TUESDAY, messages=100)
    for value, found in ((50, ["messages below_mean"]), (90, []), (40, ["messages below_mean"])):
        await stored(town, TUESDAY, messages=value)
        assert await looks(town) == found
    (one,) = await signals(town)
    assert one.value == 40


async def test_the_correction_of_an_older_day_raises_nothing_that_was_normal_later(town: Town) -> None:
    await town.founded()
    await usual(town, TUESDAY, messages=100)
    await usual(town, TUESDAY + A_DAY, messages=100)
    await stored(town, TUESDAY, messages=50)
    await looks(town)
    town.sleep(days=1)
    await stored(town, TUESDAY + A_DAY, messages=100)
    assert await looks(town, TUESDAY + A_DAY) == []
    await stored(town, TUESDAY, messages=30)
    assert await looks(town, TUESDAY) == []
    assert len(await signals(town)) == 1


async def test_an_older_day_that_turns_out_normal_leaves_what_began_before_it(town: Town) -> None:
    """On Wednesday it was abnormal still: Tuesday's late report does not end what Monday began."""
    await town.founded()
    monday = TUESDAY - A_DAY
    for day in (monday, TUESDAY, TUESDAY + A_DAY):
        await usual(town, day, messages=100)
    await stored(town, monday, messages=50)
    await looks(town, monday)
    town.sleep(days=1)
    await stored(town, TUESDAY + A_DAY, messages=50)
    await looks(town, TUESDAY + A_DAY)
    await stored(town, TUESDAY, messages=100)
    assert await looks(town, TUESDAY) == ["messages below_mean"]
    await stored(town, monday, messages=100)
    assert await looks(town, monday) == []


async def test_the_days_that_nobody_looked_at_come_first(town: Town) -> None:
    await town.founded()
    for at in range(4):
        await usual(town, TUESDAY + at * A_DAY, messages=100, orders=1000, refunds=40)
    await looks(town)
    await stored(town, TUESDAY + A_DAY, messages=50)
    await stored(town, TUESDAY + 2 * A_DAY, orders=1000, refunds=91)
    await stored(town, TUESDAY + 3 * A_DAY, orders=1000, refunds=40)
    town.sleep(days=3)
    assert await looks(town, TUESDAY + 3 * A_DAY) == ["messages below_mean"]
    assert [(one.metric, one.day) for one in await signals(town)] == [
        ("messages", TUESDAY + A_DAY), ("refund_rate", TUESDAY + 2 * A_DAY)
    ]  # fmt: skip
    await stored(town, TUESDAY + 10 * A_DAY, complaints=50)
    town.sleep(days=22)
    assert "complaints above" not in await looks(town, TUESDAY + 25 * A_DAY)


async def test_a_day_that_has_not_come_is_not_looked_at(town: Town) -> None:
    await town.founded()
    await stored(town, NEXT, complaints=99)
    assert await looks(town, NEXT) == []


@pytest.mark.parametrize(("figures", "found"), [
    ({"complaints": 10}, []), ({"complaints": 11}, ["complaints above"]),
    ({"negative": 240}, []), ({"negative": 241}, ["negative above"]),
])  # fmt: skip
async def test_above_its_threshold(town: Town, figures: dict[str, float], found: list[str]) -> None:
    await town.founded()
    await stored(town, TUESDAY, 1, **figures)
    assert await looks(town) == found


async def declines(town: Town, community: int = 1, gap: bool = False) -> None:
    full, less, least = [100] * 7, [90] * 7, [80] * 7
    missing: list[float | None] = [None] * 4
    await week(town, MONDAY - 2 * A_WEEK, full, community)
    await week(town, MONDAY - A_WEEK, less, community)
    await week(town, MONDAY, [*least[:3], *missing] if gap else least, community)


async def test_two_falling_weeks_are_told_when_the_week_is_complete(town: Town) -> None:
    await town.founded()
    await declines(town)
    assert "engaged falling" not in await looks(town, SUNDAY - A_DAY)
    assert "engaged falling" in await looks(town, SUNDAY)
    (one,) = [one for one in await signals(town) if one.rule == "falling"]
    assert (one.value, one.limit, one.base, one.per) == (560, 630, 700, "week")


async def test_a_week_with_too_few_days_in_common_is_no_fall(town: Town) -> None:
    await town.founded()
    await declines(town, gap=True)
    assert "engaged falling" not in await looks(town, SUNDAY)


async def test_only_key_communities_are_told_to_fall_where_there_are_any(town: Town) -> None:
    await town.founded("fans")
    await declines(town, 1)
    await declines(town, 2)
    await looks(town, SUNDAY)
    assert [one.community for one in await signals(town) if one.rule == "falling"] == [1, 2]
    await town.storage.write(lambda unit: unit.communities.change(1, 2, focus=True))
    assert (await looks(town, SUNDAY)).count("engaged falling") == 1


async def test_an_archived_community_has_none(town: Town) -> None:
    await town.founded("fans")
    await stored(town, TUESDAY, 2, complaints=50)
    assert await looks(town) == ["complaints above"]
    await town.storage.write(lambda unit: unit.communities.change(1, 2, archived_at=town.now))
    assert await looks(town) == []
    (one,) = await signals(town)
    assert one.recovered_on is None
    await town.storage.write(lambda unit: unit.communities.change(1, 2, archived_at=None))
    assert await looks(town) == ["complaints above"]
    assert len(await signals(town)) == 1


async def test_the_thresholds_are_the_operators(town: Town) -> None:
    yaml = "metrics:\n  messages:\n    alert: {below_mean: 50, mean_weeks: 2}\n"
    town.metrics = load(yaml, "muster.yaml", town.metrics)
    await town.founded()
    await usual(town, TUESDAY, weeks=2, messages=100)
    await stored(town, TUESDAY, messages=50)
    assert await looks(town) == []
    await stored(town, TUESDAY, messages=49)
    assert await looks(town) == ["messages below_mean"]


async def test_the_questions_are_as_many_for_many_communities(town: Town) -> None:
    """Figures that were reported on other days than what they are divided by need no question of their own."""
    counts = []
    await town.founded(*(f"c{at}" for at in range(5)))
    for communities in (1, 6):
        for one in range(1, communities + 1):
            await stored(town, SUNDAY, one, payers=1, active=100, orders=9)
            await stored(town, SUNDAY - A_DAY, one, active=100)
        counts.append(await asked(town))
    assert counts[0] == counts[1]


async def asked(town: Town) -> int:
    """How many statements the look at a Sunday takes that finds nothing new."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    seen: list[str] = []

    def hears(conn: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    await looks(town, SUNDAY)
    event.listen(Engine, "before_cursor_execute", hears)
    try:
        await looks(town, SUNDAY)
    finally:
        event.remove(Engine, "before_cursor_execute", hears)
    return len(seen)
