"""What its owner is told in private, and after a day those who lead."""

from tests.commands.task.crew import Crew
from tests.town import Post

from .work import milestone


def to(posts: list[Post], chat: str) -> list[str]:
    return [
        f"{post.local()} {post.text.splitlines()[1]}"
        for post in posts
        if post.address.chat == chat and post.text.startswith("Milestone ")
    ]


async def test_she_hears_that_it_is_hers_moved_and_taken(team: Crew) -> None:
    await milestone(team, "Page", "12-10", "owner:@bob")
    (told,) = await team.told()
    assert told.text.splitlines() == [
        "Milestone 1: Page", "Ann made you its owner.", "Due Thu, Dec 10 18:00", "[Done] [Show]"
    ]  # fmt: skip
    await team.ann.says("/milestone edit 1 due:12-11")
    assert to(await team.told(), "bob") == ["2026-11-24 20:00 Ann changed when this is due."]
    await team.ann.says("/milestone edit 1 owner:@dee")
    posts = await team.told()
    assert to(posts, "bob") == ["2026-11-24 20:00 Ann took this from you."]
    assert to(posts, "dee") == ["2026-11-24 20:00 Ann made you its owner."]


async def test_who_gives_it_to_herself_is_not_told(team: Crew) -> None:
    await milestone(team, "Page", "12-10", "owner:@ann")
    assert await team.told() == []


async def test_a_day_before_when_it_is_due_each_morning_and_the_managers_after_a_day(team: Crew) -> None:
    await milestone(team, "Page", "fri 17:00", "owner:@bob")
    await team.told()
    posts = await team.town.sleep_until("2026-11-29 12:00")
    assert to(posts, "bob") == [
        "2026-11-26 17:00 This milestone is due soon.", "2026-11-27 17:00 This milestone is overdue.",
        "2026-11-28 10:00 This milestone is overdue.", "2026-11-29 10:00 This milestone is overdue.",
    ]  # fmt: skip
    assert to(posts, "ann") == ["2026-11-28 17:00 This milestone is a day late. Owner: Bob"]
    assert "Was due Fri, Nov 27 17:00" in next(post for post in posts if post.letter.card == "milestone:1")


async def test_what_was_moved_or_is_over_is_not_told_of_at_the_old_time(team: Crew) -> None:
    await milestone(team, "Page", "fri 17:00", "owner:@bob")
    await milestone(team, "Film", "fri 17:00", "owner:@bob")
    await team.told()
    await team.ann.says('/milestone edit 1 due:"sun 17:00"')
    await team.ann.says("/milestone done 2")
    posts = await team.town.sleep_until("2026-11-29 12:00")
    assert to(posts, "bob")[1:] == ["2026-11-28 17:00 This milestone is due soon."]


async def test_the_new_owner_is_reminded_not_the_old_one(team: Crew) -> None:
    await milestone(team, "Page", "fri 17:00", "owner:@bob")
    await team.ann.says("/milestone edit 1 owner:@dee")
    await team.told()
    posts = await team.town.sleep_until("2026-11-27 18:00")
    assert to(posts, "bob") == []
    assert to(posts, "dee") == [
        "2026-11-26 17:00 This milestone is due soon.", "2026-11-27 17:00 This milestone is overdue."
    ]  # fmt: skip


async def test_what_nobody_owns_is_told_to_those_who_lead(team: Crew) -> None:
    await milestone(team, "Page", "fri 17:00")
    posts = await team.town.sleep_until("2026-11-28 18:00")
    assert to(posts, "ann") == [
        "2026-11-27 17:00 This milestone is overdue, and nobody owns it.",
        "2026-11-28 10:00 This milestone is overdue, and nobody owns it.",
    ]


async def test_leave_and_quiet_hours_are_kept(team: Crew) -> None:
    await team.ann.says("/schedule quiet 22:00-09:00")
    await milestone(team, "Page", "fri 23:00", "owner:@bob")
    await milestone(team, "Film", "thu 12:00", "owner:@dee")
    await team.told()
    await team.dee.says("/away until fri")
    posts = await team.town.sleep_until("2026-11-28 12:00")
    assert to(posts, "bob") == [
        "2026-11-27 10:00 This milestone is due soon.", "2026-11-28 10:00 This milestone is overdue."
    ]  # fmt: skip
    assert to(posts, "dee") == ["2026-11-28 10:00 This milestone is overdue."]


async def test_who_cannot_be_written_to_is_told_in_the_channel_by_name(team: Crew) -> None:
    await milestone(team, "Page", "12-10", "owner:@bob")
    (told,) = await team.told()
    await team.town.gone(told)
    posts = [post for _ in range(2) for post in await team.told()]
    assert any(post.address.chat == "-100" and "Bob: Ann made you its owner." in post for post in posts)


async def test_people_cannot_type_what_the_clock_types(team: Crew) -> None:
    await milestone(team, "Page", "fri", "owner:@bob")
    await team.told()
    for line in ("late 1", "soon 1", "escalate 1", "told 1 what:late person:2", "post due:2026-11-30T09:40"):
        await team.ann.says(f"/milestone {line}")
        assert await team.told() == []


async def test_nobody_who_left_is_told_and_the_check_goes_to_those_who_lead(team: Crew) -> None:
    await team.ann.says("/role @dee manager")
    await team.dee.says("/milestone add Page goal:Grow due:fri owner:@bob criteria:good")
    await team.told()
    await team.dee.says("/team leave")
    await team.bob.says("/milestone done 1")
    (told,) = await team.told()
    assert (told.address.chat, "Bob is done." in told) == ("ann", True)
    await team.bob.says("/team leave")
    await team.ann.says("/milestone verify 1")
    assert await team.told() == []


async def test_who_made_it_and_only_watches_by_now_is_not_asked_to_check_it(team: Crew) -> None:
    await team.ann.says("/role @dee manager")
    await team.dee.says("/milestone add Page goal:Grow due:fri owner:@bob criteria:good")
    await team.told()
    await team.ann.says("/role @dee observer")
    await team.bob.says("/milestone done 1")
    assert [post.address.chat for post in await team.told()] == ["ann"]


async def test_a_check_that_waits_is_told_of_each_morning(team: Crew) -> None:
    await milestone(team, "Page", "fri 17:00", "owner:@bob", "criteria:good")
    await team.bob.says("/milestone done 1")
    waits = "Bob is done. It waits for somebody else's check."
    posts = await team.town.sleep_until("2026-11-26 12:00")
    assert to(posts, "ann") == [f"2026-11-{at} {waits}" for at in ("24 20:00", "25 10:00", "26 10:00")]
    await team.ann.says("/away 11-27")
    assert to(await team.town.sleep_until("2026-11-27 12:00"), "ann") == []
    await team.dee.says("/milestone verify 1")
    assert to(await team.town.sleep_until("2026-11-30 12:00"), "ann") == []


async def test_what_an_observer_had_is_owned_by_nobody(team: Crew) -> None:
    await milestone(team, "Page", "fri 17:00", "owner:@bob")
    await team.told()
    await team.ann.says("/role @bob observer")
    assert "1 · Page – nobody" in await team.ann.says("/milestone list")
    posts = await team.town.sleep_until("2026-11-27 18:00")
    assert to(posts, "bob") == []
    assert to(posts, "ann") == ["2026-11-27 17:00 This milestone is overdue, and nobody owns it."]


async def test_who_sleeps_longer_is_reminded_when_the_quiet_hours_end(team: Crew) -> None:
    await team.ann.says("/schedule quiet 22:00-11:30")
    await milestone(team, "Page", "fri 23:00", "owner:@bob")
    await team.told()
    posts = await team.town.sleep_until("2026-11-29 11:00")
    assert to(posts, "bob") == [
        "2026-11-27 11:30 This milestone is due soon.", "2026-11-28 11:30 This milestone is overdue."
    ]  # fmt: skip
    assert to(posts, "ann") == []
