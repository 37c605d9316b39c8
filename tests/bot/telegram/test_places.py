"""What happens to the places where a team lives, and to the people the bot may write to."""

from collections.abc import AsyncIterator

import pytest

from storage import Address

from .conftest import Town


@pytest.fixture
async def quiet(town: Town) -> AsyncIterator[Town]:
    yield town
    assert town.server.unheard() == []


async def test_being_thrown_out_suspends_the_place_and_the_team_hears_of_it_elsewhere(quiet: Town) -> None:
    town, storage = quiet, quiet.office.storage
    other = town.server.group("Second room")
    other.add(town.ann, creator=True)
    other.add_bot()
    place = (await storage.read(lambda unit: unit.places.all("telegram")))[0]
    await storage.write(lambda u: u.places.bind(place.team, Address("telegram", str(other.id)), "Second room"))
    town.team.kick_bot(by=town.ann)
    await town.server.heard(other, "I can no longer write to Mums club on Telegram")
    places = {p.title: p for p in await storage.read(lambda unit: unit.places.all("telegram"))}
    assert places["Mums club"].suspended_at is not None
    assert places["Second room"].suspended_at is None
    town.team.add_bot(by=town.ann)
    await town.ann.says("/echo back", town.team)
    await town.server.heard(town.team, "says: back")
    assert all(p.suspended_at is None for p in await storage.read(lambda unit: unit.places.all("telegram")))


async def test_a_person_who_blocked_the_bot_is_not_written_to_until_she_is_back(quiet: Town) -> None:
    town = quiet
    await town.bob.starts()
    await town.server.heard(town.bob, "Try")
    town.bob.blocks_bot()
    await town.bob.says("/secret", town.team)
    await town.server.heard(town.team, "cannot write to you privately yet")
    town.bob.unblocks_bot()
    await town.bob.says("/secret", town.team)
    await town.server.heard(town.bob, "Between us.")
    await town.server.heard(town.team, "in private")


async def test_a_group_that_becomes_a_supergroup_is_followed(quiet: Town) -> None:
    town = quiet
    new = town.team.migrate()
    await town.ann.says("/echo here now", new)
    await town.server.heard(new, "Ann Lee says: here now")
    places = await town.office.storage.read(lambda unit: unit.places.all("telegram"))
    assert [place.address.chat for place in places] == [str(new.id)]
