"""Weekly reports on both databases: every change is a version, and one team's are not another's."""

from dataclasses import replace
from datetime import date, timedelta

from storage import Storage, Task, Unit, Weekly

from .town import DAY, NOON, Town, settle

MONDAY = date(2026, 11, 23)


def report(town: Town, subject: str = "c1", **more: object) -> Weekly:
    plain = Weekly(0, town.lake, subject, MONDAY, 0, "draft", town.ann.id, NOON)
    return replace(plain, **more)  # type: ignore[arg-type]


async def kept(storage: Storage, weekly: Weekly) -> Weekly:
    return await storage.write(lambda unit: unit.weeklies.keep(weekly))


async def test_each_change_is_a_further_version(storage: Storage) -> None:
    town = await settle(storage)
    first = await kept(storage, report(town, highlights="海" * 4000, whys={"joined": "雨 \"'", "left": "x"}))
    second = await kept(storage, replace(first, state="filed", by=town.bob.id, at=NOON + DAY))
    assert (first.version, second.version) == (1, 2)
    found = await storage.read(lambda unit: unit.weeklies.versions(town.lake, "c1", MONDAY))
    assert found == [first, second]
    assert found[1].whys == {"joined": "雨 \"'", "left": "x"}
    assert await storage.read(lambda unit: unit.weeklies.get(town.lake, second.id)) == second


async def test_versions_count_for_each_subject_and_week(storage: Storage) -> None:
    town = await settle(storage)
    await kept(storage, report(town))
    others = [
        report(town, "c1,c2"), report(town, week=MONDAY + timedelta(days=7)), report(town, "p1"),
        report(town, team=town.hill, by=town.charlie.id),
    ]  # fmt: skip
    assert [(await kept(storage, other)).version for other in others] == [1] * 4


async def test_what_is_filed_is_known_by_how_it_was_filed_first(storage: Storage) -> None:
    town = await settle(storage)
    for state, words in (("draft", "a"), ("filed", "b"), ("filed", "c")):
        await kept(storage, report(town, state=state, highlights=words))
    await kept(storage, report(town, "c2", highlights="only a draft"))
    filed = await storage.read(lambda unit: unit.weeklies.filed(town.lake, MONDAY))
    assert {subject: one.highlights for subject, one in filed.items()} == {"c1": "b"}


async def test_another_team_has_none_of_it(storage: Storage) -> None:
    town = await settle(storage)
    one = await kept(storage, report(town, state="filed"))
    assert await storage.read(lambda unit: unit.weeklies.get(town.hill, one.id)) is None
    assert await storage.read(lambda unit: unit.weeklies.filed(town.hill, MONDAY)) == {}
    assert await storage.read(lambda unit: unit.weeklies.versions(town.hill, "c1", MONDAY)) == []


async def test_an_export_has_every_version_of_the_weeks_that_begin_in_its_days(storage: Storage) -> None:
    town = await settle(storage)
    for week in (MONDAY - timedelta(days=7), MONDAY, MONDAY, MONDAY + timedelta(days=7)):
        await kept(storage, report(town, week=week))

    async def rows(unit: Unit) -> list[tuple[date, int, str]]:
        found = unit.weeklies.rows(town.lake, MONDAY, MONDAY + timedelta(days=6))
        return [(row.week, row.version, row.filed_by) async for row in found]

    assert await storage.read(rows) == [(MONDAY, 1, "Ann"), (MONDAY, 2, "Ann")]


async def test_reports_of_two_accounts_become_versions_of_one(storage: Storage) -> None:
    town = await settle(storage)
    old, new = town.bob.id, town.ann.id
    await kept(storage, report(town, f"p{new}", highlights="hers"))
    await kept(storage, report(town, f"p{old}", by=old, highlights="his"))
    await storage.write(lambda unit: unit.weeklies.merge(old, new))
    found = await storage.read(lambda unit: unit.weeklies.versions(town.lake, f"p{new}", MONDAY))
    assert [(one.version, one.by, one.highlights) for one in found] == [(1, new, "hers"), (2, new, "his")]


async def test_a_draft_of_the_other_account_does_not_take_back_what_was_filed(storage: Storage) -> None:
    town = await settle(storage)
    old, new = town.bob.id, town.ann.id
    for state, words in (("draft", "a"), ("filed", "b")):
        await kept(storage, report(town, f"p{new}", state=state, highlights=words))
    for words in ("c", "d"):
        await kept(storage, report(town, f"p{old}", by=old, highlights=words))
    await kept(storage, report(town, f"p{old}", by=old, week=MONDAY + timedelta(days=7), highlights="later"))
    await storage.write(lambda unit: unit.weeklies.merge(old, new))
    found = await storage.read(lambda unit: unit.weeklies.versions(town.lake, f"p{new}", MONDAY))
    assert [(one.version, one.highlights) for one in found] == [(1, "a"), (2, "c"), (3, "d"), (4, "b")]
    assert await storage.read(lambda unit: unit.weeklies.versions(town.lake, f"p{old}", MONDAY)) == []
    (after,) = await storage.read(lambda unit: unit.weeklies.versions(town.lake, f"p{new}", MONDAY + timedelta(days=7)))
    assert (after.subject, after.version) == (f"p{new}", 1)


async def test_what_one_of_two_accounts_has_filed_stays_filed_and_the_drafts_come_before_it(storage: Storage) -> None:
    town = await settle(storage)
    old, new = town.bob.id, town.ann.id
    await kept(storage, report(town, f"p{new}", highlights="her draft"))
    await kept(storage, report(town, f"p{new}", highlights="filed", state="filed", at=NOON + DAY))
    await kept(storage, report(town, f"p{old}", by=old, highlights="his draft", at=NOON + DAY * 2))
    await kept(storage, report(town, f"p{old}", by=old, highlights="filed too", state="filed", at=NOON + DAY * 3))
    await kept(storage, report(town, f"p{old}", by=old, highlights="alone", week=MONDAY + timedelta(days=7)))
    await storage.write(lambda unit: unit.weeklies.merge(old, new))
    found = await storage.read(lambda unit: unit.weeklies.versions(town.lake, f"p{new}", MONDAY))
    assert [(one.version, one.state, one.highlights) for one in found] == [
        (1, "draft", "her draft"), (2, "draft", "his draft"), (3, "filed", "filed"), (4, "filed", "filed too"),
    ]  # fmt: skip
    later = await storage.read(lambda unit: unit.weeklies.versions(town.lake, f"p{new}", MONDAY + timedelta(days=7)))
    assert [(one.version, one.highlights) for one in later] == [(1, "alone")]


async def test_tasks_are_found_by_when_they_ended(storage: Storage) -> None:
    town = await settle(storage)

    async def work(unit: Unit) -> None:
        for at in (NOON - DAY, NOON, NOON + DAY):
            task = await unit.tasks.add(Task(0, town.lake, 0, "Greet", NOON - DAY))
            await unit.tasks.end(task.id, ["open"], "done", at, town.ann.id)

    await storage.write(work)
    found = await storage.read(lambda unit: unit.tasks.listed(town.lake, ["done"], ended=(NOON, NOON + DAY)))
    assert [task.number for task in found] == [2]
