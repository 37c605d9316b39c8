"""Getting there: done, verified by somebody else, dropped with a reason."""

from typing import Annotated

from commands.kit import Ask, Button, Ctx, Refusal, Reply, Role, Said, Word, command, reply, text
from commands.kit.fields import Numbered
from commands.kit.owners import owner_named
from commands.kit.told import notify, unwind
from commands.kit.why import Because
from storage import Milestone, MilestoneState

from .add import OVER, going
from .clock import VERBS, about, ask_for_check
from .face import NUMBER, OfMilestone, card, hers, look_at, tasks_of, titled
from .listing import which

HELP_DONE = text("Say that a milestone is reached")
HELP_VERIFY = text("Verify a milestone that somebody else has reached")
HELP_DROP = text("Drop a milestone, with the reason")
ANYWAY = text("Even with open tasks")

REACHED = text("Done. Thank you!")
WAITS = text("Done. Somebody else checks it now.")
OPEN_TASKS = text("{n} task of it is open.", "{n} tasks of it are open.")
NOT_YOURS = text("Only its owner ({name}) or a manager can say that milestone {number} is done.")
VERIFIED = text("Verified.")
DROPPED = text("Dropped.")
OWN = text("Somebody else has to verify it, neither its owner nor who said it is done.")
NOT_DONE = text("Milestone {number} is not done yet.")
NO_CHECK = text("Milestone {number} is done; it needs no check.")
CHECKED = text("Milestone {number} is verified already.")
DONE_ANYWAY = text("Done anyway", context="button")
SEE_TASKS = text("Its tasks", context="button")


class Done(OfMilestone):
    anyway: Annotated[bool, Ask(ANYWAY)] = False


class Drop(Because):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


@command("milestone done", help=HELP_DONE, examples=("/milestone done 2",), asks=which("open"))
async def done(args: Done, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    milestone, number = look.milestone, args.number
    going(milestone)
    if milestone.owner != ctx.me.id:
        owner = owner_named(milestone, look.people, ctx.today)
        ctx.needs(Role.MANAGER, Refusal(NOT_YOURS(number=str(number), name=owner)))
    left = [task for task in (await tasks_of(ctx, [milestone]))[milestone.id] if not task.over]
    if left and not args.anyway:
        anyway = Button(DONE_ANYWAY(), f"/milestone done {number} anyway:yes", "primary")
        raise Refusal(OPEN_TASKS(n=len(left)), buttons=(anyway, Button(SEE_TASKS(), f"/milestone show {number}")))
    if not await ctx.store.milestones.move(milestone.id, ["open"], "done", done_at=ctx.now, done_by=ctx.me.id):
        raise Refusal(OVER(number=str(number)))
    await unwind(ctx, about(milestone), VERBS)
    if not milestone.criteria:
        return await _answered(ctx, milestone, REACHED())
    await ask_for_check(ctx, (await look_at(ctx, number)).milestone)
    return await _answered(ctx, milestone, WAITS())


@command("milestone verify", help=HELP_VERIFY, examples=("/milestone verify 2",), asks=which("check"))
async def verify(args: OfMilestone, ctx: Ctx) -> Reply:
    milestone, number = (await look_at(ctx, args.number)).milestone, str(args.number)
    if milestone.state == "open":
        raise Refusal(NOT_DONE(number=number))
    if milestone.state == "done" and not milestone.criteria:
        raise Refusal(NO_CHECK(number=number))
    if milestone.state == "done" and ctx.me.id in (milestone.done_by, milestone.owner):
        raise Refusal(OWN())
    ended = {"ended_at": ctx.now, "ended_by": ctx.me.id}
    if not await ctx.store.milestones.move(milestone.id, ["done"], "verified", **ended):
        raise Refusal((CHECKED if milestone.state == "verified" else OVER)(number=number))
    for who in {milestone.owner, milestone.done_by}:
        await notify(ctx, about(milestone), "verified", who)
    return await _answered(ctx, milestone, VERIFIED())


@command("milestone drop", help=HELP_DROP, who=Role.MANAGER, examples=("/milestone drop 2 why:cancelled",))
async def drop(args: Drop, ctx: Ctx) -> Reply:
    milestone = (await look_at(ctx, args.number)).milestone
    before: list[MilestoneState] = ["open", "done"] if milestone.criteria else ["open"]
    ended = {"ended_at": ctx.now, "ended_by": ctx.me.id, "why": args.reason}
    if not await ctx.store.milestones.move(milestone.id, before, "dropped", **ended):
        raise Refusal(OVER(number=str(args.number)))
    await unwind(ctx, about(milestone), VERBS)
    await notify(ctx, about(milestone), "dropped", milestone.owner)
    return await _answered(ctx, milestone, DROPPED())


async def _answered(ctx: Ctx, milestone: Milestone, said: Said) -> Reply:
    """What happened, for her who asked; the card shows it to all."""
    live = await card(ctx, milestone.number)
    if ctx.heard.via == "pressed":
        return reply(said, private=True, cards=[live])
    after = (await look_at(ctx, milestone.number)).milestone
    return reply(titled(after), said, buttons=hers(after, ctx.me), cards=[live])
