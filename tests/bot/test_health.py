"""Health that does not lie, told to those who may ask, over a real port."""

import asyncio
import io
import logging
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot import health
from bot.health import Parts
from bot.http import LONGEST_BODY, HttpServer
from bot.metrics import BEAT, LoopWatch, Metrics
from bot.ports import Health
from bot.redact import Redactor
from bot.settings import Settings
from storage import Address, Letter, Storage, Team, Unit, open_storage

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CANARY = "canary-team"


@asynccontextmanager
async def serving(parts: Parts, metrics: Metrics | None = None, **settings: Any) -> AsyncIterator["Visitor"]:
    server = HttpServer(Settings(http_port=0, **settings))
    parts.serve(server, metrics)

    async def echo(request: web.Request) -> web.Response:
        return web.Response(body=str(len(await request.read())), headers={"Content-Security-Policy": "mine"})

    server.add("POST", "/echo", echo)
    port = await server.start()
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            yield Visitor(session)
    finally:
        await server.stop()


class Visitor:
    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __call__(
        self, path: str, method: str = "GET", size: int | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, str, aiohttp.ClientResponse]:
        data = None if size is None else io.BytesIO(b"x" * size)
        async with self._session.request(method, path, data=data, headers=headers) as answer:
            return answer.status, await answer.text(), answer


async def test_parts_that_run_stand_by_or_are_off_are_ready(sqlite_storage: Storage) -> None:
    parts = Parts()
    parts.add("telegram", lambda: Health("ok"))
    parts.add("discord", lambda: Health("standby"))
    parts.add("database", health.database(sqlite_storage))
    parts.add("outbox", health.outbox(sqlite_storage, lambda: NOW, ["telegram"]))
    async with serving(parts) as get:
        status, _, answer = await get("/readyz")
        assert status == 200
        assert await answer.json() == {
            "ready": True,
            "telegram": "ok",
            "discord": "standby",
            "database": "ok",
            "clock": "off",
            "outbox": "ok",
        }
        assert (await get("/livez"))[:2] == (200, "ok")


@pytest.mark.parametrize("part", health.PARTS)
async def test_a_part_that_is_down_is_named_with_its_reason_and_the_process_stays_alive(part: str) -> None:
    parts = Parts()
    for name in health.PARTS:
        parts.add(name, lambda: Health("ok"))
    parts.add(part, lambda: Health("down", "no answer for 90 s"))
    async with serving(parts) as get:
        status, _, answer = await get("/readyz")
        assert status == 503
        told = await answer.json()
        assert told == {"ready": False} | dict.fromkeys(health.PARTS, "ok") | {part: "down: no answer for 90 s"}
        assert (await get("/livez"))[:2] == (200, "ok")


async def test_a_probe_that_hangs_or_fails_is_a_part_that_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0.05)

    async def hangs() -> Health:
        await asyncio.Event().wait()
        return Health("ok")

    def fails() -> Health:
        raise RuntimeError("https://api.telegram.org/bot123456789:AAHcanary-token_of-a-test-0123456789a/getMe")

    parts = Parts(Redactor())
    parts.add("clock", hangs)
    parts.add("telegram", fails)
    found = await parts.ask()
    assert found["clock"] == Health("down", "does not answer within 0 s")
    assert found["telegram"].why.startswith("RuntimeError: https://api.telegram.org/bot[")


async def test_a_database_without_tables_is_down(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path / 'empty.db'}")
    parts = Parts()
    parts.add("database", health.database(storage))
    assert (await parts.ask())["database"].state == "down"
    await storage.close()


async def test_a_letter_nobody_carries_makes_the_outbox_unready(sqlite_storage: Storage) -> None:
    await put(sqlite_storage, NOW - timedelta(seconds=61))
    parts = Parts()
    parts.add("outbox", health.outbox(sqlite_storage, lambda: NOW, ["telegram"]))
    assert (await parts.ask())["outbox"] == Health("down", "a letter has been waiting for 61 s")
    elsewhere = Parts()
    elsewhere.add("outbox", health.outbox(sqlite_storage, lambda: NOW, ["discord"]))
    assert (await elsewhere.ask())["outbox"] == Health("ok"), "of a platform that does not run here"


async def test_a_process_that_cannot_work_any_more_says_only_that_it_fails() -> None:
    parts = Parts(alive=lambda: Health("down", "secret reason"))
    async with serving(parts) as get:
        assert (await get("/livez"))[:2] == (503, "fail")


async def test_metrics_tell_counts_without_any_name(sqlite_storage: Storage) -> None:
    await put(sqlite_storage, NOW - timedelta(seconds=30))
    seconds = 100.0
    metrics = Metrics(sqlite_storage, lambda: NOW, now=lambda: seconds)
    metrics.delivered("telegram", "sent")
    metrics.delivered(CANARY, CANARY)
    for outcome in ("done", "refused", "broken", "storage"):
        metrics.handled("discord", outcome)
    metrics.polled("telegram")
    metrics.died("clock")
    metrics.lagged(0.03)
    seconds += 7
    async with serving(Parts(), metrics) as get:
        status, text, answer = await get("/metrics")
    assert status == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    for line in (
        'muster_outbox_rows{state="pending"} 1.0',
        'muster_inbox_rows{state="new"} 0.0',
        "muster_outbox_oldest_due_seconds 30.0",
        'muster_deliveries_total{outcome="sent",platform="telegram"} 1.0',
        'muster_deliveries_total{outcome="other",platform="other"} 1.0',
        'muster_calls_total{outcome="refused",platform="discord"} 1.0',
        'muster_calls_total{outcome="broken",platform="discord"} 1.0',
        'muster_calls_total{outcome="storage",platform="discord"} 1.0',
        'muster_last_poll_seconds{platform="telegram"} 7.0',
        'muster_task_deaths_total{task="clock"} 1.0',
        'muster_loop_lag_seconds_bucket{le="0.05"} 1.0',
        "muster_database_up 1.0",
    ):
        assert line in text
    assert CANARY not in text
    assert not re.search(r'(team|workspace|chat|person)="', text)


async def test_metrics_are_told_without_the_database_too(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path / 'empty.db'}")
    metrics = Metrics(storage, lambda: NOW)
    assert b"muster_database_up 0.0" in await metrics.page()
    await storage.close()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (None, 401),
        ("Bearer wrong", 401),
        ("Bearer ", 401),
        ("Basic right", 401),
        ("right", 401),
        ("Bearer rïght", 401),
        ("Bearer right", 200),
        ("bearer right", 200),
    ],
)
async def test_metrics_need_the_token_where_there_is_one(
    sqlite_storage: Storage, given: str | None, status: int
) -> None:
    metrics = Metrics(sqlite_storage, lambda: NOW)
    headers = {} if given is None else {"Authorization": given}
    async with serving(Parts(), metrics, http_token="right") as get:
        assert (await get("/metrics", headers=headers))[0] == status
        assert (await get("/livez"))[0] == (await get("/readyz"))[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "10.0.0.1:80"])
async def test_a_strange_name_for_this_machine_is_not_served(host: str) -> None:
    async with serving(Parts()) as get:
        assert (await get("/livez", headers={"Host": host}))[0] == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1234", "[::1]:80", "LOCALHOST:80", "bot.example"])
async def test_our_own_names_are_served(host: str) -> None:
    webhook = {"telegram_webhook_url": "https://bot.example/telegram/x", "telegram_webhook_secret": "s" * 32}
    async with serving(Parts(), None, **webhook) as get:
        assert (await get("/livez", headers={"Host": host}))[0] == 200


async def test_an_open_port_is_served_under_any_name() -> None:
    async with serving(Parts(), http_host="0.0.0.0", http_token="right") as get:
        assert (await get("/livez", headers={"Host": "muster:8080"}))[0] == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/nothing", "/metrics"])
async def test_every_answer_is_closed_to_browsers_and_caches(sqlite_storage: Storage, path: str) -> None:
    async with serving(Parts(), Metrics(sqlite_storage, lambda: NOW), http_token="right") as get:
        _, _, answer = await get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "aiohttp" not in answer.headers["Server"]


async def test_a_page_can_have_its_own_policy() -> None:
    async with serving(Parts()) as get:
        assert (await get("/echo", "POST", 1))[2].headers.getall("Content-Security-Policy") == ["mine"]


async def test_a_body_over_a_mebibyte_is_refused() -> None:
    async with serving(Parts()) as get:
        assert (await get("/echo", "POST", LONGEST_BODY))[:2] == (200, str(LONGEST_BODY))
        assert (await get("/echo", "POST", LONGEST_BODY + 1))[0] == 413


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_health_is_only_read(method: str) -> None:
    async with serving(Parts()) as get:
        assert (await get("/readyz", method))[0] == 405


async def test_a_taken_port_is_an_error_of_the_system() -> None:
    first = HttpServer(Settings(http_port=0))
    port = await first.start()
    with pytest.raises(OSError, match="in use"):
        await HttpServer(Settings(http_port=port)).start()
    await first.stop()


async def test_a_held_up_loop_is_measured_and_reported_with_what_held_it(
    sqlite_storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    now, holds = 0.0, iter((False, True))

    async def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        if (hold := next(holds, None)) is None:
            held.set()
            await asyncio.Event().wait()
        elif hold:
            hold_everything_up(until)

    def until() -> bool:
        nonlocal now
        now = 0.6 + 2 * BEAT
        return "hold_everything_up" in caplog.text

    held = asyncio.Event()
    metrics = Metrics(sqlite_storage, lambda: NOW)
    with caplog.at_level(logging.WARNING):
        watching = asyncio.create_task(LoopWatch(metrics, now=lambda: now, sleep=sleep).run())
        await held.wait()
    watching.cancel()
    assert "held up for 0.60 s" in caplog.text
    late = re.search(rb"muster_loop_lag_seconds_sum ([\d.]+)", await metrics.page())
    assert late
    assert float(late[1]) == pytest.approx(0.6)


def hold_everything_up(told: Callable[[], bool]) -> None:
    while not told():
        pass


async def put(storage: Storage, at: datetime) -> None:
    async def work(unit: Unit) -> None:
        team = await unit.teams.add(Team(0, CANARY, "en", "UTC", "GB", "GBP"), NOW)
        where = Address("telegram", CANARY)
        await unit.outbox.put([Letter(0, team, where, "{}", "en", "UTC", "GBP", 2, at)])

    await storage.write(work)
