"""Telegram calls us: what is not stored is not answered, and what is not Telegram's is turned away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import select

from bot import lease
from storage import Storage, Unit
from storage.tables.outbox import outbox
from tests.services.telegram import Person, TelegramServer

from .office import Office, state, until

SECRET = "a_secret_of_32_letters_or_more_0123456789"
URL = "https://muster.example/telegram/kqwzxv"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Door:
    """An office with a web server in front of it, and a stranger's way to knock."""

    office: Office
    address: str
    http: aiohttp.ClientSession

    async def knock(self, body: bytes | BytesIO, secret: str | None = SECRET) -> int:
        headers = {} if secret is None else {HEADER: secret}
        async with self.http.post(self.address, data=body, headers=headers) as answer:
            return answer.status


@asynccontextmanager
async def opened(server: TelegramServer, storage: Storage) -> AsyncIterator[Door]:
    """From now on it is here that Telegram calls."""
    office = Office(server, storage, webhook=(URL, SECRET))
    app = web.Application()
    app.add_routes(office.chat.routes())
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    server.reroute("https://muster.example", f"http://{host}:{port}")
    async with office, aiohttp.ClientSession() as http:
        yield Door(office, f"http://{host}:{port}/telegram/kqwzxv", http)
    await server.webhook.unset()
    await runner.cleanup()


@pytest.fixture
async def door(server: TelegramServer, sqlite_storage: Storage) -> AsyncIterator[Door]:
    async with opened(server, sqlite_storage) as door:
        yield door


@pytest.fixture
def bob(server: TelegramServer) -> Person:
    return server.person("Bob", language="en")


async def test_what_telegram_brings_is_answered(server: TelegramServer, door: Door, bob: Person) -> None:
    await bob.says("/count 1")
    await server.heard(bob, "Counted 1.")
    await server.all_confirmed()
    await state(door.office, "ok")
    assert server.calls.of("getUpdates") == []
    asked = server.calls.of("setWebhook")[0].params
    assert asked["secret_token"] == SECRET
    assert "drop_pending_updates" not in asked


async def test_of_two_replicas_each_takes_calls_and_one_carries_the_answers(
    server: TelegramServer, door: Door, bob: Person, sqlite_storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def carriers(unit: Unit) -> list[str]:
        return list((await unit._db.execute(select(outbox.c.owner))).scalars())

    monkeypatch.setattr(lease, "STANDBY", 0.1)
    await state(door.office, "ok")
    async with opened(server, sqlite_storage) as second:
        await state(second.office, "standby")
        await bob.says("/count 1")
        await server.heard(bob, "Counted 1.")
        assert (door.office.fed, second.office.fed) == (0, 1)
        assert await sqlite_storage.read(carriers) == [door.office.postman._owner]
        await door.office.close()
        await state(second.office, "ok")
        await bob.says("/count 2")
        await server.heard(bob, "Counted 2.")


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "ключ"], ids=str)
async def test_who_does_not_know_the_secret_is_turned_away(door: Door, secret: str | None) -> None:
    assert await door.knock(b'{"update_id": 1}', secret) == 403
    assert door.office.fed == 0


async def test_what_cannot_be_read_is_set_aside_and_not_brought_again(
    server: TelegramServer, door: Door, bob: Person
) -> None:
    await state(door.office, "ok")
    for body in (b"", b"{", b"\xff\xfe", b"[1]", b'{"update_id": "x"}', b'{"update_id": 1, "message": 5}', b"[" * 9999):
        assert await door.knock(body) == 200
    await bob.says("/count 1")
    await server.heard(bob, "Counted 1.")

    async def settled() -> bool:
        return "new" not in await door.office.states()

    await until(settled)
    assert (await door.office.states())["quarantined"] == 7


async def test_an_endless_body_is_not_read_to_its_end(door: Door) -> None:
    assert await door.knock(BytesIO(b" " * (1024 * 1024 + 1))) == 413
    assert door.office.fed == 0


async def test_what_could_not_be_stored_is_brought_again(server: TelegramServer, door: Door, bob: Person) -> None:
    door.office.full = 2
    await bob.says("/count 1")
    await server.heard(bob, "Counted 1.")
    assert door.office.fed == 3
    assert server.unheard() == []


async def test_the_same_update_twice_has_one_effect(server: TelegramServer, door: Door, bob: Person) -> None:
    await bob.says("/count 1")
    await server.heard(bob, "Counted 1.")
    body = (
        '{"update_id": 700000001, "message": {"message_id": 1, "date": 1, "text": "/count 1", '
        f'"from": {{"id": {bob.id}, "is_bot": false, "first_name": "Bob"}}, '
        f'"chat": {{"id": {bob.id}, "type": "private"}}}}}}'
    ).encode()
    assert await door.knock(body) == 200
    await bob.says("/count 2")
    await server.heard(bob, "Counted 2.")
    assert server.unheard() == []


async def test_a_token_that_telegram_does_not_accept_is_named(server: TelegramServer, sqlite_storage: Storage) -> None:
    server.fail("getMe", times=None, status=401, description="Unauthorized")
    async with Office(server, sqlite_storage, webhook=(URL, SECRET)) as office:
        await state(office, "down", "MUSTER_TELEGRAM_TOKEN is not valid")


async def test_a_refused_webhook_is_told(server: TelegramServer, sqlite_storage: Storage) -> None:
    server.fail("setWebhook", times=None, status=400, description="Bad Request: bad webhook: Failed to resolve host")
    async with Office(server, sqlite_storage, webhook=(URL, SECRET)) as office:
        await state(office, "down", "failed to resolve host")
        assert SECRET not in office.chat.health().why
        assert office.chat.routes()[0].path == "/telegram/kqwzxv"
