"""The story of a risk keeps itself: notes, replies in the chat, messages that are kept, and readable words for all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

from bot.ports import Call
from commands.kit.playbooks import DEFAULT
from commands.kit.tongue import Tongue
from commands.risk.face import Look
from commands.risk.story import paged, together, told
from storage import Risk, RiskEntry
from storage.records.crisis import Deed
from tests.commands.task.crew import Crew
from tests.town import Answer, Somebody

TALK = "/form _ say"


async def raised(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.town.looks_at_the_clock()


async def answers(team: Crew, who: Somebody, card: str, words: str) -> Answer:
    """A plain reply to the message that shows a card."""
    message = await team.town.storage.read(lambda unit: unit.cards.message(1, card, who.at))
    assert message is not None
    heard = replace(who.heard("typed"), replies=message, reply_text="what the card says")
    return await team.town.hears(who, Call(TALK, heard, {"value": words}))


async def keeps(team: Crew, who: Somebody, line: str, said: str, by: Somebody, *, minutes: int) -> Answer:
    """Say a line in answer to what somebody said some minutes ago."""
    at = team.town.now - timedelta(minutes=minutes)
    heard = replace(who.heard("typed"), reply_to=by.account, reply_text=said, reply_at=at)
    return await team.town.hears(who, Call(line, heard, {}))


async def story(team: Crew) -> list[str]:
    return (await team.ann.says("/risk story 1")).text.splitlines()[1:]


async def test_a_plain_reply_to_the_card_or_to_a_call_is_a_note(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk ack 1")
    await team.town.looks_at_the_clock()
    assert "Noted." in await answers(team, team.bob, "risk:1", "Pumps are on their way")
    assert "Noted." in await answers(team, team.dee, "risk:1:0", "I bring sandbags")
    assert await story(team) == [
        "• Tue, Nov 24 20:00, Telegram: Ann raised it", "• Tue, Nov 24 20:00: Called as primary: Bob",
        "• Tue, Nov 24 20:00, Telegram: Bob acknowledged", "• Tue, Nov 24 20:00, Telegram: Bob: Pumps are on their way",
        "• Tue, Nov 24 20:00, Telegram: Dee: I bring sandbags",
    ]  # fmt: skip
    assert "First response: done in time" in (await team.ann.says("/risk show 1")).text


async def test_a_message_is_kept_with_its_own_time_and_whoever_said_it(team: Crew) -> None:
    await team.town.sleep_until("2026-11-24 20:30")
    await raised(team)
    said = await keeps(team, team.bob, "/risk note 1", "Water comes through the door", team.dee, minutes=20)
    assert "It is in the story of risk 1 now." in said
    assert (await story(team))[0] == "• Tue, Nov 24 20:10, Telegram: Dee: Water comes through the door"
    again = await keeps(team, team.bob, "/risk note 1", "Water comes through the door", team.dee, minutes=20)
    assert "It is in the story of risk 1 already." in again
    stranger = team.town.person("Zoe", team.ann.at)
    await keeps(team, team.bob, "/risk note 1 see her video", "It is on the news", stranger, minutes=1)
    assert (await story(team))[-2:] == [
        "• Tue, Nov 24 20:30: Called as primary: Bob", "• Tue, Nov 24 20:30, Telegram: Bob: see her video",
    ]  # fmt: skip
    assert "• Tue, Nov 24 20:29, Telegram: Bob: Zoe: It is on the news" in await story(team)


async def test_which_risk_is_asked_where_several_are_open_and_the_message_is_kept_meanwhile(team: Crew) -> None:
    said = await keeps(team, team.bob, "/risk note", "Water", team.dee, minutes=5)
    assert "No risk is open." in said
    await raised(team)
    assert "story of risk 1 now" in await keeps(team, team.bob, "/risk note", "Water", team.dee, minutes=5)
    await team.ann.says("/risk raise yellow Posts are late")
    asked = await keeps(team, team.bob, "/risk note", "Mud", team.dee, minutes=6)
    assert asked.reply.form is not None
    assert [one.field for one in asked.reply.form.questions] == ["number"]
    assert "story of risk 1 now" in await team.bob.fills(asked, number="1")
    assert (await story(team))[0] == "• Tue, Nov 24 19:54, Telegram: Dee: Mud"


async def test_nobody_can_put_words_into_another_s_mouth(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk note 1 said:Lies by:dee at:2026-11-24T00:00:00+00:00 truth")
    assert "Lies" not in "".join(await story(team))


async def test_a_note_without_words_asks_for_them(team: Crew) -> None:
    await raised(team)
    asked = await team.bob.says("/risk note 1")
    assert "Noted." in await team.bob.fills(asked, words="Dry again")


async def test_a_number_may_be_left_out_where_it_is_clear_and_else_is_asked_for(team: Crew) -> None:
    await raised(team)
    assert "Noted." in await team.bob.says("/risk note The venue is called")
    assert "Noted." in await team.bob.says("/risk note ＃1 2 pumps are on")
    assert [one.rpartition(": ")[2] for one in (await story(team))[-2:]] == ["The venue is called", "2 pumps are on"]
    await team.ann.says("/risk raise yellow Posts are late")
    asked = await team.bob.says("/risk note 20:30 the venue answers")
    assert "Noted." in await team.bob.fills(asked, number="1")
    assert (await story(team))[-1].endswith("Bob: 20:30 the venue answers")
    assert "Noted." in await team.bob.says("/risk note number:2 Writer is ill")


async def test_a_long_story_has_pages_and_opens_at_the_newest(team: Crew) -> None:
    await raised(team)
    for n in range(20):
        await team.bob.says(f"/risk note 1 Room {n}")
    newest = await team.ann.says("/risk story 1")
    assert "Page 2 of 2" in newest
    assert "Room 19" in newest
    first = await team.ann.presses(newest, "Earlier")
    assert "Ann raised it" in first
    assert "Room 19" in await team.ann.presses(first, "Later")
    assert "Page 2 of 2" in await team.ann.says("/risk story 1 page:99")


def test_every_page_fits_and_nothing_is_lost() -> None:
    entries = [entry(n, "noted", "x" * (n * 400 % 2000)) for n in range(60)]
    pages = paged(together(entries))
    assert [one[0].id for page in pages for one in page] == list(range(60))
    assert all(sum(len(one[0].words) for one in page) <= 3000 for page in pages)


def entry(id: int, deed: Deed, words: str = "") -> RiskEntry:
    return RiskEntry(id, 1, datetime(2026, 11, 24, 12, tzinfo=UTC), deed, None, "telegram", words)


def test_every_deed_is_said_in_every_language() -> None:
    for deed in get_args(Deed):
        said = words_of(deed)
        assert all("{" not in one and one for one in said)
        assert len(said) > 1, deed


def words_of(deed: Deed) -> set[str]:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    look = Look(Risk(1, 1, 1, "red", "fraud", "x", now, now), (), (), {}, "")
    one = together([entry(1, deed, {"called": "oncall", "nobody": "team", "levelled": "red"}.get(deed, "ack"))])[0]
    said = told(look, DEFAULT, one, lambda words: words)
    return {Tongue(at).speak(said) for at in ("en", "zh_Hans", "zh_Hant")}


async def test_words_are_kept_though_the_message_that_they_answer_is_kept_already(team: Crew) -> None:
    await raised(team)
    await keeps(team, team.bob, "/risk note 1", "Water comes in", team.dee, minutes=5)
    said = await keeps(team, team.bob, "/risk note 1 The pumps are on", "Water comes in", team.dee, minutes=5)
    assert "Noted." in said
    assert (await story(team))[-1] == "• Tue, Nov 24 20:00, Telegram: Bob: The pumps are on"
    assert sum("Water comes in" in line for line in await story(team)) == 1


async def test_the_form_of_a_note_says_which_risk_it_is_about(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    asked = await team.bob.says("/risk note 1")
    assert asked.text.splitlines() == ["form ‼ 1 · Gatehouse flooded", "? What is done, or known"]
