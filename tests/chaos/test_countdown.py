"""The countdown of an activity stands once in each chat though the process is killed around its minute."""

from datetime import timedelta
from pathlib import Path

import pytest

from .lakeside import Lakeside
from .minute import Minute, repeated

COUNTDOWN = "3 days to go."
PREHEAT = timedelta(days=3)


@pytest.mark.chaos
@pytest.mark.timeout(400)
async def test_a_countdown_stands_once_in_each_chat_though_the_process_is_killed_around_its_minute(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Lakeside.of(tmp_path, communities=1) as town:
        minute = Minute(town, [COUNTDOWN], "to go. It starts")
        bob = town.telegram.person("Bob", username="bob", language="en")
        town.group.add(bob)
        await town.starts()
        await town.told("/join", "Welcome", bob)
        await town.told("/role Bob manager", "Bob is now")
        due = town.coming_minute()
        offer = f'tier:light goal:orders start:"{due + PREHEAT:%Y-%m-%d %H:%M}" revenue:3000 cost:1000 risks:a plan:b'
        await town.told(f"/activity propose Autumn sale {offer}", "A manager approves it.", bob)
        await town.told("/activity approve 1", "Approved. The preheat begins")
        await town.carried(lambda: bool(town.on_discord("5 work lines of activity 1")))
        await minute.killed()
        await town.starts()
        await town.until(due)
        await minute.killed()  # within the second
        await minute.lives_until(town.telegram.ears, minute.count_on_telegram)
        await minute.lives_until(town.discord.ears, minute.count_on_discord)
        await town.muster.start()
        await minute.complete()
        await minute.killed()
        await town.starts()
        await town.told("/activity show 1", "Preheat until")
        await minute.complete()
        assert await town.muster.stop() == 0
        first, *others = town.on_telegram(COUNTDOWN)
        with capsys.disabled():
            print(f"\ncountdown: sends under way {dict(minute.out)}  labelled repeats {len(others)} ", end="")  # noqa: T201
        assert first.date >= (due - town.zone).timestamp()
        assert all(repeated(message) for message in others)
        assert len(others) <= minute.out["telegram"]
        assert len(town.on_discord(COUNTDOWN)) == 1  # it knows the letter's number again
        assert len(town.on_telegram("5 work lines of activity 1")) == len(town.on_discord("5 work lines")) == 1
        (card,) = (post for post in town.on_discord("Activity 1: Autumn sale") if "Show" in post.buttons)
        assert "Preheat until" in card.text
    assert "Traceback" not in town.muster.said()
