"""Figures, instants and days come back exactly as they went in."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import Entry, Impossible, JournalRow, Storage, Timer

from .test_numbers import current, report
from .town import LOBBY, NOON, Town

# The database is the same for all examples: each writes over the one before, or beside it.
each = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

figures = st.decimals(min_value=Decimal(-(10**14)) + 1, max_value=Decimal(10**14) - 1, places=4)
days = st.dates()
zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=zones)  # noqa: DTZ001 - bounds are naive
words = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=200)


@each
@given(figure=figures, day=days)
async def test_a_figure_of_a_day_is_exact(storage: Storage, town: Town, figure: Decimal, day: date) -> None:
    before = {name: number.version for name, number in (await storage.read(lambda u: current(u, town, day))).items()}
    await storage.write(lambda unit: unit.numbers.file(report(town, day), {"x": figure}, before))
    [number] = (await storage.read(lambda unit: current(unit, town, day))).values()
    assert (number.value, number.day) == (figure, day)
    assert "E" not in str(number.value)


@each
@given(instant=instants)
async def test_an_instant_is_exact_and_comes_back_in_utc(storage: Storage, town: Town, instant: datetime) -> None:
    await storage.write(lambda unit: unit.teams.change(town.lake, suspended_at=instant))
    found = (await storage.read(lambda unit: unit.teams.get(town.lake))).suspended_at
    assert found == instant
    assert found is not None
    assert found.tzinfo is UTC


@each
@given(line=words)
async def test_words_are_exact(storage: Storage, town: Town, line: str) -> None:
    await storage.write(lambda unit: unit.marks.set("line", line))
    assert await storage.read(lambda unit: unit.marks.get("line")) == line


@pytest.mark.parametrize("figure", ["0.00001", "1e14", "-1e14", "NaN", "Infinity", "1234567890123456789"])
async def test_a_figure_that_would_have_to_be_rounded_is_refused(storage: Storage, town: Town, figure: str) -> None:
    with pytest.raises(ValueError, match="four decimals"):
        await storage.write(lambda unit: unit.numbers.file(report(town), {"x": Decimal(figure)}, {}))
    assert await storage.read(lambda unit: current(unit, town)) == {}


async def test_a_number_that_no_column_takes_is_a_mistake_and_no_trouble_with_the_memory(
    storage: Storage, town: Town
) -> None:
    for way in (storage.read, storage.write):
        with pytest.raises((Impossible, OverflowError)):
            await way(lambda unit: unit.people.get(town.lake, 10**20))


async def test_a_naive_datetime_is_refused(storage: Storage) -> None:
    naive = NOON.replace(tzinfo=None)
    timer = Timer(0, None, "k", naive, "/help", LOBBY, None)
    with pytest.raises(TypeError, match="naive"):
        await storage.write(lambda unit: unit.timers.set(timer))
    with pytest.raises(TypeError, match="naive"):
        await storage.read(lambda unit: unit.timers.due(naive, 1))


async def test_the_journal_keeps_lines_in_order_and_in_the_team(storage: Storage, town: Town) -> None:
    def entry(team: int | None, minute: int, person: int | None) -> Entry:
        at = NOON + timedelta(minutes=minute)
        return Entry(team, at, person, "telegram", f"/help {minute}", "done")

    for entry_ in (
        entry(town.lake, 0, town.ann.id), entry(town.hill, 1, town.charlie.id), entry(None, 2, None),
        entry(town.lake, 3, None), entry(town.lake, 4, town.bob.id),
    ):  # fmt: skip
        await storage.write(lambda unit, entry_=entry_: unit.journal.write(entry_))  # type: ignore[misc]

    async def rows(first: int | None, last: int | None) -> list[JournalRow]:
        start = None if first is None else NOON + timedelta(minutes=first)
        end = None if last is None else NOON + timedelta(minutes=last)

        async def read(unit: object) -> list[JournalRow]:
            return [row async for row in unit.journal.rows(town.lake, start, end)]  # type: ignore[attr-defined]

        return await storage.read(read)

    assert [(row.line, row.person) for row in await rows(None, None)] == [
        ("/help 0", "Ann"), ("/help 3", ""), ("/help 4", "Bob"),
    ]  # fmt: skip
    assert [row.line for row in await rows(3, 4)] == ["/help 3"]
    await storage.write(lambda unit: unit.journal.merge(town.hill, town.bob.id, town.charlie.id))
    await storage.write(lambda unit: unit.journal.merge(town.lake, town.bob.id, town.ann.id))
    assert [row.person for row in await rows(None, None)] == ["Ann", "", "Ann"]


async def test_a_line_too_long_for_the_journal_is_cut_not_refused(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.journal.write(Entry(None, NOON, None, "web", "x" * 9000, "y" * 300)))


async def test_the_journal_knows_whether_somebody_has_said_anything_since(storage: Storage, town: Town) -> None:
    said = Entry(town.lake, NOON, town.ann.id, "telegram", "/help", "ok")
    await storage.write(lambda unit: unit.journal.write(said))
    for team, person, since, expected in (
        (town.lake, town.ann.id, NOON, True), (town.lake, town.ann.id, NOON + timedelta(minutes=1), False),
        (town.lake, town.bob.id, NOON, False), (town.hill, town.ann.id, NOON, False),
    ):  # fmt: skip
        found = await storage.read(lambda unit, t=team, p=person, s=since: unit.journal.acted(t, p, s))  # type: ignore[misc]
        assert found is expected
