"""Somebody stands in for a time, whatever the turns say. Of two that meet the newer one counts."""

from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Final

from pydantic import Field

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Moment,
    Mono,
    Refusal,
    Reply,
    Role,
    Said,
    Word,
    command,
    reply,
    text,
)
from commands.kit.duty import rota_changed, rota_of
from commands.kit.fields import Numbered
from commands.kit.hints import did_you_mean
from commands.kit.reply import Block, carries
from commands.kit.rota import A_DAY, Duty, Rota
from commands.kit.standup import stir
from commands.kit.told import notify
from commands.kit.words import fold
from storage import StandIn

from .accept import taken
from .now import AT, LAYER, duty_at, rota_at
from .spans import Time, exactly, layer_meant, worker
from .standin import about, stand_in
from .words import SHIFTS_AHEAD, layer_named, said_ahead

HELP = text("Put somebody on call for a time; see what was agreed")
HELP_UNDO = text("Take back what was agreed about a shift")
WHO = text("Who")
UNTIL = text("Until when")
NUMBER = text("Number of what was agreed")

MADE = text("{name} is on call ({layer}) from {first} until {last}.")
INSTEAD = text("Instead of: {shift}")
REPLACED = text("Instead of what was agreed before: {shift}")
AWAY_THEN = text("{name} is on leave in that time, and then nobody answers.")
HAS_IT = text("{name} has it then anyway: {shift}")
BACKWARDS = text("That ends before it begins.")
PAST = text("That is over already.")
TOO_LONG = text("That is too far ahead: at most {days} days.")
ONLY_YOU = text("Only a manager puts somebody else on call. Ask {name} to swap.")
AGREED = text("Agreed besides the rota")
NOTHING = text("Nothing was agreed besides the rota.")
LINE = text("{number}: {shift} ({how})")
HOW = {"override": text("stands in"), "swap": text("swapped"), "take": text("taken"), "cover": text("took over")}
NO_SUCH = text("Nothing that was agreed has the number {number}. See {line}.")
NOT_YOURS = text("Only whoever agreed on it, or a manager, takes it back.")
BOTH = text("Both sides agreed on this swap. Only a manager takes it back.")
UNDONE = text("It is as the rota says again:")
IS_NOBODYS = text("{layer}: nobody, {first} – {last}")

UNDO = text("Undo", context="button")
UNDO_ONE = text("Undo {number}", context="button")
SWAP_BUTTON = text("Ask to swap", context="button")
LIST_BUTTON = text("What was agreed", context="button")

LISTS: Final = ("list", "列表", "清单", "清單")
FAR: Final = 366
MOST: Final = 10
BUTTONS: Final = 4
OF_SPAN = {
    "layer": "layer", "层": "layer", "層": "layer", "从": "from", "從": "from", "开始": "from", "開始": "from",
    "到": "until", "至": "until", "直到": "until", "结束": "until", "結束": "until", "to": "until", "who": "person",
    "谁": "person", "誰": "person", "人": "person",
}  # fmt: skip


class Override(Args):
    person: Annotated[str, Word(), Ask(WHO, source="people")]
    begins: Annotated[Time | None, Ask(AT, example="sat 09:00"), Field(alias="from")] = None
    until: Annotated[Time | None, Ask(UNTIL, example="sun 09:00")] = None
    layer: Annotated[str | None, Ask(LAYER)] = None

    also: ClassVar = OF_SPAN


class OfAgreed(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


@command("oncall override", help=HELP,
         examples=('/oncall override @bob from:"sat 09:00" until:"sun 09:00"', "/oncall override list"))  # fmt: skip
async def override(args: Override, ctx: Ctx) -> Reply:
    """Without an end until that shift ends; without a beginning from now on."""
    if fold(args.person) in LISTS:
        return await _listed(ctx)
    rota = await rota_at(ctx, ctx.now)
    who = await worker(ctx, args.person)
    if who.id != ctx.me.id and ctx.me.level < Role.MANAGER:
        line = f"/oncall swap {args.person}"
        buttons = (Button(SWAP_BUTTON(), line),) if carries(line) else ()
        raise Refusal(ONLY_YOU(name=who.name), buttons=buttons)
    name = await layer_meant(ctx, rota, args.layer) or rota.names[0]
    first, last = _span(args, ctx, rota, name)
    before = rota.duties(name, first, last)
    if before and all(one.person == who.id for one in before) and _whole(before, first, last):
        raise Refusal(HAS_IT(name=who.name, shift=said_ahead(rota, before[0])))
    made = await stand_in(ctx, StandIn(0, ctx.team.id, name, who.id, first, last, ctx.now, "override", ctx.me.id))
    cards = await taken(ctx, name) if who.id == ctx.me.id and first == ctx.now else []
    others = [one for one in before if one.person != who.id]
    lines: list[Said] = [(REPLACED if one.stands_in else INSTEAD)(shift=said_ahead(rota, one)) for one in others]
    after = await rota_of(ctx)
    if any(one.away for one in after.duties(name, first, last)):
        lines.append(AWAY_THEN(name=who.name))
    said = MADE(name=who.name, layer=layer_named(name), first=Moment(first), last=Moment(last))
    bullets: list[Block] = [Bullets(tuple(lines[:MOST]))] if lines else []
    choices = [Button(UNDO(), f"/oncall undo {made.id}"), Button(SHIFTS_AHEAD(), "/oncall next")]
    return reply(said, *bullets, buttons=choices, everywhere=True, cards=cards)


def _span(args: Override, ctx: Ctx, rota: Rota, name: str) -> tuple[datetime, datetime]:
    """Raises ``Refusal`` for one that is over, or ends before it begins."""
    wanted = exactly(rota, name, args.begins) if args.begins is not None else ctx.now
    first = max(wanted, ctx.now)
    if args.until is None:
        duty = duty_at(rota, name, first)
        return first, duty.until_at if duty is not None else first + A_DAY
    last = exactly(rota, name, args.until)
    if last <= wanted:
        later = last.astimezone(rota.zone)
        while later <= wanted:
            later += 7 * A_DAY
        raise Refusal(BACKWARDS(), *did_you_mean([f'until:"{later:%Y-%m-%d %H:%M}"']))
    if last <= ctx.now:
        raise Refusal(PAST())
    if last > ctx.now + timedelta(days=FAR):
        raise Refusal(TOO_LONG(days=FAR))
    return first, last


def _whole(duties: list[Duty], first: datetime, last: datetime) -> bool:
    return sum(((one.until_at - one.from_at) for one in duties), timedelta()) == last - first


@command("oncall undo", help=HELP_UNDO, examples=("/oncall undo 3",))
async def undo(args: OfAgreed, ctx: Ctx) -> Reply:
    """Of a swap both halves: what was agreed in one step ends in one."""
    standing = await ctx.store.rotas.stand_ins(ctx.team.id, ctx.now)
    made = next((one for one in standing if one.id == args.number), None)
    if made is None:
        see = Button(LIST_BUTTON(), "/oncall override list")
        raise Refusal(NO_SUCH(number=str(args.number), line=Mono(see.line)), buttons=(see,))
    if not _may_undo(made, ctx):
        raise Refusal(BOTH() if made.why == "swap" else NOT_YOURS())
    halves = [one for one in standing if one.id == made.id or (made.why == one.why == "swap" and _twins(one, made))]
    for one in halves:
        await ctx.store.rotas.undo(ctx.team.id, one.id, ctx.now)
    after = await rota_of(ctx)
    lines: list[Said] = []
    for one in halves:
        first = max(one.from_at, ctx.now)
        duties = after.duties(one.layer, first, one.until_at)
        await notify(ctx, about(one), "back", one.person)
        for person in sorted({duty.person for duty in duties} - {one.person}):
            await notify(ctx, about(one), "again", person)
        lines += [said_ahead(after, duty) for duty in duties] or [
            IS_NOBODYS(layer=layer_named(one.layer), first=Moment(first), last=Moment(one.until_at))
        ]
    await stir(ctx)
    await rota_changed(ctx)
    return reply(UNDONE(), Bullets(tuple(lines[:MOST])), everywhere=True)


def _twins(one: StandIn, other: StandIn) -> bool:
    return (one.layer, one.made_at, one.made_by) == (other.layer, other.made_at, other.made_by)


def _may_undo(made: StandIn, ctx: Ctx) -> bool:
    return ctx.me.level >= Role.MANAGER or (made.why not in ("swap", "cover") and ctx.me.id == made.made_by)


async def _listed(ctx: Ctx) -> Reply:
    rota = await rota_of(ctx)
    standing = sorted(await ctx.store.rotas.stand_ins(ctx.team.id, ctx.now), key=lambda one: (one.from_at, one.id))
    if not standing:
        return reply(NOTHING(), private=True, buttons=[Button(SHIFTS_AHEAD(), "/oncall next")])
    lines: list[Said] = [
        LINE(number=str(one.id), shift=_shift(rota, one), how=HOW.get(one.why, HOW["override"])())
        for one in standing[:MOST]
    ]
    mine = [one for one in standing[:MOST] if _may_undo(one, ctx)]
    choices = [Button(UNDO_ONE(number=str(one.id)), f"/oncall undo {one.id}") for one in mine[:BUTTONS]]
    return reply(Heading(AGREED()), Bullets(tuple(lines)), buttons=choices, private=True)


def _shift(rota: Rota, one: StandIn) -> Said:
    return said_ahead(rota, Duty(one.layer, one.person, one.from_at, one.until_at))
