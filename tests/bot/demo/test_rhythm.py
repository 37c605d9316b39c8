"""What the sample team has planned, promised and looked back at, and how its colleagues go on with it."""

from datetime import UTC, date, datetime

from bot.ports import Call
from commands.kit import Heard
from commands.kit.metrics import default_catalogue
from commands.kit.signals import grouped
from commands.review.lines import counted
from storage import Account, Address, Answer, RoundKind, Storage

from .lively import SHANGHAI, Team, team_at

FRIDAY, WEEK = date(2026, 11, 27), date(2026, 11, 23)


async def said_in(storage: Storage, kind: RoundKind) -> list[Answer]:
    (newest,) = await storage.read(lambda unit: unit.rounds.latest(1, kind))
    return await storage.read(lambda unit: unit.rounds.answers(newest.id))


async def names_of(storage: Storage) -> dict[int, str]:
    return {one.id: one.name for one in await storage.read(lambda unit: unit.people.of(1))}


async def does(team: Team, who: str, name: str, line: str) -> None:
    heard = Heard(Account("web", who, name), Address("web", "team-room"), team.clock(), via="typed")
    assert await team.app.desk.hear(Call(line, heard)) is not None


async def test_the_planted_goals_can_be_measured(sqlite_storage: Storage) -> None:
    await team_at(sqlite_storage)
    goals = await sqlite_storage.read(lambda unit: unit.goals.listed(1, ["open"]))
    metrics = default_catalogue()
    assert {goal.kind for goal in goals} == {"span", "growth"}
    for goal in goals:
        metric = metrics.get(goal.metric)
        assert metric is not None
        if goal.kind == "span" and metric.adds_up:
            assert goal.start == 0


async def test_what_the_last_review_came_to_has_become_tasks_under_its_own_words(sqlite_storage: Storage) -> None:
    await team_at(sqlite_storage)
    (newest,) = await sqlite_storage.read(lambda unit: unit.rounds.latest(1, "week"))
    came = await sqlite_storage.read(lambda unit: unit.rounds.conclusions([newest.id]))
    assert [bool(one.task) for one in came] == [True, True, False]
    for one in came[:2]:
        task = await sqlite_storage.read(lambda unit, one=one: unit.tasks.get(1, one.task or 0))  # type: ignore[misc]
        assert task is not None
        assert (task.title, task.origin) == (one.words, f"/review show {newest.day}")


async def test_on_the_day_of_the_review_three_colleagues_answer_where_nobody_reads_it(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    await team.jump("friday")
    assert await said_in(sqlite_storage, "week") == []
    await team.jump("summary")
    names = await names_of(sqlite_storage)
    found = await said_in(sqlite_storage, "week")
    assert [names[one.person] for one in found] == ["Wei Ning", "Tom Becker", "Aisha Rahman"]
    assert all(one.words["next"] and "remark" not in one.words for one in found)
    for room in ("team-room", "team-channel"):
        heard = await team.said(room)
        assert heard[-1] == "Fri 17:30 Weekly review, Fri, Nov 27: 3 answers"
        assert not any("/review answer" in line for line in heard)


async def test_who_has_answered_for_herself_is_left_with_her_words(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    await team.jump("friday")
    await does(team, "ning", "Wei Ning", "/review answer went well: what the visitor says")
    await team.jump("summary")
    names = await names_of(sqlite_storage)
    hers = [one for one in await said_in(sqlite_storage, "week") if names[one.person] == "Wei Ning"]
    assert [(one.version, dict(one.words)) for one in hers] == [(1, {"well": "what the visitor says"})]


async def test_no_two_reviews_in_a_row_hear_the_same(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    heard: list[str] = []
    for _ in range(2):
        await team.jump("summary")
        heard += [words for one in await said_in(sqlite_storage, "week") for words in one.words.values()]
    assert len(heard) == len(set(heard))


async def test_two_write_a_diary_that_is_long_enough_on_the_last_working_day(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    await team.jump("month-end")
    await team.jump("redbook")
    names = await names_of(sqlite_storage)
    found = await said_in(sqlite_storage, "month")
    assert {names[one.person] for one in found} == {"Tom Becker", "Wei Ning"}
    for one in found:
        assert f"{one.at.astimezone(SHANGHAI):%b %d}" == "Nov 30"
        assert counted(one.words["diary"]) >= default_catalogue().reviews.diary_signs
    assert all("diary" not in one.words and "remark" not in one.words for one in await said_in(sqlite_storage, "topic"))
    for room in ("team-room", "team-channel"):
        assert any(line.startswith("Tue 10:00 Monthly Red Book") for line in await team.said(room))


async def test_one_community_is_taken_up_after_the_stand_up_and_the_rest_is_left(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage, lived=True)
    before = await sqlite_storage.read(lambda unit: unit.signals.raised(1))
    assert not any(each.taken_by for each in before)
    await team.jump("nudge")
    after = await sqlite_storage.read(lambda unit: unit.signals.raised(1))
    names = await names_of(sqlite_storage)
    taken = [each for each in after if each.taken_by]
    assert {(names[each.taken_by], each.task) for each in taken if each.taken_by} == {("Sofia Ortiz", taken[0].task)}
    left = [each for each in after if each.waits]
    assert len(left) == len(before) - len(taken)
    assert len(grouped(left)) == len(grouped(before)) - 1 >= 2


async def test_colleagues_finish_what_they_have_before_it_is_due(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage, lived=True)
    await team.jump("summary")
    await team.jump("digest")
    names = await names_of(sqlite_storage)
    evening = datetime(2026, 11, 27, 10, tzinfo=UTC)
    left = await sqlite_storage.read(lambda unit: unit.tasks.listed(1, ["open", "claimed"], due_by=evening))
    holders = await sqlite_storage.read(lambda unit: unit.tasks.holders([task.id for task in left]))
    assert {names[holder.person] for holder in holders} <= {"Lin Mei", "Grace Hu"}
    done = await sqlite_storage.read(lambda unit: unit.tasks.listed(1, ["done"], due_by=evening))
    assert [task.title for task in done if task.ended_at and task.due_at and task.ended_at > task.due_at] == []


async def test_a_promise_is_kept_by_whoever_gave_it_unless_a_visitor_was_first(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage, lived=True)
    await does(team, "tom", "Tom Becker", "/promise kept 2")
    await team.jump("digest")
    kept = await sqlite_storage.read(lambda unit: unit.promises.listed(1, ["kept"]))
    assert {promise.number: promise.late for promise in kept} == {1: False, 2: True, 3: False}
    assert not any("/promise kept 2" in line for line in await team.said("team-room"))
    assert any("/promise kept 3" in line for line in await team.said("team-channel"))


async def test_a_weekly_report_is_filed_on_friday_evening(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    await team.jump("friday")
    await team.jump("digest")
    filed = await sqlite_storage.read(lambda unit: unit.weeklies.filed(1, WEEK))
    (report,) = filed.values()
    readers = next(
        one for one in await sqlite_storage.read(lambda unit: unit.communities.of(1)) if one.key == "readers"
    )
    assert (report.subject, report.at.astimezone(SHANGHAI).date()) == (f"c{readers.id}", FRIDAY)
    assert report.highlights
    assert report.plan


async def test_what_a_visitor_has_drafted_stays_the_visitors(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    await team.jump("friday")
    await does(team, "mei", "Lin Mei", '/weekly edit communities:readers plan:"what the visitor plans"')
    await team.jump("digest")
    (draft,) = await sqlite_storage.read(lambda unit: unit.weeklies.of_week(1, WEEK))
    assert (draft.state, draft.plan) == ("draft", "what the visitor plans")


async def test_who_is_away_does_nothing(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    await does(team, "tom", "Tom Becker", "/away 10d why:family")
    await team.jump("summary")
    names = await names_of(sqlite_storage)
    assert {names[one.person] for one in await said_in(sqlite_storage, "week")} == {"Wei Ning", "Aisha Rahman"}
    assert not any("/task done" in line and "/daily python" in line for line in await team.said("team-room"))
