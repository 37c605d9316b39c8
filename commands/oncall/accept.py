"""What people do at a hand-over: accept it, leave words for whoever comes next, call her again."""

from typing import Annotated

from commands.kit import Args, Ask, Button, Ctx, Listed, Moment, Mono, Refusal, Reply, Said, Word, command, reply, text
from commands.kit.duty import rota_of
from commands.kit.fields import Numbered
from commands.kit.private import mention, private_of, tell, tell_aloud
from commands.kit.reply import Card
from storage import Handover

from .arrive import ACCEPT, NUMBER, RISKS, AtFor, Turn, changed, ends_of, key_of, turn_at
from .facts import leave
from .turn import A_SECOND, BACK, FAR, comings, stamp_of
from .words import TAKE_SHIFT, layer_named

HELP_ACCEPT = text("Accept the hand-over: you are on call")
HELP_NOTE = text("Leave words for whoever is on call next")
HELP_CALL = text("Call whoever has not accepted the hand-over")
WORDS = text("What the next one should know")

ACCEPTED = text("You are on call ({layers}), until {when}.")
NONE_WAITS = text("No hand-over waits.")
NOT_YOURS = text("{name} comes on call. Take the shift, and it is yours.")
DONE = text("You accepted it already, {when}.")
HERS = text("{name} has it since {when}.")
ON_LEAVE = text("You are on leave then. Say {line} first, then accept it.")
OVER = text("That shift is not yours any more: the rota changed.")
YOURS = text("It is your shift. Accept the hand-over, and it is done.")
PAST = text("That shift is over.")
LEFT = text("Left for {name}, who comes {when}.")
LEFT_FOR_NEXT = text("Left for whoever comes next.")
LEFT_NOW = text("Left for {name}, and shown in the hand-over.")
CALLED = text("I call {people} again.")
CALL = text("{who}: your shift has begun. Please accept the hand-over.")


class Maybe(Args):
    number: Annotated[Numbered | None, Word(), Ask(NUMBER)] = None


class Words(Args):
    words: Annotated[str, Ask(WORDS, long=True)]


@command("oncall accept", help=HELP_ACCEPT, examples=("/oncall accept",))
async def accept(args: Maybe, ctx: Ctx) -> Reply:
    turn = await _meant(ctx, args.number)
    mine = turn.of(ctx.me.id)
    until = max((ends_of(turn, one) for one in mine), default=ctx.now)
    if ctx.me.id not in turn.waiting or until <= ctx.now:
        raise no(ctx, turn, mine)
    for one in mine:
        await ctx.store.rotas.mark(one, ctx.now, "accepted", ctx.me.id)
    layers = Listed(tuple(layer_named(one.layer) for one in mine))
    said, choices = ACCEPTED(layers=layers, when=Moment(until)), [Button(RISKS(), "/risk")]
    pressed = ctx.heard.via == "pressed"
    return reply(said, buttons=[] if pressed else choices, private=pressed, cards=await changed(ctx, turn.stamp))


async def _meant(ctx: Ctx, stamp: int | None) -> Turn:
    """The hand-over that was named; else the newest that waits for me; else the newest."""
    if stamp is not None:
        turn = await turn_at(ctx, stamp) if 0 < stamp < 2**33 else None
        if turn is None or not turn.shifts:
            raise Refusal(NONE_WAITS())
        return turn
    kept = await ctx.store.rotas.handovers(ctx.team.id, ctx.now - BACK, ctx.now + A_SECOND)
    said = [one for one in reversed(kept) if one.announced_at is not None]
    if not said:
        raise Refusal(NONE_WAITS())
    mine = [one for one in said if one.person == ctx.me.id and one.accepted_at is None]
    found = [await turn_at(ctx, stamp_of(one.starts_at)) for one in (mine[:1] or said[:1])]
    return found[0]


def no(ctx: Ctx, turn: Turn, mine: list[Handover]) -> Refusal:
    """Why she cannot accept it, or take it, with what she can do."""
    take = (Button(TAKE_SHIFT(), f"/oncall take handover:{turn.stamp}"),) if to_take(ctx, turn) else ()
    for one in mine or turn.shifts:
        if one.accepted_at is not None:
            hers = one.accepted_by == ctx.me.id
            when = Moment(one.accepted_at)
            return Refusal(DONE(when=when) if hers else HERS(name=turn.name(one.accepted_by), when=when))
    began = [one for one in mine or turn.shifts if turn.began(one)]
    if began and all(ends_of(turn, one) <= ctx.now for one in began):
        return Refusal(PAST())
    if mine:
        return Refusal(ON_LEAVE(line=Mono("/back")) if began else OVER(), buttons=take)
    return Refusal(NOT_YOURS(name=turn.name(turn.shifts[0].person)), buttons=take)


def to_take(ctx: Ctx, turn: Turn) -> list[str]:
    """The layers of others that nobody has accepted."""
    return [one.layer for one in turn.open if one.person != ctx.me.id and ends_of(turn, one) > ctx.now]


async def takes(ctx: Ctx, stamp: int) -> list[str]:
    """The layers of a hand-over that she can take. Raises ``Refusal`` where there is none."""
    turn = await _meant(ctx, stamp)
    if found := to_take(ctx, turn):
        return found
    mine = turn.of(ctx.me.id)
    if ctx.me.id in turn.waiting and any(ends_of(turn, one) > ctx.now for one in mine):
        raise Refusal(YOURS(), buttons=(Button(ACCEPT(), f"/oncall accept {stamp}", "primary"),))
    raise no(ctx, turn, mine)


async def taken(ctx: Ctx, layer: str) -> list[Card]:
    """Somebody has just taken the shift of a layer: that is its own acceptance, and of the hand-over that waits."""
    before = await ctx.store.rotas.handovers(ctx.team.id, ctx.now - BACK, ctx.now)
    mine = [one for one in before if one.layer == layer and one.announced_at is not None]
    now = Handover(ctx.team.id, layer, ctx.now, ctx.me.id, mine[-1].person if mine else None)
    kept = await ctx.store.rotas.meet(now)
    await ctx.store.rotas.mark(kept, ctx.now, "announced")
    await ctx.store.rotas.mark(kept, ctx.now, "accepted", ctx.me.id)
    if not mine:
        return []
    await ctx.store.rotas.mark(mine[-1], ctx.now, "accepted", ctx.me.id)
    return await changed(ctx, stamp_of(mine[-1].starts_at))


@command("oncall note", help=HELP_NOTE, examples=(text("/oncall note The venue calls back at ten"),))
async def note(args: Words, ctx: Ctx) -> Reply:
    """For the next hand-over; whoever has just left adds to the one that is not accepted yet."""
    kept = await ctx.store.rotas.handovers(ctx.team.id, ctx.now - BACK, ctx.now + A_SECOND)
    open_ = [one for one in kept if one.leaving == ctx.me.id and one.announced_at and one.accepted_at is None]
    if open_ and (turn := await turn_at(ctx, stamp_of(open_[-1].starts_at))).waiting:
        await leave(ctx, args.words, turn.stamp)
        cards = await changed(ctx, turn.stamp)
        return reply(LEFT_NOW(name=turn.name(turn.waiting[0])), private=ctx.heard.via == "pressed", cards=cards)
    await leave(ctx, args.words, 0)
    rota = await rota_of(ctx, ctx.now - BACK)
    ahead = [one for one in comings(rota, ctx.now, ctx.now + FAR) if one.at > ctx.now]
    mine = [one for one in ahead if one.leaving == ctx.me.id] or ahead
    said: Said = LEFT_FOR_NEXT()
    if mine and mine[0].at == ahead[0].at and mine[0].person in rota.people:
        said = LEFT(name=rota.people[mine[0].person].name, when=Moment(mine[0].at))
    return reply(said)


@command("oncall call", help=HELP_CALL, examples=("/oncall call",))
async def call(args: Maybe, ctx: Ctx) -> Reply:
    """By name in the channels, and in private where that is open."""
    turn = await _meant(ctx, args.number)
    running = [one.person for one in turn.open if ends_of(turn, one) > ctx.now]
    waiting = [one for one in turn.waiting if one in running and one in turn.rota.people]
    if not waiting:
        raise no(ctx, turn, []) if turn.waiting or turn.shifts[0].accepted_at else Refusal(NONE_WAITS())
    for person in waiting:
        line, key = f"/oncall remind {turn.stamp} person:{person}", key_of(ctx, turn.stamp, "remind", person)
        if private_of(await ctx.store.accounts.of(person)) is not None:
            await tell(ctx, person, f"{key}:private", line)
        await tell_aloud(ctx, person, f"{key}:aloud", line)
    return reply(CALLED(people=Listed(tuple(turn.name(one) for one in waiting))))


@command("oncall remind", help=HELP_CALL, clock=True, reads=True)
async def remind(args: AtFor, ctx: Ctx) -> Reply:
    turn = await turn_at(ctx, args.at)
    if args.person not in turn.waiting:
        return reply()
    who = await mention(ctx, args.person, turn.rota.people[args.person].name)
    choices = [Button(ACCEPT(), f"/oncall accept {turn.stamp}", "primary"), Button(RISKS(), "/risk")]
    return reply(CALL(who=who), buttons=choices)
