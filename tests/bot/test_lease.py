"""One of several replicas does it, and another one follows."""

import asyncio
from collections.abc import Callable

import pytest

from bot import lease
from bot.lease import LEASE, Lease
from storage import Storage

from .listening import Now


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "RENEW", 0.01)
    monkeypatch.setattr(lease, "STANDBY", 0.01)


class Worker:
    """A replica. ``works`` and ``idle`` say what it does."""

    def __init__(self, storage: Storage, now: Now, owner: str) -> None:
        self.lease = Lease("telegram.1", storage, now, owner)
        self.works, self.idle = asyncio.Event(), asyncio.Event()
        self.running = asyncio.create_task(self.lease.run(self._work, meanwhile=self._wait))

    async def _work(self) -> None:
        self.works.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.works.clear()

    async def _wait(self) -> None:
        self.idle.set()

    async def end(self) -> None:
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110  neither a lease nor the log rings
            await asyncio.sleep(0.005)


async def test_one_works_and_another_follows_at_once_when_it_lets_go(sqlite_storage: Storage) -> None:
    first = Worker(sqlite_storage, Now(), "first")
    await first.works.wait()
    second = Worker(sqlite_storage, Now(), "second")
    await second.idle.wait()
    assert (first.lease.elsewhere, second.lease.elsewhere) == (False, True)
    assert not second.works.is_set()
    await first.end()
    await second.works.wait()
    assert not second.lease.elsewhere
    await second.end()


async def test_who_could_not_prolong_it_stops_when_another_has_it(sqlite_storage: Storage) -> None:
    now = Now()
    worker = Worker(sqlite_storage, now, "first")
    await worker.works.wait()
    now.at += LEASE
    await sqlite_storage.write(lambda unit: unit.leases.clear())
    await sqlite_storage.write(lambda unit: unit.leases.hold("telegram.1", "second", now.at, now.at + LEASE))
    await worker.idle.wait()
    assert not worker.works.is_set()
    await worker.end()


async def test_a_holder_without_a_database_goes_on_until_its_lease_is_nearly_over(
    sqlite_storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    now = Now()
    worker = Worker(sqlite_storage, now, "first")
    await worker.works.wait()
    await sqlite_storage.close()
    await until(lambda: caplog.messages.count("the lease cannot be kept") >= 3)
    assert worker.works.is_set()
    now.at += LEASE
    await worker.idle.wait()
    assert not worker.works.is_set()
    await worker.end()


async def test_what_ends_the_work_is_raised_and_the_lease_is_let_go(sqlite_storage: Storage) -> None:
    async def broken() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await Lease("telegram.1", sqlite_storage, Now(), "first").run(broken)
    follower = Worker(sqlite_storage, Now(), "second")
    await follower.works.wait()
    await follower.end()
