"""Before the shift: whether whoever comes can be reached, and reminders to both sides."""

from dataclasses import replace
from functools import partial

import pytest

from storage import Unit
from tests.commands.task.crew import Crew, crew
from tests.town import Post, Somebody, Town


@pytest.fixture
async def team(town: Town) -> Crew:
    """Nobody is on call yet; letters arrive."""
    return await crew(replace(town, carries=True))


async def rota(team: Crew, line: str) -> None:
    await team.ann.says(f"/oncall rota {line}")
    for _ in range(3):
        await team.town.looks_at_the_clock()


WEEKLY = 'primary:@bob,@dee rotation:weekly handover:"fri 09:00"'


def asked(posts: list[Post]) -> list[str]:
    """When and where somebody is asked whether she can be reached, or that is told."""
    return [
        f"{post.local()[5:]} {post.address.chat}{'*' if post.letter.edits else ''}: {post.text.splitlines()[0]}"
        for post in posts
        if (post.letter.card or "").startswith("reach:") or "comes on call" in post.text or "you come on" in post.text
    ]


def reminded(posts: list[Post]) -> list[str]:
    return [f"{post.local()[5:]} {post.address.chat}: {post.text}" for post in posts if "Your shift " in post.text
            and post.letter.card is None]  # fmt: skip


async def test_a_day_before_she_is_asked_and_one_press_is_enough(team: Crew) -> None:
    await rota(team, WEEKLY)
    posts = await team.town.sleep_until("2026-11-26 09:01")
    (post,) = [post for post in posts if "You are on call from" in post]
    assert (post.local(), post.address.chat) == ("2026-11-26 09:00", "dee")
    assert post.text.splitlines() == [
        "You are on call from Fri, Nov 27 09:00.",
        "• primary: Fri, Nov 27 09:00 – Fri, Dec 4 09:00, after Bob, then Bob",
        "Can I reach you here? One press tells the team.", "[I'm reachable] [Shifts ahead] [Ask for cover]",
    ]  # fmt: skip
    said = await team.town.hears_at(team.dee.in_private(), post.reply.buttons[0].line)
    assert "Noted: I can reach you." in said
    assert "I reach you here. Thank you." in next(team.town._post(one).text for one in team.town.letters if one.card)
    assert asked(await team.town.sleep_until("2026-11-27 09:00")) == []


async def test_without_an_answer_she_is_asked_again_and_then_those_who_lead_hear_of_it(team: Crew) -> None:
    await rota(team, WEEKLY)
    assert asked(await team.town.sleep_until("2026-11-27 12:00")) == [
        "11-26 09:00 dee: You are on call from Fri, Nov 27 09:00.",
        "11-26 21:00 dee: You are on call from Fri, Nov 27 09:00.",
        "11-26 22:15 ann: Dee comes on call and has not said that she can be reached.",
    ]


async def test_whoever_has_said_anything_since_counts_as_reached(team: Crew) -> None:
    await rota(team, WEEKLY)
    await team.town.sleep_until("2026-11-26 10:00")
    await team.dee.says("/task add Print the flyers")
    assert asked(await team.town.sleep_until("2026-11-27 09:00")) == []


async def test_she_is_asked_on_every_platform_where_she_is(team: Crew) -> None:
    there = await two_platforms(team)
    await rota(team, WEEKLY)
    posts = await team.town.sleep_until("2026-11-26 09:01")
    assert sorted(asked(posts)) == [
        "11-26 09:00 dee-there: You are on call from Fri, Nov 27 09:00.",
        "11-26 09:00 dee: You are on call from Fri, Nov 27 09:00.",
    ]
    first = next(post for post in posts if post.address.chat == "dee" and post.letter.card)
    assert first.reply.otherwise is not None
    await team.town.storage.write(lambda unit: unit.cards.lose("telegram", "dee"))
    await cannot_be_written_to(team.town, team.dee)
    await team.town.gone(first)
    posts = await team.town.sleep_until("2026-11-26 09:05")
    assert asked(posts) == ["11-26 09:02 dee-there*: You are on call from Fri, Nov 27 09:00."]
    assert "I cannot write to you on Telegram yet. Open me there and press Start." in posts[0]
    assert "Noted" in await there.says("/oncall reachable")
    assert asked(await team.town.sleep_until("2026-11-27 08:00")) == [
        "11-26 09:05 dee-there*: You are on call from Fri, Nov 27 09:00."
    ]


async def test_who_can_be_written_to_nowhere_is_called_by_name_and_those_who_lead_hear_of_it_once(team: Crew) -> None:
    await cannot_be_written_to(team.town, team.dee)
    await rota(team, WEEKLY)
    posts = await team.town.sleep_until("2026-11-26 21:30")
    assert sorted(asked(posts)) == [
        "11-26 09:00 -100: Dee: you come on call, and I cannot write to you.",
        "11-26 09:00 ann: I cannot write to Dee, who comes on call.",
    ]
    private = next(post for post in posts if post.address.chat == "ann" and "I cannot write to Dee" in post)
    assert private.text.splitlines()[1:] == [
        "• primary: Fri, Nov 27 09:00 – Fri, Dec 4 09:00, after Bob, then Bob",
        "To mend it, Dee opens me on Telegram and presses Start, then “I'm reachable” in the channel.",
        "[Put somebody else in] [Shifts ahead]",
    ]  # fmt: skip
    await team.dee.in_private().says("/help")
    call = next(post for post in posts if "you come on call" in post)
    assert call.text.splitlines()[2] == "Open me on Telegram and press Start, then press the button here."
    assert "Noted" in await team.town.hears_at(team.dee, call.reply.buttons[0].line)
    assert asked(await team.town.sleep_until("2026-11-27 09:00")) == []


async def test_in_a_shift_that_runs_she_is_called_as_on_call_now_and_told_both_ways(team: Crew) -> None:
    await two_platforms(team)
    for platform, user in (("telegram", "dee"), ("discord", "dee-there")):
        await team.town.storage.write(partial(closed, platform, user))
    await team.ann.says('/oncall rota primary:@dee,@bob rotation:weekly handover:"mon 09:00"')
    calls = [post for post in await team.town.sleep_until("2026-11-24 20:05") if "I cannot write to you" in post]
    assert {post.address.chat for post in calls} == {"-100", "ops"}
    for post in calls:
        assert post.text.splitlines()[0].endswith("Dee: you are on call now, and I cannot write to you.")
        assert post.text.splitlines()[2] == (
            "Open me on Telegram and press Start, or allow direct messages on Discord; then press the button here."
        )


async def test_a_message_that_does_not_arrive_is_as_good_as_none(team: Crew) -> None:
    await rota(team, WEEKLY)
    (post,) = [post for post in await team.town.sleep_until("2026-11-26 09:01") if "You are on call from" in post]
    await team.town.storage.write(lambda unit: unit.cards.lose("telegram", "dee"))
    await cannot_be_written_to(team.town, team.dee)
    await team.town.gone(post)
    assert len(asked(await team.town.sleep_until("2026-11-26 12:00"))) == 2


async def test_short_shifts_ask_once_a_day(team: Crew) -> None:
    await rota(team, "primary:@bob,@dee rotation:hours hours:4 handover:08:00")
    first: dict[str, list[str]] = {"bob": [], "dee": []}
    for day in range(25, 28):
        posts = await team.town.sleep_until(f"2026-11-{day} 20:00")
        for who in (team.bob, team.dee):
            name = who.account.user
            first[name] += [one[:5] for one in asked(posts) if f" {name}:" in one]
            await who.says("/oncall reachable")
    assert [len(days) == len(set(days)) for days in first.values()] == [True, True], first


async def test_whoever_has_the_first_shift_is_asked_at_once(team: Crew) -> None:
    await team.ann.says(f"/oncall rota {WEEKLY}")
    posts = await team.town.sleep_until("2026-11-24 20:01")
    assert asked(posts) == ["11-24 20:00 bob: You are on call now."]
    assert "[I'm reachable]" in next(post for post in posts if post.address.chat == "bob")


async def test_whoever_takes_the_shift_before_hers_still_has_hers(team: Crew) -> None:
    await rota(team, "primary:@bob,@ann rotation:daily handover:09:00")
    await team.town.sleep_until("2026-11-25 09:30")
    await team.ann.says('/oncall override @dee from:"thu 09:00" until:"fri 09:00"')
    (post,) = [post for post in await team.town.sleep_until("2026-11-25 09:31") if "Can I reach" in post]
    assert "You are on call from Thu, Nov 26 09:00." in post
    card = post.letter.card
    assert "Dee is on call now (primary), until Thu, Nov 26 09:00." in await team.dee.says("/oncall take")
    assert "Noted: I can reach you." in await team.dee.says("/oncall reachable")
    (anew,) = [post for post in await team.town.sleep_until("2026-11-25 09:32") if post.letter.card == card]
    assert anew.text.splitlines() == [
        "You are on call from Thu, Nov 26 09:00.", "• primary: Thu, Nov 26 09:00 – Fri, Nov 27 09:00, then Ann",
        "I reach you here. Thank you.", "[Shifts ahead] [Ask for cover]",
    ]  # fmt: skip


async def test_nobody_is_told_that_she_comes_after_herself(team: Crew) -> None:
    await team.ann.says('/oncall rota primary:@dee rotation:weekly handover:"mon 09:00"')
    (post,) = [post for post in await team.town.sleep_until("2026-11-24 20:01") if "Can I reach" in post]
    assert post.text.splitlines()[1] == "• primary: Tue, Nov 24 20:00 – Mon, Nov 30 09:00"


async def test_both_are_reminded_half_an_hour_before(team: Crew) -> None:
    await rota(team, "primary:@bob,@dee rotation:daily handover:09:00")
    posts = await team.town.sleep_until("2026-11-25 09:00")
    assert sorted(reminded(posts)) == [
        "11-25 08:30 bob: Your shift ends Wed, Nov 25 09:00.\n"
        "• primary: Dee comes after you\n[Leave a note] [Open risks]",
        "11-25 08:30 dee: Your shift begins Wed, Nov 25 09:00.\n"
        "• primary: Wed, Nov 25 09:00 – Thu, Nov 26 09:00, after Bob, then Bob\n[Shifts ahead] [Open risks]",
    ]


async def test_whoever_leaves_a_long_shift_is_reminded_a_day_before_too(team: Crew) -> None:
    await rota(team, WEEKLY)
    posts = await team.town.sleep_until("2026-11-27 09:00")
    assert sorted(one[:15] for one in reminded(posts)) == ["11-26 09:00 bob", "11-27 08:30 bob", "11-27 08:30 dee"]


async def test_nobody_is_reminded_of_a_shift_that_is_no_more(team: Crew) -> None:
    await rota(team, WEEKLY)
    await team.town.sleep_until("2026-11-27 08:15")
    await team.ann.says("/oncall rota primary:@bob")
    posts = await team.town.sleep_until("2026-11-27 12:00")
    assert (reminded(posts), [post for post in posts if "has not accepted" in post]) == ([], [])


async def test_who_is_on_leave_is_neither_asked_nor_reminded(team: Crew) -> None:
    await rota(team, WEEKLY)
    await team.dee.says("/away until mon")
    posts = await team.town.sleep_until("2026-11-27 09:00")
    assert [one for one in asked(posts) + reminded(posts) if " dee" in one] == []


async def test_who_is_only_on_discord_is_not_told_to_press_start(team: Crew) -> None:
    setup = (await team.ann.says("/setup code")).text.split("`")[1]
    await team.ann.on("discord", "ann-there", "ops").with_admin().says(f"/setup join {setup}")
    await team.town.person("Fay", team.ann.at).on("discord", "fay", "ops").says("/join")
    await team.ann.says("/oncall rota primary:@fay,@bob rotation:daily handover:21:30")
    posts = await team.town.sleep_until("2026-11-24 21:00")
    said = {post.text.splitlines()[0]: post.text for post in posts if "Fay" in post}
    assert any(
        "To mend it, Fay allows direct messages on Discord, then presses “I'm reachable”" in text
        for text in said.values()
    )
    assert any("Allow direct messages on Discord, then press the button here." in text for text in said.values())
    assert not any("presses Start" in text or "press Start" in text for text in said.values())


async def two_platforms(team: Crew) -> Somebody:
    """Dee is on Discord as well."""
    code = (await team.dee.in_private().says("/link")).text.split("`")[1]
    setup = (await team.ann.says("/setup code")).text.split("`")[1]
    await team.ann.on("discord", "ann-there", "ops").with_admin().says(f"/setup join {setup}")
    there = team.town.person("Dee there", team.ann.at).on("discord", "dee-there", "ops")
    there.account = there.in_private().account
    await there.says(f"/link {code}")
    return there


async def cannot_be_written_to(town: Town, who: Somebody) -> None:
    await town.storage.write(partial(closed, who.account.platform, who.account.user))


async def closed(platform: str, user: str, unit: Unit) -> None:
    await unit.accounts.unreachable(platform, user)


async def test_whoever_leaves_is_told_that_the_next_one_is_on_leave(team: Crew) -> None:
    await rota(team, "primary:@bob,@dee rotation:daily handover:09:00")
    await team.dee.says("/away wed")
    posts = await team.town.sleep_until("2026-11-25 08:59")
    (ends,) = [post for post in posts if "Your shift ends" in post]
    assert "• primary: Dee (away) comes after you" in ends
