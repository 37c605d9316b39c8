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
from commands.kit.lateness import leaders
from commands.kit.owners import AWAY, name_of
from commands.kit.private import home, mention, tell, tell_aloud
from commands.kit.reply import Block, Card
from commands.kit.rota import Rota
from commands.kit.schedule import LATE_AFTER
from storage import Handover, Timer

from .facts import facts, give
from .turn import BACK, Coming, ends, second_of, stamp_of
from .words import layer_named

HELP_ARRIVED = text("Tell whoever comes on call")
HELP_LATE = text("Tell that a hand-over was not accepted")
NUMBER = text("Number of the hand-over")
PERSON = text("Person")
TO = text("To whom")
ALOUD = text("In the channel")

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
UNACCEPTED = text("{name} has not accepted the hand-over of {when} ({layers}).")

TO_HER = text("{who}: {said}")

ACCEPT = text("Accept handover", context="button")
TAKE = text("Take the shift", context="button")
CALL = text("Call again", context="button")
LEAVE = text("Leave a note", context="button")
RISKS = text("Open risks", context="button")

PATIENCE: Final = timedelta(minutes=15)
"""After which those who lead hear that nobody accepted."""


class At(Args):
    at: Annotated[int, Word(), Ask(NUMBER)]


class AtFor(At):
    person: Annotated[int, Ask(PERSON)]


class Late(AtFor):
    to: Annotated[int, Ask(TO)]
    aloud: Annotated[bool, Ask(ALOUD)] = False


@dataclass(frozen=True)
class Turn:
    """All that is handed over in one second."""

    stamp: int
    shifts: Sequence[Handover]
    rota: Rota

    def name(self, person: int | None) -> Said | str:
        return name_of(person, self.rota.people)

    @property
    def waiting(self) -> list[int]:
        """Who has not accepted, and still has the shift."""
        found = [one.person for one in self.shifts if one.accepted_at is None and self.began(one)]
        return list(dict.fromkeys(found))

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
            await tell(ctx, person, key_of(ctx, stamp, "arrived", person), f"/oncall arrived {stamp} person:{person}")
        for person in dict.fromkeys(one.leaving for one in shifts if one.leaving is not None):
            await _over(ctx, person, stamp)
        line, key = f"/oncall unaccepted {stamp}", key_of(ctx, stamp, "unaccepted")
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now + PATIENCE, line, await home(ctx), None))
        cards.append(await card(ctx, stamp))
    return cards


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
        if not turn.rota.there(one.person, one.starts_at):
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
    blocks: list[Block] = [Heading(HANDOVER(when=Moment(at)))]
    announced = turn.shifts[0].announced_at or ctx.now
    if announced - at > LATE_AFTER:
        blocks.append(DUE(at=Moment(at)))
    until_at = max(ends_of(turn, one) for one in turn.shifts)
    blocks += [Bullets(tuple(lines)), *await facts(ctx, turn.rota.people, stamp, until_at)]
    return Card(f"handover:{stamp}", reply(*blocks, buttons=_buttons(turn)))


def _buttons(turn: Turn) -> list[Button]:
    risks = Button(RISKS(), "/risk")
    if not turn.waiting:
        return [risks]
    accept = Button(ACCEPT(), f"/oncall accept {turn.stamp}", "primary")
    return [accept, Button(TAKE(), f"/oncall take handover:{turn.stamp}"), risks]


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


@command("oncall unaccepted", help=HELP_LATE, clock=True, reads=True)
async def unaccepted(args: At, ctx: Ctx) -> Reply:
    """Those who lead hear of it once; where there is nobody else, the channel."""
    turn = await turn_at(ctx, args.at)
    for person in turn.waiting:
        others = await leaders(ctx, turn.waiting)
        for who in others:
            line = f"/oncall late {args.at} person:{person} to:{who.id}"
            await tell(ctx, who.id, key_of(ctx, args.at, "late", person, who.id), line)
        if not others:
            key = key_of(ctx, args.at, "remind", person, "aloud")
            await tell_aloud(ctx, person, key, f"/oncall remind {args.at} person:{person}")
    return reply()


@command("oncall late", help=HELP_LATE, clock=True, reads=True)
async def late(args: Late, ctx: Ctx) -> Reply:
    turn = await turn_at(ctx, args.at)
    line = f"/oncall late {args.at} person:{args.person} to:{args.to} aloud:yes"
    if args.aloud:
        await tell_aloud(
            ctx, args.to, key_of(ctx, args.at, "late", args.person, args.to), line.removesuffix(" aloud:yes")
        )
        return reply()
    if args.person not in turn.waiting:
        return reply()
    layers = Listed(tuple(layer_named(one.layer) for one in turn.of(args.person)))
    said = UNACCEPTED(name=turn.name(args.person), when=Moment(turn.shifts[0].starts_at), layers=layers)
    if ctx.place is not None and args.to in turn.rota.people:
        said = TO_HER(who=await mention(ctx, args.to, turn.rota.people[args.to].name), said=said)
    buttons = [
        Button(TAKE(), f"/oncall take handover:{args.at}", "primary"), Button(CALL(), f"/oncall call {args.at}"),
        Button(RISKS(), "/risk"),
    ]  # fmt: skip
    return reply(said, buttons=buttons, otherwise=line)


def _hers(stamp: int, person: int) -> str:
    return f"shift:{stamp}-{person}"


def key_of(ctx: Ctx, stamp: int, *parts: object) -> str:
    return ":".join(map(str, ("oncall", ctx.team.id, stamp, *parts)))
