"""The sample team at work without a page: its clock, its desk, and what was said."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.app import App
from bot.demo.clock import DemoClock
from bot.demo.machine import Machine
from bot.demo.sample import overture
from bot.demo.seed import seed
from bot.demo.troupe import Troupe
from bot.web.render import plain
from commands.kit import Heading, Said, Tongue
from commands.kit.metrics import default_catalogue
from commands.kit.reply import read_reply
from storage import Letter, Storage

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 24, 10, 32, tzinfo=UTC)
"""A Tuesday evening in Shanghai: 18:32."""


@dataclass
class Team:
    app: App
    clock: DemoClock
    machine: Machine

    async def jump(self, to: str) -> list[str]:
        """Jump, and tell what the clock showed on the way."""
        goal = await self.machine.goal(to, SHANGHAI)
        assert goal is not None
        passed: list[str] = []
        await self.machine.jump(goal, lambda moment: passed.append(f"{moment.astimezone(SHANGHAI):%a %H:%M}"))
        return passed

    async def said(self, room: str) -> list[str]:
        """All letters to a room that nobody has carried yet: when each was written, and its first words."""
        letters = await self.app.storage.read(lambda unit: unit.outbox.due(["web"], self.clock(), 10_000, []))
        letters.sort(key=lambda letter: letter.id)
        return [_line(letter) for letter in letters if letter.address.chat == room]


def _line(letter: Letter) -> str:
    tongue = Tongue(letter.locale, SHANGHAI)
    first = read_reply(letter.body).blocks[0]
    words = (
        plain(first.said if isinstance(first, Heading) else first, tongue) if isinstance(first, Heading | Said) else ""
    )
    return f"{letter.created_at.astimezone(SHANGHAI):%a %H:%M} {words}"


async def team_at(storage: Storage, now: datetime = NOW, *, lived: bool = False) -> Team:
    clock = DemoClock(lambda: now)
    app = App(storage, default_catalogue(), clock)
    if lived:
        await overture(app, clock)
    await clock.remember(storage)
    await seed(storage, clock, app.metrics)
    troupe = Troupe(clock, storage, app.desk, app.metrics)
    await troupe.played(clock())
    machine = Machine(clock, storage, app.menu.every, app.planner, app.beats, troupe, app.metrics)
    return Team(app, clock, machine)
