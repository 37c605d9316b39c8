"""What is abnormal stands on the digest of its day, with buttons to take it up, and follows who does."""

import pytest

from tests.commands.task.crew import Crew, crew
from tests.signals import TUESDAY, signals, stored, usual
from tests.town import Post, Town

EVENING = "2026-11-24 22:30"


@pytest.fixture
async def team(town: Town) -> Crew:
    """A refund rate of 9.1 % where 4 % are usual; nobody has looked at the day yet."""
    found = await crew(town)
    await usual(town, TUESDAY, orders=1000, refunds=40)
    await stored(town, TUESDAY, orders=1000, refunds=91)
    return found


def digests(posts: list[Post]) -> list[Post]:
    return [post for post in posts if post.letter.card == "digest:2026-11-24"]


async def test_the_digest_looks_at_its_day_first_and_offers_what_it_finds(team: Crew) -> None:
    (post,) = digests(await team.town.sleep_until(EVENING))
    assert "Abnormal:\n• 1 · Mums club: refund rate 9.1% (mean 4%, limit 7%) · " in post
    assert "[I'll take it]" in post


async def test_who_takes_it_stands_on_the_digest_a_moment_later(team: Crew) -> None:
    await team.town.sleep_until(EVENING)
    await team.presses(team.bob, "/signal take 1")
    (post,) = digests(await team.town.sleep_until("2026-11-24 22:31"))
    assert "Bob has it" in post
    assert "[I'll take it]" not in post


async def test_a_correction_makes_it_normal_on_the_digest_too(team: Crew) -> None:
    await team.town.sleep_until(EVENING)
    await team.ann.says("/daily refunds 40")
    (post,) = digests(await team.town.sleep_until("2026-11-24 22:31"))
    assert "Corrected" in post
    assert "Abnormal:" not in post
    (one,) = await signals(team.town)
    assert one.recovered_on == TUESDAY


async def test_the_preview_only_reads(team: Crew) -> None:
    assert "Abnormal:" not in await team.bob.says("/digest")
    assert await signals(team.town) == []


async def test_one_whose_task_was_dropped_is_free_again(team: Crew) -> None:
    await team.town.sleep_until(EVENING)
    await team.presses(team.bob, "/signal take 1")
    await team.ann.says("/task drop 1 why:later")
    assert "[I'll take it" in await team.dee.says("/signal")
    assert "It is yours: task 2" in await team.presses(team.dee, "/signal take 1")
