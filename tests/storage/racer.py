"""A replica as a process of its own: claims letters and counts, as fast as it can. Says what it got."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from storage import Unit, open_storage

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


async def race(url: str, team: int, name: str, rounds: int) -> None:
    storage = open_storage(url)

    async def once(unit: Unit) -> set[int]:
        await unit.teams.get(team)
        letters = await unit.outbox.due(["telegram"], NOON, 5, [])
        count = int(await unit.marks.get("count") or 0)
        await unit.marks.set("count", str(count + 1))
        return await unit.outbox.claim([letter.id for letter in letters], name, NOON + timedelta(hours=1))

    got: set[int] = set()
    for _ in range(rounds):
        got |= await storage.write(once)
    await storage.close()
    sys.stdout.write(" ".join(str(id) for id in sorted(got)))


if __name__ == "__main__":
    asyncio.run(race(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
