"""P3: the whole process over loopback HTTP, against python-telegram-bot as it comes; both store and answer."""

import asyncio
import sys
import tempfile
from pathlib import Path
from statistics import median

from .loopback import Chatters
from .ratio import Figure, Neighbours

ROOT = Path(__file__).parents[2]
SECONDS = 4.0
ROUNDS = 3


async def _side(side: str, folder: Path, chatters: int) -> tuple[float, float]:
    async with Chatters(chatters) as crowd:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            child = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.bench.child", side, crowd.url, place, str(chatters), cwd=ROOT
            )  # fmt: skip
            try:
                return await crowd.talk(SECONDS)
            finally:
                child.terminate()
                await child.wait()


async def figures(folder: Path) -> list[Figure]:
    found = []
    for chatters in (50, 500):
        neighbours = Neighbours()
        more, waits = [], []
        for _ in range(ROUNDS):
            stock, ours = await _side("stock", folder, chatters), await _side("ours", folder, chatters)
            more.append(ours[0] / stock[0])
            waits.append(ours[1] / stock[1])
        aside = f"ours {ours[0]:.0f}/s, stock {stock[0]:.0f}/s in the last round; others used {neighbours.share():.0%}"
        name = f"whole process, {chatters} chatters:"
        found += [
            Figure("P3", f"{name} answers a second {{}} of stock PTB", median(more), 2.0, more=True, aside=aside),
            Figure("P3", f"{name} p99 wait {{}} of stock PTB", median(waits), 0.25),
        ]
    return found
