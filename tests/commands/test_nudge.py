"""Reminders to report: in private where that is possible, else one call in the channel of the platform."""

import pytest

from commands.kit.reply import called
from tests.town import Post, Somebody, Town

DISCORD = "discord"


@pytest.fixture
async def both(town: Town) -> Town:
    """Ann's team lives on Telegram and Discord."""
    await town.founded(language="en")
    code = (await town.ann.says("/setup code")).text.split("`")[1]
    await town.ann.on(DISCORD, "ann-there", "ops").says(f"/setup join {code}")
    await town.ann.says("/community archive mums-club")
    return town


async def reporter(town: Town, name: str, *, platform: str = "telegram", opened: bool = True) -> Somebody:
    """Somebody who reported for a community of her own yesterday."""
    await town.ann.says(f"/community add {name}-club")
    there = town.person(name, town.ann.at)
    if platform == DISCORD:
        there = there.on(DISCORD, name.lower(), "ops")
    await there.says(f"/daily community:{name}-club active 10 date:yesterday")
    if opened:
        there.account = there.in_private().account
        await there.in_private().says("/join")
    return there


async def test_the_example_is_in_the_language_of_whoever_is_reminded(both: Town) -> None:
    bob = await reporter(both, "Bob")
    await bob.in_private().says("/join language:繁體")
    (letter,) = await both.sleep_until("2026-11-24 20:31")
    assert "`/daily 新增32 活躍1.2萬`" in letter


async def cannot_be_written_to(town: Town, who: Somebody) -> None:
    await town.storage.write(lambda unit: unit.accounts.unreachable(who.account.platform, who.account.user))


def calls(posts: list[Post]) -> list[tuple[str, list[str]]]:
    """Who is called where, by the mentions in the channels."""
    return [
        (post.address.chat, sorted(called(post.reply, post.address.platform)))
        for post in posts
        if "I cannot write to you privately" in post
    ]


async def test_who_cannot_be_written_to_is_called_only_on_her_own_platform(both: Town) -> None:
    await reporter(both, "Dora")
    await reporter(both, "Eve", opened=False)
    await reporter(both, "Fay", platform=DISCORD, opened=False)
    posts = await both.sleep_until("2026-11-24 21:00")
    assert [post.address.chat for post in posts if "Dora, today's numbers are not in yet" in post] == ["dora"]
    assert sorted(calls(posts)) == [("-100", ["eve"]), ("ops", ["fay"])]
    (there,) = [post for post in posts if post.address.chat == "ops"]
    assert "Allow direct messages" in there
    assert "Eve" not in there


async def test_a_reminder_that_did_not_arrive_goes_to_her_other_chat(both: Town) -> None:
    dora = await reporter(both, "Dora")
    code = (await dora.in_private().says("/link")).text.split("`")[1]
    there = both.person("Dora there", both.ann.at).on(DISCORD, "dora-there", "ops")
    there.account = there.in_private().account
    await there.says(f"/link {code}")
    posts = await both.sleep_until("2026-11-24 20:30")
    (first,) = [post for post in posts if "are not in yet" in post]
    assert first.reply.otherwise is not None
    platform = first.address.platform
    await cannot_be_written_to(both, dora if platform == "telegram" else there)
    await both.gone(first)
    await both.looks_at_the_clock()
    (second,) = [post for post in await both.looks_at_the_clock() if "are not in yet" in post]
    assert second.address.platform != platform
    await cannot_be_written_to(both, there if platform == "telegram" else dora)
    await both.gone(second)
    assert len(calls(await both.sleep_until("2026-11-24 21:00"))) == 2


async def test_a_reminder_in_the_morning_is_about_the_day_before(both: Town) -> None:
    dora = await reporter(both, "Dora")
    await both.ann.says("/schedule move nudge.first 09:00")
    await both.ann.says("/schedule off nudge.second")
    (post,) = [post for post in await both.sleep_until("2026-11-25 10:00") if "are not in yet" in post]
    assert post.local() == "2026-11-25 09:00"
    assert "the numbers of Tue, Nov 24 are not in yet" in post
    assert "/daily date:2026-11-24 joined 32" in post
    assert post.reply.buttons[0].line == "/daily community:dora-club date:2026-11-24"
    await dora.says("/daily dora-club date:2026-11-24 active 10")
    posts = await both.sleep_until("2026-11-26 10:00")
    assert [post.local() for post in posts if "the numbers of Wed, Nov 25 are not in yet" in post]


async def test_more_people_than_a_message_can_call_are_counted(town: Town) -> None:
    await town.founded()
    await town.ann.says("/community archive mums-club")
    for at in range(52):
        await reporter(town, f"P{at}", opened=False)
        town.sleep(seconds=1)
    (mention,) = [post for post in await town.sleep_until("2026-11-24 21:00") if "privately" in post]
    assert len(called(mention.reply, "telegram")) == 50
    assert "and 2 more people: today's numbers" in mention


@pytest.mark.parametrize(
    "line",
    [
        "/nudge all due:2026-11-24T20:30", "/nudge one due:2026-11-24T20:30", "/nudge mention due:2026-11-24T20:30",
        "/nudge unreached due:2026-11-24T20:30 person:1", "/digest post daily due:2020-01-01T00:00", "/digest post",
    ],
)  # fmt: skip
async def test_what_belongs_to_the_clock_is_refused_when_a_person_says_it(town: Town, line: str) -> None:
    await town.founded()
    said = await town.ann.says(line)
    assert "is said by the clock alone" in said
    assert await town.looks_at_the_clock() == []
    assert "is said by the clock alone" in await town.hears_at(town.ann, line)
