"""A red alert goes on though the process is killed between its steps: nothing is missing, nothing is said twice without
saying so, and the chain stands where somebody acknowledges."""

from collections import Counter
from pathlib import Path

import pytest

from .lakeside import Lakeside
from .minute import Minute, repeated
from .process import PATIENCE
from .records import copied

RISK = "Gatehouse flooded"
CALLED = "You are called."
ALOUD = "please acknowledge."


@pytest.mark.chaos
@pytest.mark.timeout(400)
async def test_a_red_alert_is_complete_though_the_process_is_killed_between_its_steps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Lakeside.of(tmp_path, communities=1) as town:
        alert = Minute(town, [RISK, ALOUD], "flooded")
        bob = town.telegram.person("Bob", username="bob", language="en")
        town.group.add(bob)
        await town.starts()
        await town.told("/join", "Welcome", bob)
        await bob.starts()
        await town.telegram.heard(bob, timeout=PATIENCE)
        await town.told("/oncall rota primary:@bob", "The rota stands")
        await town.carried()
        await alert.killed()
        await town.ann.says(f"/risk raise red {RISK}", town.group)
        # The card, the private call and the call in each room: a life ends in the moment one more of them is there.
        for _ in range(3):
            await alert.lives_until(town.telegram.ears, lambda: sum(RISK in m.text for m in town.telegram.messages()))
        await alert.lives_until(town.discord.ears, alert.count_on_discord)
        await town.starts()
        await alert.complete()
        private, group = [m for m in town.telegram.messages(bob) if RISK in m.text], town.on_telegram(RISK)
        repeats = sum(repeated(m) for m in [*private, *group])
        assert repeats <= alert.out["telegram"]
        assert [sum(not repeated(m) for m in said) for said in (private, group)] == [1, 2]  # the call; the card, a call
        assert len(town.on_discord(RISK)) == 2  # it knows the letters' numbers again
        await alert.killed()
        await town.ann.says("/risk ack 1", town.group)
        await town.starts()
        await town.carried(lambda: bool(town.on_telegram("Ann Lee has it, since")))
        await town.told("/risk note 1 The pumps are on", "Noted.")
        await town.carried(lambda: bool(town.on_discord("The pumps are on")))
        assert await town.muster.stop() == 0
        with capsys.disabled():
            print(f"\nred alert: sends under way {dict(alert.out)}  labelled repeats {repeats} ", end="")  # noqa: T201
        taken = [m.text.splitlines()[1] for m in town.telegram.messages(bob) if RISK in m.text]
        assert any(words.startswith("Ann Lee has it since") for words in taken)
        with copied(town.muster.database) as db:
            story = Counter(deed for (deed,) in db.execute("SELECT deed FROM risk_entries"))
        assert story == {"raised": 1, "called": 1, "acked": 1, "noted": 1}
    assert "Traceback" not in town.muster.said()
