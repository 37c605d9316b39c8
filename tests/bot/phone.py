"""The calendar programme of somebody's phone, for tests of what it fetches."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from icalendar import Calendar

from bot.feeds import Feeds
from bot.http import HttpServer
from bot.settings import Settings
from tests.town import Answer, Somebody, Town


@dataclass
class Phone:
    """A calendar programme."""

    session: aiohttp.ClientSession
    root: str

    async def fetch(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, Any]:
        async with self.session.request(method, self.root + path, headers=headers) as answer:
            return answer.status, await answer.text(), answer.headers

    async def events(self, path: str) -> dict[str, Any]:
        """By their summaries."""
        status, body, _ = await self.fetch(path)
        assert status == 200
        calendar: Any = Calendar.from_ical(body)
        return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


@asynccontextmanager
async def served(town: Town, **settings: Any) -> AsyncIterator[Phone]:
    server = HttpServer(Settings(http_port=0, **settings))
    Feeds(town.storage, lambda: town.now).serve(server)
    port = await server.start()
    try:
        async with aiohttp.ClientSession() as session:
            yield Phone(session, f"http://127.0.0.1:{port}")
    finally:
        await server.stop()


def path(answer: Answer) -> str:
    found = re.search(r"https?://[^/]+(/(?:calendar|oncall)/[a-z0-9]{24,}\.ics)", str(answer))
    assert found, str(answer)
    return found[1]


async def link(who: Somebody, line: str = "/activity feed") -> str:
    return path(await who.says(line))
