"""A Bot API server that costs as little as one can: hands out what the chatters say, notes when they are answered. The
same on both sides of a comparison, in a process of its own."""

import asyncio
import json
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

from aiohttp import web

from bot.app import now

from .stored import A_LINE, NUMBERS, START, TOKEN, WAITED, update


@dataclass
class Chatters:
    """``n`` people who each say the next line as soon as the last one was answered."""

    n: int
    waiting: list[dict[str, Any]] = field(default_factory=list)
    said_at: dict[int, float] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._numbers = count(1)
        self._began = int(now().timestamp()) - WAITED
        self._more = asyncio.Event()
        self._polled = asyncio.Event()
        self.ended = False

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._called)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._runner.cleanup()

    def says(self, person: int) -> None:
        number = next(self._numbers)
        day = START.fromordinal(START.toordinal() + number // self.n)
        text = f"/daily date:{day} {NUMBERS.format(n=30 + number % 7)}"
        self.said_at[person] = time.perf_counter()
        self.waiting.append(update(number, person, text, self._began + A_LINE * (number // self.n)))
        self._more.set()

    async def talk(self, seconds: float) -> tuple[float, float]:
        """Answers a second, and the 99th percentile of the waits in seconds; the first tenth is not counted."""
        await asyncio.wait_for(self._polled.wait(), 60)
        for person in range(1, self.n + 1):
            self.says(person)
        await asyncio.sleep(seconds / 10)
        self.times.clear()
        began = time.perf_counter()
        await asyncio.sleep(seconds)
        times, spent = sorted(self.times), time.perf_counter() - began
        self.ended = True
        if not times:
            raise RuntimeError("nobody was answered")
        return len(times) / spent, times[int(len(times) * 0.99)]

    async def _called(self, request: web.Request) -> web.Response:
        result: Any = True
        match request.match_info["method"]:
            case "getUpdates":
                result = await self._updates(float((await _data(request)).get("timeout", 0)))
            case "getMe":
                number = int(TOKEN.partition(":")[0])
                result = {"id": number, "is_bot": True, "first_name": "Muster", "username": "muster_bot"}
            case "sendMessage":
                person = int((await _data(request))["chat_id"])
                self.times.append(time.perf_counter() - self.said_at[person])
                if not self.ended:
                    self.says(person)
                chat = {"id": person, "type": "private", "first_name": "P"}
                result = {"message_id": 1, "date": 1, "chat": chat, "text": "x"}
        return web.json_response({"ok": True, "result": result})

    async def _updates(self, patience: float) -> list[dict[str, Any]]:
        self._polled.set()
        if not self.waiting and patience:
            self._more.clear()
            try:
                async with asyncio.timeout(min(patience, 10)):
                    await self._more.wait()
            except TimeoutError:
                return []
        found, self.waiting = self.waiting[:100], self.waiting[100:]
        return found


async def _data(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = json.loads(await request.read())
        return found
    return dict(await request.post())
