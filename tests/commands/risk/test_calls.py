"""Somebody always answers: who is called, when, and that nobody is called after that."""

from dataclasses import replace
from functools import partial

from storage import Unit
from tests.commands.task.crew import Crew
from tests.town import Post, Somebody, Town


def calls(posts: list[Post]) -> list[str]:
    """Who is called, in private or by name in the group, and when."""
    found = []
    for post in posts:
        if (post.letter.card or "").count(":") >= 2:
            place = "group" if post.address.chat == "-100" else post.address.chat
            found.append(f"{post.local()[11:]} {place}: {post.text.splitlines()[1]}")
    return found


ASKED = "You are called. Please acknowledge, or it goes on to the next."


async def test_on_call_then_backup_then_managers_again_and_again(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    posts = await team.town.looks_at_the_clock()
    posts += await team.town.sleep_until("2026-11-24 21:00")
    assert calls(posts) == [
        f"20:00 bob: {ASKED}", "20:00 group: Bob: please acknowledge.",
        f"20:15 dee: {ASKED}", "20:15 group: Dee: please acknowledge.",
        f"20:30 ann: {ASKED}", "20:30 group: Ann: please acknowledge.",
        f"20:45 bob: {ASKED}", "20:45 group: Bob: please acknowledge.",
        f"21:00 dee: {ASKED}", "21:00 group: Dee: please acknowledge.",
    ]  # fmt: skip
    lanes = {post.letter.lane for post in posts if (post.letter.card or "").startswith("risk:1:")}
    assert lanes == {0}, "what calls goes before all else; the card that only tells the time waits behind it"


async def test_nobody_is_called_once_somebody_has_it_and_the_calls_say_who(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.town.looks_at_the_clock()
    await team.town.sleep_until("2026-11-24 20:20")
    assert "You have it." in await team.dee.says("/risk ack 1")
    (card,) = [text for name, text in team.cards().items() if name == "risk:1"]
    assert "Dee has it, since Tue, Nov 24 20:20 on Telegram." in card
    assert "Acknowledgement: done, 5 min late" in card
    after = await team.town.looks_at_the_clock() + await team.town.sleep_until("2026-11-24 20:55")
    said = [(post.address.chat, post.letter.edits is not None, post.text.splitlines()[1]) for post in after
            if (post.letter.card or "").count(":") >= 2]  # fmt: skip
    taken = "Dee has it since Tue, Nov 24 20:20. Thank you."
    assert sorted(said) == [("-100", True, taken), ("-100", True, taken), ("bob", True, taken), ("dee", True, taken)]


async def test_whoever_comes_second_is_told_who_has_it(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    assert "Bob has it, since Tue, Nov 24 20:00 on Telegram." in await team.dee.says("/risk ack 1")
    assert "You have it already." in await team.bob.says("/risk ack 1")


async def test_a_call_that_waits_when_somebody_acknowledges_is_taken_back(team: Crew) -> None:
    """Its letter was written, and nobody has carried it yet."""
    await team.ann.says("/risk raise red Gatehouse flooded")
    team.town.carries = False
    posts = await team.town.looks_at_the_clock()
    assert calls(posts)
    await team.bob.says("/risk ack 1")
    waiting = await team.town.storage.read(lambda unit: unit.cards.beginning(1, "risk:1:"))
    assert waiting == set()
    assert calls(await team.town.looks_at_the_clock()) == []


async def test_somebody_on_leave_or_not_to_be_reached_is_passed_at_once(team: Crew) -> None:
    await team.bob.says("/away today")
    await team.ann.says("/risk raise red Gatehouse flooded")
    posts = await team.town.looks_at_the_clock()
    assert calls(posts)[:1] == [f"20:00 dee: {ASKED}"]
    call = next(post for post in posts if post.address.chat == "dee")
    await team.town.gone(call)
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    assert f"20:00 ann: {ASKED}" in calls(posts)
    card = [post.text for post in posts if post.letter.card == "risk:1"][-1]
    assert "Could not be reached: Dee" in card


async def test_where_nobody_is_there_the_whole_team_is_called(team: Crew) -> None:
    for who in (team.ann, team.bob, team.dee):
        await who.says("/away today")
    await team.eve.says("/help")
    await team.ann.says("/risk raise red Gatehouse flooded")
    posts = await team.town.looks_at_the_clock()
    assert [one.split(": ")[0][6:] for one in calls(posts)] == ["ann", "bob", "dee", "group"]
    assert "Nobody could be found who is on call." in calls(posts)[-1]


async def test_an_acknowledgement_without_a_note_goes_stale_and_the_calls_begin_again(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.town.looks_at_the_clock()
    await team.bob.says("/risk ack 1")
    await team.town.sleep_until("2026-11-24 20:50")
    assert "Noted." in await team.bob.says("/risk note 1 The pumps are on their way")
    assert calls(await team.town.sleep_until("2026-11-24 21:49")) == []
    posts = await team.town.sleep_until("2026-11-24 21:50")
    assert calls(posts) == [f"21:50 bob: {ASKED}", "21:50 group: Bob: please acknowledge."]
    card = [post.text for post in posts if post.letter.card == "risk:1"][-1]
    assert "• Bob had it, and wrote nothing for too long: called anew since Tue, Nov 24 21:50" in card.splitlines()
    # An edit makes no sound on a phone.
    assert [post.letter.edits for post in posts if ASKED in post or "please acknowledge" in post] == [None, None]


async def test_a_yellow_one_at_night_waits_for_the_morning(team: Crew) -> None:
    await team.town.sleep_until("2026-11-24 23:40")
    await team.ann.says("/risk raise yellow Posts are late")
    assert calls(await team.town.looks_at_the_clock()) == []
    posts = await team.town.sleep_until("2026-11-25 08:20")
    assert calls(posts) == [f"08:00 bob: {ASKED}", "08:00 group: Bob: please acknowledge."]


async def test_where_nobody_can_be_written_to_the_channel_is_called_once_a_round(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    team = Crew(replace(town, carries=True), town.ann, town.bob, town.bob, town.bob)
    await town.ann.says("/oncall rota primary:@bob")
    await town.ann.says("/risk raise red Gatehouse flooded")
    posts = await team.town.sleep_until("2026-11-24 20:20")
    minutes = [one[:5] for one in calls(posts)]
    assert len(minutes) <= 8
    assert set(minutes) == {"20:00", "20:15"}


async def test_who_is_called_with_others_is_not_passed_for_one_who_cannot_be_reached(team: Crew) -> None:
    for name in ("bob", "eve"):
        await team.ann.says(f"/role @{name} manager")
    await team.ann.says("/oncall rota primary:@dee")
    await team.ann.says("/risk raise red Gatehouse flooded")
    posts = await team.town.sleep_until("2026-11-24 20:15")
    assert [one.split(": ")[0] for one in calls(posts)][-3:] == ["20:15 bob", "20:15 eve", "20:15 group"]
    lost = {post.address.chat: post for post in posts}
    await team.town.gone(lost["bob"])
    assert calls(await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()) == []
    await team.town.gone(lost["eve"])
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    assert calls(posts)[0] == f"20:15 ann: {ASKED}"


async def test_calls_go_on_round_after_round_where_only_the_channel_hears_them(town: Town) -> None:
    """Bob is on call and cannot be written to, and Ann, who leads, is on leave: no round ends with a call."""
    await town.founded()
    await town.bob.says("/join")
    await town.ann.says("/away today")
    team = Crew(replace(town, carries=True), town.ann, town.bob, town.bob, town.bob)
    await town.ann.says("/oncall rota primary:@bob")
    await town.ann.says("/risk raise red Gatehouse flooded")
    posts = await team.town.looks_at_the_clock() + await team.town.sleep_until("2026-11-24 20:40")
    words = "Nobody who is on call can be written to: Bob. Whoever sees this: please acknowledge."
    said = [one for one in calls(posts) if "group" in one]
    assert said == [f"{at} group: {words}" for at in ("20:00", "20:15", "20:30")]


NOBODY = "Nobody who is on call can be written to: Bob, Dee, and Ann. Whoever sees this: please acknowledge."


async def test_where_nobody_of_the_chain_can_be_written_to_the_whole_team_is_called_in_each_round(team: Crew) -> None:
    await team.ann.says("/role @eve staff")
    await silent(team, team.ann, team.bob, team.dee)
    await team.eve.says("/risk raise red Gatehouse flooded")
    posts = await team.town.looks_at_the_clock() + await team.town.sleep_until("2026-11-24 20:20")
    assert calls(posts) == [
        f"20:00 eve: {ASKED}", f"20:00 group: {NOBODY}", f"20:15 eve: {ASKED}", f"20:15 group: {NOBODY}",
    ]  # fmt: skip
    card = [post.text for post in posts if post.letter.card == "risk:1"][-1]
    assert "Could not be reached: Bob, Dee, and Ann" in card


async def test_where_all_letters_of_the_chain_come_back_the_whole_team_is_called_in_the_same_moment(team: Crew) -> None:
    await team.ann.says("/role @eve staff")
    await team.eve.says("/risk raise red Gatehouse flooded")
    said: list[str] = []
    posts = await team.town.looks_at_the_clock()
    for chat in ("bob", "dee", "ann"):
        said += calls(posts)
        await team.town.gone(next(post for post in posts if post.address.chat == chat and ASKED in post.text))
        posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    said += calls(posts)
    assert said[-2:] == [f"20:00 eve: {ASKED}", f"20:00 group: {NOBODY}"]
    assert [one for one in said if "eve: " in one] == [f"20:00 eve: {ASKED}"]
    await team.eve.says("/risk ack 1")
    posts = await team.town.sleep_until("2026-11-24 20:55")
    assert [one for one in calls(posts) if "please" in one or ASKED in one] == []


async def test_where_those_who_lead_cannot_be_written_to_a_blue_one_goes_to_everybody(team: Crew) -> None:
    await silent(team, team.ann)
    await team.bob.says("/risk raise blue Two forms for one thing")
    posts = await team.town.looks_at_the_clock()
    assert [one.split(": ")[0] for one in calls(posts)] == ["20:00 bob", "20:00 dee", "20:00 group"]
    assert "Nobody who is on call can be written to: Ann." in calls(posts)[-1]


async def silent(team: Crew, *people: Somebody) -> None:
    """They have blocked the bot."""
    for who in people:
        await team.town.storage.write(partial(_blocked, user=who.account.user))


async def _blocked(unit: Unit, user: str) -> None:
    await unit.accounts.unreachable("telegram", user)


async def test_the_calls_say_since_when_whoever_was_given_it_has_it(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.town.looks_at_the_clock()
    await team.bob.says("/risk ack 1")
    await team.town.sleep_until("2026-11-24 20:20")
    await team.bob.says("/risk handover 1 @dee")
    posts = await team.town.looks_at_the_clock()
    assert [post for post in posts if "Dee has it since Tue, Nov 24 20:20. Thank you." in post] != []


async def test_a_blue_one_that_is_nobodys_goes_to_those_who_lead_and_not_to_everybody(team: Crew) -> None:
    await team.bob.says("/risk raise blue Two forms for one thing")
    posts = await team.town.looks_at_the_clock()
    assert calls(posts) == [f"20:00 ann: {ASKED}", "20:00 group: Ann: please acknowledge."]
