"""Listening that goes well by its own account, and is not well."""

import asyncio
from datetime import timedelta

import pytest

from bot.telegram import poller, watch
from storage import Storage
from tests.services.telegram import TelegramServer

from .office import Office, state


async def test_what_waits_at_telegram_and_does_not_arrive_is_told_and_fetched_over_new_connections(
    server: TelegramServer, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await state(office, "ok")
    deaf = server.break_calls("getUpdates", "hang", times=None)
    bob = server.person("Bob")
    await bob.says("/count 1")
    await server.bell.until(lambda: server.calls.of("getUpdates", "fault") or None, 5, lambda: "no poll hangs")
    monkeypatch.setattr(watch, "LOOK", 0.1)
    monkeypatch.setattr(watch, "SURE", 0.1)
    looking = asyncio.create_task(office.chat._ears._watch.run())  # type: ignore[union-attr]
    try:
        await bob.says("/count 2")
        await state(office, "down", "wait at Telegram and do not arrive")
        deaf.heal()
        await server.heard(bob, "Counted 1.")
        await server.heard(bob, "Counted 2.")
        await state(office, "ok")
    finally:
        looking.cancel()


async def test_a_clock_that_differs_from_telegram_s_is_told_once(
    server: TelegramServer, sqlite_storage: Storage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(poller, "POLL", 0)
    server.updates.slows_repeats = False
    bob = server.person("Bob")
    ahead, behind = "s ahead of Telegram's", "s behind Telegram's"
    async with Office(server, sqlite_storage) as office:
        for number, (away, remark) in enumerate(((0, ""), (40, ahead), (41, ahead), (-50, behind), (0, ""))):
            office.away = timedelta(seconds=away)
            await server.called("getUpdates", times=len(server.calls.of("getUpdates")) + 2)  # nothing waits
            await bob.says(f"/count {number}")
            await server.heard(bob, f"Counted {number}.")
            assert office.chat.health().state == "ok"
            assert remark in office.chat.health().why
            assert bool(remark) == bool(office.chat.health().why)
    assert len([said for said in caplog.messages if "the clock of this machine" in said]) == 1


async def test_what_waited_while_nobody_listened_says_nothing_about_clocks(
    server: TelegramServer, sqlite_storage: Storage
) -> None:
    bob = server.person("Bob")
    await bob.says("/count 1")
    server.clock.advance(100)
    async with Office(server, sqlite_storage) as office:
        await server.heard(bob, "Counted 1.")
        assert office.chat.health().why == ""
