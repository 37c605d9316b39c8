"""P11 to P13: what the running process costs: its start, its memory with both platforms, and its rest."""

import asyncio
import os
import sys
import time
from pathlib import Path
from statistics import median

import aiohttp

from tests.bot.discord.wires import SmallDiscord

from .loopback import Chatters
from .ratio import TICKS, Figure
from .stored import TOKEN

ROOT = Path(__file__).parents[2]
LIBRARIES = "import telegram, discord, aiosqlite, apscheduler.schedulers.asyncio, pydantic, sqlalchemy.ext.asyncio"
HOLD = "; import sys; print('ready', flush=True); sys.stdin.read()"
REST = 20.0
PORT = 18431


async def _bare() -> tuple[float, int]:
    """Seconds to import the libraries, and the memory they take (kB)."""
    began = time.perf_counter()
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LIBRARIES + HOLD, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    if child.stdout is not None:
        await child.stdout.readline()
    spent, memory = time.perf_counter() - began, _memory(child.pid)
    child.kill()
    await child.wait()
    return spent, memory


async def _ours(folder: Path, server: Chatters, discord: SmallDiscord | None, rest: float) -> tuple[float, int, float]:
    """Seconds until ready, memory (kB) and the share of one processor it uses at rest."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
    env |= {
        "MUSTER_DATA_DIR": str(folder), "MUSTER_TELEGRAM_TOKEN": TOKEN.replace("-", "_"),
        "MUSTER_TELEGRAM_API_URL": server.url, "MUSTER_HTTP_PORT": str(PORT), "MUSTER_LOG_LEVEL": "error",
    }  # fmt: skip
    if discord is not None:
        hosts = discord.hosts
        env |= {
            "MUSTER_DISCORD_TOKEN": "bench.token.opens-nothing", "MUSTER_DISCORD_API_URL": hosts["api_url"],
            "MUSTER_DISCORD_GATEWAY_URL": hosts["gateway_url"],
        }  # fmt: skip
    began = time.perf_counter()
    child = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", cwd=ROOT, env=env)
    try:
        async with asyncio.timeout(60), aiohttp.ClientSession() as session:
            while not await _ready(session):  # noqa: ASYNC110 - another process says when it is ready
                await asyncio.sleep(0.02)
        spent = time.perf_counter() - began
        await asyncio.sleep(3 if rest else 0)
        memory, used = _memory(child.pid), _ticks(child.pid)
        await asyncio.sleep(rest)
        idle = (_ticks(child.pid) - used) / TICKS / rest if rest else 0.0
        return spent, memory, idle
    finally:
        child.terminate()
        await child.wait()


async def _ready(session: aiohttp.ClientSession) -> bool:
    try:
        async with session.get(f"http://127.0.0.1:{PORT}/readyz") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


def _memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1])


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


async def figures(folder: Path) -> list[Figure]:
    async with Chatters(1) as telegram, SmallDiscord() as discord:
        await _bare()
        await _ours(folder, telegram, discord, 0)  # the files are in memory and the database is there
        starts = []
        for _ in range(5):
            bare = await _bare()
            starts.append((await _ours(folder, telegram, discord, 0))[0] / bare[0])
        _, memory, idle = await _ours(folder, telegram, discord, REST)
    floor = (await _bare())[1]
    aside = f"{memory / 1024:.0f} MB against {floor / 1024:.0f} MB"
    return [
        Figure("P11", "start to ready {} of importing the libraries", median(starts), 1.6),
        Figure("P12", "memory with both platforms {} of the bare libraries", memory / floor, 1.5, aside=aside),
        Figure("P13", "processor at rest {} of one core", idle * 100, 0.5, unit=" %"),
    ]
