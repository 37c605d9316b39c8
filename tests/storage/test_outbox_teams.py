"""A message in a private chat remembers which team said it."""

from datetime import timedelta

from storage import Letter, Storage

from .town import LOBBY, NOON, settle


async def test_of_a_message_is_known_which_team_said_it(storage: Storage) -> None:
    town = await settle(storage)
    letter = Letter(0, town.lake, LOBBY, "Stop?", "en", "Asia/Shanghai", "CNY", 2, NOON)
    theirs = Letter(0, town.hill, LOBBY, "Stop?", "en", "Asia/Shanghai", "CNY", 2, NOON)
    await storage.write(lambda unit: unit.outbox.put([letter, theirs]))
    for one in await storage.read(lambda unit: unit.outbox.due(["telegram"], NOON, 9, ())):
        await storage.write(lambda unit, id=one.id: unit.outbox.claim([id], "a", NOON + timedelta(minutes=1)))  # type: ignore[misc]
        await storage.write(lambda unit, id=one.id, m=f"m{one.team}": unit.outbox.sent(id, "a", m, NOON))  # type: ignore[misc]
    for team, known in ((town.lake, town.lake), (town.hill, town.hill), (77, None)):
        message = f"m{team}"
        found = await storage.read(lambda unit, m=message: unit.outbox.team_of("telegram", LOBBY.chat, m))  # type: ignore[misc]
        assert found == known
