"""What follows when a chat moves or goes; the postman's tests say when."""

from dataclasses import replace

from bot.aftermath import Aftermath, follow_chat
from bot.ports import Gone, Refused
from storage import Address
from tests.town import Town


async def test_following_a_chat_takes_places_letters_and_open_forms_along_once(town: Town) -> None:
    await town.founded()
    form = (await town.bob.says("/daily")).reply.form
    assert form is not None
    assert await town.storage.write(lambda unit: follow_chat(unit, "telegram", "-100", "-100500", town.now)) == 1
    assert await town.storage.write(lambda unit: follow_chat(unit, "telegram", "-100", "-100500", town.now)) == 0
    waiting = await town.storage.read(lambda unit: unit.outbox.due(["telegram"], town.now, 99, []))
    assert {letter.address.chat for letter in waiting} == {"-100500"}
    moved = town.bob.at_chat("-100500")
    assert (await moved.says("/form _ say", value="500")).reply.form is not None
    assert "Saved: 1 number." in await moved.says(f"/form {form.draft} save")


async def test_a_chat_that_moves_to_an_address_in_use_is_followed_by_its_letters_and_gets_no_post_twice(
    town: Town,
) -> None:
    await town.founded()
    await town.ann.says("/setup code")
    await town.ann.at_chat("-100500").with_admin().says("/setup join CODE-0001")
    after = Aftermath(town.storage, lambda: town.now, "one")
    letter = (await town.storage.read(lambda unit: unit.outbox.due(["telegram"], town.now, 1, [])))[0]
    await after.moved(letter, "-100500")
    waiting = await town.storage.read(lambda unit: unit.outbox.due(["telegram"], town.now, 99, []))
    assert {letter.address.chat for letter in waiting} == {"-100500"}
    places = await town.storage.read(lambda unit: unit.places.of(1))
    assert [(place.address.chat, place.suspended_why) for place in places] == [
        ("-100", "group chat was upgraded"),
        ("-100500", None),
    ]
    assert "it was deleted" in await town.ann.at_chat("-100500").says("/status")


async def test_a_team_told_of_a_lost_chat_hears_it_once(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup code")
    await town.ann.on("discord", "900", "555").with_admin().says("/setup join CODE-0001")
    after = Aftermath(town.storage, lambda: town.now, "one")
    lost = replace(town.letters[0], address=Address("telegram", "-100"))
    for _ in range(2):
        await after.gone(lost, Gone("bot was kicked"))
    waiting = await town.storage.read(lambda unit: unit.outbox.due(["discord"], town.now, 99, []))
    assert sum("I can no longer write to" in letter.body for letter in waiting) == 1


async def test_a_suspended_chat_gets_no_posts_and_its_numbers_stay(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily joined 3")
    await town.storage.write(lambda unit: unit.places.suspend("telegram", "-100", None, "kicked", town.now))
    await town.bob.in_private().says("/away until fri")
    assert [letter.address.chat for letter in town.letters] == ["bob"]
    assert await town.figures() == {"joined": "3"}


async def test_a_refused_letter_keeps_its_reason(town: Town) -> None:
    await town.founded()
    letter = town.letters[0]
    await Aftermath(town.storage, lambda: town.now, "one").refused(letter, Refused("bad markup"))
    waiting = await town.storage.read(lambda unit: unit.outbox.due(["telegram"], town.now, 99, []))
    assert letter.id not in {one.id for one in waiting}
