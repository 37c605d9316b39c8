"""The demo as it is, over a memory and a clock of the test, on a free port; and a browser to look at it."""

import asyncio
import json
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import BrowserContext, Locator, Page, async_playwright, expect

from bot.app import App
from bot.demo.sample import DemoClock, overture, web_chat
from bot.http import HttpServer
from bot.settings import Settings
from bot.web.chat import WebChat
from commands.kit.metrics import default_catalogue
from storage import Storage

expect.set_options(timeout=90_000)
"""Milliseconds: how long the page takes says nothing, the machine may be busy. What never comes fails all the same."""
NOW = datetime(2026, 11, 24, 10, 32, tzinfo=UTC)
"""A Tuesday evening in Shanghai: 18:32."""
CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

# Every element with words of its own, and how its ink stands out from the first ground under it that is not clear.
CONTRASTS = """
() => {
  const light = ([r, g, b]) => [r, g, b]
    .map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, at) => sum + c * [0.2126, 0.7152, 0.0722][at], 0);
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const ground = (each) => {
    for (; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (colour.startsWith("rgb(")) return parts(colour);
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("body *")]
    .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((each) => each.checkVisibility() && !each.closest("select"))
    .map((each) => {
      const [a, b] = [light(parts(getComputedStyle(each).color)), light(ground(each))];
      return [each.className + " " + each.textContent.slice(0, 20), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
    });
}
"""


@dataclass
class Site:
    url: str
    app: App
    chat: WebChat
    files: Path

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[aiohttp.ClientSession]:
        async with aiohttp.ClientSession(self.url) as session:
            yield session


def ticking(start: datetime) -> Callable[[], datetime]:
    """A clock that begins at a moment of the test and goes on from there."""
    began = time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - began)


@asynccontextmanager
async def site(
    storage: Storage, files: Path, clock: Callable[[], datetime] | None = None, *, lived: bool = False
) -> AsyncIterator[Site]:
    """``lived``: the team has had its evening and its morning already, as for a first visitor."""
    moved = DemoClock(clock or ticking(NOW))
    app = App(storage, default_catalogue(), moved)
    if lived:
        await overture(app, moved)
    chat = await web_chat(app, moved, WebChat, files)
    server = HttpServer(Settings(http_port=0))
    for route in chat.routes():
        server.add(route.method, route.path, route.handler)
    app.join(chat)
    port = await server.start()
    stop = asyncio.Event()
    working = asyncio.create_task(app.run(stop))
    try:
        yield Site(f"http://127.0.0.1:{port}", app, chat, files)
    finally:
        stop.set()
        await working
        await server.stop()


class Ear:
    """One open stream, read event by event."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._lines = answer.content
        self.last = ""

    async def next(self, name: str) -> Any:
        """The data of the next event, which must be one of this name."""
        event = await self.event()
        assert event["event"] == name, event
        return json.loads(event["data"])

    async def until(self, said: str) -> dict[str, Any]:
        """The next message that holds these words."""
        while True:
            event = await self.event()
            if event["event"] == "message" and said in event["data"]:
                found: dict[str, Any] = json.loads(event["data"])
                return found

    async def event(self) -> dict[str, str]:
        found: dict[str, str] = {}
        async with asyncio.timeout(10):
            while True:
                line = (await self._lines.readline()).decode().rstrip("\n")
                if not line and "event" in found:
                    self.last = found.get("id", self.last)
                    return found
                name, _, value = line.partition(": ")
                if name:
                    found[name] = value


@asynccontextmanager
async def listening(
    session: aiohttp.ClientSession, persona: str = "mei", room: str = "team-room", last: str = ""
) -> AsyncIterator[Ear]:
    headers = {"Last-Event-ID": last} if last else {}
    async with session.get("/events", params={"as": persona, "room": room}, headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        yield Ear(answer)


@asynccontextmanager
async def browser(**options: Any) -> AsyncIterator[BrowserContext]:
    """Debian's chromium with a profile of its own."""
    async with async_playwright() as play:
        with tempfile.TemporaryDirectory() as profile:
            context = await play.chromium.launch_persistent_context(
                profile, executable_path=CHROMIUM, args=SWITCHES, **options
            )
            try:
                yield context
            finally:
                await context.close()


class Visitor:
    """Somebody at the page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.troubles: list[str] = []
        page.on("console", lambda message: self.troubles.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    async def arrives(self) -> "Visitor":
        await self.page.goto(self.url)
        await expect(self.page.locator("body[data-ready]")).to_be_attached()
        return self

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message", exact=True)

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def answer(self) -> Locator:
        """The last thing that Muster said in the room she is in."""
        return self.log.locator(".message.bot").last

    @property
    def messages(self) -> Locator:
        """Everything said in the room she is in."""
        return self.log.locator(".message")

    @property
    def offers(self) -> Locator:
        """What is proposed under the box."""
        return self.page.get_by_role("listbox").get_by_role("option")

    async def types(self, words: str) -> None:
        await self.box.click()
        await self.page.keyboard.type(words)

    async def says(self, words: str) -> None:
        await self.box.fill(words)
        await self.page.keyboard.press("Enter")

    async def pale(self) -> list[str]:
        """Words that stand out too little from their ground: less than 4.5 to 1 (WCAG 2.2, success criterion 1.4.3)."""
        found = await self.page.evaluate(CONTRASTS)
        return [f"{what}: {contrast:.1f}" for what, contrast in found if contrast < 4.5]
