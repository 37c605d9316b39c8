"""The hand-over: announced as one live card in the channels and in private to whoever comes, and accepted by her, or by
somebody who takes the shift."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Listed,
    Moment,
    Reply,
    Said,
    Word,
    command,
    reply,
    text,
)
from commands.kit.duty import rota_of
from commands.kit.owners import AWAY, name_of
from commands.kit.private import home, mention, tell
from commands.kit.reply import Block, Card
from commands.kit.rota import Rota
from commands.kit.schedule import LATE_AFTER
from storage import Handover, Timer

from .facts import facts, give
from .request import unanswered
from .turn import BACK, Coming, ends, second_of, stamp_of
from .words import TAKE_SHIFT, layer_named

HELP_ARRIVED = text("Tell whoever comes on call")
NUMBER = text("Number of the hand-over")
PERSON = text("Person")

HANDOVER = text("Hand-over, {when}")
YOU_ARE_ON = text("You are on call now")
YOU_WERE_ON = text("Your shift is over")
ON = text("{layer}: {name}, until {when}")
ON_AFTER = text("{layer}: {name} after {before}, until {when}")
YOURS = text("{layer}, until {when}")
YOURS_AFTER = text("{layer}, after {before}, until {when}")
WAITS = text("Not accepted yet: {people}")
ACCEPTED = text("{name} accepted {when}.")
TOOK = text("{name} took the shift {when}.")
DUE = text("This was due {at}.")
THANKS = text("On call now: {people}. Thank you.")
UNANSWERED = text("Nobody answers: {layers}")

ACCEPT = text("Accept handover", context="button")
LEAVE = text("Leave a note", context="button")
RISKS = text("Open risks", context="button")

PATIENCE: Final = timedelta(minutes=15)
"""After which those who lead hear that nobody accepted."""


class At(Args):
    at: Annotated[int, Word(), Ask(NUMBER)]


class AtFor(At):
    person: Annotated[int, Ask(PERSON)]


@dataclass(frozen=True)
class Turn:
    """All that is handed over in one second."""

    stamp: int
    shifts: Sequence[Handover]
    rota: Rota

    def name(self, person: int | None) -> Said | str:
        return name_of(person, self.rota.people)

    @property
    def open(self) -> list[Handover]:
        """What nobody has accepted, and the rota still has so."""
        return [one for one in self.shifts if one.accepted_at is None and self.began(one)]

    @property
    def waiting(self) -> list[int]:
        """Who has not accepted. Whoever is on leave is not waited for: that nobody answers is known."""
        return list(dict.fromkeys(one.person for one in self.open if self.there(one)))

    def there(self, one: Handover) -> bool:
        return self.rota.there(one.person, one.starts_at)

    def of(self, person: int) -> list[Handover]:
        return [one for one in self.shifts if one.person == person]

    def began(self, one: Handover) -> bool:
        """Whether the rota still has it so."""
        return (whose := self.rota.who(one.layer, one.starts_at)) is not None and whose[0] == one.person


async def turn_at(ctx: Ctx, stamp: int) -> Turn:
    """What was announced of a hand-over, with the rota as it is now."""
    first, last = second_of(stamp)
    rota = await rota_of(ctx, first - BACK)
    found = await ctx.store.rotas.handovers(ctx.team.id, first, last)
    shifts = [one for one in found if one.announced_at is not None and one.layer in rota.names]
    return Turn(stamp, sorted(shifts, key=lambda one: rota.names.index(one.layer)), rota)


async def begin(ctx: Ctx, rota: Rota, begun: Sequence[Coming]) -> list[Card]:
    """Announce what has begun, each shift once. Returns the cards."""
    fresh: dict[int, list[Coming]] = {}
    for one in begun:
        kept = await ctx.store.rotas.meet(one.kept(ctx.team.id))
        if not await ctx.store.rotas.mark(kept, ctx.now, "announced"):
            continue
        if one.first:  # nobody hands anything over; whoever made the rota has said it
            await ctx.store.rotas.mark(kept, ctx.now, "accepted", one.person)
        else:
            fresh.setdefault(one.stamp, []).append(one)
    cards = []
    for stamp, shifts in fresh.items():
        await give(ctx, stamp)
        for person in dict.fromkeys(one.person for one in shifts if not one.away):
            await tell_arrived(ctx, stamp, person)
        for person in dict.fromkeys(one.leaving for one in shifts if one.leaving is not None):
            await _over(ctx, person, stamp)
        line, key = f"/oncall unaccepted {stamp}", key_of(ctx, stamp, "unaccepted")
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now + PATIENCE, line, await home(ctx), None))
        cards.append(await card(ctx, stamp))
    return cards


async def tell_arrived(ctx: Ctx, stamp: int, person: int) -> None:
    """What she is told of it, or was told, says how things are now."""
    await tell(ctx, person, key_of(ctx, stamp, "arrived", person), f"/oncall arrived {stamp} person:{person}")


async def _over(ctx: Ctx, person: int, stamp: int) -> None:
    """Whoever leaves sees it where the card of her shift stands; she is not written to for that."""
    first, _ = second_of(stamp)
    before = await ctx.store.rotas.handovers(ctx.team.id, first - BACK, first)
    for one in dict.fromkeys(stamp_of(one.starts_at) for one in before if one.person == person and one.announced_at):
        await _again(ctx, one)


async def _again(ctx: Ctx, stamp: int) -> list[Card]:
    """The private cards of a hand-over follow. Returns the one in this chat."""
    turn, cards = await turn_at(ctx, stamp), []
    for person in dict.fromkeys(one.person for one in turn.shifts):
        for _, at in await ctx.store.cards.where(ctx.team.id, [_hers(stamp, person)]):
            if at == ctx.heard.address:
                cards.append(Card(_hers(stamp, person), await _face(ctx, turn, person), (at,)))
            else:
                line, key = f"/oncall arrived {stamp} person:{person}", key_of(ctx, stamp, "again", person, at.platform)
                await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, at, person))
    return cards


async def changed(ctx: Ctx, stamp: int) -> list[Card]:
    """Its cards everywhere, after somebody did something about it."""
    turn = await turn_at(ctx, stamp)
    if not turn.waiting:
        await ctx.store.timers.stop(key_of(ctx, stamp, "unaccepted"))
    return [await card(ctx, stamp), *await _again(ctx, stamp)] if turn.shifts else []


async def card(ctx: Ctx, stamp: int) -> Card:
    turn = await turn_at(ctx, stamp)
    at = turn.shifts[0].starts_at
    lines: list[Said] = []
    for one in turn.shifts:
        until, name = Moment(ends_of(turn, one)), turn.name(one.person)
        if not turn.there(one):
            name = AWAY(name=name)
        if one.leaving is None:
            lines.append(ON(layer=layer_named(one.layer), name=name, when=until))
        else:
            before = turn.name(one.leaving)
            lines.append(ON_AFTER(layer=layer_named(one.layer), name=name, before=before, when=until))
    lines += _state(turn)
    if waiting := turn.waiting:
        names = tuple([await mention(ctx, one, turn.rota.people[one].name) for one in waiting])
        lines.append(WAITS(people=Listed(names)))
    if nobodys := [layer_named(one.layer) for one in turn.open if not turn.there(one)]:
        lines.append(UNANSWERED(layers=Listed(tuple(nobodys))))
    blocks: list[Block] = [Heading(HANDOVER(when=Moment(at)))]
    announced = turn.shifts[0].announced_at or ctx.now
    if announced - at > LATE_AFTER:
        blocks.append(DUE(at=Moment(at)))
    until_at = max(ends_of(turn, one) for one in turn.shifts)
    blocks += [Bullets(tuple(lines)), *await facts(ctx, turn.rota.people, stamp, until_at)]
    return Card(f"handover:{stamp}", reply(*blocks, buttons=_buttons(turn)))


def _buttons(turn: Turn) -> list[Button]:
    accept = [Button(ACCEPT(), f"/oncall accept {turn.stamp}", "primary")] if turn.waiting else []
    take = [Button(TAKE_SHIFT(), f"/oncall take handover:{turn.stamp}")] if turn.open else []
    return [*accept, *take, Button(RISKS(), "/risk")]


def _state(turn: Turn) -> list[Said]:
    """Who accepted, each once."""
    found: dict[tuple[int | None, bool], Said] = {}
    for one in turn.shifts:
        if one.accepted_at is not None:
            took = one.accepted_by != one.person
            said = TOOK if took else ACCEPTED
            found[one.accepted_by, took] = said(name=turn.name(one.accepted_by), when=Moment(one.accepted_at))
    return list(found.values())


async def _face(ctx: Ctx, turn: Turn, person: int) -> Reply:
    """In the private chat of whoever comes; as it is now."""
    mine = turn.of(person)
    until = max((ends_of(turn, one) for one in mine), default=ctx.now)
    if until <= ctx.now:
        now = dict.fromkeys(whose[0] for one in mine if (whose := turn.rota.who(one.layer, ctx.now)) is not None)
        names = tuple(turn.name(one) for one in now)
        return reply(Heading(YOU_WERE_ON()), *([THANKS(people=Listed(names))] if names else []))
    lines: list[Said] = []
    for one in mine:
        layer, end = layer_named(one.layer), Moment(ends_of(turn, one))
        if one.leaving is None:
            lines.append(YOURS(layer=layer, when=end))
        else:
            lines.append(YOURS_AFTER(layer=layer, before=turn.name(one.leaving), when=end))
    lines += _state(Turn(turn.stamp, mine, turn.rota))
    for one in mine:
        lines += [unanswered(swap, turn.rota.people) for swap in await ctx.store.rotas.lapsed(one)]
    buttons = [Button(RISKS(), "/risk"), Button(LEAVE(), "/oncall note")]
    if person in turn.waiting:
        buttons = [Button(ACCEPT(), f"/oncall accept {turn.stamp}", "primary"), *buttons]
    more = await facts(ctx, turn.rota.people, turn.stamp, until)
    return reply(Heading(YOU_ARE_ON()), Bullets(tuple(lines)), *more, buttons=buttons)


def ends_of(turn: Turn, one: Handover) -> datetime:
    return ends(turn.rota, one.layer, one.starts_at) if turn.began(one) else one.starts_at


@command("oncall arrived", help=HELP_ARRIVED, clock=True, reads=True)
async def arrived(args: AtFor, ctx: Ctx) -> Reply:
    """In her private chat; where that is closed her name is in the channel already."""
    turn = await turn_at(ctx, args.at)
    standing = await ctx.store.cards.where(ctx.team.id, [_hers(args.at, args.person)])
    if ctx.place is not None or not (standing or args.person in turn.waiting):
        return reply()
    face = await _face(ctx, turn, args.person)
    return reply(cards=[Card(_hers(args.at, args.person), face, (ctx.heard.address,))])


def _hers(stamp: int, person: int) -> str:
    return f"shift:{stamp}-{person}"


def key_of(ctx: Ctx, stamp: int, *parts: object) -> str:
    return ":".join(map(str, ("oncall", ctx.team.id, stamp, *parts)))
