"""Getting done: the checklist, done, verified by somebody else, dropped."""

from typing import Annotated

from commands.kit import Ask, Button, Ctx, Refusal, Reply, Role, Word, command, text
from commands.kit.fields import Numbered
from commands.kit.why import Because
from storage import State

from .add import may_change
from .claim import NOBODYS, NOT_YOURS, answered, going
from .clock import ask_for_check, forget, notify, unwind
from .face import NUMBER, Look, OfTask, look_at
from .listing import which

HELP_DONE = text("Say that a task is done")
HELP_VERIFY = text("Verify what somebody else has done")
HELP_DROP = text("Drop a task, with the reason")
HELP_TICK = text("Tick a line of a task's checklist")
POSITION = text("Line of the checklist")
ANYWAY = text("Even with an open checklist")

DONE = text("Done. Thank you!")
PART = text("Your part is done. Thank you!")
WAITS = text("Done. Somebody else checks it now.")
OPEN_STEPS = text("{n} line of the checklist is open.", "{n} lines of the checklist are open.")
VERIFIED = text("Verified.")
DROPPED = text("Dropped.")
OWN = text("Somebody else has to verify what you did.")
NOT_DONE = text("Task {number} is not done yet.")
NO_CHECK = text("Task {number} is done; it needs no check.")
CHECKED = text("Task {number} is verified already.")
OVER = text("Task {number} is over.")
TICKED = text("✓ {words}")
UNTICKED = text("Open again: {words}")
NO_LINE = text("The checklist has no line {position}.")
DONE_ANYWAY = text("Done anyway", context="button")


class Done(OfTask):
    anyway: Annotated[bool, Ask(ANYWAY)] = False


class Drop(Because):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


class Tick(OfTask):
    position: Annotated[int, Word(), Ask(POSITION)]


@command("task done", help=HELP_DONE, examples=("/task done 7",), asks=which("mine"))
async def done(args: Done, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    task, me = look.task, ctx.me
    going(task)
    _may(look, ctx)
    left = sum(step.done_at is None for step in look.steps)
    if left and not args.anyway:
        button = Button(DONE_ANYWAY(), f"/task done {task.number} anyway:yes", "primary")
        raise Refusal(OPEN_STEPS(n=left), buttons=(button,))
    hers = look.holds(me.id)
    for holder in look.holders:
        if hers is None or holder.person == me.id:
            await ctx.store.tasks.finish(task.id, holder.person, ctx.now)
            await forget(ctx, task, holder.person)
    if any(holder.done_at is None for holder in await ctx.store.tasks.holders([task.id])):
        return await answered(ctx, task, PART())
    await ctx.store.tasks.end(task.id, ["open", "claimed"], "done", ctx.now, me.id)
    await unwind(ctx, look)
    if task.criteria:
        await ask_for_check(ctx, await look_at(ctx, args.number))
    return await answered(ctx, task, WAITS() if task.criteria else DONE())


@command("task verify", help=HELP_VERIFY, examples=("/task verify 7",), asks=which("check"))
async def verify(args: OfTask, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    task, number = look.task, str(args.number)
    if task.state in ("open", "claimed"):
        raise Refusal(NOT_DONE(number=number))
    if task.state == "done" and not task.criteria:
        raise Refusal(NO_CHECK(number=number))
    if task.state == "done" and (look.holds(ctx.me.id) or (not look.holders and task.ended_by == ctx.me.id)):
        raise Refusal(OWN())
    if not await ctx.store.tasks.end(task.id, ["done"], "verified", ctx.now, ctx.me.id):
        raise Refusal((CHECKED if task.state == "verified" else OVER)(number=number))
    for holder in look.holders:
        await notify(ctx, task, "verified", holder.person)
    return await answered(ctx, task, VERIFIED())


@command("task drop", help=HELP_DROP, examples=("/task drop 7 why:cancelled",))
async def drop(args: Drop, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    task = look.task
    may_change(ctx, look)
    before: list[State] = ["open", "claimed", "done"] if task.criteria else ["open", "claimed"]
    if not await ctx.store.tasks.end(task.id, before, "dropped", ctx.now, ctx.me.id, args.reason):
        raise Refusal(OVER(number=str(task.number)))
    await unwind(ctx, look)
    for holder in look.holders:
        await notify(ctx, task, "dropped", holder.person)
    return await answered(ctx, task, DROPPED())


@command("task tick", help=HELP_TICK, hidden=True, examples=("/task tick 7 2",))
async def tick(args: Tick, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    going(look.task)
    _may(look, ctx)
    ticked = await ctx.store.tasks.tick(look.task.id, args.position, ctx.me.id, ctx.now)
    if ticked is None:
        raise Refusal(NO_LINE(position=str(args.position)))
    words = look.steps[args.position - 1].words
    return await answered(ctx, look.task, (TICKED if ticked else UNTICKED)(words=words))


def _may(look: Look, ctx: Ctx) -> None:
    """Raises ``Refusal`` for whoever neither has it nor leads."""
    if look.holds(ctx.me.id) is None and ctx.me.level < Role.MANAGER:
        number = str(look.task.number)
        raise Refusal(NOT_YOURS(number=number, people=look.people) if look.holders else NOBODYS(number=number))
