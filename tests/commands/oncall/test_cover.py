"""The team is asked who can take a shift: the first who presses has it."""

import asyncio

import pytest

from tests.commands.task.crew import Crew
from tests.town import Answer


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


async def test_one_card_asks_the_team_and_the_first_who_presses_has_the_shift(rota: Crew) -> None:
    await rota.bob.says("/oncall cover thu")
    assert rota.card().splitlines() == [
        "Cover wanted: primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00", "Bob asks who can take it.",
        "[I'll take it] [Withdraw]",
    ]  # fmt: skip
    assert "You have it: primary, Thu, Nov 26 09:00 – Fri, Nov 27 09:00." in await rota.presses(
        rota.dee, "/oncall agree 1"
    )
    assert rota.card().splitlines()[1:] == ["Dee agreed Tue, Nov 24 20:00 and takes it instead of Bob."]
    (told,) = await rota.told()
    assert (told.address.chat, "Dee agreed" in told) == ("bob", True)
    assert "Dee has it already. Thank you." in await rota.presses(rota.ann, "/oncall agree 1")
    assert "Dee" in await on_call(rota, "thu")
    assert [post.text for post in await rota.town.sleep_until("2026-11-26 10:00") if "Cover wanted" in post] == []


async def test_of_two_who_press_at_once_one_has_it(rota: Crew) -> None:
    await rota.bob.says("/oncall cover thu")
    said = await asyncio.gather(*(rota.presses(who, "/oncall agree 1") for who in (rota.dee, rota.ann)))
    assert sorted("You have it:" in one for one in said) == [False, True]
    assert sum("has it already. Thank you." in one for one in said) == 1
    made = await rota.town.storage.read(lambda unit: unit.rotas.stand_ins(1, rota.town.now))
    assert len(made) == 1


async def test_while_nobody_takes_it_the_team_is_reminded_nearer_and_nearer(rota: Crew) -> None:
    await rota.bob.says('/oncall cover "dec 6"')
    posts = await rota.town.sleep_until("2026-12-06 10:00")
    reminders = [post.local() for post in posts if "Nobody has taken it yet" in post]
    assert reminders == [
        "2026-11-29 09:00", "2026-12-03 09:00", "2026-12-04 09:00", "2026-12-05 09:00", "2026-12-05 21:00",
    ]  # fmt: skip
    last = next(post for post in posts if post.local() == "2026-12-05 21:00")
    assert last.text.splitlines() == [
        "Cover wanted: primary, Sun, Dec 6 09:00 – Mon, Dec 7 09:00",
        "Nobody has taken it yet; it begins in 12 h. Bob asks who can.", "Dee: can you?",
        "[I'll take it] [Withdraw] [Shifts ahead]",
    ]  # fmt: skip
    (hers,) = [post.text for post in posts if (post.local(), post.address.chat) == ("2026-12-06 09:00", "bob")]
    assert hers.splitlines()[:3] == [
        "You are on call now", "• primary, after Dee, until Mon, Dec 7 09:00",
        "• Nobody took primary, Sun, Dec 6 09:00 – Mon, Dec 7 09:00 in time. It stays yours.",
    ]  # fmt: skip
    over = {post.address.chat: post.text for post in posts if post.local() == "2026-12-06 09:00"}
    assert "It stays the shift of Bob." in over["ann"]
    card = next(post for post in reversed(posts) if post.letter.card == "swap:1")
    assert (card.local(), card.address.chat) == ("2026-12-06 09:00", "-100")
    assert "Nobody took it in time. It stays the shift of Bob." in card
    assert "Too late: it has begun." in await rota.presses(rota.dee, "/oncall agree 1")


async def test_whoever_is_on_leave_is_not_called(rota: Crew) -> None:
    await rota.bob.says("/oncall cover 12-06")
    await rota.dee.says("/away 12-06")
    posts = await rota.town.sleep_until("2026-12-05 22:00")
    assert [post.text for post in posts if "can you?" in post] == []
    assert "You are on leave then" in await rota.presses(rota.dee, "/oncall agree 1")


async def test_a_shift_that_runs_can_be_taken_until_it_ends(rota: Crew) -> None:
    await rota.bob.says("/oncall cover today")
    assert "Cover wanted: primary, Tue, Nov 24 20:00 – Wed, Nov 25 09:00" in rota.card()
    rota.town.sleep(hours=2)
    await rota.presses(rota.ann, "/oncall agree 1")
    assert "primary: Ann, until Wed, Nov 25 09:00" in await rota.bob.says("/oncall")


async def test_of_a_shift_of_a_week_a_day_can_be_asked_about(team: Crew) -> None:
    await team.ann.says('/oncall rota primary:@bob,@dee rotation:weekly handover:"mon 09:00"')
    await team.bob.says("/oncall cover sat")
    assert "Cover wanted: primary, Sat, Nov 28 09:00 – Sun, Nov 29 09:00" in team.card()
    await team.bob.says('/oncall cover "fri 18:00" until:"fri 22:00"')
    assert "Cover wanted: primary, Fri, Nov 27 18:00 – Fri, Nov 27 22:00" in team.card()
    await team.ann.says("/oncall agree 2")
    assert "primary: Ann, until Fri, Nov 27 22:00" in await team.ann.says('/oncall at:"fri 19:00"')
    assert "primary: Bob" in await team.ann.says('/oncall at:"fri 22:30"')


async def test_a_manager_asks_for_others_and_nobody_else(rota: Crew) -> None:
    assert "That is the shift of Bob. Only Bob, or a manager" in await rota.dee.says("/oncall cover thu")
    assert "The team is asked who can take the shift of Bob." in await rota.ann.says("/oncall cover thu")
    assert "Bob asks who can take it." in rota.card()
    assert "The team is asked about that shift already." in await rota.bob.says("/oncall cover thu")


async def test_who_asked_or_a_manager_withdraws_it(rota: Crew) -> None:
    await rota.bob.says("/oncall cover")
    assert "Cover wanted: primary, Thu, Nov 26 09:00" in rota.card()
    assert "Only Bob, or a manager, can withdraw it." in await rota.presses(rota.dee, "/oncall withdraw 1")
    await rota.presses(rota.ann, "/oncall withdraw 1")
    assert rota.card().splitlines()[1:] == ["Not asked any more since Tue, Nov 24 20:00."]
    assert "That is not asked any more." in await rota.presses(rota.dee, "/oncall agree 1")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/oncall cover layer:night", "There is no layer called night."),
        ("/oncall cover someday", "I can't read someday as “When”."),
        ("/oncall cover until:today", "That ends before it begins."),
    ],
)
async def test_what_cannot_be_is_refused_with_what_can(rota: Crew, line: str, says: str) -> None:
    assert says in (await rota.bob.says(line)).text.replace("`", "")
    assert await rota.town.storage.read(lambda unit: unit.rotas.swaps(1, rota.town.now)) == []


async def test_whoever_takes_a_shift_that_runs_has_accepted_it(rota: Crew) -> None:
    rota.town.sleep(minutes=1)
    await rota.bob.says("/oncall cover today")
    await rota.presses(rota.dee, "/oncall agree 1")
    posts = await rota.town.sleep_until("2026-11-24 21:00")
    assert [post.text for post in posts if "accept" in post.text] == []
    assert [post.address.chat for post in posts if "Dee agreed" in post] == ["bob"]
    assert "You accepted it already" in await rota.dee.says("/oncall accept")


async def test_a_button_names_the_shift_that_begins_within_a_minute_and_not_the_one_before(rota: Crew) -> None:
    rota.town.sleep(seconds=30)
    await rota.ann.says('/oncall override @dee from:+2h until:"wed 09:00"')
    await rota.dee.says("/away today")
    posts = [post for post in await rota.town.looks_at_the_clock() if post.address.chat == "dee"]
    (told,) = [post for post in posts if "You are on leave in shifts of yours" in post]
    await rota.presses(rota.ann, Answer(told.reply, told.text).line("Ask for cover"))
    assert "Dee asks who can take it." in rota.card()


async def test_me_is_whoever_speaks_unless_somebody_is_called_so(rota: Crew) -> None:
    assert "Shifts of Bob" in await rota.bob.says("/oncall next 我的")
    me = rota.town.person("Me", rota.ann.at)
    await me.says("/join")
    assert "Shifts of Me" in await rota.bob.says("/oncall next me")
