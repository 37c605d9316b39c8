"""The sample team lives by its own clock: colleagues do what is theirs, report in the evening, each in the room she
likes, and talk a little. What they say goes to the desk as a visitor's words do."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import partial

from commands.kit import Heard
from commands.kit.metrics import Catalogue
from commands.kit.plan import calendar_of
from commands.kit.zone import zone_of
from storage import Address, Report, Storage, Team, Unit

from ..dispatch import Desk
from ..ports import Call
from ..scene import look
from ..web.cast import WEB, Persona, account
from ..web.history import own_line
from .clock import DemoClock, after
from .deeds import Deed, Scene
from .numbers import Sample, sample_of
from .people import PARKS, ZONE, people
from .seed import planted, seed
from .turns import DAY, Turn

MARK = "demo.played"
TYPED = ("joined", "left", "active", "messages", "orders", "revenue")
"""What a colleague types; the rest of her figures come in with it."""


MORNING = time(8, 50)
"""What nobody reported yesterday is filled in."""


class Troupe:
    """``turns``: what the colleagues do each day. What has been played is kept, so that nothing is said twice."""

    def __init__(
        self, clock: DemoClock, storage: Storage, desk: Desk, metrics: Catalogue, turns: Sequence[Turn] = DAY
    ) -> None:
        self._clock = clock
        self._storage = storage
        self._desk = desk
        self._metrics = metrics
        self._turns = turns
        self._people = {each.id: each for each in people()}
        self._stage = asyncio.Lock()

    async def next(self) -> datetime | None:
        """When somebody does something next; ``None`` before there is a team."""
        if (since := await self._played()) is None:
            return None
        return min(after(since, at) for at in {MORNING, *(turn.at for turn in self._turns)})

    async def play(self) -> None:
        """Do what is due, the earliest first."""
        async with self._stage:
            while (due := await self.next()) is not None and due <= self._clock():
                # First noted, then done: who is stopped between says nothing, and never the same twice.
                await self.played(due)
                local = due.astimezone(zone_of(ZONE))
                if local.time() == MORNING:
                    await seed(self._storage, self._clock, self._metrics, late=True)
                for turn in self._turns:
                    if turn.at == local.time():
                        await self._take(turn, local.date())

    async def played(self, until: datetime) -> None:
        """Whatever should have happened until then has, or is left out."""
        await self._storage.write(lambda unit: unit.marks.set(MARK, until.astimezone(UTC).isoformat()))

    async def _played(self) -> datetime | None:
        kept = await self._storage.read(lambda unit: unit.marks.get(MARK))
        return datetime.fromisoformat(kept).astimezone(zone_of(ZONE)) if kept else None

    async def _take(self, turn: Turn, day: date) -> None:
        if turn.deed is not None:
            for said in await self._storage.read(partial(self._due, turn=turn, deed=turn.deed)):
                await self._say(turn, turn.line.format_map(said))
            return
        if not turn.park:
            await self._say(turn, turn.line.format(day=day + timedelta(days=turn.ahead)))
            return
        found = await self._storage.read(partial(self._report, turn=turn, day=day))
        if found is not None:
            sample, line = found
            await self._say(turn, line)
            await self._storage.write(partial(self._rest, turn=turn, sample=sample))

    async def _due(self, unit: Unit, turn: Turn, deed: Deed) -> Sequence[Mapping[str, str]]:
        """What there is to do for her; nothing while she is away, and after she has left."""
        known = await planted(unit)
        if known is None or (who := await unit.people.by_account(known[0], WEB, turn.who)) is None:
            return ()
        team = await unit.teams.get(known[0])
        now = self._clock().astimezone(zone_of(team.zone))
        if who.away_on(now.date()):
            return ()
        there = {each.key: each.id for each in await unit.communities.of(team.id)}
        return await deed(Scene(unit, who, now, await calendar_of(unit, team), there))

    async def _report(self, unit: Unit, turn: Turn, day: date) -> tuple[Sample, str] | None:
        """What she has to report, and the words; ``None`` while she is away or when it is reported already."""
        known = await planted(unit)
        if known is None:
            return None
        team, first_last = known
        who = await unit.people.by_account(team, WEB, turn.who)
        there = {each.key: each.id for each in await unit.communities.of(team)}
        filed = {community for _, community in await unit.numbers.reporters(team, day)}
        if who is None or who.away_on(day) or turn.park not in there or there[turn.park] in filed:
            return None
        park = next(each for each in PARKS if each.key == turn.park)
        keys = {metric.key for metric in self._metrics.entered}
        sample = sample_of(park, first_last, day, keys)
        return sample, self._words(await unit.teams.get(team), turn, sample.values)

    def _words(self, team: Team, turn: Turn, values: Mapping[str, Decimal]) -> str:
        """The line as somebody of the team types it."""
        words = [f"/daily {turn.park}"]
        for key in TYPED:
            if (metric := self._metrics.get(key)) is not None and key in values:
                name = key if team.language == "en" else metric.label.in_(team.language)
                words.append(f"{name} {values[key]}")
        return " ".join(words)

    async def _rest(self, unit: Unit, turn: Turn, sample: Sample) -> None:
        known = await planted(unit)
        if known is None or (who := await unit.people.by_account(known[0], WEB, turn.who)) is None:
            return
        community = next((each for each in await unit.communities.of(known[0]) if each.key == turn.park), None)
        if community is None:
            return
        there = await unit.numbers.window(known[0], community.id, sample.day, sample.day)
        rest = {key: value for key, value in sample.values.items() if key not in {number.metric for number in there}}
        report = Report(known[0], community.id, sample.day, who.id, WEB, self._clock(), False, None)
        await unit.numbers.file(report, rest, {})

    async def _say(self, turn: Turn, words: str) -> None:
        persona: Persona = self._people[turn.who]
        # What she alone is answered she says where she is alone.
        alone, now = words.startswith("/") and self._desk.private(words), self._clock()
        address = Address(WEB, persona.id if alone else turn.room.id)
        title = "" if alone else turn.room.title
        heard = Heard(account(persona, persona.locale), address, now, via="typed", private=alone, title=title)

        async def show(unit: Unit) -> None:
            scene = await look(unit, heard)
            await unit.outbox.put([own_line(words, turn.who, address, scene.tongue, now, alone=False)])

        await self._storage.write(show)
        if not words.startswith("/"):
            return
        answer = await self._desk.hear(Call(words, heard))
        for button in answer.buttons if answer is not None else ():
            # Figures that look odd are asked back; a colleague knows that they are right.
            if button.line.startswith("/daily save"):
                await self._desk.hear(Call(button.line, replace(heard, via="pressed")))
