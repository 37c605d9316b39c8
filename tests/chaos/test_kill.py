"""Two thousand lines arrive while the process is killed thirty times: nothing is lost, nothing is done twice."""

import os
from pathlib import Path
from random import Random, SystemRandom
from time import monotonic

import pytest

from .kills import Reaper, moments
from .records import in_flight
from .trial import Burst, Trial

KILLS = 30
LINES = 2000
MESSAGES = 600
"""Telegram is spoken to at most 25 times a second; many messages have four lines, so that the answers fit into a
minute. These come between the kills, the rest of the lines after the last one."""


@pytest.mark.chaos
@pytest.mark.timeout(400)
async def test_nothing_is_lost_or_done_twice_by_kill_9(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed = int(os.environ.get("CHAOS_SEED", "0")) or SystemRandom().randrange(1, 1_000_000)
    with capsys.disabled():
        print(f"\nkill -9: CHAOS_SEED={seed}", end="", flush=True)  # noqa: T201
    began = monotonic()
    dice = Random(seed)
    out: list[str] = []
    async with Trial.of(tmp_path, dice, LINES) as trial:
        server, muster, crowd = trial.server, trial.muster, trial.crowd
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
        await trial.drained()
        assert await muster.stop() == 0
        found, records = trial.verdict(out)
        repeats = sum(answer.repeat for answer in trial.answers)
        with capsys.disabled():
            print(  # noqa: T201
                f"  kills {KILLS}  lines {len(crowd.lines)}  stored {sum(records.notes.values())}"
                f"  answered {len(trial.told())}  sends under way {len(out)}  labelled repeats {repeats}"
                f"  seconds {monotonic() - began:.0f} ",
                end="",
            )
    assert found == []
    assert repeats <= len(out)
