"""One way out with a letter: it is claimed on the disk, handed to the chat, and what became of it is kept."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from commands.kit.tongue import Tongue
from commands.kit.zone import zone_of
from storage import Letter, Storage, Unit

from .aftermath import Aftermath, arrived
from .letters import said_in
from .pace import pause
from .ports import Chat, Clock, Gone, Later, More, Moved, Refused, Undelivered, Unknown

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long a postman may be out with a letter. He leaves in its first half; ``PATIENCE`` is shorter than the second."""
OVERTAKEN = "a newer edit"
"""Why an edit was not carried."""
PATIENCE = 25.0
"""Seconds one attempt may take; after that its outcome is unknown."""
GIVE_UP = 12
"""Attempts of which nobody knows whether they arrived, over some twenty minutes."""
KEPT = timedelta(hours=24)
"""How long a letter that surely was not delivered is tried again."""


A_MOMENT = 0.05
"""Seconds by which the postman looks later than a letter is due: clocks do not run alike."""


class Errands:
    """``owner`` is the postman; ``wake`` makes him look into the outbox after so many seconds."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        monotonic: Callable[[], float],
        owner: str,
        wake: Callable[[float], None],
        count: Callable[[str, str], None],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._monotonic = monotonic
        self._owner = owner
        self._wake = wake
        self._count = count
        self._aftermath = Aftermath(storage, clock, owner)

    async def carry(self, chat: Chat, letter: Letter, more: More) -> Undelivered | None:
        """Go out with a letter, unless somebody else did. Returns what was in the way, for ``failed``."""
        since = letter.claim.since if letter.claim else self._monotonic()
        until = self._clock() + LEASE
        if not letter.claim:
            claimed = await self._storage.write(lambda unit: self._claimed(unit, letter, until))
            if claimed is None:
                return None
            letter = claimed
        if self._monotonic() - since > LEASE.total_seconds() / 2:
            # We were held up on the way: somebody else may think that we are dead before this attempt is over.
            await self._again(letter, self._clock(), "held up", unsure=False)
            return None
        try:
            async with asyncio.timeout(PATIENCE):
                message = await chat.send(letter, said_in(letter), tongue_for(letter), more)
        except Undelivered as problem:
            return problem
        except TimeoutError:
            return Unknown("no answer in time")
        except Exception as error:
            log.exception("a letter cannot be drawn", extra={"letter": letter.id})
            return Refused(type(error).__name__)
        self._count(letter.address.platform, "sent")
        now = self._clock()
        await self._storage.write(lambda unit: self._gone_out(unit, letter, message, now))
        return None

    async def _claimed(self, unit: Unit, letter: Letter, until: datetime) -> Letter | None:
        """Take the letter out. An edit comes to nothing when the message says something newer: it would undo it."""
        if not await unit.outbox.claim([letter.id], self._owner, until, letter.attempts):
            return None
        if (letter.edits or letter.card) and await unit.outbox.overtaken(letter):
            await unit.outbox.dead(letter.id, self._owner, OVERTAKEN, self._clock())
            return None
        if letter.card is None or letter.team is None:
            return letter
        shown = await unit.cards.message(letter.team, letter.card, letter.address)
        if shown is None:
            doubtful = await unit.outbox.perhaps_shown(letter)
            return replace(letter, edits=None, unsure=max(letter.unsure, int(doubtful)))
        if shown != letter.edits:
            await unit.outbox.replaces(letter.id, shown)
        return replace(letter, edits=shown)

    async def _gone_out(self, unit: Unit, letter: Letter, message: str, now: datetime) -> None:
        await unit.outbox.sent(letter.id, self._owner, message, now)
        await arrived(unit, letter)
        if letter.card is not None and letter.team is not None:
            await unit.cards.stands(letter.team, letter.card, letter.address, message)

    async def failed(self, letter: Letter, problem: Undelivered, now: datetime) -> None:
        """Keep what follows: another attempt counted from ``now``, another address, or none."""
        self._count(letter.address.platform, type(problem).__name__.lower())
        log.warning(
            "not delivered",
            extra={"letter": letter.id, "outcome": type(problem).__name__, "why": problem.why},
        )
        match problem:
            case Later(seconds=seconds, everybody=everybody):
                if not everybody and now - letter.created_at > KEPT:
                    await self._given_up(letter, problem)
                else:
                    await self._again(letter, now + timedelta(seconds=seconds), problem.why, unsure=False)
            case Unknown():
                if letter.unsure + 1 >= GIVE_UP:
                    await self._given_up(letter, problem)
                else:
                    await self._again(letter, now + timedelta(seconds=pause(letter.attempts)), problem.why, unsure=True)
            case Moved(chat=chat):
                await self._aftermath.moved(letter, chat)
                self._wake(0)
            case Gone():
                await self._aftermath.gone(letter, problem)
                self._wake(0)
            case _:
                await self._aftermath.refused(letter, problem)

    async def _given_up(self, letter: Letter, problem: Undelivered) -> None:
        await self._aftermath.refused(letter, Refused(f"given up: {problem.why}"))

    async def _again(self, letter: Letter, at: datetime, why: str, *, unsure: bool) -> None:
        await self._storage.write(lambda unit: unit.outbox.later(letter.id, self._owner, at, why, unsure=unsure))
        self._wake(max(0.0, (at - self._clock()).total_seconds()) + A_MOMENT)


def tongue_for(letter: Letter) -> Tongue:
    return Tongue(letter.locale, zone_of(letter.zone), letter.currency)
