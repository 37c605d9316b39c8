"""While the process is down nobody hears a press: the cards of open risks say from when to when, once, on both
platforms; a short restart is nothing to speak of."""

from datetime import timedelta
from pathlib import Path

import pytest

from .lakeside import Lakeside
from .process import machine_time

RISK = "Gatehouse flooded"
AWAY = "presses in that time may not have counted."
DOWN = timedelta(minutes=37)
A_BEAT = timedelta(minutes=1)
"""The mark of the last life may stand in the minute before."""


def cards(town: Lakeside) -> list[str]:
    """The one card on each platform."""
    ((here,), (there,)) = (
        [shown.text for shown in found if "Step " in shown.text]
        for found in (town.on_telegram(RISK), town.on_discord(RISK))
    )
    return [here, there]


@pytest.mark.chaos
@pytest.mark.timeout(400)
async def test_after_an_outage_the_cards_of_both_platforms_say_it_once_and_a_short_restart_says_nothing(
    tmp_path: Path,
) -> None:
    async with Lakeside.of(tmp_path, communities=1) as town:
        await town.starts()
        await town.told(f"/risk raise red {RISK}", RISK)
        await town.carried(lambda: bool(town.on_discord(RISK)))
        await town.told("/risk ack 1", "You have it.")
        await town.carried(lambda: all("Ann Lee has it, since" in card for card in cards(town)))
        town.muster.kill()
        await town.dies()
        down = machine_time(tmp_path) + town.zone
        town.passes(DOWN)
        await town.starts()
        await town.carried(lambda: all(AWAY in card for card in cards(town)))
        for card in cards(town):
            (line,) = [line for line in card.splitlines() if AWAY in line]
            said = [f"{one:%H:%M}" for one in (down - DOWN - A_BEAT, down - DOWN)]
            assert any(f"I was away from {down:%a, %b} {down.day} {since} to" in line for since in said), line
        await town.told("/risk note 1 The pumps are on", "Noted.")
        await town.carried(lambda: not any(AWAY in card for card in cards(town)))
        drawn = _drawn(town)
        town.muster.kill()
        await town.dies()
        await town.starts()
        await town.told("/risk note 1 The cellar is dry", "Noted.")
        await town.carried(lambda: all("The cellar is dry" in card for card in cards(town)))
        assert await town.muster.stop() == 0
        assert not any(AWAY in text for text in _drawn(town)[len(drawn) :])
        assert not any(AWAY in text for text in cards(town))
        assert sum(AWAY in text for text in drawn) == 1
    assert "Traceback" not in town.muster.said()


def _drawn(town: Lakeside) -> list[str]:
    """What Telegram was asked to say, and to change a message to."""
    asked = ("sendMessage", "editMessageText")
    return [str(call.params["text"]) for call in town.telegram.calls if call.method in asked]
