"""Reviews on both databases: asked once, answered in versions, closed once, and each conclusion one task at most."""

from dataclasses import replace
from datetime import timedelta

from storage import Address, Round, RoundKind, Storage, Unit

from .town import DAY, FRIDAY, LOBBY, NOON, settle


async def opened(storage: Storage, team: int, kind: RoundKind = "week", day: int = 0) -> Round:
    at = NOON + day * DAY
    wanted = Round(0, team, kind, FRIDAY + timedelta(days=day), at, at + timedelta(minutes=90))
    return await storage.write(lambda unit: unit.rounds.open(wanted))


async def test_a_round_is_opened_once_and_closed_once(storage: Storage) -> None:
    town = await settle(storage)
    first = await opened(storage, town.lake)
    assert await opened(storage, town.lake) == first
    other = await opened(storage, town.lake, "month")
    assert await storage.read(lambda unit: unit.rounds.going(town.lake)) == [first, other]
    assert await storage.read(lambda unit: unit.rounds.get(town.hill, first.id)) is None
    assert await storage.write(lambda unit: unit.rounds.close(first.id, NOON))
    assert not await storage.write(lambda unit: unit.rounds.close(first.id, NOON + DAY))
    assert await storage.read(lambda unit: unit.rounds.going(town.lake)) == [other]
    assert await storage.read(lambda unit: unit.rounds.get(town.lake, first.id)) == replace(first, closed_at=NOON)


async def test_rounds_are_found_by_their_days_the_newest_first(storage: Storage) -> None:
    town = await settle(storage)
    early, late = await opened(storage, town.lake), await opened(storage, town.lake, day=7)
    await opened(storage, town.hill)

    async def between(days: int) -> list[Round]:
        return await storage.read(lambda unit: unit.rounds.between(town.lake, FRIDAY, FRIDAY + timedelta(days=days)))

    assert await between(7) == [late, early]
    assert await between(6) == [early]


async def test_the_newest_version_of_an_answer_counts_as_a_whole(storage: Storage) -> None:
    town = await settle(storage)
    round = await opened(storage, town.lake)

    async def answers(unit: Unit) -> list[tuple[int, int, dict[str, str]]]:
        await unit.rounds.answer(round.id, town.ann.id, {"well": "a", "next": "b"}, NOON)
        await unit.rounds.answer(round.id, town.bob.id, {"badly": "海" * 8000}, NOON)
        await unit.rounds.answer(round.id, town.ann.id, {"well": "c"}, NOON)
        found = await unit.rounds.answers(round.id)
        return sorted((one.person, one.version, dict(one.words)) for one in found)

    assert await storage.write(answers) == [(town.ann.id, 2, {"well": "c"}), (town.bob.id, 1, {"badly": "海" * 8000})]


async def test_a_conclusion_becomes_one_task(storage: Storage) -> None:
    town = await settle(storage)
    round = await opened(storage, town.lake)
    said = [("print", town.ann.id), ("call", None)]
    one, two = await storage.write(lambda unit: unit.rounds.conclude(town.lake, round.id, said))
    assert (one.number, two.number) == (1, 2)
    assert await storage.write(lambda unit: unit.rounds.becomes(two.id, 7))
    assert not await storage.write(lambda unit: unit.rounds.becomes(two.id, 8))
    found = await storage.read(lambda unit: unit.rounds.conclusion(town.lake, 2))
    assert found == (replace(two, task=7), round)
    assert await storage.read(lambda unit: unit.rounds.conclusion(town.hill, 2)) is None


async def test_the_card_that_a_message_shows_is_found_in_its_team_and_chat(storage: Storage) -> None:
    town = await settle(storage)
    await storage.write(lambda unit: unit.cards.stands(town.lake, "review:1", LOBBY, "55"))

    async def shown(team: int, at: Address, message: str) -> str | None:
        return await storage.read(lambda unit: unit.cards.shown_by(team, at, message))

    assert await shown(town.lake, LOBBY, "55") == "review:1"
    assert await shown(town.lake, LOBBY, "56") is None
    assert await shown(town.hill, LOBBY, "55") is None
    assert await shown(town.lake, replace(LOBBY, chat="-9"), "55") is None
