"""What follows when a letter cannot be delivered: a chat that moved is followed, one that is gone is suspended and the
team hears of it where it still can be reached."""

import logging
from dataclasses import replace
from datetime import datetime

from commands.kit import Reply, reply, text
from commands.kit.hints import PLATFORMS
from commands.kit.reasons import reason
from commands.kit.reply import write_reply
from storage import Address, Letter, Place, Storage, Timer, Unit

from .letters import POST
from .ports import Clock, Gone, Undelivered

log = logging.getLogger(__name__)

LOST_PLACE = text(
    "I can no longer write to {title} on {platform}: {why}. Nothing is lost; bring me back and I go on there."
)


UPGRADED = "group chat was upgraded"
"""Why nothing is sent to an id that a chat no longer has."""


class Aftermath:
    """``owner`` is the postman whose letters these were."""

    def __init__(self, storage: Storage, clock: Clock, owner: str) -> None:
        self._storage = storage
        self._clock = clock
        self._owner = owner

    async def moved(self, letter: Letter, chat: str) -> None:
        """The chat has a new id: everything that is bound to the old one goes along, and so does this letter."""
        platform, old = letter.address.platform, letter.address.chat
        now = self._clock()

        async def follow(unit: Unit) -> None:
            await follow_chat(unit, platform, old, chat, now)
            await unit.outbox.redirect(letter.id, self._owner, replace(letter.address, chat=chat), now)

        await self._storage.write(follow)

    async def gone(self, letter: Letter, problem: Gone) -> None:
        now = self._clock()

        async def suspend(unit: Unit) -> None:
            if problem.thread and letter.address.thread:
                # The topic is closed: the chat itself may still be written to.
                await unit.outbox.redirect(letter.id, self._owner, replace(letter.address, thread=""), now)
                thread: str | None = letter.address.thread
            else:
                await unit.outbox.dead(letter.id, self._owner, problem.why, now)
                await otherwise(unit, letter, now)
                thread = None
            platform, chat = letter.address.platform, letter.address.chat
            lost = await unit.places.suspend(platform, chat, thread, problem.why, now)
            if not lost:
                await unit.accounts.unreachable(platform, _whose(letter.address))
            for place in lost:
                await tell_others(unit, place, lost_place(place, problem.why), now=now)

        await self._storage.write(suspend)

    async def refused(self, letter: Letter, problem: Undelivered) -> None:
        log.error("a letter was refused for good", extra={"letter": letter.id, "why": problem.why})
        now = self._clock()

        async def bury(unit: Unit) -> None:
            await unit.outbox.dead(letter.id, self._owner, problem.why, now)
            await otherwise(unit, letter, now)

        await self._storage.write(bury)


async def arrived(unit: Unit, letter: Letter) -> None:
    """A new message in a private chat proves that she can be written to; an edit does not, it makes its way to chats
    that are closed to us. Of a channel nothing is learned: its number is no account's."""
    if letter.edits is None:
        await unit.accounts.arrived(letter.address.platform, _whose(letter.address), letter.address.chat)


def _whose(private: Address) -> str:
    """Private chats are those of one person; Discord's are addressed by her."""
    return private.chat.removeprefix("@")


async def otherwise(unit: Unit, letter: Letter, now: datetime) -> None:
    """What its writer wanted to happen if nobody can receive it: a line that the clock types."""
    if letter.otherwise is not None:
        key = f"otherwise:{letter.id}"
        await unit.timers.set(Timer(0, letter.team, key, now, letter.otherwise, letter.address, None))


def lost_place(place: Place, why: str) -> Reply:
    name = PLATFORMS.get(place.address.platform, place.address.platform)
    return reply(LOST_PLACE(title=place.title or place.address.chat, platform=name, why=reason(why)))


async def follow_chat(unit: Unit, platform: str, old: str, new: str, now: datetime) -> int:
    """Move all that is bound to a chat to its new id; a second call moves nothing. A place that finds its new address
    bound already is suspended: posts for it would only come there a second time, or to another team."""
    moved = await unit.places.move(platform, old, new)
    await unit.places.suspend(platform, old, None, UPGRADED, now)
    await unit.outbox.follow(platform, old, new)
    await unit.drafts.follow(platform, old, new)
    await unit.cards.lose(platform, old)
    return moved


async def tell_others(unit: Unit, place: Place, said: Reply, *, now: datetime) -> None:
    """Say it in the team's other channels."""
    team = await unit.teams.get(place.team)
    others = [p for p in await unit.places.of(team.id, "team") if not p.suspended_at and p.id != place.id]
    await unit.outbox.put(
        [post_to(p.address, team.id, team.language, team.zone, team.currency, said, now) for p in others]
    )


def post_to(address: Address, team: int, locale: str, zone: str, currency: str, said: Reply, now: datetime) -> Letter:
    return Letter(0, team, address, write_reply(said), locale, zone, currency, POST, now)
