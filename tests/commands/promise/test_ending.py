"""Kept, kept late, dropped; the lists; and what the clock says meanwhile."""

from datetime import timedelta

from storage import Promise
from tests.commands.task.crew import Crew, clock_types
from tests.town import Post


def to(posts: list[Post], chat: str) -> list[str]:
    return [
        f"{post.local()} {post.text.splitlines()[1]}"
        for post in posts
        if post.address.chat == chat and post.text.startswith("Promise ") and not post.letter.card
    ]


async def test_kept_in_time_and_late(team: Crew) -> None:
    for _ in range(2):
        await team.bob.says('/promise Send it due:"tue 21:00"')
    assert "Kept. Thank you!" in await team.presses(team.bob, "/promise kept 1")
    assert team.card() == "Promise 1: Send it\n• Promised by Bob\n• Kept, said Bob."
    await team.town.sleep_until("2026-11-24 22:15")
    assert "Kept late." in await team.bob.says("/promise kept 2")
    assert "• Kept late, said Bob. It was due Tue, Nov 24 21:00." in team.card()
    assert "Promise 2 is kept already." in await team.bob.says("/promise kept 2")
    assert "Promise 2 is kept already." in await team.bob.says("/promise edit 2 due:fri")


async def test_dropped_with_a_reason_and_whoever_wrote_it_down_hears_of_it(team: Crew) -> None:
    await team.ann.says("/promise Send it owner:@bob")
    await team.told()
    assert "Only Bob or a manager" in await team.dee.says("/promise drop 1 why:no")
    assert "Dropped." in await team.bob.says("/promise drop 1 why:nobody needs it")
    assert "Dropped by Bob: nobody needs it" in team.card()
    (said,) = to(await team.told(), "ann")
    assert said.endswith("Bob dropped this promise: nobody needs it")
    assert "dropped already" in await team.ann.says("/promise kept 1")


async def test_a_manager_who_says_it_is_kept_is_heard_by_its_owner(team: Crew) -> None:
    await team.bob.says("/promise Send it")
    await team.ann.says("/promise kept 1")
    assert to(await team.told(), "bob") == ["2026-11-24 20:00 Ann says that this promise is kept."]


async def test_the_soonest_due_comes_first_and_ones_own_can_be_asked_for(team: Crew) -> None:
    await team.bob.says("/promise Late due:12-18")
    await team.dee.says("/promise Soon due:thu")
    listed = await team.bob.says("/promise list")
    assert listed.text.splitlines() == [
        "2 open promises", "• 2 · Soon – Dee, due Thu, Nov 26 18:00", "• 1 · Late – Bob, due Fri, Dec 18 18:00",
        "[Show 2] [Kept 1] [My promises]",
    ]  # fmt: skip
    assert "1 promise of yours is open" in await team.bob.says("/promise list mine")
    await team.bob.says("/promise kept 1")
    assert "1 · Late – Bob (kept)" in await team.bob.says("/promise list over")
    assert "You have promised nothing that is open." in await team.bob.says("/promise kept")


async def test_many_are_paged(team: Crew) -> None:
    for number in range(10):
        await team.bob.says(f"/promise Thing {number}")
    page = await team.bob.says("/promise list")
    assert "Thing 8" in await team.bob.presses(page, "Next page")


async def test_before_it_is_due_then_each_morning_and_the_managers_after_a_day(team: Crew) -> None:
    await team.bob.says('/promise Send it due:"thu 17:00"')
    posts = await team.town.sleep_until("2026-11-28 12:00")
    assert to(posts, "bob") == [
        "2026-11-26 15:00 You promised this; it is due soon.",
        "2026-11-26 17:00 You promised this, and it is overdue.",
        "2026-11-27 10:00 You promised this, and it is overdue.",
        "2026-11-28 10:00 You promised this, and it is overdue.",
    ]  # fmt: skip
    assert to(posts, "ann") == ["2026-11-27 17:00 This promise is a day late. Bob made it."]
    assert "Was due Thu, Nov 26 17:00" in next(post for post in posts if post.letter.card == "promise:1")


async def test_nothing_more_is_said_of_what_is_over(team: Crew) -> None:
    await team.bob.says('/promise Send it due:"thu 17:00"')
    await team.bob.says("/promise kept 1")
    assert to(await team.town.sleep_until("2026-11-28 12:00"), "bob") == []


async def test_quiet_hours_leave_and_her_own_lead_are_kept(team: Crew) -> None:
    await team.ann.says("/schedule quiet 22:00-09:00")
    await team.bob.says("/task remind off")
    await team.bob.says('/promise Send it due:"thu 23:00"')
    await team.dee.says('/promise Send that due:"thu 12:00"')
    await team.dee.says("/away until fri")
    posts = await team.town.sleep_until("2026-11-28 12:00")
    assert to(posts, "bob") == [
        "2026-11-27 10:00 You promised this, and it is overdue.",
        "2026-11-28 10:00 You promised this, and it is overdue.",
    ]  # fmt: skip
    assert to(posts, "dee") == ["2026-11-28 10:00 You promised this, and it is overdue."]


async def test_one_that_another_room_made_gets_its_card_and_reminders_and_she_is_told(team: Crew) -> None:
    bob = (await team.town.people())["Bob"].id
    due = team.town.now + timedelta(hours=3)
    made = Promise(0, 1, 0, "Find a new venue", due, team.town.now, owner=bob)
    await team.town.storage.write(lambda unit: unit.promises.add(made))
    posts = await clock_types(team, "/promise begin 1")
    assert [post.letter.card for post in posts if post.letter.card] == ["promise:1"]
    assert to(posts, "bob") == ["2026-11-24 20:00 You promise this. If that is not so, drop it."]
    assert to(await team.town.sleep_until("2026-11-24 21:30"), "bob") == [
        "2026-11-24 21:00 You promised this; it is due soon."
    ]


async def test_those_who_lead_hear_of_the_promises_of_somebody_who_leaves(team: Crew) -> None:
    await team.bob.says('/promise Send it due:"thu 17:00"')
    await team.bob.says("/team leave")
    posts = [*await team.town.looks_at_the_clock(), *await team.town.looks_at_the_clock()]
    (said,) = [post.text for post in posts if post.address.chat == "ann"]
    assert said.splitlines() == [
        "Bob is no longer at work here. Promises that are still open:",
        "• 1 · Send it – nobody, due Thu, Nov 26 17:00", "[Promise 1]",
    ]  # fmt: skip
    (shown,) = [post.text for post in posts if post.letter.card == "promise:1"]
    assert "Nobody is there to keep it now." in shown
    later = await team.town.sleep_until("2026-11-27 18:00")
    assert to(later, "ann") == [
        "2026-11-26 17:00 This promise is overdue, and nobody is there to keep it.",
        "2026-11-27 10:00 This promise is overdue, and nobody is there to keep it.",
    ]  # fmt: skip


async def test_who_cannot_be_written_to_is_called_in_the_channel(team: Crew) -> None:
    await team.ann.says("/promise Send it owner:@bob")
    (told,) = [post for post in await team.town.looks_at_the_clock() if post.address.chat == "bob"]
    await team.town.gone(told)
    posts = [*await team.town.looks_at_the_clock(), *await team.town.looks_at_the_clock()]
    (said,) = [post.text for post in posts if post.address.chat == "-100" and "Bob" in post.text]
    assert "Bob: Ann wrote down that you promise this." in said
