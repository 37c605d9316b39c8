"""A replica as a process of its own: claims every task for its own people, as fast as it can. Says which it got."""

import asyncio
import sys
from datetime import UTC, datetime

from storage import open_storage

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


async def claim(url: str, ids: list[int], people: list[int]) -> None:
    storage = open_storage(url)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)

    async def press(id: int, person: int) -> bool:
        return await storage.write(lambda unit: unit.tasks.take(id, person, NOON))

    got: list[str] = []
    for id in ids:
        won = await asyncio.gather(*(press(id, person) for person in people))
        got += [f"{id}:{person}" for person, mine in zip(people, won, strict=True) if mine]
    await storage.close()
    sys.stdout.write(" ".join(got))


if __name__ == "__main__":
    asyncio.run(
        claim(sys.argv[1], [int(each) for each in sys.argv[2].split(",")], [int(each) for each in sys.argv[3:]])
    )
