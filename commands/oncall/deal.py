"""What somebody asks about a shift of hers is agreed on, refused, withdrawn, or too late. Whoever agrees has it in the
same moment: the first one, where the whole team is asked.

Nothing is agreed about what has changed meanwhile: both shifts must still be theirs.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal

from commands.kit import (
    Ask,
    Button,
    Ctx,
    Mono,
    Refusal,
    Reply,
    Role,
    Said,
    command,
    reply,
    text,
)
from commands.kit.duty import rota_of
from commands.kit.lateness import leaders
from commands.kit.owners import name_of
from commands.kit.reply import Card
from commands.kit.rota import Rota
from commands.kit.told import Told, notify, spoken, unwind, wind
from storage import Person, StandIn, Swap

from .accept import taken
from .arrive import tell_arrived
from .request import (
    FOR_IT,
    SWAPPED,
    TITLE,
    WAS_WITHDRAWN,
    OfSwap,
    about,
    back_of,
    closes,
    ended,
    find,
    has_all,
    holds,
    key_of,
    settled,
    shift_of,
    too_late,
    unanswered,
)
from .spans import layer_carried
from .standin import stand_in
from .turn import A_SECOND, BACK, carried, comings, stamp_of
from .words import SHIFTS_AHEAD

HELP_AGREE = text("Take the shift that somebody asks about")
HELP_REFUSE = text("Refuse to swap a shift")
HELP_WITHDRAW = text("Withdraw what you asked about a shift")
HELP_TOLD = text("Tell how it is with what was asked about a shift")
HELP_LAPSE = text("Nobody agreed about a shift in time")
WHAT = text("What")

YOURS = text("You have it: {shift}. Thank you.")
REFUSED = text("You refused. {name} hears of it.")
WITHDRAWN = text("Withdrawn. It stays as it was.")
HAVE_IT = text("You have it already.")
HAS_IT = text("{name} has it already. Thank you.")
WAS_REFUSED = text("{name} refused already.")
TOO_LATE = text("Too late: it has begun.")
NOT_ASKED = text("Only {name} was asked.")
OWN = text("That is your own shift. Somebody else has to take it.")
CHANGED = text("That does not hold any more: the rota changed, and {shift} is not the shift of {name} now.")
AWAY = text("You are on leave then: {shift}. Say {line} first if that is not so.")
NOT_YOURS = text("Only {name}, or a manager, can withdraw it.")

ASKS_SWAP = text("{name} asks you to swap: you take {shift}, and {name} takes {back}.")
ASKS_GIFT = text("{name} asks you to take {shift}.")
DONE = text("{name} agreed: {shift} is not yours any more.")
GETS = text("{shift} is yours for it.")
SAID_NO = text("{name} refused to take {shift}. It stays yours.")
TOOK_BACK = text("{name} does not ask you to take {shift} any more.")
NOBODY = text("Nobody took {shift} in time. It stays the shift of {name}.")
VOID = text("The rota changed, so it is not asked any more who takes {shift}.")

AGREE = text("Agree", context="button")
REFUSE = text("Refuse", context="button")
ASK_TEAM = text("Ask the team", context="button")

What = Literal["asked", "agreed", "refused", "withdrawn", "lapsed", "nobody", "void"]


class ToldOf(Told):
    what: Annotated[What, Ask(WHAT)]


async def ask(ctx: Ctx, swap: Swap) -> Swap:
    """Keep it, and see to it that it ends by itself."""
    kept = await ctx.store.rotas.ask(swap)
    await wind(ctx, about(kept), {"lapse": closes(kept)})
    if kept.taker is not None:
        await notify(ctx, about(kept), "asked", kept.taker)
    return kept


@command("oncall agree", help=HELP_AGREE, hidden=True, examples=("/oncall agree 3",))
async def agree(args: OfSwap, ctx: Ctx) -> Reply:
    swap = await find(ctx, args.number)
    rota = await rota_of(ctx)
    _open_to(ctx, swap, rota.people)
    if not holds(rota, swap, ctx.now):
        raise Refusal(_changed(rota, swap, ctx.now))
    first = max(swap.from_at, ctx.now)
    if not rota.there(ctx.me.id, first):
        raise Refusal(AWAY(shift=shift_of(swap), line=Mono("/back")))
    if not await ctx.store.rotas.settle(swap.id, "agreed", ctx.now, ctx.me.id):
        raise Refusal(_over(await find(ctx, args.number), ctx.me.id, rota.people))
    await unwind(ctx, about(swap), ("lapse", "remind"))
    why = "cover" if swap.taker is None else "swap"
    hers = StandIn(0, ctx.team.id, swap.layer, ctx.me.id, first, swap.until_at, ctx.now, why, ctx.me.id)
    await stand_in(ctx, hers, told=False)
    cards = await taken(ctx, swap.layer) if first == ctx.now else []
    giver = name_of(swap.giver, rota.people)
    lines = [SWAPPED(name=ctx.me.name, shift=shift_of(swap), other=giver)]
    if swap.back_from is not None and swap.back_until is not None:
        back = StandIn(
            0, ctx.team.id, swap.layer, swap.giver, swap.back_from, swap.back_until, ctx.now, why, ctx.me.id
        )  # fmt: skip
        await stand_in(ctx, back, told=False)
        lines.append(FOR_IT(name=giver, shift=back_of(swap)))
    await notify(ctx, about(swap), "agreed", swap.giver)
    cards += await ended(ctx, swap)
    if swap.taker is None:
        return reply(YOURS(shift=shift_of(swap)), private=ctx.heard.via == "pressed", cards=cards)
    return reply(*lines, buttons=[Button(SHIFTS_AHEAD(), "/oncall next")], everywhere=True, cards=cards)


@command("oncall refuse", help=HELP_REFUSE, hidden=True, examples=("/oncall refuse 3",))
async def refuse(args: OfSwap, ctx: Ctx) -> Reply:
    swap = await find(ctx, args.number)
    people = (await rota_of(ctx)).people
    if swap.state == "asked" and swap.taker != ctx.me.id:
        raise Refusal(NOT_ASKED(name=name_of(swap.taker, people)) if swap.taker is not None else WAS_WITHDRAWN())
    await _settle(ctx, swap, "refused", people)
    await notify(ctx, about(swap), "refused", swap.giver)
    said = REFUSED(name=name_of(swap.giver, people))
    return reply(said, private=ctx.place is not None, cards=await ended(ctx, swap))


@command("oncall withdraw", help=HELP_WITHDRAW, hidden=True, examples=("/oncall withdraw 3",))
async def withdraw(args: OfSwap, ctx: Ctx) -> Reply:
    swap = await find(ctx, args.number)
    people = (await rota_of(ctx)).people
    if ctx.me.id != swap.giver and ctx.me.level < Role.MANAGER:
        raise Refusal(NOT_YOURS(name=name_of(swap.giver, people)))
    await _settle(ctx, swap, "withdrawn", people)
    await notify(ctx, about(swap), "withdrawn", swap.taker)
    pressed, asked_one = ctx.heard.via == "pressed", swap.taker is not None
    return reply(WITHDRAWN(), private=pressed, replace=asked_one, cards=await ended(ctx, swap))


async def _settle(
    ctx: Ctx, swap: Swap, state: Literal["refused", "withdrawn"], people: Mapping[int, Person]
) -> None:  # fmt: skip
    if not await ctx.store.rotas.settle(swap.id, state, ctx.now):
        raise Refusal(_over(await find(ctx, swap.number), ctx.me.id, people))
    await unwind(ctx, about(swap), ("lapse", "remind"))


@command("swap lapse", help=HELP_LAPSE, clock=True, reads=True)
async def lapse(args: OfSwap, ctx: Ctx) -> Reply:
    """The shift begins, or the one for it. Of a cover those who lead hear too; of a shift that is over nobody does."""
    swap = await find(ctx, args.number)
    if ctx.now < closes(swap) or not await ctx.store.rotas.settle(swap.id, "withdrawn", ctx.now):
        return reply()
    await unwind(ctx, about(swap), ("remind",))
    cards = await ended(ctx, swap)
    if swap.until_at <= ctx.now:
        return reply(cards=cards)
    if not await _comes(ctx, swap):
        await notify(ctx, about(swap), "lapsed", swap.giver)
    for who in await leaders(ctx, [swap.giver]) if swap.taker is None else []:
        await notify(ctx, about(swap), "nobody", who.id)
    return reply(cards=cards)


async def _comes(ctx: Ctx, swap: Swap) -> bool:
    """Whether the shift is handed over to her now: then what she is told of that says this too."""
    rota = await rota_of(ctx, ctx.now - BACK)
    now = (
        one for one in comings(rota, ctx.now, ctx.now + A_SECOND) if one.layer == swap.layer and one.at == swap.from_at
    )
    if not any(one.person == swap.giver and not one.away and not one.first for one in now):
        return False
    await tell_arrived(ctx, stamp_of(swap.from_at), swap.giver)
    return True


async def end_void(ctx: Ctx, rota: Rota) -> Sequence[Card]:
    """What is asked about shifts that are not theirs any more ends by itself. Returns the cards that changed."""
    cards: list[Card] = []
    for swap in await ctx.store.rotas.swaps(ctx.team.id, ctx.now):
        if holds(rota, swap, ctx.now) or not await ctx.store.rotas.settle(swap.id, "withdrawn", ctx.now):
            continue
        await unwind(ctx, about(swap), ("lapse", "remind"))
        await notify(ctx, about(swap), "void", swap.giver)
        await notify(ctx, about(swap), "withdrawn", swap.taker)
        cards += await ended(ctx, swap)
    return cards


@command("swap told", help=HELP_TOLD, clock=True, reads=True)
async def told(args: ToldOf, ctx: Ctx) -> Reply:
    swap = await find(ctx, args.number)
    rota = await rota_of(ctx)
    name = rota.people[args.person].name if args.person in rota.people else ""
    said, *more = _said(args.what, swap, rota)
    answer = await spoken(
        ctx, about(swap), args, args.what, name, TITLE(), said, [one for one in more if one is not None],
        _choices(args.what, swap, rota),
    )  # fmt: skip
    if args.what != "asked" or args.aloud:
        return answer
    here = (ctx.heard.address,)
    if swap.state != "asked":
        stands = (key_of(swap), *here) in await ctx.store.cards.where(ctx.team.id, [key_of(swap)])
        return reply(cards=[Card(key_of(swap), settled(swap, rota.people), here)] if stands else [])
    return reply(cards=[Card(key_of(swap), answer, here)])


def _said(what: What, swap: Swap, rota: Rota) -> list[Said | None]:
    giver, taker, shift = name_of(swap.giver, rota.people), name_of(swap.taker, rota.people), shift_of(swap)
    match what, swap.state:
        case "asked", "asked":
            if swap.back_from is None:
                return [ASKS_GIFT(name=giver, shift=shift)]
            return [ASKS_SWAP(name=giver, shift=shift, back=back_of(swap))]
        case "agreed", "agreed":
            return [DONE(name=taker, shift=shift), GETS(shift=back_of(swap)) if swap.back_from else None]
        case "refused", "refused":
            return [SAID_NO(name=taker, shift=shift)]
        case "withdrawn", "withdrawn":
            return [TOOK_BACK(name=giver, shift=shift)]
        case "lapsed", "withdrawn":
            return [unanswered(swap, rota.people)]
        case "nobody", "withdrawn":
            return [NOBODY(name=giver, shift=shift)]
        case "void", "withdrawn":
            return [VOID(shift=shift)]
        case _:
            return [None]


def _choices(what: What, swap: Swap, rota: Rota) -> list[Button]:
    if what == "asked":
        return [
            Button(AGREE(), f"/oncall agree {swap.number}", "primary"),
            Button(REFUSE(), f"/oncall refuse {swap.number}"),
        ]  # fmt: skip
    if what == "refused" and swap.layer in rota.names:
        return [Button(ASK_TEAM(), f"/oncall cover {carried(swap.from_at)} layer:{layer_carried(rota, swap.layer)}")]
    return [Button(SHIFTS_AHEAD(), "/oncall next")]


def _open_to(ctx: Ctx, swap: Swap, people: Mapping[int, Person]) -> None:
    """Raises ``Refusal`` for whoever cannot agree, and for what is over."""
    if swap.state != "asked":
        raise Refusal(_over(swap, ctx.me.id, people))
    if ctx.me.id == swap.giver:
        raise Refusal(OWN())
    if swap.taker not in (None, ctx.me.id):
        raise Refusal(NOT_ASKED(name=name_of(swap.taker, people)))
    if closes(swap) <= ctx.now:
        raise Refusal(TOO_LATE())


def _changed(rota: Rota, swap: Swap, now: datetime) -> Said:
    if has_all(rota, swap.layer, swap.giver, max(swap.from_at, now), swap.until_at):
        return CHANGED(shift=back_of(swap), name=name_of(swap.taker, rota.people))
    return CHANGED(shift=shift_of(swap), name=name_of(swap.giver, rota.people))


def _over(swap: Swap, me: int, people: Mapping[int, Person]) -> Said:
    match swap.state:
        case "agreed":
            return HAVE_IT() if swap.taker == me else HAS_IT(name=name_of(swap.taker, people))
        case "refused":
            return WAS_REFUSED(name=name_of(swap.taker, people))
        case _:
            return TOO_LATE() if too_late(swap) else WAS_WITHDRAWN()
