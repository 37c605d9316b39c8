"""What a person has begun before a restart goes on after it."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from tests.services.telegram import Message, Person

from .process import PATIENCE
from .trial import Trial


class Talk:
    """One person in her private chat."""

    def __init__(self, trial: Trial, person: Person) -> None:
        self.trial = trial
        self.person = person

    async def says(self, words: str, expecting: str) -> Message:
        await self.person.says(words)
        return await self.hears(expecting)

    async def hears(self, expecting: str) -> Message:
        return await self.trial.server.heard(self.person, expecting, timeout=PATIENCE)

    async def restart(self) -> None:
        """By ``kill -9``, once the bot knows that its last words arrived: a repeat is another story."""
        await self.trial.kept()
        self.trial.muster.kill()
        await self.trial.muster.ended()
        await self.trial.muster.start()


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with Trial.of(tmp_path, Random(1), 0) as trial:
        await trial.muster.start()
        yield Talk(trial, next(iter(trial.server.people.values())))
        assert await trial.muster.stop() == 0
        assert trial.server.unheard() == []
        assert "Traceback" not in trial.muster.said()


@pytest.mark.chaos
@pytest.mark.timeout(120)
async def test_a_half_filled_form_goes_on_after_a_restart(talk: Talk) -> None:
    await talk.says("/daily community:alderone", "1/")
    await talk.says("41", "2/")
    await talk.restart()
    third = await talk.says("42", "3/")
    await talk.restart()
    await talk.person.presses("Save", on=third)
    saved = await talk.hears("Saved: 2 numbers")
    assert "41" in saved.text
    assert "42" in saved.text


@pytest.mark.chaos
@pytest.mark.timeout(120)
async def test_a_button_from_before_a_restart_works(talk: Talk) -> None:
    saved = await talk.says("/daily alderone joined 41", "Saved: 1 number")
    await talk.restart()
    press = await talk.person.presses("Correct", on=saved)
    await press.answered(PATIENCE)
    await talk.hears("1/")


@pytest.mark.chaos
@pytest.mark.timeout(120)
async def test_a_button_pressed_while_nobody_listens_works_afterwards(talk: Talk) -> None:
    saved = await talk.says("/daily alderone joined 41", "Saved: 1 number")
    await talk.trial.kept()
    talk.trial.muster.kill()
    await talk.trial.muster.ended()
    press = await talk.person.presses("Correct", on=saved)
    await talk.trial.muster.start()
    await press.answered(PATIENCE)
    await talk.hears("1/")
