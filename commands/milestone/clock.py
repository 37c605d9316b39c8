"""What the clock does about milestones, and what is told to one person in private: that one became hers, or is due.

Every line looks again at how things are when it is typed, so a timer that is out of date says nothing.
"""

from typing import Annotated, Literal

from commands.kit import Ask, Button, Ctx, Reply, Said, command, reply, text
from commands.kit.lateness import A_DAY, asleep, checkers, leaders, next_morning
from commands.kit.owners import owner_of
from commands.kit.reply import Block
from commands.kit.told import About, Told, notify, spoken, unwind
from commands.kit.told import wind as set_clock
from storage import Milestone

from .face import DONE_BUTTON, DUE, VERIFY, Look, OfMilestone, card, due, look_at, titled

HELP = text("Tell what is due")
HELP_REFRESH = text("Show a milestone as it is now")
WHAT = text("What")

ASSIGNED = text("{name} made you its owner.")
REMOVED = text("{name} took this from you.", context="milestone")
CHANGED_DUE = text("{name} changed when this is due.")
VERIFIED = text("{name} verified it. Thank you!")
DROPPED = text("{name} dropped this milestone: {why}")
CHECK = text("{name} is done. It waits for somebody else's check.")
SOON = text("This milestone is due soon.")
LATE = text("This milestone is overdue.")
LATE_UNOWNED = text("This milestone is overdue, and nobody owns it.")
ESCALATED = text("This milestone is a day late. Owner: {name}")

VERBS = ("soon", "late", "escalate")

SHOW = text("Show", context="button")
MOVE = text("Change", context="button")

What = Literal["assigned", "removed", "due", "verified", "dropped", "check", "soon", "late", "unowned", "escalated"]


@command("milestone refresh", help=HELP_REFRESH, clock=True, reads=True)
async def refresh(args: OfMilestone, ctx: Ctx) -> Reply:
    """One of its tasks changed."""
    return reply(cards=[await card(ctx, args.number)])


class ToldOf(Told):
    what: Annotated[What, Ask(WHAT)]


def about(milestone: Milestone) -> About:
    return About("milestone", milestone.id, milestone.number)


async def wind(ctx: Ctx, milestone: Milestone) -> None:
    """Set everything that happens by the clock about a milestone, as things are now."""
    await unwind(ctx, about(milestone), VERBS)
    times = {"late": milestone.due_at, "escalate": milestone.due_at + A_DAY}
    if milestone.due_at - A_DAY > ctx.now:
        times["soon"] = milestone.due_at - A_DAY
    await set_clock(ctx, about(milestone), times)


async def ask_for_check(ctx: Ctx, milestone: Milestone) -> None:
    """Tell its maker, or those who lead where she cannot verify it, that it waits for a check, now and each morning."""
    await set_clock(ctx, about(milestone), {"late": next_morning(ctx)})
    for who in await checkers(ctx, [milestone.made_by], {milestone.done_by, milestone.owner}):
        if ctx.who is not None or not (asleep(ctx) or who.away_on(ctx.today)):
            await notify(ctx, about(milestone), "check", who.id)


@command("milestone soon", help=HELP, clock=True, reads=True)
async def soon(args: OfMilestone, ctx: Ctx) -> Reply:
    """A day before it is due; in quiet hours the morning after."""
    look = await look_at(ctx, args.number)
    milestone = look.milestone
    if milestone.state != "open" or not milestone.due_at - A_DAY <= ctx.now < milestone.due_at:
        return reply()
    if asleep(ctx):
        await set_clock(ctx, about(milestone), {"soon": next_morning(ctx)})
        return reply()
    owner = owner_of(milestone, look.people)
    if owner is not None and not owner.away_on(ctx.today):
        await notify(ctx, about(milestone), "soon", owner.id)
    return reply()


@command("milestone late", help=HELP, clock=True, reads=True)
async def late(args: OfMilestone, ctx: Ctx) -> Reply:
    """When it is due, and each morning after that; each morning also while it waits for a check. What nobody owns is
    told to those who lead."""
    look = await look_at(ctx, args.number)
    milestone = look.milestone
    if milestone.state == "done" and milestone.criteria:
        await ask_for_check(ctx, milestone)
        return reply()
    if milestone.state != "open" or milestone.due_at > ctx.now:
        return reply()
    await set_clock(ctx, about(milestone), {"late": next_morning(ctx)})
    if asleep(ctx):
        return reply()
    owner = owner_of(milestone, look.people)
    if owner is None:
        for who in await leaders(ctx):
            await notify(ctx, about(milestone), "unowned", who.id)
    elif not owner.away_on(ctx.today):
        await notify(ctx, about(milestone), "late", owner.id)
    return reply(cards=[await card(ctx, args.number)])


@command("milestone escalate", help=HELP, clock=True, reads=True)
async def escalate(args: OfMilestone, ctx: Ctx) -> Reply:
    """A day late: those who lead hear of it. Of what nobody owns they have heard already."""
    look = await look_at(ctx, args.number)
    milestone = look.milestone
    if milestone.state != "open" or milestone.due_at + A_DAY > ctx.now:
        return reply()
    if asleep(ctx):
        await set_clock(ctx, about(milestone), {"escalate": next_morning(ctx)})
        return reply()
    owner = owner_of(milestone, look.people)
    for who in await leaders(ctx) if owner is not None else ():
        if owner is not None and who.id != owner.id:
            await notify(ctx, about(milestone), "escalated", who.id)
    return reply()


@command("milestone told", help=HELP, clock=True, reads=True)
async def told(args: ToldOf, ctx: Ctx) -> Reply:
    """Typed for one person: in her private chat, or where that is closed in the channel, by her name."""
    look = await look_at(ctx, args.number)
    milestone = look.milestone
    name = look.people[args.person].name if args.person in look.people else ""
    more: list[Block] = []
    if milestone.state == "open" and args.what != "removed":
        more.append(DUE(when=due(ctx, milestone)))
    said, steps = _said(args, look), _steps(args)
    return await spoken(ctx, about(milestone), args, args.what, name, titled(milestone), said, more, steps)


def _said(args: ToldOf, look: Look) -> Said | None:
    """``None`` when it is not so any more, and for somebody who has left."""
    milestone, by = look.milestone, look.name(args.by)
    if args.person not in look.people or look.people[args.person].left_at is not None:
        return None
    owner = owner_of(milestone, look.people)
    at_work = milestone.state == "open" and owner is not None and owner.id == args.person
    match args.what:
        case "assigned":
            return ASSIGNED(name=by) if at_work else None
        case "removed":
            return REMOVED(name=by) if milestone.owner != args.person else None
        case "due":
            return CHANGED_DUE(name=by) if at_work else None
        case "soon":
            return SOON() if at_work else None
        case "late":
            return LATE() if at_work else None
        case "unowned":
            return LATE_UNOWNED() if milestone.state == "open" and owner is None else None
        case "verified":
            return VERIFIED(name=by) if milestone.state == "verified" else None
        case "dropped":
            return DROPPED(name=by, why=milestone.why) if milestone.state == "dropped" else None
        case "check":
            return (
                CHECK(name=look.name(milestone.done_by)) if milestone.state == "done" and milestone.criteria else None
            )
        case "escalated":
            return ESCALATED(name=owner.name) if milestone.state == "open" and owner is not None else None


def _steps(args: ToldOf) -> list[Button]:
    number = args.number
    show = Button(SHOW(), f"/milestone show {number}")
    match args.what:
        case "assigned" | "due" | "soon" | "late":
            return [Button(DONE_BUTTON(), f"/milestone done {number}", "primary"), show]
        case "check":
            return [Button(VERIFY(), f"/milestone verify {number}", "primary"), show]
        case "escalated" | "unowned":
            return [show, Button(MOVE(), f"/milestone edit {number}")]
        case _:
            return []
