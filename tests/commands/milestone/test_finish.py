"""Done by its owner, verified by somebody else, dropped with a reason."""

from tests.commands.task.crew import Crew

from .work import milestone, task_of


async def test_without_criteria_it_is_over_when_its_owner_says_so(team: Crew) -> None:
    await milestone(team, "Page", "fri", "owner:@bob")
    assert "Only its owner (Bob) or a manager" in await team.presses(team.dee, "/milestone done 1")
    assert "Done. Thank you!" in await team.presses(team.bob, "/milestone done 1")
    assert "Done, said Bob." in team.card()
    assert "[" not in team.card()
    assert "Milestone 1 is done already." in await team.bob.says("/milestone done 1")
    assert "it needs no check" in await team.dee.says("/milestone verify 1")
    assert "Milestone 1 is done already." in await team.ann.says("/milestone edit 1 title:X")


async def test_a_manager_may_say_it_too(team: Crew) -> None:
    await milestone(team, "Page", "fri", "owner:@bob")
    assert "Done. Thank you!" in await team.ann.says("/milestone done 1")


async def test_open_tasks_are_named_first(team: Crew) -> None:
    await milestone(team, "Page", "fri", "owner:@bob")
    for title in ("Draw", "Write", "Print"):
        await task_of(team, 1, title, "owner:@bob")
    await team.bob.says("/task done 1")
    refused = await team.bob.says("/milestone done 1")
    assert "2 tasks of it are open." in refused
    assert "1 of 3 tasks are done" in await team.bob.presses(refused, "Its tasks")
    await team.ann.says("/task drop 3 why:paper")
    refused = await team.bob.says("/milestone done 1")
    assert "1 task of it is open." in refused
    assert "Done. Thank you!" in await team.bob.presses(refused, "Done anyway")


async def test_with_criteria_somebody_else_verifies(team: Crew) -> None:
    await milestone(team, "Page", "fri", "owner:@bob", 'criteria:"opens on a phone"')
    assert "Milestone 1 is not done yet." in await team.dee.says("/milestone verify 1")
    assert "Somebody else checks it now." in await team.bob.says("/milestone done 1")
    assert "[Verify] [Its tasks]" in team.card()
    told = [post for post in await team.told() if post.address.chat == "ann"]
    assert "Bob is done. It waits for somebody else's check." in told[-1]
    assert "Somebody else has to verify it" in await team.presses(team.bob, "/milestone verify 1")
    assert "Verified." in await team.presses(team.dee, "/milestone verify 1")
    assert "Done, said Bob; verified by Dee." in team.card()
    (told_bob,) = await team.told()
    assert (told_bob.address.chat, "Dee verified it." in told_bob) == ("bob", True)
    assert "is verified already" in await team.ann.says("/milestone verify 1")


async def test_its_owner_does_not_verify_what_a_manager_called_done(team: Crew) -> None:
    await milestone(team, "Page", "fri", "owner:@bob", "criteria:good")
    await team.ann.says("/milestone done 1")
    for who in (team.ann, team.bob):
        assert "Somebody else has to verify it" in await who.says("/milestone verify 1")
    assert "Verified." in await team.dee.says("/milestone verify 1")


async def test_who_watches_does_not_verify(team: Crew) -> None:
    await milestone(team, "Page", "fri", "criteria:good")
    await team.ann.says("/milestone done 1")
    assert "Verified." not in await team.presses(team.eve, "/milestone verify 1")
    assert "[Verify]" not in await team.eve.says("/milestone show 1")


async def test_a_dropped_one_says_why_and_its_owner_hears_it(team: Crew) -> None:
    await milestone(team, "Page", "fri", "owner:@bob")
    await team.told()
    asked = await team.ann.says("/milestone drop 1")
    assert "? Reason" in asked
    assert "Dropped." in await team.ann.says("/milestone drop 1 why:budget")
    assert "Dropped by Ann: budget" in team.card()
    (told,) = await team.told()
    assert (told.address.chat, "Ann dropped this milestone: budget" in told) == ("bob", True)
    assert "Milestone 1 is over." in await team.ann.says("/milestone drop 1 why:again")
    assert "Milestone 1 is over." in await team.bob.says("/milestone done 1")


async def test_one_is_dropped_for_a_reason_that_can_be_read(team: Crew) -> None:
    await milestone(team, "Page", "fri")
    for nothing in ('" "', "\u200b", "\u3164"):
        assert "It needs a reason." in await team.ann.says(f"/milestone drop 1 why:{nothing}")
    assert "Dropped." in await team.ann.says("/milestone drop 1 why:no budget left")
    assert "Dropped by Ann: no budget left" in team.card()


async def test_without_a_number_it_is_chosen_from_a_list(team: Crew) -> None:
    await milestone(team, "Page", "fri", "owner:@bob")
    assert "Done. Thank you!" in await team.bob.presses(await team.bob.says("/milestone done"), "Done 1")
