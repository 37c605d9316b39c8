"""A team that lives on both platforms."""

from collections.abc import AsyncIterator

import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.app import PACES
from bot.pace import Pace, Rate
from tests.services.discord import DiscordServer
from tests.services.telegram import TelegramServer

from .shore import Shore

AT_ONCE = Pace(Rate(1000, 0.001), (), ())
"""Nothing here is about how fast one may speak."""


@pytest.fixture
async def shore(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shore]:
    for platform in PACES:
        monkeypatch.setitem(PACES, platform, AT_ONCE)
    # The library keeps the hosts for the whole process; the next test finds them as they were.
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(DiscordWebSocket.DEFAULT_GATEWAY))
    async with TelegramServer() as telegram, DiscordServer() as discord:
        shore = Shore(telegram, discord, sqlite_url)
        await shore.start()
        try:
            await shore.founded()
            yield shore
        finally:
            await shore.stop()
