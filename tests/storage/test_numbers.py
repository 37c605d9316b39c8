"""Communities, reports and their figures: nothing is overwritten."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from storage import Account, Community, Number, NumberRow, Report, Role, Storage, Taken, Unit

from .town import DAY, FRIDAY, HOUR, NOON, Town

CARL = Account("telegram", "104", "Carl")
JOINED = {"joined": Decimal(12), "left": Decimal("3.5"), "revenue": None}


def report(town: Town, day: date = FRIDAY, **changes: object) -> Report:
    filed = Report(town.lake, town.harbour, day, town.ann.id, "telegram", NOON, late=False)
    return replace(filed, **changes)  # type: ignore[arg-type]


async def current(unit: Unit, town: Town, day: date = FRIDAY) -> dict[str, Number]:
    return {number.metric: number for number in await unit.numbers.window(town.lake, town.harbour, day, day)}


async def file(storage: Storage, town: Town, values: dict[str, Decimal | None], **changes: object) -> None:
    """As the command does it: look at the team and at what is there, and correct it, in one unit of work."""

    async def work(unit: Unit) -> None:
        await unit.teams.get(town.lake)
        filed = report(town, **changes)  # type: ignore[arg-type]
        before = {metric: number.version for metric, number in (await current(unit, town, filed.day)).items()}
        await unit.numbers.file(filed, values, before)

    await storage.write(work)


async def test_what_was_filed_is_read_back(storage: Storage, town: Town) -> None:
    await file(storage, town, JOINED)
    found = await storage.read(lambda unit: current(unit, town))
    assert {metric: number.value for metric, number in found.items()} == JOINED
    assert found["left"] == Number(town.harbour, FRIDAY, "left", Decimal("3.5"), 1, town.ann.id, NOON)
    assert len(await storage.read(lambda unit: export(unit, None))) == 3


async def test_a_correction_adds_a_version_and_the_old_one_stays_readable(storage: Storage, town: Town) -> None:
    await file(storage, town, JOINED)
    await file(storage, town, {"joined": Decimal(13)}, person=town.bob.id, at=NOON + HOUR)
    await file(storage, town, {"joined": None}, at=NOON + 2 * HOUR)
    found = await storage.read(lambda unit: current(unit, town))
    assert (found["joined"].version, found["joined"].value, found["left"].version) == (3, None, 1)
    rows = await storage.read(lambda unit: export(unit, town.lake))
    assert [(r.version, r.value, r.person) for r in rows if r.metric == "joined"] == [
        (1, Decimal(12), "Ann"), (2, Decimal(13), "Bob"), (3, None, "Ann"),
    ]  # fmt: skip


async def test_a_correction_of_something_already_corrected_is_refused(storage: Storage, town: Town) -> None:
    await file(storage, town, JOINED)
    await file(storage, town, {"joined": Decimal(13)})
    with pytest.raises(Taken):
        await storage.write(lambda unit: unit.numbers.file(report(town), {"joined": Decimal(14)}, {"joined": 1}))
    found = await storage.read(lambda unit: current(unit, town))
    assert found["joined"].value == Decimal(13)
    assert len(await storage.read(lambda unit: export(unit, town.lake))) == 4


async def test_ten_who_correct_at_once_make_ten_versions(storage: Storage, town: Town) -> None:
    await file(storage, town, JOINED)
    await asyncio.gather(*(file(storage, town, {"joined": Decimal(number)}) for number in range(10)))
    rows = [row for row in await storage.read(lambda unit: export(unit, town.lake)) if row.metric == "joined"]
    assert [row.version for row in rows] == list(range(1, 12))
    assert sorted(str(row.value) for row in rows[1:]) == [str(number) for number in range(10)]
    found = await storage.read(lambda unit: current(unit, town))
    assert found["joined"].value == rows[-1].value


async def test_a_window_has_both_its_days_and_nothing_else(storage: Storage, town: Town) -> None:
    for offset in range(-3, 4):
        await file(storage, town, {"joined": Decimal(offset)}, day=FRIDAY + timedelta(offset))
    window = await storage.read(lambda unit: unit.numbers.window(town.lake, town.harbour, FRIDAY - DAY, FRIDAY + DAY))
    assert [(number.day - FRIDAY).days for number in window] == [-1, 0, 1]


async def test_teams_do_not_see_each_others_figures(storage: Storage, town: Town) -> None:
    await file(storage, town, JOINED)
    week = (FRIDAY - 7 * DAY, FRIDAY)
    assert await storage.read(lambda unit: unit.numbers.window(town.hill, town.harbour, *week)) == []
    assert await storage.read(lambda unit: unit.numbers.window(town.hill, town.summit, *week)) == []
    assert await storage.read(lambda unit: unit.numbers.reporters(town.hill, FRIDAY)) == []
    assert await storage.read(lambda unit: unit.numbers.last_note(town.hill, town.harbour, FRIDAY)) is None
    assert await storage.read(lambda unit: export(unit, town.hill)) == []
    await storage.write(lambda unit: unit.numbers.merge(town.hill, town.ann.id, town.charlie.id))
    assert {row.person for row in await storage.read(lambda unit: export(unit, town.lake))} == {"Ann"}


async def test_who_reported_is_told_once_however_often_she_filed(storage: Storage, town: Town) -> None:
    await file(storage, town, JOINED)
    await file(storage, town, {"joined": Decimal(1)})
    await file(storage, town, {"joined": Decimal(2)}, person=town.bob.id)
    pairs = await storage.read(lambda unit: unit.numbers.reporters(town.lake, FRIDAY))
    assert sorted(pairs) == [(town.ann.id, town.harbour), (town.bob.id, town.harbour)]


async def test_the_last_reporter_is_who_filed_the_newest_day_and_neither_who_corrects_nor_who_has_left(
    storage: Storage, town: Town
) -> None:
    async def last() -> dict[int, int]:
        return await storage.read(lambda unit: unit.numbers.last_reporters(town.lake, FRIDAY - 2 * DAY, FRIDAY))

    gone = await storage.write(lambda unit: unit.people.add(town.lake, CARL, Role.STAFF, NOON))
    assert await last() == {}
    await file(storage, town, JOINED, person=town.bob.id, day=FRIDAY - 3 * DAY)
    assert await last() == {}
    await file(storage, town, JOINED, person=town.bob.id, day=FRIDAY - 2 * DAY)
    assert await last() == {town.harbour: town.bob.id}
    await file(storage, town, JOINED, person=gone.id, day=FRIDAY - DAY)
    await file(storage, town, {"joined": Decimal(1)}, person=town.ann.id, day=FRIDAY - 2 * DAY)
    assert await last() == {town.harbour: gone.id}
    await file(storage, town, {"joined": Decimal(1)}, person=town.ann.id, day=FRIDAY - DAY)
    assert await last() == {town.harbour: gone.id}
    await storage.write(lambda unit: unit.people.change(town.lake, gone.id, left_at=NOON))
    assert await last() == {town.harbour: town.ann.id}
    await file(storage, town, JOINED, person=town.bob.id)
    assert await last() == {town.harbour: town.bob.id}
    assert await storage.read(lambda unit: unit.numbers.last_reporters(town.hill, FRIDAY, FRIDAY)) == {}


async def test_the_newest_note_counts(storage: Storage, town: Town) -> None:
    await file(storage, town, JOINED, note="quiet day")
    await file(storage, town, {"joined": Decimal(1)}, note="not so quiet 🚢")
    await file(storage, town, {"joined": Decimal(2)}, note=None)
    note = await storage.read(lambda unit: unit.numbers.last_note(town.lake, town.harbour, FRIDAY))
    assert note == "not so quiet 🚢"


async def test_an_export_comes_in_one_order_with_all_it_knows(storage: Storage, town: Town) -> None:
    second = await storage.write(lambda unit: unit.communities.add(Community(0, town.lake, "alley", "Alley")))
    await file(
        storage, town, {"b": Decimal(1), "a_z": Decimal(2), "ab": Decimal(3), "B": Decimal(4)}, late=True, note="x"
    )
    await file(storage, town, {"a": Decimal(5)}, community=second)
    await file(storage, town, {"a": Decimal(6)}, day=FRIDAY - DAY)
    rows = await storage.read(lambda unit: export(unit, town.lake))
    assert [(row.community, row.day, row.metric) for row in rows] == [
        ("harbour", FRIDAY - DAY, "a"),
        *(("harbour", FRIDAY, metric) for metric in ("B", "a_z", "ab", "b")),
        ("alley", FRIDAY, "a"),
    ]
    assert rows[1] == NumberRow("Lake", "harbour", FRIDAY, "B", Decimal(4), 1, "Ann", "telegram", NOON, True, "x")
    limited = await storage.read(lambda unit: export(unit, None, FRIDAY, FRIDAY))
    assert len(limited) == 5


async def test_a_note_without_figures_is_exported_before_the_figures_of_its_day(storage: Storage, town: Town) -> None:
    await file(storage, town, {"joined": Decimal(1)}, day=FRIDAY - DAY, note="with a figure")
    await file(storage, town, {}, note="rain")
    await file(storage, town, JOINED)
    await file(storage, town, {}, note="more rain", person=town.bob.id)
    await file(storage, town, {}, day=FRIDAY + DAY, note="sun")
    await file(storage, town, {}, day=FRIDAY + DAY)
    rows = await storage.read(lambda unit: export(unit, town.lake))
    assert [(row.day, row.metric, row.version, row.note) for row in rows] == [
        (FRIDAY - DAY, "joined", 1, "with a figure"),
        (FRIDAY, "", 1, "rain"),
        (FRIDAY, "", 2, "more rain"),
        *((FRIDAY, metric, 1, None) for metric in sorted(JOINED)),
        (FRIDAY + DAY, "", 1, "sun"),
    ]
    assert rows[2] == NumberRow(
        "Lake", "harbour", FRIDAY, "", None, 2, "Bob", "telegram", NOON, False, "more rain"
    )  # fmt: skip
    assert [row.note for row in await storage.read(lambda unit: export(unit, None, FRIDAY + DAY))] == ["sun"]
    assert await storage.read(lambda unit: export(unit, town.hill)) == []


async def export(unit: Unit, team: int | None, first: date | None = None, last: date | None = None) -> list[NumberRow]:
    return [row async for row in unit.numbers.rows(team, first, last)]


async def test_a_community_key_is_used_once_in_a_team(storage: Storage, town: Town) -> None:
    again = Community(0, town.lake, "harbour", "Harbour again")
    with pytest.raises(Taken):
        await storage.write(lambda unit: unit.communities.add(again))
    elsewhere = replace(again, team=town.hill, owner=town.charlie.id, type="club", stage="new", audience="all")
    number = await storage.write(lambda unit: unit.communities.add(elsewhere))
    assert replace(elsewhere, id=number) in await storage.read(lambda unit: unit.communities.of(town.hill))
    assert len(await storage.read(lambda unit: unit.communities.of(town.lake))) == 1


async def test_an_archived_community_is_shown_only_on_request(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.communities.change(town.hill, town.harbour, archived_at=NOON))
    assert len(await storage.read(lambda unit: unit.communities.of(town.lake))) == 1, "that was not theirs to archive"
    await storage.write(lambda unit: unit.communities.change(town.lake, town.harbour, archived_at=NOON))
    assert await storage.read(lambda unit: unit.communities.of(town.lake)) == []
    [kept] = await storage.read(lambda unit: unit.communities.of(town.lake, archived=True))
    assert kept.archived_at == NOON


async def test_the_past_of_a_figure_is_what_a_look_at_every_day_says(storage: Storage, town: Town) -> None:
    values = {15: "9", 14: "30", 9: "34", 7: "31", 3: None, 1: "41", 0: "50"}
    for days, value in values.items():
        number = None if value is None else Decimal(value)
        await file(storage, town, {"joined": number}, day=FRIDAY - days * DAY)
    await file(storage, town, {"joined": Decimal("52.5")}, day=FRIDAY)
    past = (await storage.read(lambda unit: unit.numbers.past(town.lake, town.harbour, FRIDAY)))["joined"]
    assert (past.count, past.low, past.high, past.mean) == (4, Decimal(30), Decimal(41), Decimal(34))
    assert (past.day_before, past.week_before) == (Decimal(41), Decimal(31))
    assert (past.version, past.value) == (2, Decimal("52.5"))
    assert await storage.read(lambda unit: unit.numbers.authors([past.report])) == {past.report: town.ann.id}
    assert await storage.read(lambda unit: unit.numbers.past(town.hill, town.harbour, FRIDAY)) == {}


async def test_the_history_of_figures_and_notes_is_read_at_once(storage: Storage, town: Town) -> None:
    first = report(town, note="rain")

    async def work(unit: Unit) -> None:
        await unit.numbers.file(first, {"joined": Decimal(3), "left": None}, {})
        await unit.numbers.file(first, {"joined": Decimal(5)}, {"joined": 1})
        history = await unit.numbers.history(town.lake, town.harbour, FRIDAY, FRIDAY)
        assert history == {(FRIDAY, "joined"): [3, 5], (FRIDAY, "left"): [None]}
        assert await unit.numbers.notes(town.lake, town.harbour, FRIDAY, FRIDAY) == {(FRIDAY, "rain")}
        assert await unit.numbers.history(town.hill, town.summit, FRIDAY, FRIDAY) == {}

    await storage.write(work)
