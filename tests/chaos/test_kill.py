"""Two thousand lines arrive while the process is killed thirty times: nothing is lost, nothing is done twice."""

import os
from pathlib import Path
from random import Random, SystemRandom
from time import monotonic

import pytest

from .checker import Answer, violations
from .crowd import Crowd
from .kills import Reaper, moments
from .process import PATIENCE, Muster
from .records import TOKEN, in_flight, read, waiting
from .watch import WatchedTelegram

KILLS = 30
LINES = 2000
MESSAGES = 840
"""Telegram is spoken to at most 25 times a second; some messages have four lines, so that the answers fit into a
minute."""


@pytest.mark.chaos
@pytest.mark.timeout(400)
async def test_nothing_is_lost_or_done_twice_by_kill_9(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed = int(os.environ.get("CHAOS_SEED", "0")) or SystemRandom().randrange(1, 1_000_000)
    with capsys.disabled():
        print(f"\nkill -9: CHAOS_SEED={seed}", end="", flush=True)  # noqa: T201
    began = monotonic()
    dice = Random(seed)
    out: list[str] = []
    async with WatchedTelegram() as server, Muster(tmp_path, server) as muster:
        crowd = Crowd(server, dice, LINES)
        await crowd.settle(muster.database)
        for moment in moments(KILLS, dice):
            messages = MESSAGES // KILLS
            # Two thirds of them wait already when the process comes to life.
            crowd.says(messages - messages // 3)
            reaper, burst = Reaper(moment, muster.kill), Burst(crowd, messages // 3)
            server.ears = [burst, reaper]
            await muster.start()
            reaper("start")
            assert await muster.ended() == -9, f"{moment}: {muster.said()[-2000:]}"
            burst("sendMessage")
            out += in_flight(muster.database)
        server.ears = []
        crowd.says(LINES)
        await muster.start()
        ears = Ears(server)

        def drained() -> bool | None:
            left = server.updates.pending or len(ears.told()) < len(crowd.lines) or waiting(muster.database)
            return None if left else True

        def left() -> str:
            untold = [line for line in crowd.lines if line.token not in ears.told()]
            return (
                f"{len(server.updates.pending)} updates are not confirmed, {len(untold)} lines not answered, such as"
                f" {untold[:3]}; {waiting(muster.database)} letters wait; {muster.said()[-2000:]}"
            )

        await server.bell.until(drained, PATIENCE, left)
        assert await muster.stop() == 0
        records = read(muster.database)
        answers = [Answer(message.chat.id, message.text) for message in server.said]
        confirmed = {line.update for line in crowd.lines} - {update.id for update in server.updates.pending}
    found = violations(crowd.lines, confirmed, records, answers, out)
    repeats = sum(answer.repeat for answer in answers)
    told = {token for answer in answers for token in answer.tokens}
    with capsys.disabled():
        print(  # noqa: T201
            f"  kills {KILLS}  lines {len(crowd.lines)}  stored {sum(records.notes.values())}  answered {len(told)}"
            f"  sends under way {len(out)}  labelled repeats {repeats}  seconds {monotonic() - began:.0f} ",
            end="",
        )
    assert found == []
    assert repeats <= len(out)


class Ears:
    """What people have read so far; every message is looked at once."""

    def __init__(self, server: WatchedTelegram) -> None:
        self._server = server
        self._told: set[str] = set()
        self._read = 0

    def told(self) -> set[str]:
        for message in self._server.said[self._read :]:
            self._told.update(TOKEN.findall(message.text))
        self._read = len(self._server.said)
        return self._told


class Burst:
    """More people speak while the first answers go out. Is an ear of the service; speaks once."""

    def __init__(self, crowd: Crowd, messages: int) -> None:
        self._crowd = crowd
        self._left = messages

    def __call__(self, what: str) -> None:
        if what == "sendMessage" and self._left:
            messages, self._left = self._left, 0
            self._crowd.says(messages)
