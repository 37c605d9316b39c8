"""Done, verified by somebody else, dropped with a reason; and the checklist on the way."""

import pytest

from .crew import Crew


async def test_what_has_no_criteria_is_over_when_it_is_done(team: Crew) -> None:
    await team.bob.says("/task add Write owner:@bob")
    assert "Done. Thank you!" in await team.presses(team.bob, "/task done 1")
    assert "Done by Bob." in team.card()
    assert "[" not in team.card()
    assert "Task 1 is over." in await team.presses(team.bob, "/task done 1")
    assert "Task 1 is over." in await team.presses(team.dee, "/task claim 1")
    assert "Task 1 is done; it needs no check." in await team.presses(team.dee, "/task verify 1")


async def test_what_has_criteria_is_verified_by_somebody_else(team: Crew) -> None:
    await team.dee.says('/task add Write criteria:"no typos"')
    await team.presses(team.bob, "/task claim 1")
    assert "Task 1 is not done yet." in await team.presses(team.dee, "/task verify 1")
    assert "Somebody else checks it now." in await team.presses(team.bob, "/task done 1")
    assert "Done by Bob; somebody else checks it now." in team.card()
    assert "[Verify]" in team.card()
    (told,) = await team.told()
    assert (told.address.chat, "Bob is done." in told) == ("dee", True)
    assert "Somebody else has to verify what you did." in await team.presses(team.bob, "/task verify 1")
    assert "Verified." in await team.presses(team.dee, "/task verify 1")
    assert "Done by Bob, verified by Dee." in team.card()
    (told,) = await team.told()
    assert (told.address.chat, "Dee verified it." in told) == ("bob", True)
    assert "Task 1 is verified already." in await team.presses(team.ann, "/task verify 1")


async def test_only_its_owner_or_a_manager_says_that_it_is_done(team: Crew) -> None:
    await team.bob.says("/task add Write owner:@bob")
    assert "You do not have task 1. Bob has it." in await team.presses(team.dee, "/task done 1")
    assert "Done. Thank you!" in await team.presses(team.ann, "/task done 1")
    await team.bob.says("/task add Draw")
    assert "Nobody has task 2." in await team.presses(team.dee, "/task done 2")


async def test_who_said_that_unclaimed_work_is_done_does_not_verify_it(team: Crew) -> None:
    await team.bob.says("/task add Write criteria:good")
    await team.ann.says("/task done 1")
    assert "Somebody else has to verify" in await team.presses(team.ann, "/task verify 1")
    assert "Verified." in await team.presses(team.dee, "/task verify 1")


async def test_with_several_places_it_is_done_when_everybody_is(team: Crew) -> None:
    await team.bob.says("/task add Greet slots:3")
    for who in (team.bob, team.dee):
        await team.presses(who, "/task claim 1")
    assert "Your part is done." in await team.presses(team.bob, "/task done 1")
    assert "2 of 3 places are taken: Bob (done) and Dee." in team.card()
    assert "does not have task 1" in await team.presses(team.bob, "/task release 1")
    assert "Done. Thank you!" in await team.presses(team.dee, "/task done 1")
    assert "Done by Bob and Dee." in team.card()


async def test_the_checklist_is_ticked_line_by_line_and_asked_for_at_the_end(team: Crew) -> None:
    await team.bob.says('/task add Poster owner:@bob checklist:"size; colours"')
    assert "[☐ size] [☐ colours]" in team.card()
    assert "✓ size" in await team.presses(team.bob, "/task tick 1 1")
    assert "✓ size\n• ☐ colours" in team.card()
    left = await team.presses(team.bob, "/task done 1")
    assert "1 line of the checklist is open." in left
    assert "Open again: size" in await team.presses(team.bob, "/task tick 1 1")
    assert "The checklist has no line 3." in await team.presses(team.bob, "/task tick 1 3")
    assert "You do not have task 1." in await team.presses(team.dee, "/task tick 1 1")
    assert "Done. Thank you!" in await team.bob.presses(left, "Done anyway")


async def test_what_is_dropped_says_why_and_its_owner_hears_of_it(team: Crew) -> None:
    await team.bob.says("/task add Write")
    await team.presses(team.dee, "/task claim 1")
    assert "Only Bob or a manager can change task 1." in await team.dee.says("/task drop 1 why:bored")
    form = await team.bob.says("/task drop 1")
    assert "? Reason" in form
    assert "Dropped." in await team.bob.fills(form, number="1", why="the client cancelled")
    assert "Dropped by Bob: the client cancelled" in team.card()
    (told,) = await team.told()
    assert (told.address.chat, "Bob dropped it: the client cancelled" in told) == ("dee", True)
    assert "Task 1 is over." in await team.bob.says("/task drop 1 why:again")


async def test_a_task_is_dropped_for_a_reason_that_can_be_read(team: Crew) -> None:
    await team.bob.says("/task add Write")
    for nothing in ('" "', "\u200b", "\u3164"):
        assert "It needs a reason." in await team.bob.says(f"/task drop 1 why:{nothing}")
    assert "? Reason" in await team.bob.says("/task drop 1 why: ")
    assert "Dropped." in await team.bob.says("/task drop 1 why:the client cancelled")
    assert "Dropped by Bob: the client cancelled" in team.card()


async def test_every_change_stands_in_the_journal_once(team: Crew) -> None:
    await team.bob.says("/task add Write criteria:good")
    for who, line in ((team.bob, "/task claim 1"), (team.bob, "/task done 1"), (team.dee, "/task verify 1")):
        await team.presses(who, line)
    lines = [row.line for row in await team.town.journal() if row.line.startswith("/task") and row.outcome == "ok"]
    assert lines == ["/task add Write criteria:good", "/task claim 1", "/task done 1", "/task verify 1"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("/task list", "1 open task\n• 1 · One"),
        ("/task mine", "You have 1 task\n• 2 · Two – Bob"),
        ("/task list check", "1 task waits for a check\n• 3 · Three – Dee (done)"),
        ("/task list done", "1 finished task\n• 4 · Four (dropped)"),
        ("/task list 已结束", "1 finished task"),
        ("/task list overdue", "Nothing is overdue."),
    ],
)
async def test_lists_hold_what_they_say(team: Crew, asked: str, shown: str) -> None:
    await team.bob.says("/task add One")
    await team.bob.says("/task add Two owner:@bob")
    await team.dee.says("/task add Three owner:@dee criteria:good")
    await team.presses(team.dee, "/task done 3")
    await team.bob.says("/task add Four")
    await team.bob.says("/task drop 4 why:no")
    assert shown in await team.bob.says(asked)


async def test_a_long_list_has_pages_and_the_soonest_due_come_first(team: Crew) -> None:
    for number in range(1, 11):
        await team.bob.says(f"/task add Job{number}" + (" due:tomorrow" if number == 10 else ""))
    first = await team.bob.says("/task list")
    assert "10 open tasks\n• 10 · Job10, due Wed, Nov 25 18:00\n• 1 · Job1" in first
    assert "9 · Job9" not in first
    assert "9 · Job9" in await team.bob.presses(first, "Next page")


async def test_one_task_is_shown_with_what_she_herself_can_do(team: Crew) -> None:
    await team.bob.says("/task add Write owner:@bob")
    assert "[Done] [Release]" in await team.bob.says("/task show 1")
    assert "[" not in (await team.dee.says("/task show 1")).text
    assert "[" not in (await team.eve.says("/task show 1")).text
