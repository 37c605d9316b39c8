"""The process is asked to stop while people talk to it, three times: it ends by itself in time, and nothing is lost,
nor said twice."""

from pathlib import Path
from random import Random

import pytest

from .kills import Moment, Reaper
from .trial import Burst, Trial

ROUNDS = 3
LINES = 300
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
