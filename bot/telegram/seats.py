"""What happens to the bot and to its chats: let in, thrown out, blocked, moved to a new id, spoken to by nobody."""

from dataclasses import replace
from datetime import datetime

from commands.kit import Button, Mono, reply, text
from commands.kit.reply import carries
from storage import Storage, Unit

from ..aftermath import follow_chat, lost_place, post_to, tell_others
from ..letters import ANSWER
from .inbound import PLATFORM, Nameless, Seat

THROWN_OUT = "removed from the chat"

WHO = text("I can't see who says {line} here. Press the button, so that I see who you are.")
SPEAK = text("I can't see who says {line} here. Please write it as yourself, not in the name of the group or channel.")
ITS_ME = text("It's me", context="button")


async def seated(storage: Storage, seat: Seat, incoming: int, now: datetime) -> None:
    async def change(unit: Unit) -> None:
        if seat.private:
            await _private(unit, seat)
        elif seat.inside:
            await unit.places.resume(PLATFORM, seat.chat)
        else:
            for place in await unit.places.suspend(PLATFORM, seat.chat, None, THROWN_OUT, now):
                await tell_others(unit, place, lost_place(place, THROWN_OUT), now=now)
        await unit.inbox.done(incoming)

    await storage.write(change)


async def _private(unit: Unit, seat: Seat) -> None:
    if not seat.inside:
        await unit.accounts.unreachable(PLATFORM, seat.account.user)
        return
    known = await unit.accounts.get(PLATFORM, seat.account.user)
    await unit.accounts.keep(seat.account, known[0] if known else None)


async def moved(storage: Storage, old: str, new: str, incoming: int, now: datetime) -> None:
    """Both the old and the new chat tell of it; the second time there is nothing left to move."""

    async def follow(unit: Unit) -> None:
        await follow_chat(unit, PLATFORM, old, new, now)
        await unit.inbox.done(incoming)

    await storage.write(follow)


async def nameless(storage: Storage, said: Nameless, incoming: int, now: datetime) -> None:
    """Anonymous admins and channels have no person. A press always has one, so a button carries the line."""

    async def ask(unit: Unit) -> None:
        place = await unit.places.at(said.address)
        team = await unit.teams.get(place.team) if place else None
        carried = carries(said.line) and "\n" not in said.line
        answer = reply(
            (WHO if carried else SPEAK)(line=Mono(said.line)),
            buttons=(Button(ITS_ME(), said.line, "primary"),) if carried else (),
        )
        locale, zone, currency = (team.language, team.zone, team.currency) if team else ("en", "UTC", "")
        letter = post_to(said.address, team.id if team else 0, locale, zone, currency, answer, now)
        letter = replace(letter, team=team.id if team else None, lane=ANSWER, answer_to=str(said.message))
        await unit.outbox.put([letter])
        await unit.inbox.done(incoming)

    await storage.write(ask)
