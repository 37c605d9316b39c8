"""Somebody stands in for a time: by agreement, whatever the turns say."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.commands.task.crew import Crew


@pytest.fixture
async def rota(team: Crew) -> Crew:
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    return team


async def test_whoever_is_put_in_has_the_shift_and_both_hear_of_it(rota: Crew) -> None:
    said = await rota.ann.says('/oncall override @ann from:"sat 09:00" until:"sun 09:00"')
    assert said.text.splitlines() == [
        "Ann is on call (primary) from Sat, Nov 28 09:00 until Sun, Nov 29 09:00.",
        "• Instead of: primary: Bob, Sat, Nov 28 09:00 – Sun, Nov 29 09:00",
        "[Undo] [Shifts ahead]",
    ]  # fmt: skip
    (told,) = await rota.told()
    assert told.address.chat == "bob"
    assert "Ann took your shift (primary) from Sat, Nov 28 09:00 until Sun, Nov 29 09:00." in told.text
    assert "primary: Ann, until Sun, Nov 29 09:00" in await rota.bob.says('/oncall at:"sat 12:00"')


async def test_a_day_alone_means_its_hand_over(rota: Crew) -> None:
    said = await rota.ann.says("/oncall override @ann from:sat until:sun")
    assert "from Sat, Nov 28 09:00 until Sun, Nov 29 09:00." in said
    said = await rota.ann.says("/oncall override @ann 从:周日 到:下周一")
    assert "from Sun, Nov 29 09:00 until Mon, Nov 30 09:00." in said


async def test_without_times_it_is_from_now_until_the_shift_ends(rota: Crew) -> None:
    said = await rota.ann.says("/oncall override @dee")
    assert "Dee is on call (primary) from Tue, Nov 24 20:00 until Wed, Nov 25 09:00." in said
    assert {post.address.chat for post in await rota.told()} == {"bob", "dee"}
    assert "primary: Dee, until Wed, Nov 25 09:00" in await rota.bob.says("/oncall")


async def test_whose_shift_is_taken_hears_of_it(rota: Crew) -> None:
    await rota.dee.says("/oncall take")
    (told,) = await rota.told()
    assert told.address.chat == "bob"
    assert "Dee took your shift (primary) from Tue, Nov 24 20:00 until Wed, Nov 25 09:00." in told


async def test_of_two_the_newer_counts_and_that_is_said(rota: Crew) -> None:
    await rota.ann.says("/oncall override @ann from:sat until:sun")
    said = await rota.ann.says('/oncall override @dee from:"sat 20:00" until:"sun 12:00"')
    assert said.text.splitlines()[1:3] == [
        "• Instead of what was agreed before: primary: Ann, Sat, Nov 28 20:00 – Sun, Nov 29 09:00",
        "[Undo] [Shifts ahead]",
    ]  # fmt: skip
    assert "primary: Ann, until Sat, Nov 28 20:00" in await rota.bob.says('/oncall at:"sat 12:00"')
    assert "primary: Dee" in await rota.bob.says('/oncall at:"sat 21:00"')


async def test_what_is_taken_back_is_as_the_rota_says_and_both_hear_of_it(rota: Crew) -> None:
    said = await rota.ann.says("/oncall override @dee from:sat until:sun")
    await rota.told()
    back = await rota.ann.presses(said, "Undo")
    assert "It is as the rota says again:\n• primary: Bob, Sat, Nov 28 09:00 – Sun, Nov 29 09:00" in back
    told = {post.address.chat: post.text for post in await rota.told()}
    assert "You are not on call (primary) from Sat, Nov 28 09:00" in told["dee"]
    assert "You are on call again (primary) from Sat, Nov 28 09:00" in told["bob"]
    assert "Nothing that was agreed has the number 1." in (no := await rota.ann.presses(said, "Undo"))
    assert "Nothing was agreed besides the rota." in await rota.ann.presses(no, "What was agreed")


async def test_what_was_agreed_is_listed_with_a_button_for_what_she_may_take_back(rota: Crew) -> None:
    assert "Nothing was agreed besides the rota." in await rota.bob.says("/oncall override list")
    await rota.ann.says("/oncall override @dee from:sat until:sun")
    await rota.bob.says("/oncall override me from:fri until:sat")
    listed = await rota.bob.says("/oncall override list")
    assert listed.text.splitlines() == [
        "Agreed besides the rota", "• 2: primary: Bob, Fri, Nov 27 09:00 – Sat, Nov 28 09:00 (stands in)",
        "• 1: primary: Dee, Sat, Nov 28 09:00 – Sun, Nov 29 09:00 (stands in)", "[Undo 2]",
    ]  # fmt: skip
    assert "Only whoever agreed on it, or a manager, takes it back." in await rota.bob.says("/oncall undo 1")
    assert "It is as the rota says again:" in await rota.bob.says("/oncall undo 2")


async def test_somebody_on_leave_may_stand_in_and_that_is_said(rota: Crew) -> None:
    await rota.dee.says("/away sat")
    said = await rota.ann.says("/oncall override @dee from:sat until:sun")
    assert "• Dee is on leave in that time, and then nobody answers." in said


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/oncall override @dee from:sat until:sun", "Only a manager puts somebody else on call. Ask Dee to swap."),
        ("/oncall override @eve", "Eve cannot be on call"),
        ("/oncall override me", "Bob has it then anyway: primary: Bob, Tue, Nov 24 20:00 – Wed, Nov 25 09:00"),
        ("/oncall override me from:12-05 until:mon", 'Did you mean until:"2026-12-07 09:00"?'),
        ('/oncall override me from:"2026-11-01 09:00" until:"2026-11-02 09:00"', "That is over already."),
        ('/oncall override me until:"2028-11-02 09:00"', "That is too far ahead: at most 366 days."),
        ("/oncall override me from:noonish", "I can't read noonish as “When”."),
        ("/oncall override me layer:primry", "Did you mean primary?"),
        ("/oncall override @nobdy", "I don't know @nobdy in this team."),
        ("/oncall undo 9", "Nothing that was agreed has the number 9."),
        ("/oncall undo 99999999999999999999", "Nothing that was agreed has the number"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused_with_what_can(rota: Crew, line: str, says: str) -> None:
    assert says in (await rota.bob.says(line)).text.replace("`", "")
    assert "Nothing was agreed besides the rota." in await rota.bob.says("/oncall override list")


@pytest.mark.parametrize(
    ("begins", "until", "hours"),
    [
        ("2026-10-25 01:00", "2026-10-25 09:00", 9),  # two o'clock comes twice
        ("2026-10-24", "2026-10-25", 25),
        ("2027-03-27", "2027-03-28", 23),  # two o'clock is left out
        ("2027-03-28 02:30", "2027-03-28 09:00", 6),  # begins in the hour that there is not
    ],
)
async def test_a_stand_in_holds_as_long_as_the_clocks_on_the_wall_say(
    team: Crew, begins: str, until: str, hours: int
) -> None:
    team.town.now = datetime(2026, 10, 20, 12, tzinfo=UTC)
    await team.ann.says("/setup change zone:Europe/Berlin")
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    await team.ann.says(f'/oncall override @ann from:"{begins}" until:"{until}"')
    (made,) = await team.town.storage.read(lambda unit: unit.rotas.stand_ins(1, team.town.now))
    assert (made.until_at - made.from_at).total_seconds() == hours * 3600
    assert made.until_at.astimezone(ZoneInfo("Europe/Berlin")).hour == 9


async def test_whoever_puts_herself_in_now_has_accepted_it(rota: Crew) -> None:
    rota.town.carries = True
    await rota.told()
    rota.town.sleep(minutes=1)
    await rota.ann.says("/oncall override me")
    posts = await rota.town.sleep_until("2026-11-24 21:00")
    assert [post.text for post in posts if "accept" in post.text] == []
    assert [post.address.chat for post in posts if "Ann took your shift" in post] == ["bob"]
