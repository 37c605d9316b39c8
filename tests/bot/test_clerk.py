"""A file that was asked for in a chat is made by a process of its own, and one comes, to the asker alone."""

import asyncio
import csv
import io
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.export import clerk as office
from bot.export.clerk import Clerk, Office
from commands.kit import File, Tongue
from commands.kit.reply import read_reply
from storage import Address, Letter, Order, Role
from tests.plain import words
from tests.town import SilentChat, Town


@pytest.fixture
async def clerk(town: Town, sqlite_url: str, tmp_path: Path) -> Clerk:
    """A clerk for the town, in which Ann has opened her private chat and Bob reports numbers."""
    await town.founded("fans")
    await town.ann.in_private().says("/help")
    await town.bob.says("/daily fans joined 32 active 40 note: =1+1")
    codes = count(1)
    made = Clerk(
        town.storage, lambda: town.now, "me", Office(sqlite_url, "", tmp_path / "files"), lambda: f"INC-{next(codes)}",
        whispers=frozenset({"discord", "web"}), pace=3600,
    )  # fmt: skip
    made.serve([SilentChat("telegram"), SilentChat("discord")])
    made.office.folder.mkdir()
    return made


async def letters(town: Town) -> list[Letter]:
    """What is new in the outbox, oldest first."""
    await town._fresh()
    return sorted(town.letters, key=lambda letter: letter.id)


def said(letter: Letter) -> str:
    return words(read_reply(letter.body), Tongue(letter.locale))


def file_of(letter: Letter) -> File:
    return next(block for block in read_reply(letter.body).blocks if isinstance(block, File))


def rows_of(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(path).read_text("utf-8-sig"), newline="")))


def mode(path: str) -> int:
    return Path(path).stat().st_mode & 0o777


def files(clerk: Clerk) -> list[str]:
    return [path.name for path in clerk.office.folder.iterdir()]


async def test_the_file_comes_to_the_asker_alone(town: Town, clerk: Clerk) -> None:
    await town.ann.says("/export numbers this month format:csv")
    assert await clerk.one()
    (letter,) = await letters(town)
    assert (letter.address, letter.reader, letter.lane) == (Address("telegram", "ann"), None, 2)
    assert "Here is the file: 2 rows." in said(letter)
    file = file_of(letter)
    assert file.name == "numbers-mums-club-2026-11-01-2026-11-30.csv"
    assert [(row["metric"], row["value"], row["note"]) for row in rows_of(file.path)] == [
        ("active", "40", "'=1+1"), ("joined", "32", "'=1+1"),
    ]  # fmt: skip
    assert mode(file.path) == 0o600
    assert not await clerk.one()


async def test_where_the_platform_can_whisper_only_she_sees_it(town: Town, clerk: Clerk) -> None:
    ann, asked = (await town.people())["Ann"].id, Address("discord", "7", "8")
    order = Order(0, 1, ann, asked, "77", "@77", "people", "xlsx", None, None)
    await town.storage.write(lambda unit: unit.exports.put(order, town.now))
    assert await clerk.one()
    (letter,) = await letters(town)
    assert (letter.address, letter.reader) == (asked, "77")
    assert file_of(letter).name == "people-mums-club.xlsx"


async def test_she_is_answered_in_her_language(town: Town, clerk: Clerk) -> None:
    await town.ann.says("/join language:简体")
    await town.ann.says("/export numbers")
    await clerk.one()
    (letter,) = [each for each in await letters(town) if each.address.chat == "ann"]
    assert letter.locale == "zh_Hans"


async def test_an_empty_period_makes_no_file(town: Town, clerk: Clerk) -> None:
    await town.ann.says("/export numbers 2025-01")
    await clerk.one()
    (letter,) = await letters(town)
    assert "There is nothing in this period" in said(letter)
    assert files(clerk) == []


async def test_what_is_too_large_for_the_chat_is_not_sent(
    town: Town, clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(office.LARGEST, "telegram", 100)
    await town.ann.says("/export numbers")
    await clerk.one()
    (letter,) = await letters(town)
    assert "The file has 2 rows and is too large" in said(letter)
    assert files(clerk) == []


async def test_a_failure_is_told_with_a_number_and_the_next_file_is_made(
    town: Town, clerk: Clerk, caplog: pytest.LogCaptureFixture
) -> None:
    right, clerk.office = clerk.office, replace(clerk.office, url="sqlite:////nowhere/at/all.db")
    await town.ann.says("/export numbers")
    await clerk.one()
    (letter,) = await letters(town)
    assert "If you report it, mention `INC-1`." in said(letter)
    (record,) = [record for record in caplog.records if record.message == "incident"]
    assert record.__dict__["incident"] == "INC-1"
    clerk.office = right
    await town.ann.says("/export people")
    await clerk.one()
    assert [file_of(each).name for each in await letters(town)] == ["people-mums-club.xlsx"]


async def test_who_is_no_manager_any_more_gets_nothing(town: Town, clerk: Clerk) -> None:
    await town.ann.says("/role @bob director")
    await town.ann.says("/export numbers")
    ann = (await town.people())["Ann"].id
    await town.storage.write(lambda unit: unit.people.change(1, ann, level=int(Role.STAFF)))
    await letters(town)
    await clerk.one()
    assert await letters(town) == []


async def test_a_clerk_who_dies_is_followed_and_one_file_comes(town: Town, clerk: Clerk) -> None:
    """He is stopped while the process works; the next life does it again."""
    await town.ann.says("/export numbers")
    working = asyncio.create_task(clerk.one())
    await _taken(town)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    heir = replace(clerk, owner="heir")
    assert await heir.one()
    assert not await heir.one()
    assert len([each for each in await letters(town) if "Here is the file" in said(each)]) == 1


async def _taken(town: Town) -> None:
    """Nobody rings when an order is taken."""
    while await town.storage.read(lambda unit: unit.exports.next(["telegram"], town.now)) is not None:  # noqa: ASYNC110
        await asyncio.sleep(0)


async def test_progress_is_one_message_that_changes(town: Town, clerk: Clerk) -> None:
    """The postman is played by hand: the first letter becomes a message, the next ones are edits of it."""
    live = office._Live(rows=1000)
    await town.ann.says("/export numbers")
    order = await town.storage.read(lambda unit: unit.exports.next(["telegram"], town.now))
    assert order is not None
    id, until = order.id, town.now + timedelta(seconds=30)
    await town.storage.write(lambda unit: unit.exports.take(id, "me", town.now, until))
    await letters(town)

    async def progress() -> int | None:
        return await town.storage.write(lambda unit: clerk._progress(unit, order, live))

    live.letter, live.said = await progress(), 1000
    live.rows = 2000
    assert await progress() is None  # the first one is still on its way
    (first,) = await letters(town)
    await sent(town, first, "m7")
    assert await progress() == first.id + 1
    (second,) = await letters(town)
    assert (second.edits, said(second)) == ("m7", "The file is being made: 2,000 rows so far.")


async def sent(town: Town, letter: Letter, message: str) -> None:
    await town.storage.write(lambda unit: unit.outbox.claim([letter.id], "postman", town.now + timedelta(seconds=60)))
    await town.storage.write(lambda unit: unit.outbox.sent(letter.id, "postman", message, town.now))


async def test_files_are_taken_away_after_a_day(town: Town, clerk: Clerk) -> None:
    await town.ann.says("/export numbers")
    await clerk.one()
    await asyncio.to_thread((clerk.office.folder / ".export-9.xlsx.1234.part").write_bytes, b"left behind")
    await asyncio.to_thread((clerk.office.folder / "muster-1234").mkdir)
    await clerk.tidy()
    assert files(clerk) == ["export-1.xlsx"]
    town.sleep(hours=23)
    await clerk.tidy()
    assert files(clerk) == ["export-1.xlsx"]
    town.sleep(hours=2)
    await clerk.tidy()
    assert files(clerk) == []
