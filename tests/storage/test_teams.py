"""Teams and the places where they live."""

from dataclasses import replace

import pytest

from storage import Address, Storage, Taken, Team, Unit

from .town import HILL, HILLTOP, HOUR, LAKE, LOBBY, NOON, Town, team

TOPIC = replace(LOBBY, thread="7")


async def test_a_team_is_what_it_was_founded_as(storage: Storage, town: Town) -> None:
    assert await storage.read(lambda unit: unit.teams.get(town.lake)) == team(town.lake, LAKE)
    assert await storage.read(lambda unit: unit.teams.all()) == [team(town.lake, LAKE), team(town.hill, HILL)]


async def test_changing_one_team_leaves_the_other_alone(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.teams.change(town.lake, name="Sea", suspended_at=NOON))
    changed = replace(team(town.lake, LAKE), name="Sea", suspended_at=NOON)
    assert await storage.read(lambda unit: unit.teams.all()) == [changed, team(town.hill, HILL)]


async def test_a_place_belongs_to_one_team(storage: Storage, town: Town) -> None:
    with pytest.raises(Taken):
        await storage.write(lambda unit: unit.places.bind(town.hill, LOBBY, "Ours now"))
    place = await storage.read(lambda unit: unit.places.at(LOBBY))
    assert place
    assert (place.team, place.title, place.purpose) == (town.lake, "The lobby", "team")


async def test_a_topic_without_a_binding_belongs_to_its_whole_chat(storage: Storage, town: Town) -> None:
    place = await storage.read(lambda unit: unit.places.at(TOPIC))
    assert place
    assert place.address == LOBBY
    await storage.write(lambda unit: unit.places.bind(town.hill, TOPIC, "A corner", "alerts"))
    place = await storage.read(lambda unit: unit.places.at(TOPIC))
    assert place
    assert (place.team, place.address) == (town.hill, TOPIC)
    assert await storage.read(lambda unit: unit.places.at(replace(LOBBY, thread="8")))


async def test_a_topic_alone_does_not_claim_its_chat(storage: Storage, town: Town) -> None:
    topic = Address("telegram", "-300", "5")
    await storage.write(lambda unit: unit.places.bind(town.lake, topic, "Only here"))
    assert await storage.read(lambda unit: unit.places.at(replace(topic, thread=""))) is None
    assert await storage.read(lambda unit: unit.places.at(replace(topic, thread="6"))) is None


async def test_the_same_chat_id_on_another_platform_is_another_place(storage: Storage, town: Town) -> None:
    assert await storage.read(lambda unit: unit.places.at(replace(LOBBY, platform="discord"))) is None


async def test_a_released_address_can_be_bound_by_others(storage: Storage, town: Town) -> None:
    place = await storage.read(lambda unit: unit.places.at(LOBBY))
    assert place
    await storage.write(lambda unit: unit.places.release(place.id))
    await storage.write(lambda unit: unit.places.bind(town.hill, LOBBY, "Ours now"))
    assert [p.team for p in await storage.read(lambda unit: unit.places.of(town.lake))] == []


async def test_places_are_found_by_team_purpose_and_platform(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.places.bind(town.lake, TOPIC, "Alarms", "alerts"))
    assert [p.title for p in await storage.read(lambda unit: unit.places.of(town.lake))] == ["The lobby", "Alarms"]
    assert [p.title for p in await storage.read(lambda unit: unit.places.of(town.lake, "alerts"))] == ["Alarms"]
    assert await storage.read(lambda unit: unit.places.of(town.hill, "alerts")) == []
    assert len(await storage.read(lambda unit: unit.places.all("telegram"))) == 3
    assert await storage.read(lambda unit: unit.places.all("discord")) == []


async def test_a_chat_moves_once_with_all_its_topics(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.places.bind(town.lake, TOPIC, "Alarms", "alerts"))
    assert await storage.write(lambda unit: unit.places.move("telegram", "-100", "-100500")) == 2
    assert await storage.write(lambda unit: unit.places.move("telegram", "-100", "-100500")) == 0
    assert await storage.read(lambda unit: unit.places.at(LOBBY)) is None
    place = await storage.read(lambda unit: unit.places.at(Address("telegram", "-100500", "7")))
    assert place
    assert place.title == "Alarms"
    assert await storage.read(lambda unit: unit.places.at(HILLTOP))


async def test_a_chat_does_not_move_onto_what_is_bound_already(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.places.bind(town.lake, TOPIC, "Alarms", "alerts"))
    await storage.write(lambda unit: unit.places.bind(town.hill, replace(LOBBY, chat="-100500"), "Ours now"))
    assert await storage.write(lambda unit: unit.places.move("telegram", "-100", "-100500")) == 1
    found = await storage.read(lambda unit: unit.places.all("telegram"))
    assert {place.title: place.address.chat for place in found if place.address.chat != HILLTOP.chat} == {
        "The lobby": "-100",
        "Ours now": "-100500",
        "Alarms": "-100500",
    }


async def test_a_place_is_suspended_once_and_resumed_once(storage: Storage, town: Town) -> None:
    first = await storage.write(lambda unit: unit.places.suspend("telegram", "-100", None, "removed", NOON))
    second = await storage.write(lambda unit: unit.places.suspend("telegram", "-100", None, "again", NOON + HOUR))
    assert [(p.suspended_at, p.suspended_why) for p in first] == [(NOON, "removed")]
    assert second == []
    assert [p.suspended_at for p in await storage.write(lambda unit: unit.places.resume("telegram", "-100"))] == [None]
    assert await storage.write(lambda unit: unit.places.resume("telegram", "-100")) == []


async def test_suspending_a_topic_spares_its_chat(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.places.bind(town.lake, TOPIC, "Alarms", "alerts"))
    await storage.write(lambda unit: unit.places.suspend("telegram", "-100", "7", "closed", NOON))
    lobby = await storage.read(lambda unit: unit.places.at(LOBBY))
    assert lobby
    assert lobby.suspended_at is None


async def test_a_team_without_a_place_rests_until_it_has_one_again(storage: Storage, town: Town) -> None:
    async def look(unit: Unit) -> Team:
        return await unit.teams.get(town.lake)

    for place in await storage.read(lambda unit: unit.places.of(town.lake)):
        assert (await storage.read(look)).suspended_at is None
        here = place.address
        await storage.write(lambda unit, at=here: unit.places.suspend(at.platform, at.chat, None, "gone", NOON))  # type: ignore[misc]
    assert (await storage.read(look)).suspended_at == NOON
    await storage.write(lambda unit: unit.places.resume(here.platform, here.chat))
    assert (await storage.read(look)).suspended_at is None
