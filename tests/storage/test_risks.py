"""Risks on both databases: whoever is first has one, no call for help follows, and the story is kept."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from storage import Risk, RiskClock, RiskRow, Storage, Unit

from .town import DAY, HOUR, NOON, Town, settle

MINUTE = timedelta(minutes=1)


async def raised(storage: Storage, town: Town, **values: object) -> Risk:
    risk = Risk(0, town.lake, 0, "red", "opinion", "字" * 200, NOON, NOON, raised_by=town.bob.id)
    return await storage.write(lambda unit: unit.risks.add(replace(risk, **values)))  # type: ignore[arg-type]


async def now(storage: Storage, risk: Risk) -> Risk:
    found = await storage.read(lambda unit: unit.risks.get(risk.team, risk.number))
    assert found is not None
    return found


async def test_clocks_that_counted_no_more_count_again(storage: Storage) -> None:
    town = await settle(storage)
    risk = await raised(storage, town)
    clocks = [RiskClock(risk.id, name, NOON, NOON + HOUR) for name in ("ack", "respond", "solution")]

    async def walk(unit: Unit) -> list[tuple[str, bool, bool]]:
        await unit.risk_story.start(clocks)
        await unit.risk_story.stop(risk.id, ["ack"], NOON + MINUTE, town.bob.id)
        await unit.risk_story.void(risk.id, ["ack", "respond", "solution"])
        await unit.risk_story.resume(risk.id, ["ack", "respond"], NOON)
        await unit.risk_story.resume(risk.id, ["solution"], NOON + MINUTE)
        found = (await unit.risk_story.clocks([risk.id]))[risk.id]
        return sorted((one.name, one.runs, one.void) for one in found)

    assert await storage.write(walk) == [("ack", False, False), ("respond", True, False), ("solution", False, True)]


async def test_numbers_count_within_a_team_and_exercises_stand_apart(storage: Storage) -> None:
    town = await settle(storage)
    first, second = await raised(storage, town), await raised(storage, town, drill=True, pace=60)
    theirs = await raised(storage, town, team=town.hill, raised_by=None)
    assert [one.number for one in (first, second, theirs)] == [1, 2, 1]
    assert await storage.read(lambda unit: unit.risks.open(town.lake)) == [first]
    assert await storage.read(lambda unit: unit.risks.open(town.lake, drill=True)) == [second]
    assert await storage.read(lambda unit: unit.risks.open(town.lake, drill=None)) == [first, second]
    assert await storage.read(lambda unit: unit.risks.teams()) == [town.lake, town.hill]
    closes = {"closed_at": NOON, "closed_by": None, "reason": "dry"}
    await storage.write(lambda unit: unit.risks.walk(theirs.id, ["monitor"], "closed", **closes))
    assert await storage.read(lambda unit: unit.risks.teams()) == [town.lake]
    third = await raised(storage, town, drill=True, pace=12)
    assert await storage.read(lambda unit: unit.risks.drills(town.lake, 9)) == [third, second]
    assert await storage.read(lambda unit: unit.risks.drills(town.lake, 1)) == [third]
    for one in (first, second):
        await storage.write(partial(_closed, id=one.id))
    closed = await storage.read(lambda unit: unit.risks.closed(town.lake, 9))
    assert [one.id for one in closed] == [first.id]


async def _closed(unit: Unit, id: int) -> None:
    assert await unit.risks.walk(id, ["monitor"], "closed", closed_at=NOON + HOUR)


async def test_what_it_came_out_of_is_found_again_also_when_it_is_closed(storage: Storage) -> None:
    town = await settle(storage)
    first, second = await raised(storage, town, rule="signal:7"), await raised(storage, town, rule="signal_:1")
    await storage.write(lambda unit: unit.risks.change(first.id, closed_at=NOON))
    found = await storage.read(lambda unit: unit.risks.ruled(town.lake, "signal:"))
    assert [one.number for one in found] == [first.number]
    assert await storage.read(lambda unit: unit.risks.ruled(town.lake, "signal_")) == [second]
    assert await storage.read(lambda unit: unit.risks.ruled(town.hill, "signal")) == []


async def test_what_was_joined_is_found_by_the_instant_in_its_own_team_only(storage: Storage) -> None:
    town = await settle(storage)
    risk = await raised(storage, town)

    async def told(unit: Unit) -> None:
        await unit.risk_story.tell(risk.id, NOON, "joined", town.bob.id, words="more of it")
        await unit.risk_story.tell(risk.id, NOON + HOUR, "noted", town.bob.id, words="a note")

    await storage.write(told)
    both = [NOON, NOON + HOUR]
    assert await storage.read(lambda unit: unit.risk_story.joined(town.lake, both)) == {NOON: risk.number}
    assert await storage.read(lambda unit: unit.risk_story.joined(town.hill, both)) == {}


async def test_one_of_many_has_it_and_nobody_is_called_after_that(storage: Storage) -> None:
    town = await settle(storage)
    risk = await raised(storage, town)

    async def acks(unit: Unit, person: int) -> bool:
        await unit.teams.get(town.lake)
        return await unit.risks.ack(risk.id, person, NOON, NOON + HOUR)

    async def calls(unit: Unit) -> bool:
        await unit.teams.get(town.lake)
        return await unit.risks.called(risk.id, 0, 1)

    people = [town.ann.id, town.bob.id]
    results = await asyncio.gather(
        *(storage.write(partial(acks, person=who)) for who in people * 3),
        *(storage.write(calls) for _ in range(3)),
    )
    assert sum(results[:6]) == 1
    assert sum(results[6:]) <= 1
    assert not await storage.write(lambda unit: unit.risks.called(risk.id, 1, 2))
    found = await now(storage, risk)
    assert (found.state, found.owner) == ("identify", people * 3 and people[results.index(True) % 2])
    assert found.answered


async def test_an_acknowledgement_goes_stale_only_when_nothing_put_it_off(storage: Storage) -> None:
    town = await settle(storage)
    risk = await raised(storage, town)
    await storage.write(lambda unit: unit.risks.called(risk.id, 0, 1))
    await storage.write(lambda unit: unit.risks.ack(risk.id, town.bob.id, NOON, NOON + HOUR))
    assert not await storage.write(lambda unit: unit.risks.goes_stale(risk.id, NOON + HOUR - MINUTE))
    await storage.write(lambda unit: unit.risks.change(risk.id, stale_at=NOON + 2 * HOUR))
    assert not await storage.write(lambda unit: unit.risks.goes_stale(risk.id, NOON + HOUR))
    assert await storage.write(lambda unit: unit.risks.goes_stale(risk.id, NOON + 2 * HOUR))
    found = await now(storage, risk)
    assert (found.owner, found.step, found.acked_by) == (None, 0, town.bob.id)


async def test_a_walk_goes_one_step_at_a_time(storage: Storage) -> None:
    town = await settle(storage)
    risk = await raised(storage, town)
    closes = {"closed_at": NOON, "closed_by": town.ann.id, "reason": "字" * 500}
    assert not await storage.write(lambda unit: unit.risks.walk(risk.id, ["verify"], "closed", **closes))
    assert await storage.write(lambda unit: unit.risks.walk(risk.id, ["monitor", "respond"], "verify"))
    assert await storage.write(lambda unit: unit.risks.walk(risk.id, ["verify"], "closed", **closes))
    assert not await storage.write(lambda unit: unit.risks.ack(risk.id, town.bob.id, NOON, None))
    assert not await storage.write(lambda unit: unit.risks.levelled(risk.id, "red", "blue", NOON))
    assert await storage.read(lambda unit: unit.risks.open(town.lake)) == []
    (found,) = await storage.read(lambda unit: unit.risks.closed(town.lake, 5))
    assert (found.reason, found.closed_by) == ("字" * 500, town.ann.id)


async def test_the_first_acknowledgement_stays_when_it_went_stale_and_somebody_else_has_it(storage: Storage) -> None:
    town = await settle(storage)
    risk = await raised(storage, town)
    await storage.write(lambda unit: unit.risks.ack(risk.id, town.bob.id, NOON + 5 * MINUTE, NOON + HOUR))
    await storage.write(lambda unit: unit.risks.goes_stale(risk.id, NOON + HOUR))
    assert await storage.write(lambda unit: unit.risks.ack(risk.id, town.ann.id, NOON + 2 * HOUR, None))
    found = await now(storage, risk)
    assert (found.owner, found.acked_by, found.acked_at) == (town.ann.id, town.bob.id, NOON + 5 * MINUTE)


async def test_it_is_given_back_only_by_whoever_has_it_and_not_when_it_is_solved(storage: Storage) -> None:
    town = await settle(storage)
    risk = await raised(storage, town)
    await storage.write(lambda unit: unit.risks.ack(risk.id, town.bob.id, NOON, NOON + HOUR))
    assert not await storage.write(lambda unit: unit.risks.given_back(risk.id, town.ann.id))
    assert await storage.write(lambda unit: unit.risks.given_back(risk.id, town.bob.id))
    found = await now(storage, risk)
    assert (found.owner, found.stale_at, found.acked_by) == (None, None, town.bob.id)
    await storage.write(lambda unit: unit.risks.ack(risk.id, town.bob.id, NOON, None))
    await storage.write(lambda unit: unit.risks.change(risk.id, solved_at=NOON))
    assert not await storage.write(lambda unit: unit.risks.given_back(risk.id, town.bob.id))
    assert await storage.read(lambda unit: unit.risks.count_closed(town.lake)) == 0
    await storage.write(lambda unit: unit.risks.change(risk.id, closed_at=NOON))
    assert await storage.read(lambda unit: unit.risks.count_closed(town.lake)) == 1


async def test_a_clock_stops_once_and_knows_whether_it_was_kept(storage: Storage) -> None:
    town = await settle(storage)
    risk = await raised(storage, town)
    clocks = [
        RiskClock(risk.id, "statement", NOON, NOON + 2 * HOUR), RiskClock(risk.id, "ack", NOON, NOON + 15 * MINUTE)
    ]  # fmt: skip
    await storage.write(lambda unit: unit.risk_story.start(clocks))
    late = NOON + 16 * MINUTE
    assert await storage.write(lambda unit: unit.risk_story.stop(risk.id, ["ack"], late, town.bob.id)) == {"ack"}
    assert await storage.write(lambda unit: unit.risk_story.stop(risk.id, ["ack"], NOON, town.bob.id)) == set()
    due = NOON + 2 * HOUR
    await storage.write(lambda unit: unit.risk_story.void(risk.id, ["ack", "statement"], after=due))
    assert (await storage.read(lambda unit: unit.risk_story.clocks([risk.id])))[risk.id][1].runs
    await storage.write(lambda unit: unit.risk_story.void(risk.id, ["ack", "statement"]))
    found = await storage.read(lambda unit: unit.risk_story.clocks([risk.id]))
    ack, statement = found[risk.id]
    assert (ack.name, ack.kept(late), ack.void, ack.stopped_by) == ("ack", False, False, town.bob.id)
    assert (statement.kept(NOON + DAY), statement.runs) == (None, False)


async def test_a_statement_is_approved_once_by_somebody_else_and_in_its_newest_version(storage: Storage) -> None:
    town = await settle(storage)
    risk = await raised(storage, town)
    first = await storage.write(lambda unit: unit.risk_story.write(risk.id, "字" * 4000, town.bob.id, NOON))
    assert not await storage.write(lambda unit: unit.risk_story.approve(first, town.bob.id, NOON))
    second = await storage.write(lambda unit: unit.risk_story.write(risk.id, "Sorry.", town.bob.id, NOON))
    assert not await storage.write(lambda unit: unit.risk_story.approve(first, town.ann.id, NOON))
    assert await storage.write(lambda unit: unit.risk_story.approve(second, town.ann.id, NOON))
    assert not await storage.write(lambda unit: unit.risk_story.approve(second, town.ann.id, NOON))
    found = await storage.read(lambda unit: unit.risk_story.statement(risk.id))
    assert found is not None
    assert (found.version, found.approved_by) == (2, town.ann.id)
    both = await storage.read(lambda unit: unit.risk_story.statements(risk.id))
    assert [(one.version, one.approved_by) for one in both] == [(1, None), (2, town.ann.id)]


async def test_whoever_is_alone_approves_her_own_statement(storage: Storage) -> None:
    town = await settle(storage)
    risk = await raised(storage, town)
    own = await storage.write(lambda unit: unit.risk_story.write(risk.id, "Sorry.", town.bob.id, NOON))
    assert await storage.write(lambda unit: unit.risk_story.approve(own, town.bob.id, NOON, alone=True))
    assert not await storage.write(lambda unit: unit.risk_story.approve(own, town.bob.id, NOON, alone=True))


async def test_the_story_scores_and_people_follow_when_two_identities_become_one(storage: Storage) -> None:
    town = await settle(storage)
    risk = await raised(storage, town)

    async def happens(unit: Unit) -> None:
        await unit.risk_story.tell(risk.id, NOON, "noted", town.bob.id, "discord", "字" * 4000)
        await unit.risk_story.score(risk.id, town.bob.id, 80, NOON)
        await unit.risk_story.score(risk.id, town.bob.id, 85, NOON)
        await unit.risk_story.score(risk.id, town.ann.id, 90, NOON)
        await unit.risks.ack(risk.id, town.bob.id, NOON, None)

    await storage.write(happens)
    assert await storage.read(lambda unit: unit.risk_story.scores(risk.id)) == {town.bob.id: 85, town.ann.id: 90}

    async def merges(unit: Unit) -> None:
        await unit.risks.merge(town.bob.id, town.ann.id)
        await unit.risk_story.merge(town.bob.id, town.ann.id)

    await storage.write(merges)
    (entry,) = await storage.read(lambda unit: unit.risk_story.story(risk.id))
    assert (entry.deed, entry.person, entry.platform) == ("noted", town.ann.id, "discord")
    assert await storage.read(lambda unit: unit.risk_story.scores(risk.id)) == {town.ann.id: 90}
    assert (await now(storage, risk)).owner == town.ann.id


@pytest.mark.parametrize("stopped", [True, False])
async def test_an_export_says_when_the_statement_was_out(storage: Storage, stopped: bool) -> None:
    town = await settle(storage)
    risk = await raised(storage, town, title="Flood")
    await raised(storage, town, drill=True)

    async def happens(unit: Unit) -> list[RiskRow]:
        await unit.risk_story.start([RiskClock(risk.id, "statement", NOON, NOON + HOUR)])
        await unit.risks.ack(risk.id, town.ann.id, NOON, None)
        if stopped:
            await unit.risk_story.stop(risk.id, ["statement"], NOON + HOUR, town.ann.id)
        assert [row async for row in unit.work_rows.risks(town.lake, NOON + DAY, None)] == []
        return [row async for row in unit.work_rows.risks(town.lake, NOON, NOON + DAY)]

    (row,) = await storage.write(happens)
    assert (row.workspace, row.id, row.title, row.raised_by, row.acked_by) == ("Lake", 1, "Flood", "Bob", "Ann")
    assert row.statement_at == (NOON + HOUR if stopped else None)


async def test_who_was_called_when_is_known_without_exercises_and_other_teams(storage: Storage) -> None:
    town = await settle(storage)
    real, drill = await raised(storage, town), await raised(storage, town, drill=True, pace=60)
    theirs = await raised(storage, town, team=town.hill, raised_by=None)

    async def tell(unit: Unit) -> None:
        for risk in (real, drill, theirs):
            await unit.risk_story.tell(risk.id, NOON, "called", town.bob.id, words="oncall")
        await unit.risk_story.tell(real.id, NOON + HOUR, "called", town.ann.id)
        await unit.risk_story.tell(real.id, NOON, "nobody", words="backup")
        await unit.risk_story.tell(real.id, NOON, "noted", town.ann.id)

    await storage.write(tell)
    found = await storage.read(lambda unit: unit.risk_story.calls(town.lake, NOON, NOON + HOUR))
    assert found == [(town.bob.id, NOON)]
    later = await storage.read(lambda unit: unit.risk_story.calls(town.lake, NOON, NOON + DAY))
    assert later == [(town.bob.id, NOON), (town.ann.id, NOON + HOUR)]
