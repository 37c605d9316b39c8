"""What is due: reminded before, named late each morning, and told to those who lead after a day."""

import pytest

from .crew import Crew


def to(posts: list, chat: str) -> list[str]:  # type: ignore[type-arg]
    return [f"{post.local()} {post.text.splitlines()[1]}" for post in posts if post.address.chat == chat]


async def test_who_has_it_is_reminded_two_hours_before(team: Crew) -> None:
    await team.bob.says('/task add Write owner:@bob due:"wed 17:00"')
    assert to(await team.town.sleep_until("2026-11-25 16:00"), "bob")[-1] == "2026-11-25 15:00 This is due soon."


async def test_how_long_before_is_her_own_choice(team: Crew) -> None:
    assert "You are reminded 30 minutes before a task is due." in await team.bob.says("/task remind 30m")
    assert "You are not reminded" in await team.dee.says("/task remind off")
    assert "I can't read whenever as a span of time" in await team.ann.says("/task remind whenever")
    await team.bob.says('/task add Greet slots:2 due:"wed 17:00"')
    for who in (team.bob, team.dee):
        await team.presses(who, "/task claim 1")
    posts = await team.town.sleep_until("2026-11-25 16:59")
    assert "2026-11-25 16:30 This is due soon." in to(posts, "bob")
    assert not any("due soon" in post.text for post in posts if post.address.chat == "dee")


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("半小时", "30"), ("半小時", "30"), ("两小时", "120"), ("兩小時", "120"), ("1小时", "60"), ("30分钟", "30"),
     ("30分鐘", "30"), ("2天", "2,880"), ("提前1小时", "60"), ("1h 30m", "90")],
)  # fmt: skip
async def test_how_long_before_can_be_said_in_chinese(team: Crew, typed: str, minutes: str) -> None:
    assert f"You are reminded {minutes} minutes before a task is due." in await team.bob.says(f"/task remind {typed}")


async def test_who_is_late_hears_it_at_once_and_each_morning_and_the_manager_after_a_day(team: Crew) -> None:
    await team.dee.says('/task add Write owner:@dee due:"wed 17:00"')
    posts = await team.town.sleep_until("2026-11-28 12:00")
    late = [line for line in to(posts, "dee") if "overdue" in line]
    assert late == [
        "2026-11-25 17:00 This is overdue.", "2026-11-26 10:00 This is overdue.", "2026-11-27 10:00 This is overdue.",
        "2026-11-28 10:00 This is overdue.",
    ]  # fmt: skip
    led = [line for line in to(posts, "ann") if "late" in line]
    assert led == ["2026-11-26 17:00 This is a day late. Dee has it."]
    assert "1 overdue task\n• 1 · Write – Dee, was due Wed, Nov 25 17:00" in await team.ann.says("/task list overdue")


async def test_nothing_is_said_of_what_is_done_in_time(team: Crew) -> None:
    await team.dee.says('/task add Write owner:@dee due:"wed 17:00"')
    await team.presses(team.dee, "/task done 1")
    posts = await team.town.sleep_until("2026-11-28 12:00")
    assert not any("Task 1" in post.text for post in posts)


async def test_what_nobody_claimed_is_named_in_the_channel(team: Crew) -> None:
    await team.bob.says('/task add Write due:"wed 17:00"')
    posts = await team.town.sleep_until("2026-11-25 17:01")
    (named,) = [post for post in posts if "nobody has claimed it" in post.text]
    assert (named.address.chat, named.local()) == ("-100", "2026-11-25 17:00")
    assert "[Claim]" in named


async def test_at_night_nobody_is_told_before_the_morning(team: Crew) -> None:
    await team.dee.says('/task add Write owner:@dee due:"wed 23:30"')
    posts = await team.town.sleep_until("2026-11-26 11:00")
    assert [line for line in to(posts, "dee") if "overdue" in line] == ["2026-11-26 10:00 This is overdue."]


async def test_who_is_away_is_not_reminded_that_it_is_late(team: Crew) -> None:
    await team.dee.says('/task add Write owner:@dee due:"wed 17:00"')
    await team.dee.says("/away until 11-26")
    posts = await team.town.sleep_until("2026-11-27 12:00")
    assert [line for line in to(posts, "dee") if "overdue" in line] == ["2026-11-27 10:00 This is overdue."]


async def test_who_cannot_be_written_to_is_called_in_the_channel(team: Crew) -> None:
    hal = team.town.person("Hal", team.ann.at)
    await hal.says("/join")
    await team.ann.says("/task add Write owner:@hal")
    (told,) = await team.told()
    assert told.address.chat == "-100"
    assert "Hal: Ann gave this to you." in told


async def test_who_has_blocked_the_bot_is_called_in_the_channel(team: Crew) -> None:
    await team.ann.says("/task add Write owner:@dee")
    (told,) = await team.told()
    await team.town.gone(told)
    again = [post for _ in range(2) for post in await team.told()]
    assert [(post.address.chat, "Dee: Ann gave this to you." in post) for post in again] == [("-100", True)]
