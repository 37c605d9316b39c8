"""A task is not lost when its owner leaves."""

from storage import Role, Storage, Task, Unit
from tests.town import Post, Town

from .crew import Crew, activity, crew, refreshes


async def afterwards(team: Crew) -> list[Post]:
    """What follows by the clock: the tasks are freed, then those who lead are told."""
    return await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()


async def test_who_leaves_gives_all_her_tasks_back_and_the_managers_hear_of_it(team: Crew) -> None:
    await team.ann.says("/role @dee manager")
    for title in ('Write due:"fri 17:00"', "Draw", "Print"):
        await team.ann.says(f"/task add {title} owner:@bob")
    await team.presses(team.bob, "/task done 3")
    await afterwards(team)
    left = await team.bob.says("/team leave")
    assert "You have left Mums club." in left
    posts = await afterwards(team)
    cards = [post.text for post in posts if post.letter.card]
    assert len(cards) == 2
    assert all("Nobody has it yet." in card and "[Claim]" in card for card in cards)
    told = {post.address.chat: post for post in posts if not post.letter.card}
    assert set(told) == {"ann", "dee"}
    assert told["dee"].text.splitlines()[:3] == [
        "Bob is no longer at work here. Free again:", "• 1 · Write, due Fri, Nov 27 17:00", "• 2 · Draw",
    ]  # fmt: skip
    assert "[Assign 1]" in told["ann"]
    await team.presses(team.dee, "/task claim 1")
    assert "Dee has it." in team.card()


async def test_the_managers_hear_in_the_same_message_which_milestones_nobody_owns_now(team: Crew) -> None:
    await team.ann.says("/task add Write owner:@bob")
    await team.ann.says('/milestone add Page goal:Grow due:"fri 17:00" owner:@bob')
    await team.ann.says("/milestone add Film goal:Grow due:fri owner:@dee")
    await team.ann.says("/milestone add Song goal:Grow due:fri owner:@bob")
    await team.ann.says("/milestone done 3")
    await afterwards(team)
    await team.ann.says("/team remove @bob")
    posts = await afterwards(team)
    (told,) = [post for post in posts if post.address.chat == "ann" and not post.letter.card]
    assert told.text.splitlines() == [
        "Bob is no longer at work here. Free again:", "• 1 · Write", "Milestones that nobody owns now:",
        "• 1 · Page, due Fri, Nov 27 17:00", "[Assign 1] [Milestone 1]",
    ]  # fmt: skip


async def test_whoever_had_only_milestones_is_told_of_too(team: Crew) -> None:
    await team.ann.says("/milestone add Page goal:Grow due:fri owner:@bob")
    await afterwards(team)
    await team.ann.says("/role @bob observer")
    posts = await afterwards(team)
    (told,) = [post for post in posts if not post.letter.card]
    assert "Bob is no longer at work here. Milestones that nobody owns now:\n• 1 · Page" in told
    assert any("Nobody owns it yet." in post for post in posts if post.letter.card == "milestone:1")


async def test_a_milestone_that_has_an_owner_again_is_not_named(team: Crew) -> None:
    await team.ann.says("/milestone add Page goal:Grow due:fri owner:@bob")
    await afterwards(team)
    await team.bob.says("/team leave")
    await team.town.looks_at_the_clock()
    await team.ann.says("/milestone edit 1 owner:@dee")
    assert not any("Bob is no longer" in post for post in await team.town.looks_at_the_clock())


async def test_nobody_who_left_is_reminded(team: Crew) -> None:
    await team.ann.says('/task add Write due:"fri 17:00" owner:@bob')
    await afterwards(team)
    await team.bob.says("/team leave")
    posts = await team.town.sleep_until("2026-11-29 12:00")
    assert not any(post.address.chat == "bob" for post in posts)
    assert any("nobody has claimed it" in post for post in posts)


async def test_a_manager_takes_somebody_out_of_the_team(team: Crew) -> None:
    await team.ann.says("/task add Write owner:@bob")
    assert "ops manager" in await team.dee.says("/team remove @bob")
    assert "Bob is no longer in the team." in await team.ann.says("/team remove @bob")
    assert "Bob" not in await team.ann.says("/team")
    assert any("Bob is no longer at work here." in post for post in await afterwards(team))
    assert "You are not a member of this team yet." in await team.bob.says("/task claim 1")
    await team.bob.says("/join")
    await team.presses(team.bob, "/task claim 1")
    assert "Bob has it." in team.card()


async def test_the_only_director_stays_and_is_taken_out_by_none_below_her(team: Crew) -> None:
    await team.ann.says("/role @dee manager")
    assert "Only a director can take a director out of the team." in await team.dee.says("/team remove @ann")
    for line in ("/team leave", "/team remove @ann"):
        assert "Ann is the only director." in await team.ann.says(line)
    await team.ann.says("/role @dee director")
    assert "You have left" in await team.ann.says("/team leave")
    assert set(await team.town.people()) == {"Bob", "Dee", "Eve"}


async def test_who_only_watches_from_now_on_has_no_tasks_either(team: Crew) -> None:
    await team.ann.says("/task add Write owner:@bob")
    await team.ann.says("/role @bob observer")
    assert any("Bob is no longer at work here." in post for post in await afterwards(team))
    assert "• 1 · Write\n" in await team.ann.says("/task list")
    assert (await team.town.people())["Bob"].level is Role.OBSERVER


async def test_who_is_back_before_the_clock_has_looked_keeps_them(team: Crew) -> None:
    await team.ann.says("/task add Write owner:@bob")
    await team.ann.says("/role @bob observer")
    await team.ann.says("/role @bob staff")
    await afterwards(team)
    assert "1 · Write" in await team.bob.says("/task mine")


async def test_a_place_goes_to_the_next_in_line_and_who_left_stands_there_no_more(team: Crew) -> None:
    await team.ann.says("/task add Greet slots:2 owner:@ann")
    await team.presses(team.bob, "/task claim 1")
    for who in (team.dee, team.town.person("Fay", team.ann.at)):
        await who.says("/join")
        await team.presses(who, "/task wait 1")
    await team.dee.says("/team leave")
    await afterwards(team)
    await team.bob.says("/team leave")
    posts = await afterwards(team)
    assert any("A place is kept for Fay" in post for post in posts if post.letter.card)
    assert not any("is no longer at work" in post for post in posts)  # it is not free


async def test_a_place_that_is_kept_for_who_leaves_goes_on_at_once(team: Crew) -> None:
    await team.ann.says("/task add Greet slots:2 owner:@ann")
    await team.presses(team.bob, "/task claim 1")
    await team.presses(team.dee, "/task wait 1")
    await team.presses(team.bob, "/task release 1")
    assert "A place is kept for Dee" in team.card()
    await team.dee.says("/team leave")
    await afterwards(team)
    assert "1 of 2 places are taken: Ann." in await team.bob.says("/task show 1")
    assert "It is yours." in await team.bob.says("/task claim 1")


async def test_the_card_of_the_activity_follows(team: Crew) -> None:
    await activity(team)
    await team.ann.says("/task add Call owner:@bob activity:1")
    await refreshes(team)
    await team.bob.says("/team leave")
    await team.town.looks_at_the_clock()
    assert await refreshes(team) == ["/activity refresh 1"]


async def test_a_manager_without_a_private_chat_is_called_in_the_channel(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    await town.ann.says("/task add Write owner:@bob")
    await town.bob.says("/team leave")
    posts = await town.looks_at_the_clock() + await town.looks_at_the_clock()
    (told,) = [post for post in posts if "no longer at work" in post]
    assert told.address.chat == "-100"
    assert "Ann: Bob is no longer at work here." in told


async def test_of_very_many_tasks_the_managers_hear_in_several_messages(storage: Storage) -> None:
    team = await crew(Town(storage))
    bob = (await team.town.people())["Bob"].id

    async def given(unit: Unit) -> None:
        for number in range(1, 151):
            task = await unit.tasks.add(Task(0, 1, 0, f"Piece {number}", team.town.now))
            await unit.tasks.take(task.id, bob, team.town.now)

    await storage.write(given)
    await team.bob.says("/team leave")
    told = [post.text for post in await afterwards(team) if "no longer at work" in post]
    assert [line for text in told for line in text.splitlines() if line.startswith("• ")] == [
        f"• {number} · Piece {number}" for number in range(1, 151)
    ]
