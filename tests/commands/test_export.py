"""Asking for a file in a chat: what is understood becomes an order, and what is not is said."""

from datetime import date, timedelta

import pytest

from storage import Order
from tests.town import Town


async def order(town: Town) -> Order | None:
    return await town.storage.read(lambda unit: unit.exports.next(["telegram", "discord"], town.now))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("", None, None),
        ("last month", date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("上周", date(2026, 11, 16), date(2026, 11, 22)),
        ("from:2026-11-01 to:2026-11-20", date(2026, 11, 1), date(2026, 11, 20)),
        ("从：11月1日", date(2026, 11, 1), None),
        ("yesterday", date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
async def test_a_manager_orders_a_period(town: Town, words: str, first: date | None, last: date | None) -> None:
    await town.founded()
    answer = await town.ann.in_private().says(f"/export numbers {words}")
    assert "The file is being made" in answer
    found = await order(town)
    assert found is not None
    assert (found.kind, found.format, found.first, found.last) == ("numbers", "xlsx", first, last)
    assert (found.account, found.direct) == ("ann", "ann")


async def test_the_kind_and_the_format_are_said_in_any_language(town: Town) -> None:
    await town.founded()
    await town.ann.in_private().says("/export 日志 format:csv")
    found = await order(town)
    assert found is not None
    assert (found.kind, found.format) == ("journal", "csv")


@pytest.mark.parametrize("word", ["activities", "活动", "活動"])
async def test_activities_can_be_asked_for(town: Town, word: str) -> None:
    await town.founded()
    assert "The file is being made" in await town.ann.in_private().says(f"/export {word}")
    found = await order(town)
    assert found is not None
    assert found.kind == "activities"


async def test_without_a_kind_it_is_asked_for(town: Town) -> None:
    await town.founded()
    answer = await town.ann.in_private().says("/export")
    assert answer.reply.form is not None
    await town.ann.in_private().fills(answer, kind="people", format="json", to="11-20", **{"from": "11-01"})
    found = await order(town)
    assert found is not None
    assert (found.kind, found.format) == ("people", "json")
    assert (found.first, found.last) == (date(2026, 11, 1), date(2026, 11, 20))


async def test_help_and_a_form_name_the_days_as_the_examples_do(town: Town) -> None:
    await town.founded()
    ann = town.ann.in_private()
    told = await ann.says("/help export")
    assert "`from` – First day" in told
    assert "`to` – Last day" in told
    assert "since" not in told
    form = (await ann.says("/export")).reply.form
    assert form is not None
    assert {"from", "to"} <= {question.field for question in form.questions}
    assert "I can't read sometime as “First day”" in await ann.says("/export numbers from:sometime")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/export numbers from:2026-11-20 to:2026-11-01", "is before"),
        ("/export numbers some time", "I can't read some time as a period"),
        ("/export numberz", "Did you mean `numbers`?"),
        ("/export numbers format:pdf", "I can't read pdf as “Format”"),
        ("/export numbers 2026-13", "I can't read 2026-13 as a period"),
    ],
)
async def test_what_is_not_understood_makes_no_file(town: Town, line: str, said: str) -> None:
    await town.founded()
    assert said in await town.ann.in_private().says(line)
    assert await order(town) is None


async def test_it_is_for_managers(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily joined 3")
    assert "for people at the level ops manager" in await town.bob.in_private().says("/export numbers")
    assert await order(town) is None


async def test_who_never_opened_the_private_chat_is_told_how(town: Town) -> None:
    """A file for her alone cannot come to the group."""
    await town.founded()
    await town.ann.says("/export numbers")
    assert "Open me, press Start" in town.posts()["-100"]
    assert await order(town) is None
    await town.ann.in_private().says("/help")
    assert "The file is being made" in await town.ann.says("/export numbers")
    found = await order(town)
    assert found is not None
    assert (found.address.chat, found.direct) == ("-100", "ann")


async def test_a_team_waits_for_three_files_at_most(town: Town) -> None:
    await town.founded()
    for _ in range(3):
        await town.ann.in_private().says("/export numbers")
    assert "3 files are being made" in await town.ann.in_private().says("/export numbers")


async def test_an_order_is_taken_by_one_and_comes_back_when_he_is_gone(town: Town) -> None:
    await town.founded()
    await town.ann.in_private().says("/export numbers")
    now, until = town.now, town.now + timedelta(seconds=30)
    take = town.storage.write
    assert await take(lambda unit: unit.exports.take(1, "one", now, until))
    assert not await take(lambda unit: unit.exports.take(1, "two", now, until))
    assert await order(town) is None
    town.sleep(seconds=31)
    assert await order(town) is not None
    assert await take(lambda unit: unit.exports.take(1, "two", town.now, until))
    assert not await take(lambda unit: unit.exports.end(1, "one", "done", None, now))
    assert await take(lambda unit: unit.exports.end(1, "two", "done", None, now))
