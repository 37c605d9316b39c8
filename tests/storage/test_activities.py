"""Activities: a phase is left once, whoever decides; what was said of one is kept, version by version."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from storage import Activity, ActivityReview, Storage, Takings

from .town import DAY, HOUR, NOON, Town, settle

ZERO = Decimal(0)


def sale(team: int, start: int = 3, **more: Any) -> Activity:
    """It starts so many days after noon; six hours, and two days after them."""
    at = NOON + start * DAY
    made = Activity(
        0, team, 0, "Sale", "light", "goal", Decimal("1000.5"), Decimal(3000), Decimal(1000), Decimal("0.0001"), "rain",
        "indoors", at - 3 * DAY, at, at + 6 * HOUR, at + 54 * HOUR, at + 102 * HOUR, NOON,
    )  # fmt: skip
    return replace(made, **more)


async def added(storage: Storage, activity: Activity) -> Activity:
    return await storage.write(lambda unit: unit.activities.add(activity))


async def now(storage: Storage, activity: Activity) -> Activity:
    found = await storage.read(lambda unit: unit.activities.get(activity.team, activity.number))
    assert found is not None
    return found


async def test_numbers_count_within_a_team(storage: Storage) -> None:
    town = await settle(storage)
    numbers = [(await added(storage, sale(team))).number for team in (town.lake, town.hill, town.lake)]
    assert numbers == [1, 1, 2]
    assert await storage.read(lambda unit: unit.activities.get(town.hill, 2)) is None


async def test_two_that_are_proposed_at_once_get_two_numbers(storage: Storage) -> None:
    town = await settle(storage)

    async def propose() -> int:
        async def adds(unit: Any) -> Activity:
            await unit.teams.get(town.lake)  # as every command does
            kept: Activity = await unit.activities.add(sale(town.lake))
            return kept

        return (await storage.write(adds)).number

    assert sorted(await asyncio.gather(*(propose() for _ in range(5)))) == [1, 2, 3, 4, 5]


async def test_an_activity_is_kept_as_it_was_added(storage: Storage) -> None:
    town = await settle(storage)
    activity = sale(
        town.lake, proposed_by=town.bob.id, phase="ended", community=town.harbour, forecast=Decimal("2.9999"),
        overridden_by=town.ann.id, override_why="brand day", approved_by=town.ann.id, approved_at=NOON,
        stopped_by=town.ann.id, stopped_at=NOON + HOUR, stop_why="rain", beaten_at=NOON + DAY, alarmed=True,
        frozen_at=NOON, locked_roi=Decimal("-0.0001"), locked_at=NOON + DAY,
    )  # fmt: skip
    kept = await added(storage, activity)
    assert kept == replace(activity, id=kept.id, number=1)
    assert await now(storage, kept) == kept


async def test_a_change_changes_what_it_names_alone(storage: Storage) -> None:
    town = await settle(storage)
    one, other = await added(storage, sale(town.lake)), await added(storage, sale(town.lake))
    await storage.write(lambda unit: unit.activities.change(one.id, goal="more", cost=Decimal(7)))
    assert await now(storage, one) == replace(one, goal="more", cost=Decimal(7))
    assert await now(storage, other) == other


async def test_a_phase_is_left_for_another_only_from_those_named(storage: Storage) -> None:
    town = await settle(storage)
    activity = await added(storage, sale(town.lake))

    async def moves(before: str, phase: str, **values: Any) -> bool:
        return await storage.write(
            lambda unit: unit.activities.move(activity.id, [before], phase, **values)  # type: ignore[list-item, arg-type]
        )

    assert not await moves("approved", "preheat", approved_at=NOON)
    assert await now(storage, activity) == activity
    assert await moves("proposed", "approved", approved_by=town.ann.id, approved_at=NOON)
    approved = replace(activity, phase="approved", approved_by=town.ann.id, approved_at=NOON)
    assert await now(storage, activity) == approved


async def test_of_many_who_decide_at_once_one_does(storage: Storage) -> None:
    town = await settle(storage)
    activity = await added(storage, sale(town.lake))

    async def approve(by: int) -> bool:
        return await storage.write(
            lambda unit: unit.activities.move(activity.id, ["proposed"], "approved", approved_by=by)
        )

    async def stop(by: int) -> bool:
        return await storage.write(
            lambda unit: unit.activities.move(activity.id, ["proposed"], "stopped", stopped_by=by)
        )

    both = [town.ann.id, town.bob.id]
    won = await asyncio.gather(*(decide(who) for who in both for decide in (approve, stop) for _ in range(3)))
    assert won.count(True) == 1
    kept = await now(storage, activity)
    assert (kept.approved_by is None) == (kept.phase == "stopped") != (kept.stopped_by is None)


async def test_lists_have_a_teams_own_in_the_order_of_their_start(storage: Storage) -> None:
    town = await settle(storage)
    for start, phase in ((9, "approved"), (5, "proposed"), (5, "approved"), (1, "stopped")):
        await added(storage, sale(town.lake, start, phase=phase))
    await added(storage, sale(town.hill, 2, phase="approved"))
    found = await storage.read(lambda unit: unit.activities.listed(town.lake, ["approved", "proposed"]))
    assert [one.number for one in found] == [2, 3, 1]


async def test_between_two_instants_are_those_that_are_prepared_run_or_end_there(storage: Storage) -> None:
    town = await settle(storage)
    one = await added(storage, sale(town.lake, 10, phase="approved"))
    for phase in ("refused", "stopped"):
        await added(storage, sale(town.lake, 10, phase=phase))
    await added(storage, sale(town.hill, 10))

    async def numbers(first: timedelta, last: timedelta) -> list[int]:
        found = await storage.read(
            lambda unit: unit.activities.between(town.lake, one.preheat_at + first, one.ends_at + last)
        )
        return [each.number for each in found]

    whole = one.ends_at - one.preheat_at
    assert await numbers(-DAY, DAY) == [1]
    assert await numbers(HOUR, -HOUR) == [1]
    assert await numbers(whole - HOUR, DAY) == [1]
    assert await numbers(whole, DAY) == []
    assert await numbers(-DAY, -whole + HOUR) == [1]
    assert await numbers(-DAY, -whole) == []


async def test_what_it_brings_is_kept_version_by_version(storage: Storage) -> None:
    town = await settle(storage)
    one, other = await added(storage, sale(town.lake)), await added(storage, sale(town.lake))
    said = [
        Takings(NOON, town.ann.id, revenue=Decimal("10.25")),
        Takings(NOON, town.bob.id, ZERO, ZERO, ZERO, 0, 0),
        Takings(NOON + HOUR, None, entries=2**31 - 1, abnormal=5),
    ]
    for each in said:
        await take(storage, one, each)
    await take(storage, other, said[0])
    assert await storage.read(lambda unit: unit.activities.takings(one.id)) == said
    assert await storage.read(lambda unit: unit.activities.takings(other.id)) == said[:1]


async def take(storage: Storage, activity: Activity, said: Takings) -> None:
    await storage.write(lambda unit: unit.activities.take(activity.id, said))


def review(town: Town, goal: str) -> ActivityReview:
    return ActivityReview(goal, "achieved", "deviation", "cause", "improvement", NOON, town.bob.id)


async def test_the_newest_review_counts(storage: Storage) -> None:
    town = await settle(storage)
    activity = await added(storage, sale(town.lake))
    assert await storage.read(lambda unit: unit.activities.reviewed(activity.id)) is None
    for goal in ("first", "second"):
        written = review(town, goal)
        await put(storage, activity, written)
        assert await storage.read(lambda unit: unit.activities.reviewed(activity.id)) == written
    other = await added(storage, sale(town.lake))
    found = await storage.read(lambda unit: unit.activities.reviews([activity.id, other.id]))
    assert found == {activity.id: review(town, "second")}


async def put(storage: Storage, activity: Activity, written: ActivityReview) -> None:
    await storage.write(lambda unit: unit.activities.review(activity.id, written))


async def test_two_identities_that_are_one_person_have_done_it_all(storage: Storage) -> None:
    town = await settle(storage)
    roles = ("proposed_by", "overridden_by", "approved_by", "stopped_by")
    made = await added(storage, sale(town.lake, **dict.fromkeys(roles, town.bob.id)))
    others = await added(storage, sale(town.lake, **dict.fromkeys(roles, town.ann.id)))
    await take(storage, made, Takings(NOON, town.bob.id, revenue=ZERO))
    await put(storage, made, review(town, "goal"))
    await storage.write(lambda unit: unit.activities.merge(town.bob.id, town.charlie.id))
    kept = await now(storage, made)
    assert {getattr(kept, role) for role in roles} == {town.charlie.id}
    assert await now(storage, others) == others
    (said,) = await storage.read(lambda unit: unit.activities.takings(made.id))
    written = await storage.read(lambda unit: unit.activities.reviewed(made.id))
    assert written is not None
    assert said.by == written.by == town.charlie.id
