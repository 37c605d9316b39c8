"""Nobody has a risk any more: whoever has it is reminded in private before, and when she is gone it calls again."""

import pytest

from tests.commands.task.crew import Crew
from tests.town import Post

from .test_calls import calls
from .test_fold import NAMES, raises

SOON = "Are you still at it?"


def reminders(posts: list[Post]) -> list[Post]:
    return [post for post in posts if SOON in post.text]


async def test_whoever_has_it_is_reminded_in_private_before_it_goes_stale(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    await team.town.looks_at_the_clock()
    assert reminders(await team.town.sleep_until("2026-11-24 20:47")) == []
    (told,) = reminders(await team.town.sleep_until("2026-11-24 20:59"))
    assert (told.local(), told.address.chat) == ("2026-11-24 20:48", "bob")
    assert told.text.splitlines() == [
        "‼ Risk 1, red: Gatehouse flooded",
        "Are you still at it? Without a note until Tue, Nov 24 21:00 the calls begin again.",
        "[Note] [Hand over] [Show]",
    ]


async def test_by_night_nobody_is_woken_for_what_would_be_called_for_by_day(team: Crew) -> None:
    await team.ann.says("/setup change quiet:22:30-08:00")
    await team.town.sleep_until("2026-11-25 09:00")
    await team.ann.says("/risk raise yellow Posts are late")
    await team.bob.says("/risk ack 1")
    assert reminders(await team.town.sleep_until("2026-11-26 07:59")) == []
    (told,) = reminders(await team.town.sleep_until("2026-11-26 08:30"))
    assert "Without a note until Thu, Nov 26 09:00" in told


async def test_a_note_puts_the_reminder_off_and_who_takes_it_over_gets_it(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    await team.town.sleep_until("2026-11-24 20:30")
    await team.bob.says("/risk note 1 Pumps are on")
    await team.ann.says("/risk handover 1 @dee")
    found = reminders(await team.town.sleep_until("2026-11-24 21:25"))
    assert [(post.local()[11:], post.address.chat) for post in found] == [("21:18", "dee")]


async def test_for_what_is_solved_nobody_is_reminded(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    await team.bob.says("/risk solve 1")
    assert reminders(await team.town.sleep_until("2026-11-24 22:00")) == []


async def test_one_who_took_many_at_once_is_reminded_once(team: Crew) -> None:
    await raises(team, "red", *NAMES, "Someone sells our list", "Newsletter went out twice")
    await team.bob.says("/risk ack all")
    (told,) = reminders(await team.town.sleep_until("2026-11-24 20:50"))
    assert "Risk 6" in told
    assert "Risk 7" in told


async def test_nothing_is_said_aloud_where_she_cannot_be_written_to(team: Crew) -> None:
    fay = team.town.person("Fay", team.ann.at)
    await fay.says("/join")
    await team.ann.says("/risk raise red Gatehouse flooded")
    await fay.says("/risk ack 1")
    assert reminders(await team.town.sleep_until("2026-11-24 21:00")) == []


async def test_a_blue_one_never_goes_stale_also_when_it_was_red_before(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    await team.bob.says("/risk level 1 blue")
    assert calls(await team.town.sleep_until("2026-11-25 20:00")) == []
    assert "Bob has it" in await team.dee.says("/risk show 1")


@pytest.mark.parametrize("gone", ["/team leave", "/team remove @bob", "/role @bob observer"])
async def test_it_calls_again_when_whoever_has_it_is_no_longer_at_work(team: Crew, gone: str) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    await team.town.looks_at_the_clock()
    await (team.bob if gone == "/team leave" else team.ann).says(gone)
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    (card,) = [post.text for post in posts if post.letter.card == "risk:1"][-1:]
    assert "• Nobody has it yet." in card
    assert "• Bob had it, and is no longer at work here: called anew since Tue, Nov 24 20:00" in card
    assert "dee" in {post.address.chat for post in posts if "You are called." in post.text}
    assert "Bob is no longer at work here, so nobody has it" in await team.dee.says("/risk story 1")
    assert "You have it." in await team.dee.says("/risk ack 1")


async def test_what_she_had_solved_waits_as_it_is_when_she_leaves(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk solve 1")
    await team.town.looks_at_the_clock()
    await team.bob.says("/team leave")
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    assert calls(posts) == []
    assert "Bob says it is solved." in await team.dee.says("/risk show 1")
