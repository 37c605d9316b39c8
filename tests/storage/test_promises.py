"""Promises on both databases: numbered within a team, the soonest due first, and ended once."""

from storage import Promise, Storage, Unit

from .town import DAY, NOON, settle


async def test_numbers_count_within_a_team_and_the_soonest_comes_first(storage: Storage) -> None:
    town = await settle(storage)

    async def made(unit: Unit) -> list[int]:
        found = []
        for team, days in ((town.lake, 3), (town.hill, 1), (town.lake, 2)):
            promise = Promise(0, team, 0, "字" * 500, NOON + days * DAY, NOON, town.bob.id, town.bob.id)
            found.append((await unit.promises.add(promise)).number)
        return found

    assert await storage.write(made) == [1, 1, 2]
    listed = await storage.read(lambda unit: unit.promises.listed(town.lake, ["open"]))
    assert [one.number for one in listed] == [2, 1]
    later = await storage.read(lambda unit: unit.promises.listed(town.lake, ["open"], since=NOON + 3 * DAY))
    assert [one.number for one in later] == [1]
    assert await storage.read(lambda unit: unit.promises.get(town.hill, 2)) is None


async def test_one_ends_once_and_is_late_after_it_was_due(storage: Storage) -> None:
    town = await settle(storage)
    promise = await storage.write(
        lambda unit: unit.promises.add(Promise(0, town.lake, 0, "Send it", NOON, NOON, town.bob.id))
    )
    assert await storage.write(lambda unit: unit.promises.end(promise.id, "kept", NOON + DAY, town.bob.id))
    assert not await storage.write(lambda unit: unit.promises.end(promise.id, "dropped", NOON, None, "why" * 100))
    (ended,) = await storage.read(lambda unit: unit.promises.listed(town.lake, ["kept", "dropped"]))
    assert (ended.state, ended.late, ended.ended_by, ended.why) == ("kept", True, town.bob.id, "")


async def test_two_identities_become_one(storage: Storage) -> None:
    town = await settle(storage)
    made = Promise(0, town.lake, 0, "Send it", NOON, NOON, town.bob.id, town.bob.id)
    promise = await storage.write(lambda unit: unit.promises.add(made))
    await storage.write(lambda unit: unit.promises.merge(town.bob.id, town.ann.id))
    found = await storage.read(lambda unit: unit.promises.get(town.lake, promise.number))
    assert found is not None
    assert (found.owner, found.made_by) == (town.ann.id, town.ann.id)
