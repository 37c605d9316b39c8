"""The gateway on a real socket: who listens, what follows a lost connection, and what stops this part alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.discord.client import Client, Ears, pause_after
from bot.discord.gateway import FREELY, Starts
from bot.ports import Health, Later
from commands.kit import Tongue, reply
from storage import Address, Letter, Storage

from .errands import MENU
from .office import NOON, Process
from .wires import SmallDiscord


@pytest.fixture
async def discord(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SmallDiscord]:
    # The library keeps its hosts for the whole process; they are given back afterwards.
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)
    async with SmallDiscord() as server:
        yield server


@asynccontextmanager
async def running(discord: SmallDiscord, storage: Storage) -> AsyncIterator[Process]:
    process = Process(storage, lambda: NOON, MENU, **discord.hosts)
    await process.start()
    process.listen()
    try:
        yield process
    finally:
        await process.retire()
        await process.stop()
        await process.chat.close()


def interaction(number: int, name: str = "setup") -> dict[str, object]:
    """Ann, who administers the server, founds a team."""
    options = [{"type": 1, "name": "here", "options": []}]
    user = {"id": "5", "username": "ann", "discriminator": "0", "avatar": None, "global_name": "Ann"}
    member = {"user": user, "roles": [], "permissions": "8", "joined_at": "2026-01-01T00:00:00+00:00", "flags": 0,
              "deaf": False, "mute": False, "nick": None, "avatar": None}  # fmt: skip
    channel = {"id": "30", "type": 0, "name": "ops", "guild_id": "20", "position": 0, "permission_overwrites": []}
    return {
        "id": str(number), "application_id": "901", "type": 2, "token": "answer-here", "version": 1, "channel_id": "30",
        "channel": channel, "guild_id": "20", "member": member, "locale": "zh-CN", "entitlements": [],
        "authorizing_integration_owners": {}, "app_permissions": "8", "attachment_size_limit": 1,
        "data": {"id": "1", "name": name, "type": 1, "options": options},
    }  # fmt: skip


async def test_an_interaction_is_acknowledged_and_answered(discord: SmallDiscord, sqlite_storage: Storage) -> None:
    async with running(discord, sqlite_storage) as process:
        await discord.until(lambda: process.chat.health().state == "ok")
        await discord.send(0, interaction(1), "INTERACTION_CREATE")
        await discord.until(lambda: bool(discord.requests("PATCH", "/@original")))
    assert discord.requests("POST", "/interactions/1/answer-here/callback") == [{"type": 5, "data": {}}]
    assert "ops" in discord.requests("PATCH", "/webhooks/901/answer-here/messages/@original")[0]["content"]


async def test_a_slow_disk_does_not_make_discord_wait(discord: SmallDiscord, sqlite_storage: Storage) -> None:
    async with running(discord, sqlite_storage) as process:
        await discord.until(lambda: process.chat.health().state == "ok")
        process.disk.clear()
        await discord.send(0, interaction(1), "INTERACTION_CREATE")
        await discord.until(lambda: bool(discord.requests("POST", "/callback")))
        assert discord.requests("PATCH", "/@original") == []
        process.disk.set()
        await discord.until(lambda: bool(discord.requests("PATCH", "/@original")))


async def test_who_was_promised_an_answer_hears_that_the_disk_refused(
    discord: SmallDiscord, sqlite_storage: Storage
) -> None:
    async with running(discord, sqlite_storage) as process:
        await discord.until(lambda: process.chat.health().state == "ok")
        process.full = True
        process.disk.clear()
        await discord.send(0, interaction(1), "INTERACTION_CREATE")
        await discord.until(lambda: bool(discord.requests("POST", "/callback")))
        process.disk.set()
        await discord.until(lambda: bool(discord.requests("PATCH", "/@original")))
    (told,) = discord.requests("PATCH", "/@original")
    assert told["content"]


async def test_commands_are_stored_only_when_they_changed(discord: SmallDiscord, sqlite_storage: Storage) -> None:
    for _ in range(2):
        async with running(discord, sqlite_storage) as process:
            await discord.until(lambda process=process: process.chat.health().state == "ok")  # type: ignore[misc]
            await discord.until(lambda: bool(discord.requests("PUT", "/applications/901/commands")))
    assert len(discord.requests("PUT", "/applications/901/commands")) == 1


async def test_a_session_is_resumed_when_discord_asks_for_it(discord: SmallDiscord, sqlite_storage: Storage) -> None:
    async with running(discord, sqlite_storage) as process:
        await discord.until(lambda: process.chat.health().state == "ok")
        await discord.send(7)
        await discord.until(lambda: discord.resumed == 1)
    assert discord.identified == 1


@pytest.mark.parametrize("code", [4000, 4008, 4009, 1006])
async def test_a_broken_connection_is_resumed(discord: SmallDiscord, sqlite_storage: Storage, code: int) -> None:
    async with running(discord, sqlite_storage) as process:
        await discord.until(lambda: process.chat.health().state == "ok")
        if code == 1006:
            transport = discord.sockets[-1]._req.transport  # type: ignore[union-attr]
            assert transport is not None
            transport.abort()
        else:
            await discord.close(code)
        await discord.until(lambda: discord.resumed == 1)
        await discord.until(lambda: process.chat.health().state == "ok")
    assert discord.identified == 1


async def test_a_line_that_looks_open_and_is_dead_is_dialled_anew(discord: SmallDiscord) -> None:
    async def at_once() -> None:
        return None

    discord.heartbeat, discord.answers_heartbeats = 100, False
    Route.BASE = discord.hosts["api_url"]
    DiscordWebSocket.DEFAULT_GATEWAY = URL(discord.hosts["gateway_url"])
    client = Client(Ears(), at_once, at_once, deaf_after=0.3, look=0.05)
    await client.login("a.b.c")
    listening = asyncio.create_task(client.connect())
    try:
        await discord.until(lambda: discord.resumed == 1)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await client.close()


def test_pauses_grow_to_half_a_minute() -> None:
    assert [pause_after(failures) for failures in (1, 2, 3, 4, 5, 100)] == [2, 4, 8, 16, 30, 30]


async def test_an_event_of_an_unknown_shape_costs_no_session(discord: SmallDiscord, sqlite_storage: Storage) -> None:
    thread = {"id": "31", "type": 11, "name": "night", "guild_id": "20", "parent_id": "30"}
    async with running(discord, sqlite_storage) as process:
        await discord.until(lambda: process.chat.health().state == "ok")
        await discord.send(0, {**interaction(1), "channel": thread}, "INTERACTION_CREATE")
        await discord.send(0, interaction(2), "INTERACTION_CREATE")
        await discord.until(lambda: bool(discord.requests("PATCH", "/@original")))
    assert (discord.identified, discord.dialled) == (1, 1)


async def test_an_invalid_session_is_begun_anew(discord: SmallDiscord, sqlite_storage: Storage) -> None:
    async with running(discord, sqlite_storage) as process:
        await discord.until(lambda: process.chat.health().state == "ok")
        await discord.send(9, False)
        await discord.until(lambda: discord.identified == 2)
    assert discord.resumed == 0


@pytest.mark.parametrize(("code", "why"), [(4004, "token"), (4013, "intents"), (4014, "intent")])
async def test_a_refusal_for_good_stops_this_part_alone(
    discord: SmallDiscord, sqlite_storage: Storage, code: int, why: str
) -> None:
    discord.closes_with = code
    async with running(discord, sqlite_storage) as process:
        await discord.until(lambda: why in process.chat.health().why)
        assert process.chat.health().state == "down"
        assert str(code) in process.chat.health().why
    assert discord.identified == 1


async def test_a_wrong_token_is_told(discord: SmallDiscord, sqlite_storage: Storage) -> None:
    discord.refused.add("a.b.c")
    async with running(discord, sqlite_storage) as process:
        await discord.until(lambda: process.chat.health() == Health("down", "the token is wrong"))
    assert discord.dialled == 0


async def test_what_waits_when_a_process_starts_waits_for_no_more_than_its_connection(
    discord: SmallDiscord, sqlite_storage: Storage
) -> None:
    waiting = Letter(0, 1, Address("discord", "30"), "{}", "en", "UTC", "CNY", 2, NOON)

    async def pause(process: Process) -> float:
        with pytest.raises(Later) as put_off:
            await process.chat.send(waiting, reply(), Tongue("en"), lambda: None)
        return put_off.value.seconds

    assert await pause(Process(sqlite_storage, lambda: NOON, MENU, **discord.hosts)) <= 1
    discord.refused.add("a.b.c")
    async with running(discord, sqlite_storage) as process:
        await discord.until(lambda: process.chat.health().why == "the token is wrong")
        assert await pause(process) == 60


async def test_the_last_sessions_of_a_day_are_left_alone(discord: SmallDiscord, sqlite_storage: Storage) -> None:
    discord.starts_left = 99
    async with running(discord, sqlite_storage) as process:
        await discord.until(lambda: "99 session starts" in process.chat.health().why)
    assert discord.dialled == 0


async def test_sessions_are_counted_over_restarts(discord: SmallDiscord, sqlite_storage: Storage) -> None:
    for _ in range(2):
        async with running(discord, sqlite_storage) as process:
            await discord.until(lambda process=process: process.chat.health().state == "ok")  # type: ignore[misc]
    name = f"discord.starts.{sha256(b'a.b.c').hexdigest()[:16]}"
    rows = await sqlite_storage.read(lambda unit: unit.marks.get(name))
    assert Starts.read(rows, NOON).count == 2


async def test_one_replica_listens_and_another_takes_over(discord: SmallDiscord, sqlite_storage: Storage) -> None:
    async with running(discord, sqlite_storage) as first:
        await discord.until(lambda: first.chat.health().state == "ok")
        async with running(discord, sqlite_storage) as second:
            await discord.until(lambda: second.chat.health().state == "standby")
            assert discord.identified == 1
            await first.retire()
            assert first.chat.health().state == "off"
            await discord.until(lambda: second.chat.health().state == "ok")


def starts(count: int, *, since: datetime = NOON, last: datetime = NOON) -> Starts:
    return Starts(since, count, last)


def test_few_sessions_are_begun_at_once_and_many_are_spread_over_the_day() -> None:
    assert starts(FREELY - 1).wait(NOON) == 0
    assert starts(FREELY).wait(NOON) == 600
    assert starts(FREELY).wait(NOON + timedelta(minutes=10)) == 0


def test_in_a_day_of_crashes_at_most_200_sessions_are_begun() -> None:
    now, kept, begun = NOON, None, 0
    while now < NOON + timedelta(hours=24):
        seen = Starts.read(kept, now)
        now += timedelta(seconds=seen.wait(now))
        kept = Starts.read(kept, now).one_more(now)
        begun += 1
        now += timedelta(seconds=1)
    assert begun <= 206


def test_sessions_of_yesterday_do_not_count() -> None:
    kept = starts(500).one_more(NOON)
    assert Starts.read(kept, NOON + timedelta(hours=23)).count == 501
    assert Starts.read(kept, NOON + timedelta(hours=24)).count == 0
