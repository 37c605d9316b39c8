"""Ann and Bob in a group, and the desk that serves them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from storage import Storage
from tests.services.telegram import Chat, Person, TelegramServer

from .office import Office, founded


@dataclass
class Town:
    server: TelegramServer
    office: Office
    ann: Person
    bob: Person
    team: Chat


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as running:
        yield running


@pytest.fixture
async def office(server: TelegramServer, sqlite_storage: Storage) -> AsyncIterator[Office]:
    async with Office(server, sqlite_storage) as opened:
        yield opened


@pytest.fixture
async def town(server: TelegramServer, office: Office) -> Town:
    """A team that was founded by Ann; Bob is in its group."""
    ann, bob = server.person("Ann Lee", username="ann", language="en"), server.person("Bob", language="en")
    team = server.group("Mums club")
    team.add(ann, admin=True)
    team.add(bob)
    team.add_bot(by=ann)
    await founded(server, team, ann)
    return Town(server, office, ann, bob, team)
