"""One-time codes: used once, whoever tries at the same time."""

import asyncio

from sqlalchemy import text

from storage import Code, Storage, Unit

from .town import HOUR, NOON, Town


def code(town: Town) -> Code:
    return Code("join", town.lake, town.ann.id, NOON + HOUR)


async def test_of_fifty_who_try_at_once_one_gets_the_code(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.codes.put("ABCD-1234", code(town)))
    tries = (storage.write(lambda unit: unit.codes.use("abcd1234 ", "join", NOON)) for _ in range(50))
    got = [found for found in await asyncio.gather(*tries) if found is not None]
    assert got == [code(town)]


async def test_a_code_is_of_one_kind_and_a_wrong_guess_does_not_spend_it(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.codes.put("ABCD-1234", code(town)))
    assert await storage.write(lambda unit: unit.codes.use("ABCD-1234", "link", NOON)) is None
    assert await storage.write(lambda unit: unit.codes.use("ABCD-1235", "join", NOON)) is None
    assert await storage.write(lambda unit: unit.codes.use("ABCD-1234", "join", NOON)) == code(town)


async def test_a_code_too_old_is_nobodys(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.codes.put("ABCD-1234", code(town)))
    assert await storage.write(lambda unit: unit.codes.use("ABCD-1234", "join", NOON + HOUR)) is None


async def test_a_new_code_makes_the_earlier_one_void(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.codes.put("OLD", code(town)))
    await storage.write(lambda unit: unit.codes.put("NEW", code(town)))
    assert await storage.write(lambda unit: unit.codes.use("OLD", "join", NOON)) is None
    assert await storage.write(lambda unit: unit.codes.use("NEW", "join", NOON)) == code(town)


async def test_the_words_of_a_code_are_not_in_the_database(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.codes.put("ABCD-1234", code(town)))

    async def everything(unit: Unit) -> str:
        return str((await unit._db.execute(text("SELECT * FROM codes"))).all()).upper()

    kept = await storage.read(everything)
    assert "JOIN" in kept
    assert "ABCD-1234" not in kept
    assert "ABCD1234" not in kept


async def test_old_codes_are_swept_away(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.codes.put("ABCD-1234", code(town)))
    await storage.write(lambda unit: unit.codes.purge(NOON + HOUR))
    assert await storage.write(lambda unit: unit.codes.use("ABCD-1234", "join", NOON)) is None
