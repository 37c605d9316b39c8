"""Claiming: one owner for each place, and everybody else is told who it is."""

from .crew import Crew


async def test_the_first_has_it_and_the_next_is_told_who(team: Crew) -> None:
    await team.bob.says("/task add Write the FAQ")
    assert "It is yours." in await team.presses(team.bob, "/task claim 1")
    card = team.card()
    assert "Bob has it." in card
    assert "[Done] [Release]" in card
    assert "[Claim]" not in card
    assert "Bob has it already." in await team.presses(team.dee, "/task claim 1")
    assert team.cards() == {}
    assert "You have it already." in await team.presses(team.bob, "/task claim 1")


async def test_who_types_it_is_offered_the_next_step(team: Crew) -> None:
    await team.bob.says("/task add Write the FAQ")
    answer = await team.dee.says("/task claim #1")
    assert "Task 1: Write the FAQ" in answer
    assert "[Done] [Release]" in answer


async def test_without_a_number_the_open_ones_are_offered(team: Crew) -> None:
    await team.bob.says("/task add Write the FAQ")
    await team.bob.says("/task add Draw the poster")
    offered = await team.dee.says("/task claim")
    assert "[Claim 1] [Claim 2]" in offered
    assert "It is yours." in await team.dee.presses(offered, "Claim 2")


async def test_what_is_given_back_can_be_claimed_again(team: Crew) -> None:
    await team.bob.says("/task add Write the FAQ owner:@bob")
    assert "Nobody has" not in team.card()
    assert "You gave it back." in await team.presses(team.bob, "/task release 1")
    assert "Nobody has it yet." in team.card()
    assert "It is yours." in await team.presses(team.dee, "/task claim 1")


async def test_what_somebody_else_has_is_not_given_back(team: Crew) -> None:
    await team.bob.says("/task add Write the FAQ owner:@bob")
    assert "You do not have task 1. Bob has it." in await team.presses(team.dee, "/task release 1")
    assert "It is taken from Bob." in await team.presses(team.ann, "/task release 1")
    (told,) = await team.told()
    assert (told.address.chat, "Ann took this from you." in told) == ("bob", True)
    assert "Nobody has task 1." in await team.presses(team.dee, "/task release 1")


async def test_a_task_changes_hands_and_both_hear_of_it(team: Crew) -> None:
    await team.bob.says("/task add Write the FAQ owner:@bob")
    assert "`/task assign` is for people at the level ops manager" in await team.bob.says("/task assign 1 @dee")
    assert "Dee has it now." in await team.ann.says("/task assign 1 @dee")
    assert "Dee has it." in team.card()
    told = {post.address.chat: post.text for post in await team.told()}
    assert "Ann took this from you." in told["bob"]
    assert "Ann gave this to you." in told["dee"]
    assert "Dee has it already." in await team.ann.says("/task assign 1 @dee")


async def test_every_place_has_one_owner(team: Crew) -> None:
    await team.bob.says("/task add Greet slots:2")
    for who in (team.bob, team.dee):
        assert "It is yours." in await team.presses(who, "/task claim 1")
    assert "2 of 2 places are taken: Bob and Dee." in team.card()
    assert "[Wait for a place]" in team.card()
    assert "All places are taken: Bob and Dee." in await team.presses(team.ann, "/task claim 1")


async def test_a_place_that_comes_back_is_kept_for_the_next_in_line(team: Crew) -> None:
    await full_house(team)
    assert "You are in line." in await team.presses(team.ann, "/task wait 1")
    assert "Waiting: Ann." in team.card()
    await team.presses(team.bob, "/task release 1")
    assert "A place is kept for Ann until Tue, Nov 24 20:30." in team.card()
    (told,) = await team.told()
    assert (told.address.chat, "A place is free." in told) == ("ann", True)
    assert "[Accept] [No, thanks]" in told
    assert "All places are taken" in await team.presses(team.bob, "/task claim 1")
    assert "It is yours." in await team.presses(team.ann, "/task claim 1")
    assert "2 of 2 places are taken: Ann and Dee." in team.card()


async def test_a_place_that_is_not_taken_in_time_goes_to_the_next_and_then_to_all(team: Crew) -> None:
    await full_house(team)
    gil = team.town.person("Gil", team.ann.at)
    for who in (team.ann, gil):
        await team.presses(who, "/task wait 1")
    await team.presses(team.bob, "/task release 1")
    posts = await team.town.sleep_until("2026-11-24 20:29")
    assert not any("Gil" in post.text for post in posts)
    posts = await team.town.sleep_until("2026-11-24 20:31")
    assert any("A place is kept for Gil until Tue, Nov 24 21:00." in post for post in posts)
    posts = await team.town.sleep_until("2026-11-24 21:01")
    assert any("1 of 2 places are taken: Dee." in post for post in posts)
    assert [row.line.split(" person")[0] for row in await team.town.journal()].count("/task lapse 1") == 2
    assert "It is yours." in await team.presses(team.bob, "/task claim 1")


async def test_a_place_that_is_added_is_kept_for_who_waits(team: Crew) -> None:
    await full_house(team)
    await team.presses(team.ann, "/task wait 1")
    await team.bob.says("/task edit 1 slots:4")
    assert "A place is kept for Ann until Tue, Nov 24 20:30." in team.card()
    assert "[Claim]" in team.card()
    (told,) = await team.told()
    assert (told.address.chat, "A place is free." in told) == ("ann", True)


async def test_who_does_without_is_followed_by_the_next(team: Crew) -> None:
    await full_house(team)
    await team.presses(team.ann, "/task wait 1")
    await team.presses(team.bob, "/task release 1")
    assert "It goes to the next." in await team.presses(team.ann, "/task pass 1")
    assert "1 of 2 places are taken: Dee." in team.card()
    assert "No place is kept for you." in await team.presses(team.ann, "/task pass 1")
    assert await team.told() == []


async def test_waiting_is_for_what_is_full_and_has_several_places(team: Crew) -> None:
    await team.bob.says("/task add Greet slots:2")
    assert "There is a free place: `/task claim 1` takes it." in await team.presses(team.bob, "/task wait 1")
    await team.bob.says("/task add Write owner:@bob")
    assert "Task 2 has one place only. Bob has it already." in (
        await team.presses(team.dee, "/task wait 2")
    ).text.replace("\n", " ")


async def test_a_person_with_two_accounts_has_one_place(team: Crew) -> None:
    await team.bob.says("/task add Greet slots:3")
    far = team.bob.on("discord", "bob#1", "5")
    code = (await team.ann.says("/setup code")).text
    await far.with_admin().says("/setup join " + code.split("`")[1].split()[-1])
    await far.says("/task claim 1")
    await team.presses(team.bob, "/task claim 1")
    link = (await far.says("/link")).text.split("`")[1].split()[-1]
    await team.bob.says(f"/link {link}")
    shown = await team.bob.says("/task show 1")
    assert "1 of 3 places are taken: Bob." in shown


async def full_house(team: Crew) -> None:
    await team.bob.says("/task add Greet slots:2")
    for who in (team.bob, team.dee):
        await team.presses(who, "/task claim 1")
