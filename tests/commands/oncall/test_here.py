"""Whoever was closed to us is so until something proves the contrary: words of hers in private, or a letter that
arrives; not what she says in a channel."""

from dataclasses import replace

import pytest

from tests.commands.task.crew import Crew, crew
from tests.town import Post, Somebody, Town

from .test_warn import warnings


@pytest.fixture
async def team(town: Town) -> Crew:
    """Letters arrive, the team has a channel on Discord too, and Fay is there and nowhere else."""
    found = await crew(replace(town, carries=True))
    setup = (await found.ann.says("/setup code")).text.split("`")[1]
    await found.ann.on("discord", "ann-there", "ops").with_admin().says(f"/setup join {setup}")
    await fay_of(found).says("/join")
    return found


def fay_of(team: Crew) -> Somebody:
    """In the channel, as Discord tells of her: it lets us write first, so it supposes that we can."""
    fay = team.town.person("Fay", team.ann.at).on("discord", "fay", "ops")
    return replace(fay, account=replace(fay.account, direct="fay"))


async def direct(team: Crew, who: Somebody) -> str | None:
    found = await team.town.storage.read(lambda unit: unit.accounts.get(who.account.platform, who.account.user))
    assert found is not None
    return found[0].direct


async def on_call_and_closed(team: Crew) -> list[Post]:
    """Fay is on call for a week and says that she can be reached. Then she closes her direct messages."""
    fay = fay_of(team)
    await team.ann.says('/oncall rota primary:@fay,@dee rotation:weekly handover:"mon 09:00"')
    await team.town.looks_at_the_clock()
    assert "Noted: I can reach you." in await fay.says("/oncall reachable")
    await team.town.sleep_until("2026-11-24 20:05")
    await team.town.storage.write(lambda unit: unit.accounts.unreachable("discord", "fay"))
    team.town.closed.add("fay")
    posts = await team.town.sleep_until("2026-11-25 10:01")
    assert {one[1] for one in warnings(posts)} == {"On call, but cannot be written to: Fay"}
    return posts


async def test_a_stranger_is_supposed_to_take_direct_messages(team: Crew) -> None:
    assert await direct(team, fay_of(team)) == "fay"


async def test_a_command_in_a_channel_does_not_open_what_is_closed(team: Crew) -> None:
    await on_call_and_closed(team)
    await fay_of(team).says("/oncall")
    assert await direct(team, fay_of(team)) is None
    assert warnings(await team.town.sleep_until("2026-11-27 12:00")) == []


async def test_the_button_tries_at_once_and_what_arrives_mends_it(team: Crew) -> None:
    posts = await on_call_and_closed(team)
    card = next(post for post in posts if "On call, but" in post and post.address.chat == "ops")
    assert "To mend it, Fay allows direct messages on Discord, then presses “I'm reachable” in the channel." in card
    fay = fay_of(team)
    team.town.closed.clear()
    assert "I am writing to you in private now." in await team.town.hears_at(fay, card.reply.buttons[0].line)
    (letter,) = [post for post in await team.town.looks_at_the_clock() if post.address.chat == "fay"]
    assert letter.text == "I can write to you here now. One press tells the team.\n[I'm reachable]"
    assert await direct(team, fay) == "fay"
    assert "I can reach you" in await team.town.hears_at(fay.in_private(), letter.reply.buttons[0].line)
    mended = "Mended: Fay can be written to."
    assert {one[1] for one in warnings(await team.town.sleep_until("2026-11-25 10:05"))} == {mended}


async def test_what_does_not_arrive_mends_nothing(team: Crew) -> None:
    posts = await on_call_and_closed(team)
    card = next(post for post in posts if "On call, but" in post and post.address.chat == "ops")
    await team.town.hears_at(fay_of(team), card.reply.buttons[0].line)
    assert warnings(await team.town.sleep_until("2026-11-27 12:00")) == []
    assert await direct(team, fay_of(team)) is None


async def test_a_press_in_private_mends_it(team: Crew) -> None:
    await on_call_and_closed(team)
    team.town.closed.clear()
    assert "I can reach you" in await team.town.hears_at(fay_of(team).in_private(), "/oncall reachable")
    assert {one[1] for one in warnings(await team.town.sleep_until("2026-11-25 10:05"))} == {
        "Mended: Fay can be written to."
    }


async def test_where_nothing_can_be_tried_she_hears_how_it_is_mended(team: Crew) -> None:
    """On Telegram nobody can be written to who has not opened the chat."""
    await team.town.storage.write(lambda unit: unit.accounts.unreachable("telegram", "dee"))
    await team.ann.says('/oncall rota primary:@dee,@bob rotation:weekly handover:"mon 09:00"')
    await team.town.looks_at_the_clock()
    answer = await team.dee.says("/oncall reachable")
    assert answer.text == "I cannot write to you on Telegram yet. Open me there and press Start."
    await team.dee.in_private().says("/help")
    assert "Noted: I can reach you." in await team.dee.says("/oncall reachable")


async def test_whoever_has_no_shift_is_not_told_that_it_counts_for_one(team: Crew) -> None:
    await on_call_and_closed(team)
    assert "I can reach you. None of your shifts waits for this." in await team.ann.says("/oncall reachable")
