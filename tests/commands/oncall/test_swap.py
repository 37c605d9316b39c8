"""A swap is agreed by both, or it is not one."""

import asyncio

import pytest

from tests.commands.task.crew import Crew
from tests.town import Answer, Post, Somebody


@pytest.fixture
async def rota(team: Crew) -> Crew:
    """Bob has Tuesday, Dee Wednesday, Bob Thursday and so on."""
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    await team.told()
    team.town.carries = True
    return team


async def on_call(team: Crew, day: str) -> str:
    said = await team.ann.says(f'/oncall at:"{day} 12:00"')
    return said.text.splitlines()[1]


async def asked(team: Crew) -> Answer:
    """Bob asks Dee to take his Thursday, for her Friday; what she reads in private."""
    await team.bob.says("/oncall swap @dee mine:thu theirs:fri")
    (post,) = await cards(team)
    assert post.address.chat == "dee"
    return Answer(post.reply, post.text)


async def cards(team: Crew) -> list[Post]:
    """What is asked, as the clock puts it up or changes it now."""
    return [post for post in await team.town.looks_at_the_clock() if post.letter.card == "swap:1"]


async def test_without_times_it_is_the_next_shift_for_one_of_the_others_next(rota: Crew) -> None:
    said = await rota.bob.says("/oncall swap @dee")
    assert said.text.splitlines() == [
        "You give primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00. Which shift of Dee do you take for it?",
        "[Wed, Nov 25 09:00 – Thu, Nov 26 09:00] [Fri, Nov 27 09:00 – Sat, Nov 28 09:00] "
        "[Sun, Nov 29 09:00 – Mon, Nov 30 09:00] [Tue, Dec 1 09:00 – Wed, Dec 2 09:00] [Nothing in return]",
    ]
    assert await rota.told() == []
    said = await rota.bob.presses(said, "Sun, Nov 29")
    assert said.text.splitlines() == [
        "I ask Dee to take primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00. Until then it stays yours.",
        "For it you take primary, Sun, Nov 29 09:00 – Mon, Nov 30 09:00.", "[Withdraw]",
    ]  # fmt: skip


async def test_when_both_say_so_both_shifts_change_hands(rota: Crew) -> None:
    question = await asked(rota)
    assert question.text.splitlines() == [
        "Swap of shifts",
        "Bob asks you to swap: you take primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00, and Bob takes primary, "
        "Fri, Nov 27 09:00 – Sat, Nov 28 09:00.", "[Agree] [Refuse]",
    ]  # fmt: skip
    assert "primary: Bob" in await on_call(rota, "thu")
    await rota.dee.in_private().presses(question, "Agree")
    posts = rota.town.posts()
    assert posts["-100"].splitlines()[:2] == [
        "Dee takes primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00 instead of Bob.",
        "Bob takes primary, Fri, Nov 27 09:00 – Sat, Nov 28 09:00 for it.",
    ]
    (told,) = await rota.told()
    assert told.address.chat == "bob"
    assert "Dee agreed: primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00 is not yours any more." in told
    assert "primary, Fri, Nov 27 09:00 – Sat, Nov 28 09:00 is yours for it." in told
    assert ["Dee" in await on_call(rota, "thu"), "Bob" in await on_call(rota, "fri")] == [True, True]
    assert "You have it already." in await rota.dee.in_private().presses(question, "Agree")


async def test_nobody_else_may_press(rota: Crew) -> None:
    question = await asked(rota)
    assert "Only Dee was asked." in await rota.ann.presses(question, "Agree")
    assert "Only Dee was asked." in await rota.ann.presses(question, "Refuse")
    assert "That is your own shift." in await rota.bob.presses(question, "Agree")
    assert "primary: Bob" in await on_call(rota, "thu")


async def test_who_refuses_leaves_all_as_it_was_and_the_team_can_be_asked(rota: Crew) -> None:
    question = await asked(rota)
    assert "You refused. Bob hears of it." in await rota.dee.in_private().presses(question, "Refuse")
    (told,) = await rota.told()
    assert told.address.chat == "bob"
    assert "Dee refused to take primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00. It stays yours." in told
    assert "Dee refused already." in await rota.bob.says("/oncall withdraw 1")
    asks = await rota.bob.in_private().presses(Answer(told.reply, told.text), "Ask the team")
    assert "The team is asked." in asks


async def test_what_is_withdrawn_cannot_be_agreed_on(rota: Crew) -> None:
    question = await asked(rota)
    assert "Only Bob, or a manager, can withdraw it." in await rota.dee.says("/oncall withdraw 1")
    assert "Withdrawn. It stays as it was." in await rota.bob.says("/oncall withdraw 1")
    (told,) = await rota.told()
    assert (told.address.chat, "Bob does not ask you to take" in told) == ("dee", True)
    assert "That is not asked any more." in await rota.dee.presses(question, "Agree")


async def test_once_the_first_of_both_shifts_begins_it_is_too_late_and_that_is_told(rota: Crew) -> None:
    question = await asked(rota)
    posts = [post for post in await rota.town.sleep_until("2026-11-26 09:05") if "stays yours" in post]
    (told,) = posts
    assert (told.address.chat, told.local()) == ("bob", "2026-11-26 09:00")
    assert "Dee did not answer in time: primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00 stays yours." in told
    assert "Too late: it has begun." in await rota.dee.presses(question, "Agree")


async def test_a_shift_that_is_not_hers_any_more_is_not_swapped(rota: Crew) -> None:
    question = await asked(rota)
    await rota.ann.says("/oncall override me from:thu until:fri")
    said = await rota.dee.presses(question, "Agree")
    assert "the rota changed, and primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00 is not the shift of Bob now." in said
    assert "primary: Ann" in await on_call(rota, "thu")


async def test_of_two_presses_at_once_one_counts(rota: Crew) -> None:
    question = await asked(rota)
    both = await asyncio.gather(*(rota.dee.presses(question, "Agree") for _ in range(2)))
    assert sorted("You have it already." in said for said in both) == [False, True]
    made = await rota.town.storage.read(lambda unit: unit.rotas.stand_ins(1, rota.town.now))
    assert len(made) == 2


async def test_a_manager_takes_both_halves_back_at_once(rota: Crew) -> None:
    question = await asked(rota)
    await rota.dee.presses(question, "Agree")
    assert "Both sides agreed on this swap. Only a manager takes it back." in await rota.dee.says("/oncall undo 1")
    assert "It is as the rota says again:" in await rota.ann.says("/oncall undo 2")
    assert ["Bob" in await on_call(rota, "thu"), "Dee" in await on_call(rota, "fri")] == [True, True]


async def test_who_cannot_be_written_to_is_asked_by_name_in_the_channel(rota: Crew) -> None:
    await rota.bob.says("/oncall swap @dee mine:thu theirs:fri")
    (post,) = await cards(rota)
    await rota.town.gone(post)
    posts = await cards(rota) + await cards(rota)
    (aloud,) = [post for post in posts if post.address.chat == "-100"]
    assert "Dee: Bob asks you to swap" in aloud.text
    assert "Dee takes primary" in await rota.dee.presses(Answer(aloud.reply, aloud.text), "Agree")
    assert rota.card().splitlines() == [
        "Swap of shifts", "Dee agreed Tue, Nov 24 20:00.",
        "Dee takes primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00 instead of Bob.",
        "Bob takes primary, Fri, Nov 27 09:00 – Sat, Nov 28 09:00 for it.",
    ]  # fmt: skip


async def test_somebody_without_turns_can_be_asked_for_nothing_in_return(rota: Crew) -> None:
    said = await rota.bob.says("/oncall swap @ann mine:thu")
    assert "Ann has no shift ahead in that layer, so there is nothing to take for it.\n[Nothing in return]" in said
    assert said.line("Nothing in return").split()[-2:] == ["theirs:-", "layer:#1"]
    await rota.bob.presses(said, "Nothing in return")
    (post,) = await cards(rota)
    assert "Bob asks you to take primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00." in post.text
    assert "Ann takes primary" in await rota.ann.presses(Answer(post.reply, post.text), "Agree")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/oncall swap @bob", "You cannot swap with yourself."),
        ("/oncall swap @eve", "Eve cannot be on call"),
        ("/oncall swap @dee mine:wed", "You have no shift then. Yours are:\nprimary: Bob, Thu, Nov 26 09:00"),
        ("/oncall swap @dee mine:tue", "That shift has begun, so it cannot be swapped."),
        ("/oncall swap @dee theirs:thu", "Dee has no shift then. These are:\nprimary: Dee, Wed, Nov 25 09:00"),
        ("/oncall swap @dee mine:someday", "I can't read someday as “Your shift”."),
        ("/oncall agree 7", "There is no request 7 about a shift."),
        ("/oncall withdraw 99999999999999999999", "There is no request 99999999999999999999 about a shift."),
    ],
)
async def test_what_cannot_be_is_refused_with_what_can(rota: Crew, line: str, says: str) -> None:
    assert says in (await rota.bob.says(line)).text.replace("`", "")
    assert await rota.town.storage.read(lambda unit: unit.rotas.swaps(1, rota.town.now)) == []


async def test_whoever_is_on_leave_then_is_not_asked_and_cannot_agree(rota: Crew) -> None:
    question = await asked(rota)
    await rota.dee.says("/away thu")
    assert "You are on leave then: primary, Thu, Nov 26 09:00" in await rota.dee.presses(question, "Agree")
    await rota.bob.says("/oncall withdraw 1")
    assert "Dee is on leave then: primary, Thu, Nov 26 09:00" in await rota.bob.says("/oncall swap @dee mine:thu")


async def test_the_same_shift_is_not_asked_about_twice(rota: Crew) -> None:
    await asked(rota)
    said = await rota.bob.says("/oncall swap @dee mine:thu theirs:sun")
    assert "You have asked about that shift already. Withdraw it first." in said
    assert "Withdrawn." in await rota.bob.presses(said, "Withdraw")


async def test_chinese_words_are_read_as_well(rota: Crew) -> None:
    said = await rota.bob.says("/oncall swap @dee 我的:周四 对方:周五")
    assert "For it you take primary, Fri, Nov 27 09:00" in said


async def at_dees(rota: Crew, line: str, who: Somebody) -> str:
    """The card in Dee's private chat, after somebody in the group said a line."""
    await asked(rota)
    await who.says(line)
    (card,) = await cards(rota)
    assert card.address.chat == "dee"
    return card.text


async def test_what_dee_was_asked_is_final_where_it_stands_when_she_agrees_elsewhere(rota: Crew) -> None:
    assert (await at_dees(rota, "/oncall agree 1", rota.dee)).splitlines() == [
        "Swap of shifts", "Dee agreed Tue, Nov 24 20:00.",
        "Dee takes primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00 instead of Bob.",
        "Bob takes primary, Fri, Nov 27 09:00 – Sat, Nov 28 09:00 for it.",
    ]  # fmt: skip


async def test_what_dee_was_asked_is_final_when_she_refuses(rota: Crew) -> None:
    assert (await at_dees(rota, "/oncall refuse 1", rota.dee)).splitlines() == [
        "Swap of shifts", "Dee refused Tue, Nov 24 20:00.",
        "It stays the shift of Bob: primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00",
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["/oncall withdraw 1", "/oncall override me from:thu until:fri"])
async def test_what_dee_was_asked_is_final_when_it_is_withdrawn_or_void(rota: Crew, line: str) -> None:
    await asked(rota)
    await rota.ann.says(line)
    posts = await rota.town.sleep_until("2026-11-24 20:01")
    (card,) = [post for post in posts if post.letter.card == "swap:1"]
    assert card.address.chat == "dee"
    (_, ended) = card.text.splitlines()
    assert ended == "Not asked any more since Tue, Nov 24 20:00: primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00"


async def test_nobody_asks_any_more_once_it_is_too_late(rota: Crew) -> None:
    await asked(rota)
    posts = await rota.town.sleep_until("2026-11-26 09:05")
    (card,) = [post for post in posts if post.letter.card == "swap:1"]
    assert card.text.splitlines() == [
        "Swap of shifts", "Dee did not answer in time.",
        "It stays the shift of Bob: primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00",
    ]  # fmt: skip


async def test_who_withdraws_it_by_the_button_has_no_button_left(rota: Crew) -> None:
    said = await rota.bob.says("/oncall swap @dee mine:thu theirs:fri")
    gone = await rota.bob.presses(said, "Withdraw")
    assert (gone.text, gone.reply.replace) == ("Withdrawn. It stays as it was.", True)
    assert "That is not asked any more." in await rota.bob.presses(said, "Withdraw")
