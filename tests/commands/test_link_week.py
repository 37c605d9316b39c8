"""/link: what two accounts did in the rhythm of the week is one person's afterwards, on both databases."""

from decimal import Decimal

import pytest

from storage import Goal, Signal, Storage, Unit
from tests.town import Somebody, Town


@pytest.fixture
async def town(storage: Storage) -> Town:
    """A Friday, 16:05 in Shanghai: Bob on Telegram and bobby on Discord are asked for the review of the week."""
    town = Town(storage, carries=True)
    await town.founded()
    await town.ann.says("/setup code")
    await town.ann.on("discord", "900", "555").with_admin().says("/setup join CODE-0001")
    await town.bob.says("/join")
    await bobby(town).says("/join")
    await town.sleep_until("2026-11-27 16:05")
    return town


def bobby(town: Town) -> Somebody:
    return town.person("bobby", town.ann.on("discord", "900", "555").at)


async def links(town: Town) -> tuple[int, int]:
    """Bob types the code of his other account. Returns who he is, and who the other was."""
    people = await town.people()
    said = await town.bob.in_private().says("/link")
    code = next(word.strip("`.") for word in said.text.split() if word.startswith("`CODE"))
    assert "on both platforms you are Bob now" in await bobby(town).says(f"/link {code}")
    return people["Bob"].id, people["bobby"].id


async def test_both_answered_the_same_round_and_it_is_one_answer(town: Town) -> None:
    await town.bob.says("/review answer well: the fair next week: print earlier")
    await bobby(town).says("/review answer well: the cake next week: bake more")
    await links(town)
    posts = await town.sleep_until("2026-11-27 17:31")
    (summed,) = [post for post in posts if post.address.chat == "-100" and (post.letter.card or "").endswith(":sum")]
    assert "1 answer" in summed
    assert "the fair" in summed
    assert "the cake" not in summed


async def test_an_answer_of_the_second_self_alone_is_hers(town: Town) -> None:
    await bobby(town).says("/review answer well: the cake")
    await links(town)
    assert "You have answered." in await town.bob.in_private().says("/review")
    posts = await town.sleep_until("2026-11-27 16:06")
    (prompt,) = [post for post in posts if post.address.chat == "-100" and "Weekly review" in post]
    assert "1 of 2 has answered." in prompt


async def test_promises_follow(town: Town) -> None:
    await bobby(town).says('/promise "Call the venue" due:"2026-11-30 10:00"')
    await links(town)
    assert "Call the venue" in await town.bob.says("/promise list mine")
    assert "Kept" in await town.bob.says("/promise kept 1")


async def test_a_draft_of_the_second_self_does_not_unfile_the_week(town: Town) -> None:
    await town.bob.says("/weekly edit me highlights:fair")
    await town.bob.says("/weekly file me")
    await bobby(town).says("/weekly edit me highlights:cake")
    await links(town)
    assert "fair" in await town.bob.says("/weekly me")


async def test_goals_and_signals_follow(town: Town) -> None:
    second, day = (await town.people())["bobby"].id, town.now.date()

    async def made(unit: Unit) -> None:
        goal = Goal(0, 1, 0, "active", "level", Decimal(100), day, town.now, owner=second, made_by=second)
        await unit.goals.add(goal)
        signal = Signal(0, 1, 0, "active", "above", day, Decimal(1), Decimal(9), town.now)
        await unit.signals.take((await unit.signals.add(signal)).id, second, town.now)

    await town.storage.write(made)
    bob, _ = await links(town)

    async def look(unit: Unit) -> list[int | None]:
        (goal,), (signal,) = await unit.goals.listed(1, ["open"]), await unit.signals.raised(1)
        return [goal.owner, goal.made_by, signal.taken_by]

    assert await town.storage.read(look) == [bob] * 3
