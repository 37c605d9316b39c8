"""The process is asked to stop while people talk to it, three times: it ends by itself in time, and nothing is lost,
nor said twice."""

import asyncio
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.services.telegram import TelegramServer

from .kills import Moment, Reaper
from .process import PATIENCE, Muster
from .trial import Burst, Trial

ROUNDS = 3
LINES = 600
"""More than all rounds say: the last moment comes however much the earlier rounds have answered."""
A_ROUND = 30
"""Messages."""


@pytest.mark.chaos
@pytest.mark.timeout(200)
async def test_an_orderly_stop_under_load_loses_and_repeats_nothing(tmp_path: Path) -> None:
    async with Trial.of(tmp_path, Random(7), LINES) as trial:
        server, muster, crowd = trial.server, trial.muster, trial.crowd
        for round in range(ROUNDS):
            crowd.says(A_ROUND)
            # At the first answer, amid a burst of them, and when only the pace holds them back.
            moment = Moment("said", (1, 12, 26)[round], 0.0)
            server.ears = [Burst(crowd, A_ROUND), Reaper(moment, muster.ask_to_stop)]
            await muster.start()
            code = await muster.ended_after_being_asked()
            assert code == 0, muster.said()[-2000:]
            assert muster.said().count("stopping") == round + 1
            assert "Traceback" not in muster.said()
        server.ears = []
        crowd.says(LINES)
        await muster.start()
        await trial.drained()
        assert await muster.stop() == 0
        found, _ = trial.verdict()
    assert found == []


@pytest.mark.chaos
@pytest.mark.timeout(60)
async def test_who_is_asked_to_stop_while_still_loading_ends_at_once(tmp_path: Path) -> None:
    async with TelegramServer() as server, Muster(tmp_path, server) as muster:
        await muster.start()
        await muster.hears_signals()
        assert await muster.stop() == 0
        assert server.calls.of("getUpdates") == []
    assert muster.said() == ""


@pytest.mark.chaos
@pytest.mark.timeout(60)
async def test_everything_that_hangs_at_once_does_not_make_the_end_longer(tmp_path: Path) -> None:
    async with TelegramServer() as server, Muster(tmp_path, server) as muster:
        ann, team = server.person("Ann"), server.group("Mums")
        team.add(ann, admin=True)
        team.add_bot(by=ann)
        for method in ("getChatMember", "sendMessage"):
            server.break_calls(method, "hang", times=None)
        await muster.start()
        await ann.starts()
        await ann.says("/setup", team)
        await server.bell.until(lambda: _open(server) >= HANGING or None, PATIENCE, muster.said)
        _, half_asked = await asyncio.open_connection("127.0.0.1", muster.port)
        with closing(half_asked):
            half_asked.write(b"GET /readyz HTTP/1.1\r\n")
            await half_asked.drain()
            polls = len(server.calls.of("getUpdates"))
            assert await muster.stop() == 0, muster.said()[-2000:]
            assert len(server.calls.of("getUpdates")) == polls
    assert "Traceback" not in muster.said()


HANGING = {"getUpdates", "sendMessage", "getChatMember"}


def _open(server: TelegramServer) -> set[str]:
    """The methods whose answers the process waits for."""
    return {call.method for call in server.calls if call.outcome in ("open", "fault")}
