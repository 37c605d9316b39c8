"""The clock only beats; what is due stands in the database. A timer is a line that nobody types.

APScheduler runs in UTC and calls a few beats; a beat that takes long is not started twice, and one that is late is made
up for once. Every timer is fired in the unit of work that takes it away, so replicas and restarts make one of it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from commands.kit import Heard, Mono, reply, text
from commands.kit.reply import read_form
from storage import Account, Address, Draft, Storage, Timer, Unit, may_pass

from .absence import Absence
from .aftermath import post_to
from .dispatch import Desk
from .errand import KEPT as CARRIED
from .inbox import Intake
from .letters import POST
from .planner import Planner
from .ports import Call, Clock
from .postman import Postman
from .scene import Scene

log = logging.getLogger(__name__)

SELF = Account("clock", "clock", "Muster")
RUN_OUT = text("The form for {command} ran out of time after 24 hours. What you had filled in: {answers}")
HER_RUN_OUT = text("{name}, your form for {command} ran out of time after 24 hours. What you had filled in: {answers}")
KEPT = timedelta(hours=48)
"""Keys of the inbox are kept this long: platforms repeat within a day."""
SAID = timedelta(days=30)
RAN = timedelta(days=90)
LOOK = 1.0
"""Seconds between two looks at the machine's clock."""
MOST = 500
"""Timers that are looked at together."""
ABREAST = 32
"""Teams whose timers are typed side by side: who says something meanwhile waits for no more of them than that."""


class Beats:
    """What happens by itself. Each beat can be called by a test; ``run`` only calls them in time."""

    def __init__(
        self, storage: Storage, clock: Clock, desk: Desk, intake: Intake, postman: Postman, planner: Planner
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._desk = desk
        self._intake = intake
        self._postman = postman
        self._planner = planner
        self.absence = Absence(storage, clock)
        self.last: datetime | None = None
        """When the timers were last looked at: a clock that stands still is not ready."""

    def scheduler(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        # Most is due at a full second. It beats by the machine's clock, whatever day the desk's own shows.
        scheduler.add_job(self._quietly(self.timers), "cron", second="*", name=self.timers.__name__)
        beats: list[tuple[Callable[[], Awaitable[None]], float]] = [
            (self.lost, 5), (self.forms, 60), (self.housekeeping, 60), (self._planner.welcome, 60)
        ]  # fmt: skip
        for beat, seconds in beats:
            scheduler.add_job(self._quietly(beat), "interval", seconds=seconds, name=beat.__name__)
        return scheduler

    async def run(self, wall: Clock) -> None:
        """Beat until cancelled. The scheduler goes by ``wall``, the machine's clock: where that is set back, it would
        stand still until the time it waits for has come once more. So another takes its place."""
        while True:
            began, scheduler = wall(), self.scheduler()
            scheduler.start()
            try:
                await self._planner.welcome()
                await self.timers()  # what became due while nobody was there need not wait for the first beat
                await _set_back(wall, began)
                log.warning("the machine's clock was set back")
            finally:
                scheduler.pause()  # a beat that is ended before it began would be told of as a mistake
                scheduler.shutdown(wait=False)

    async def timers(self) -> None:
        """Type what is due."""
        await self.absence.awake()
        await self._planner.plan()
        now = self._clock()
        while await self._typed(now):
            self.last = self._clock()
        self.last = now

    async def _typed(self, now: datetime) -> bool:
        """Type what was due at an instant: a team's timers in their order, and teams beside each other, so that they
        share commits. Whether there may be more."""
        found = await self._storage.read(lambda unit: unit.timers.due(now, MOST))
        lanes: dict[int | None, list[Timer]] = {}
        for timer in found:
            lanes.setdefault(timer.team, []).append(timer)
        turn = asyncio.Semaphore(ABREAST)
        went = await asyncio.gather(*(self._lane(lane, turn, now) for lane in lanes.values()))
        return len(found) == MOST and all(went)

    async def _lane(self, timers: Sequence[Timer], turn: asyncio.Semaphore, now: datetime) -> bool:
        """Whether none of them must wait."""
        went = True
        for timer in timers:
            async with turn:
                try:
                    await self._desk.hear(self._call(timer, now))
                except Exception:
                    log.exception("a timer must wait", extra={"timer": timer.id})  # those behind it need not
                    went = False
        return went

    async def lost(self) -> None:
        """Pick up what a dead process left behind."""
        if await self._postman.recover():
            self._postman.wake()
        await self._intake.recover()

    async def forms(self) -> None:
        """Tell of the forms that ran out of time, each by itself."""
        now = self._clock()
        for draft in await self._storage.read(lambda unit: unit.drafts.expired(now)):
            await self._run_out(draft, now)

    async def housekeeping(self) -> None:
        now = self._clock()

        async def tidy(unit: Unit) -> None:
            await unit.codes.purge(now)
            await unit.inbox.purge(now - KEPT)
            await unit.outbox.expire(POST, now - CARRIED, now)
            await unit.outbox.purge(now - SAID)
            await unit.schedules.purge(now - RAN)

        await self._storage.write(tidy)

    async def _run_out(self, draft: Draft, now: datetime) -> None:
        try:
            await self._storage.write(partial(self._tell, draft=draft, now=now))
        except Exception as error:
            log.exception("a form cannot be told of", extra={"draft": draft.id})
            if not may_pass(error):
                await self._storage.write(lambda unit: unit.drafts.drop(draft.id))

    async def _tell(self, unit: Unit, draft: Draft, now: datetime) -> None:
        """A half-filled form is never dropped in silence: what was typed is given back to her alone. Where
        she cannot be written to privately it is said where the form stood, with her name."""
        if not await unit.drafts.drop(draft.id):
            return
        known = await unit.accounts.get(*draft.account)
        if known is None or draft.team is None or draft.form is None:
            return
        if draft.answers == (read_form(draft.form).given or {}):
            return
        account, _ = known
        team = await unit.teams.get(draft.team)
        who = await unit.people.by_account(team.id, account.platform, account.user)
        scene = Scene(account, team, None, who, private=account.direct is not None)
        answers = Mono(" ".join(f"{name}:{value}" for name, value in draft.answers.items()))
        if account.direct is None:
            at, said = draft.address, HER_RUN_OUT(name=account.name, command=Mono(draft.line), answers=answers)
        else:
            at, said = Address(account.platform, account.direct), RUN_OUT(command=Mono(draft.line), answers=answers)
        letter = post_to(at, team.id, scene.locale, team.zone, team.currency, reply(said), now)
        await unit.outbox.put([replace(letter, reader=account.user)])

    def _call(self, timer: Timer, now: datetime) -> Call:
        heard = Heard(SELF, timer.address, now, via="clock")
        return Call(timer.line, heard, timer=timer.id, team=timer.team, person=timer.person)

    def _quietly(self, beat: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """A beat that fails is logged and tried again at the next one; APScheduler would only say it missed. One that
        is broken off, because the desk ends, is no mistake: its units of work are finished or never were."""

        async def beats() -> None:
            try:
                await beat()
            except asyncio.CancelledError:
                log.debug("beat broken off", extra={"beat": beat.__name__})
            except Exception:
                log.exception("beat failed", extra={"beat": beat.__name__})

        return beats


async def _set_back(wall: Clock, seen: datetime) -> None:
    """Wait until a clock shows less than it did."""
    while (now := wall()) >= seen:
        seen = now
        await asyncio.sleep(LOOK)
