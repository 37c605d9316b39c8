"""The real program in a process of its own, one life after the other over one folder of data."""

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import Process
from datetime import UTC, datetime
from pathlib import Path

from tests.services.telegram import TelegramServer

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds for anything that must happen, on a machine that has other things to do."""
PROMISED = 9.0
"""Seconds in which an asked-for end must be over: the promised eight, and one for the machine."""


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What the program is given: nothing of ours, no proxy between it and this machine, and the compiled modules of
    its last life, as everywhere."""
    strange = ("MUSTER_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    kept = {name: value for name, value in kept.items() if not name.lower().endswith("_proxy")}
    return kept | {"PYTHONPATH": str(ROOT), "MUSTER_DATA_DIR": str(folder / "data")} | more


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


class Muster:
    """``run`` over ``folder``, polling ``server``. What it prints is collected over all its lives."""

    def __init__(self, folder: Path, server: TelegramServer, **env: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.env = environment(
            folder,
            MUSTER_TELEGRAM_TOKEN=server.token,
            MUSTER_TELEGRAM_API_URL=server.url,
            MUSTER_HTTP_PORT=str(self.port),
            **env,
        )
        self.printed = folder / "printed.txt"
        self._asked = asyncio.Event()
        self._process: Process | None = None

    @property
    def database(self) -> Path:
        return self.folder / "data" / "muster.db"

    async def start(self) -> None:
        assert not self.alive
        self._asked.clear()
        with self.printed.open("ab") as out:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self.folder, env=self.env, stdout=out, stderr=out,
                stdin=asyncio.subprocess.DEVNULL,
            )  # fmt: skip

    async def hears_signals(self) -> None:
        """Wait until SIGTERM no longer kills it but is heard. Nobody rings when a process sets a handler."""
        async with asyncio.timeout(PATIENCE):
            while not self._catches(signal.SIGTERM):  # noqa: ASYNC110
                await asyncio.sleep(0)

    def _catches(self, number: signal.Signals) -> bool:
        assert self._process is not None
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        caught = next(line.split()[1] for line in lines if line.startswith("SigCgt"))
        return bool(int(caught, 16) >> (number - 1) & 1)

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def kill(self) -> None:
        """At once, without a word: ``kill -9``."""
        self._signal(signal.SIGKILL)

    def ask_to_stop(self) -> None:
        self._signal(signal.SIGTERM)
        self._asked.set()

    async def ended_after_being_asked(self) -> int:
        """Its exit code; the promised time counts from the moment it was asked. Raises ``TimeoutError``."""
        await asyncio.wait_for(self._asked.wait(), PATIENCE)
        return await self.ended(PROMISED)

    async def ended(self, within: float = PATIENCE) -> int:
        """Its exit code. Raises ``TimeoutError`` with its last words."""
        assert self._process is not None
        try:
            return await asyncio.wait_for(self._process.wait(), within)
        except TimeoutError:
            raise TimeoutError(f"it lives on after {within:.0f} s; it said: {self.said()[-2000:]}") from None

    async def stop(self) -> int:
        self.ask_to_stop()
        return await self.ended_after_being_asked()

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)

    def said(self) -> str:
        """Everything it printed."""
        return self.printed.read_text("utf-8", "replace")

    async def __aenter__(self) -> "Muster":
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.alive:
            self.kill()
            await self.ended()


def machine_time(folder: Path) -> datetime:
    """What the machine's clock shows, as it stands on a new file: the process under test goes by it."""
    mark = folder / "now"
    mark.touch()
    return datetime.fromtimestamp(mark.stat().st_mtime, UTC)
