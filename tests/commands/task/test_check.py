"""Who checks what somebody else has done, and that it is not forgotten."""

from tests.town import Post

from .crew import Crew


def to(posts: list[Post], chat: str) -> list[str]:
    return [
        f"{post.local()} {post.text.splitlines()[1]}"
        for post in posts
        if post.address.chat == chat and post.text.startswith("Task ")
    ]


WAITS = "Bob is done. It waits for somebody else's check."


async def task_of(team: Crew, maker: str = "dee") -> None:
    """One that Dee put up, and Bob does."""
    await getattr(team, maker).says("/task add Write criteria:good")
    await team.bob.says("/task claim 1")
    await team.told()


async def test_where_its_maker_left_those_who_lead_hear_of_it(team: Crew) -> None:
    await task_of(team)
    await team.dee.says("/team leave")
    await team.told()
    await team.bob.says("/task done 1")
    posts = await team.told()
    assert to(posts, "ann") == [f"2026-11-24 20:00 {WAITS}"]
    assert to(posts, "dee") == []


async def test_where_its_maker_only_watches_by_now_those_who_lead_hear_of_it(team: Crew) -> None:
    await task_of(team)
    await team.ann.says("/role @dee observer")
    await team.bob.says("/task done 1")
    assert [post.address.chat for post in await team.told()] == ["ann"]


async def test_where_its_maker_did_it_herself_those_who_lead_hear_of_it(team: Crew) -> None:
    await task_of(team, "bob")
    await team.bob.says("/task done 1")
    assert [post.address.chat for post in await team.told()] == ["ann"]


async def test_where_its_maker_is_away_those_who_lead_hear_of_it(team: Crew) -> None:
    await task_of(team)
    await team.dee.says("/away until fri")
    await team.bob.says("/task done 1")
    assert [post.address.chat for post in await team.told()] == ["ann"]


async def test_nobody_who_left_is_told_of_the_check(team: Crew) -> None:
    for verb in ("verify 1", "drop 2 why:paper"):
        await team.dee.says("/task add Write criteria:good")
        number = verb.split()[1]
        await team.bob.says(f"/task claim {number}")
        await team.bob.says(f"/task done {number}")
    await team.told()
    await team.bob.says("/team leave")
    await team.told()
    for verb in ("verify 1", "drop 2 why:paper"):
        await team.dee.says(f"/task {verb}")
        assert await team.told() == []


async def test_who_left_before_the_clock_spoke_is_not_told(team: Crew) -> None:
    await task_of(team)
    await team.bob.says("/task done 1")
    await team.dee.says("/team leave")
    assert to(await team.told(), "dee") == []


async def test_each_morning_until_it_is_verified_or_dropped(team: Crew) -> None:
    await task_of(team)
    await team.bob.says("/task done 1")
    posts = await team.town.sleep_until("2026-11-26 12:00")
    assert to(posts, "dee") == [f"2026-11-{at} {WAITS}" for at in ("24 20:00", "25 10:00", "26 10:00")]
    assert to(posts, "ann") == []
    assert any("[Verify] [Show]" in post for post in posts)
    await team.ann.says("/task edit 1 due:12-24")
    assert to(await team.town.sleep_until("2026-11-27 12:00"), "dee") == [f"2026-11-27 10:00 {WAITS}"]
    await team.dee.says("/task verify 1")
    assert to(await team.town.sleep_until("2026-11-29 12:00"), "dee") == []


async def test_the_mornings_keep_leave_and_quiet_hours(team: Crew) -> None:
    await team.ann.says("/schedule quiet 22:00-10:30")
    await task_of(team)
    await team.bob.says("/task done 1")
    await team.told()
    await team.dee.says("/away 11-26")
    posts = await team.town.sleep_until("2026-11-27 12:00")
    assert to(posts, "dee") == [f"2026-11-{at} {WAITS}" for at in ("25 10:30", "27 10:30")]
    assert to(posts, "ann") == [f"2026-11-26 10:30 {WAITS}"]


async def test_what_needs_no_check_is_not_told_of_again(team: Crew) -> None:
    await team.dee.says('/task add Write due:"fri 17:00" owner:@dee')
    await team.dee.says("/task done 1")
    assert to(await team.town.sleep_until("2026-11-29 12:00"), "ann") == []
