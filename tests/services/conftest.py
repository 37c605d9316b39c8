"""A simulated Telegram, the library's own bot at it, and Ann who has opened her private chat."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.services.telegram import Person, TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url) as ready:
        yield ready


@pytest.fixture
def ann(server: TelegramServer) -> Person:
    ann = server.person("Ann", username="ann", language="en")
    ann.started = True
    return ann
