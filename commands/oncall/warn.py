"""Who will be missing is said a day before: shifts of somebody who is not there, or of one person on two layers at
once. It is said once, and said again when it is mended. Whoever cannot be written to is told of by ``lost.py`` when
she is asked before her shift; here only who was not asked.

That it was said is remembered by the card that says it: its name holds what is wrong, so what changes is said anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Annotated, Final, Literal
from zlib import crc32

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
    Role,
    Said,
    command,
    reply,
    text,
)
from commands.kit.duty import rota_of
from commands.kit.lateness import awake, leaders
from commands.kit.owners import name_of
from commands.kit.private import HERE, HERE_LINE, home, mention, private_of, tell
from commands.kit.reply import Card
from commands.kit.rota import Duty, Rota
from commands.kit.schedule import every
from commands.kit.texts import Value
from storage import Account, Timer

from .deal import end_void
from .request import SHIFT
from .spans import layer_carried
from .turn import A_SECOND, BACK, carried, comings
from .twice import meetings
from .words import SHIFTS_AHEAD, layer_named, mends, said_ahead, unreachable_card

HELP = text("Warn of shifts in which nobody answers")
HELP_FORGET = text("A warning that is mended stays as it is")
DUE = text("Due")
CARD = text("Card")

NOBODY = text("Nobody answers: {shift}")
IS_AWAY = text("It is the shift of {name}, who is on leave.")
HAS_LEFT = text("It is the shift of {name}, who does not work here any more.")
UNREACHABLE = text("On call, but cannot be written to: {name}")
TWICE = text("On two layers at once: {name}")
BOTH = text("{name} has {layer} and {other}, {first} – {last}. Then only one person answers.")
SEE_TO_IT = text("{people}: please see to it.")
MENDED = text("Mended: {shift}")
REACHED = text("Mended: {name} can be written to.")
CHANGED = text("It changed: {shift}")

ASK_COVER = text("Ask for cover", context="button")
TAKE = text("I'll take it", context="button")
SOMEBODY = text("Somebody else", context="button")

EVERY_DAY = every("10:00", name="oncall.warn", label=HELP, line="/oncall warn", late="always", silent=True)
AHEAD: Final = timedelta(hours=48)
"""By looking once a day, what is wrong is found at least a day before."""
PAST: Final = timedelta(days=8)
"""Where a shift that runs may have begun: its warning has the same name as long as it lasts."""
A_WHILE: Final = timedelta(minutes=10)
MOST: Final = 4
_MINUTE = timedelta(minutes=1)
_EPOCH = datetime.fromtimestamp(0, UTC)

Kind = Literal["away", "unreachable", "twice"]


@dataclass(frozen=True, slots=True)
class Wrong:
    """``other`` is the layer that she has as well."""

    kind: Kind
    layer: str
    person: int
    from_at: datetime
    until_at: datetime
    other: str = ""

    @property
    def card(self) -> str:
        if self.kind == "unreachable":
            return unreachable_card(self.person)
        sign = f"{crc32(f'{self.layer}/{self.other}'.encode()):08x}"
        return f"gap:{self.kind[0]}-{sign}-{_minutes(self.from_at)}-{_minutes(self.until_at)}-{self.person}"


class Looking(Args):
    due: Annotated[datetime | None, Ask(DUE)] = None


class OfCard(Args):
    card: Annotated[str, Ask(CARD)]


@command("oncall warn", help=HELP, clock=True, reads=True)
async def warn(args: Looking, ctx: Ctx) -> Reply:
    rota = await rota_of(ctx, ctx.now - PAST)
    wrong = {one.card: one for one in await _wrong(ctx, rota)}
    cards = list(await end_void(ctx, rota))
    said = {name for name, _ in await ctx.store.cards.beginning(ctx.team.id, "gap:")}
    for name, one in wrong.items():
        again = await ctx.store.timers.stop(_forget(ctx, name))
        if again or name not in said:
            cards.append(Card(name, await _face(ctx, rota, one, aloud=True)))
        if name not in said:
            await _tell_leaders(ctx, one)
    for name in sorted(said - set(wrong)):
        if (face := await _mended(ctx, rota, name)) is not None:
            cards.append(Card(name, face))
        at, line = ctx.now + A_WHILE, f"/oncall forget card:{name}"
        await ctx.store.timers.set(Timer(0, ctx.team.id, _forget(ctx, name), at, line, await home(ctx), None))
    return reply(cards=cards)


async def _tell_leaders(ctx: Ctx, one: Wrong) -> None:
    """In private too, where they can be written to; at night only what does not wait until the morning."""
    at = ctx.now if one.from_at <= (morning := awake(ctx)) else morning
    for who in await leaders(ctx):
        if private_of(await ctx.store.accounts.of(who.id)) is not None:
            await tell(ctx, who.id, f"oncall:gap:{one.card}:{who.id}", f"/oncall gap card:{one.card}", at)


@command("oncall gap", help=HELP, clock=True, reads=True)
async def gap(args: OfCard, ctx: Ctx) -> Reply:
    """To somebody who leads, unless it is mended by now."""
    rota = await rota_of(ctx, ctx.now - PAST)
    found = next((one for one in await _wrong(ctx, rota) if one.card == args.card), None)
    return reply() if found is None else await _face(ctx, rota, found, aloud=False)


@command("oncall forget", help=HELP_FORGET, clock=True, reads=True)
async def forget(args: OfCard, ctx: Ctx) -> Reply:
    """What comes back later is said anew."""
    for name, at in await ctx.store.cards.where(ctx.team.id, [args.card]):
        await ctx.store.cards.leave(ctx.team.id, name, at)
    return reply()


def _forget(ctx: Ctx, name: str) -> str:
    return f"oncall:{ctx.team.id}:{name}"


async def _wrong(ctx: Ctx, rota: Rota) -> list[Wrong]:
    """What is wrong now and soon."""
    found, shifts = [], [list(_duties(rota, name, ctx.now)) for name in rota.names]
    for duty in (one for each in shifts for one in each):
        if duty.away:
            found.append(Wrong("away", duty.layer, duty.person, duty.from_at, duty.until_at))
        elif duty.from_at <= ctx.now and await _untold(ctx, duty):
            found.append(Wrong("unreachable", duty.layer, duty.person, duty.from_at, duty.until_at))
    for one in meetings(rota, shifts):
        if ctx.now < one.until_at and one.from_at < ctx.now + AHEAD:
            found.append(Wrong("twice", one.layer, one.person, one.from_at, one.until_at, one.other))
    return found


async def _untold(ctx: Ctx, duty: Duty) -> bool:
    """Whether whoever is on call cannot be written to, and nobody has been told so before her shift."""
    if private_of(await ctx.store.accounts.of(duty.person)) is not None:
        return False
    rota = await rota_of(ctx, ctx.now - BACK)
    begun = [one for one in comings(rota, ctx.now, ctx.now + A_SECOND) if one.layer == duty.layer]
    kept = [await ctx.store.rotas.handover(ctx.team.id, one.layer, one.at) for one in begun if one.at <= ctx.now]
    return not any(one is not None and one.asked_at and not one.reached_at for one in kept)


def _duties(rota: Rota, name: str, now: datetime) -> Iterator[Duty]:
    """Those that run or begin soon, whole."""
    for duty in rota.duties(name, now - PAST, now + AHEAD + PAST):
        if now < duty.until_at and duty.from_at < now + AHEAD and duty.until_at - duty.from_at >= _MINUTE:
            yield duty


# --- how it is said


async def _face(ctx: Ctx, rota: Rota, one: Wrong, *, aloud: bool) -> Reply:
    name = name_of(one.person, rota.people)
    head, *said = _words(rota, one, name, await ctx.store.accounts.of(one.person))
    called = await leaders(ctx) if aloud else []
    if one.kind == "unreachable":  # of one person and shift they hear once
        called = [who for who in called if private_of(await ctx.store.accounts.of(who.id)) is None]
    names: list[Value] = [await mention(ctx, who.id, who.name) for who in called]
    call = [SEE_TO_IT(people=Listed(tuple(names)))] if names else []
    return reply(Heading(head), *said, *call, buttons=_choices(rota, one, aloud=aloud))


def _words(rota: Rota, one: Wrong, name: Said | str, accounts: Sequence[Account]) -> tuple[Said, ...]:
    shift = _shift(one.layer, one.from_at, one.until_at)
    match one.kind:
        case "away":
            return NOBODY(shift=shift), (IS_AWAY if _works(rota, one) else HAS_LEFT)(name=name)
        case "unreachable":
            return UNREACHABLE(name=name), shift, mends(accounts, name)
        case "twice":
            layers = {"layer": layer_named(one.layer), "other": layer_named(one.other)}
            return TWICE(name=name), BOTH(**layers, name=name, first=Moment(one.from_at), last=Moment(one.until_at))


def _works(rota: Rota, one: Wrong) -> bool:
    who = rota.people.get(one.person)
    return who is not None and who.left_at is None and who.level >= Role.STAFF


def _choices(rota: Rota, one: Wrong, *, aloud: bool) -> list[Button]:
    """``aloud``: whoever it is about may press there as well."""
    layer = f"layer:{layer_carried(rota, one.other or one.layer)}"
    span = f"from:{carried(one.from_at)} until:{carried(one.until_at)} {layer}"
    if one.kind == "unreachable":
        own = [Button(HERE(), HERE_LINE)] if aloud else []
        return [*own, Button(SOMEBODY(), f"/oncall override {span}"), Button(SHIFTS_AHEAD(), "/oncall next")]
    cover = Button(ASK_COVER(), f"/oncall cover {carried(one.from_at)} {layer}", "primary")
    choices = [Button(TAKE(), f"/oncall override me {span}"), Button(SOMEBODY(), f"/oncall override {span}")]
    return [cover, *choices]


async def _mended(ctx: Ctx, rota: Rota, name: str) -> Reply | None:
    """Instead of a warning that does not hold any more; nothing where its time is over."""
    kind, *parts = name.removeprefix("gap:").split("-")
    if kind == "u":
        if private_of(await ctx.store.accounts.of(int(parts[0]))) is None:
            return None
        return reply(Heading(REACHED(name=name_of(int(parts[0]), rota.people))))
    sign, first, last = parts[0], _instant(parts[1]), _instant(parts[2])
    if last <= ctx.now:
        return None
    pairs = [(layer, "") for layer in rota.names] + list(combinations(rota.names, 2))
    meant = next((pair for pair in pairs if f"{crc32('/'.join(pair).encode()):08x}" == sign), None)
    if meant is None:
        return reply(Heading(CHANGED(shift=_span(first, last))))
    duties = [duty for layer in meant if layer for duty in rota.duties(layer, max(first, ctx.now), last)]
    good = bool(duties) and not any(duty.away for duty in duties)
    head = (MENDED if good else CHANGED)(shift=_shift(meant[0], first, last))
    lines = [Bullets(tuple(said_ahead(rota, duty) for duty in duties[:MOST]))] if duties else []
    return reply(Heading(head), *lines)


SPAN = text("{first} – {last}")


def _span(first: datetime, last: datetime) -> Said:
    return SPAN(first=Moment(first), last=Moment(last))


def _shift(layer: str, first: datetime, last: datetime) -> Said:
    return SHIFT(layer=layer_named(layer), first=Moment(first), last=Moment(last))


def _minutes(at: datetime) -> int:
    return (at - _EPOCH) // _MINUTE


def _instant(minutes: str) -> datetime:
    return _EPOCH + int(minutes) * _MINUTE
