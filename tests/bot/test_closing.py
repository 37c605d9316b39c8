"""The end has one deadline, and each of its steps is taken whatever became of the one before."""

import asyncio

import pytest

from bot.closing import Closing


async def _hangs() -> None:
    await asyncio.Event().wait()


async def _fails() -> None:
    raise RuntimeError("no")


async def test_a_step_that_fails_or_hangs_is_told_and_the_next_one_is_taken(caplog: pytest.LogCaptureFixture) -> None:
    taken: list[str] = []

    async def last() -> None:
        taken.append("last")

    end = Closing(0.05)
    await end.step("answering", _fails())
    await end.step("carrying", _hangs())
    await end.step("the rest", _hangs())
    await end.step("the leases", last())
    assert taken == ["last"]
    assert caplog.messages == [
        "answering does not end well",
        "carrying does not end in time",
        "the rest does not end in time",
    ]


async def test_what_one_step_took_is_missing_to_the_next() -> None:
    end = Closing(0.05)
    assert end.left(0.01) == 0.01
    assert end.left(60) <= 0.05
    await end.step("carrying", _hangs())
    assert end.left() == 0
