"""What the clock does about promises, and what is told to one person in private.

Every line looks again at how things are when it is typed, so a timer that is out of date says nothing.
"""

from datetime import timedelta
from typing import Annotated, Literal

from commands.kit import Ask, Button, Ctx, Reply, Said, command, reply, text
from commands.kit.lateness import A_DAY, asleep, leaders, next_morning
from commands.kit.reply import Block
from commands.kit.standup import stir
from commands.kit.told import Told, notify, spoken, unwind, wind
from storage import Promise

from .face import CHANGE, DUE, OVERDUE, Look, OfPromise, about, buttons, card, due, look_at, titled

HELP = text("Tell what is due")
HELP_BEGIN = text("Show a promise that came out of something else")
WHAT = text("What")

BOUND = text("{name} wrote down that you promise this. If that is not so, drop it.")
BOUND_BY_REVIEW = text("You promise this. If that is not so, drop it.")
FREED = text("{name} took this promise from you.")
CHANGED = text("{name} changed this promise of yours.")
KEPT = text("{name} says that this promise is kept.")
DROPPED = text("{name} dropped this promise: {why}")
SOON = text("You promised this; it is due soon.")
LATE = text("You promised this, and it is overdue.")
UNOWNED = text("This promise is overdue, and nobody is there to keep it.")
ESCALATED = text("This promise is a day late. {name} made it.")
SHOW = text("Show", context="button")

LEAD = 120
"""Minutes before it is due at which its owner is reminded, unless she chose others for her tasks."""
VERBS = ("soon", "late", "escalate")

What = Literal["bound", "freed", "changed", "kept", "dropped", "soon", "late", "unowned", "escalated"]


class ToldOf(Told):
    what: Annotated[What, Ask(WHAT)]


async def remind(ctx: Ctx, promise: Promise) -> None:
    """Set everything that happens by the clock about an open promise, as things are now."""
    await unwind(ctx, about(promise), VERBS)
    times = {"late": promise.due_at, "escalate": promise.due_at + A_DAY}
    who = await ctx.store.people.get(promise.team, promise.owner) if promise.owner is not None else None
    lead = LEAD if who is None or who.lead is None else who.lead
    if lead and (soon := promise.due_at - timedelta(minutes=lead)) > ctx.now:
        times["soon"] = soon
    await wind(ctx, about(promise), times)


@command("promise begin", help=HELP_BEGIN, clock=True, reads=True)
async def begin(args: OfPromise, ctx: Ctx) -> Reply:
    """A promise that another room made gets its reminders and its card, and whoever is bound by it hears of it."""
    promise = (await look_at(ctx, args.number)).promise
    if promise.state == "open":
        await remind(ctx, promise)
        if promise.owner != promise.made_by:
            await notify(ctx, about(promise), "bound", promise.owner)
    await stir(ctx)
    return reply(cards=[await card(ctx, args.number)])


@command("promise soon", help=HELP, clock=True, reads=True)
async def soon(args: OfPromise, ctx: Ctx) -> Reply:
    """Some time before it is due; in quiet hours the morning after, if it is not due by then."""
    look = await look_at(ctx, args.number)
    promise = look.promise
    if promise.state != "open" or promise.due_at <= ctx.now:
        return reply()
    if asleep(ctx):
        await wind(ctx, about(promise), {"soon": next_morning(ctx)})
    elif look.owner is not None and not look.owner.away_on(ctx.today):
        await notify(ctx, about(promise), "soon", look.owner.id)
    return reply()


@command("promise late", help=HELP, clock=True, reads=True)
async def late(args: OfPromise, ctx: Ctx) -> Reply:
    """When it is due, and each morning after that. What nobody is there to keep is told to those who lead."""
    look = await look_at(ctx, args.number)
    promise = look.promise
    if promise.state != "open" or promise.due_at > ctx.now:
        return reply()
    await wind(ctx, about(promise), {"late": next_morning(ctx)})
    await stir(ctx)
    live = await card(ctx, args.number)
    if asleep(ctx):
        return reply(cards=[live])
    if look.owner is None:
        for who in await leaders(ctx):
            await notify(ctx, about(promise), "unowned", who.id)
    elif not look.owner.away_on(ctx.today):
        await notify(ctx, about(promise), "late", look.owner.id)
    return reply(cards=[live])


@command("promise escalate", help=HELP, clock=True, reads=True)
async def escalate(args: OfPromise, ctx: Ctx) -> Reply:
    """A day late: those who lead hear of it. Of what nobody is there to keep they have heard already."""
    look = await look_at(ctx, args.number)
    promise, owner = look.promise, look.owner
    if promise.state != "open" or promise.due_at + A_DAY > ctx.now or owner is None:
        return reply()
    if asleep(ctx):
        await wind(ctx, about(promise), {"escalate": next_morning(ctx)})
        return reply()
    for who in await leaders(ctx, but=(owner.id,)):
        await notify(ctx, about(promise), "escalated", who.id)
    return reply()


@command("promise told", help=HELP, clock=True, reads=True)
async def told(args: ToldOf, ctx: Ctx) -> Reply:
    """Typed for one person: in her private chat, or where that is closed in the channel, by her name."""
    look = await look_at(ctx, args.number)
    promise = look.promise
    name = look.people[args.person].name if args.person in look.people else ""
    more: list[Block] = []
    if promise.state == "open" and args.what != "freed":
        more.append((OVERDUE if promise.due_at <= ctx.now else DUE)(when=due(ctx, promise)))
    steps = _steps(args, promise)
    return await spoken(ctx, about(promise), args, args.what, name, titled(promise), _said(args, look), more, steps)


def _said(args: ToldOf, look: Look) -> Said | None:
    """``None`` when it is not so any more, and for somebody who has left."""
    promise, by = look.promise, look.name(args.by)
    if args.person not in look.people or look.people[args.person].left_at is not None:
        return None
    going = promise.state == "open"
    is_hers = going and look.owner is not None and look.owner.id == args.person
    match args.what:
        case "bound":
            writer = args.by if args.by is not None else promise.made_by
            said = BOUND(name=look.name(writer)) if writer is not None else BOUND_BY_REVIEW()
            return said if is_hers else None
        case "freed":
            return FREED(name=by) if promise.owner != args.person else None
        case "changed":
            return CHANGED(name=by) if is_hers else None
        case "kept":
            return KEPT(name=by) if promise.state == "kept" else None
        case "dropped":
            return DROPPED(name=by, why=promise.why) if promise.state == "dropped" else None
        case "soon":
            return SOON() if is_hers else None
        case "late":
            return LATE() if is_hers else None
        case "unowned":
            return UNOWNED() if going and look.owner is None else None
        case "escalated":
            return ESCALATED(name=look.owner.name) if going and look.owner is not None else None


def _steps(args: ToldOf, promise: Promise) -> list[Button]:
    show = Button(SHOW(), f"/promise show {promise.number}")
    match args.what:
        case "bound" | "changed" | "soon" | "late":
            return buttons(promise)
        case "unowned" | "escalated":
            return [show, Button(CHANGE(), f"/promise edit {promise.number}")]
        case _:
            return [show]
