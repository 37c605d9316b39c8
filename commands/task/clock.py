"""What the clock does about tasks, and what is told to one person in private: that something became hers, or is due.

Every line looks again at how things are when it is typed, so a timer that is out of date says nothing.
"""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from commands.kit import Ask, Button, Ctx, Moment, Reply, Said, command, reply, text
from commands.kit.lateness import A_DAY, asleep, checkers, leaders, next_morning
from commands.kit.private import home, keep_quiet, mention, tell, tell_aloud
from commands.kit.reply import Block
from storage import Task, Timer

from .face import CLAIM, DONE_BUTTON, RELEASE, VERIFY, Look, OfTask, card, look_at, titled

HELP = text("Tell what is due")
WHAT = text("What")
PERSON = text("Person")
BY = text("By whom")
ALOUD = text("In the channel")

ASSIGNED = text("{name} gave this to you.")
YOUR_TURN = text("This is yours now.")
REMOVED = text("{name} took this from you.")
CHANGED_DUE = text("{name} changed when this is due.")
NO_MORE_DUE = text("{name} took the due time away.")
VERIFIED = text("{name} verified it. Thank you!")
DROPPED = text("{name} dropped it: {why}")
IS_DROPPED = text("It is dropped: {why}")
CHECK = text("{name} is done. It waits for somebody else's check.")
PLACE = text("A place is free. It is kept for you until {until}.")
SOON = text("This is due soon.")
LATE = text("This is overdue.")
ESCALATED = text("This is a day late. {who}")
HAS_IT = text("{people} has it.")
HAVE_IT = text("{people} have it.")
NOBODY = text("Nobody has it.")
UNCLAIMED = text("This was due, and nobody has claimed it.")
DUE = text("Due {when}")
CALL = text("{who}: {said}")

ACCEPT = text("Accept", context="button")
PASS = text("No, thanks", context="button")
SHOW = text("Show", context="button")
ASSIGN = text("Assign", context="button")

LEAD = 120
"""Minutes before it is due at which a holder is reminded, unless she chose others."""

What = Literal["assigned", "removed", "due", "verified", "dropped", "check", "place", "soon", "late", "escalated"]


class Told(OfTask):
    what: Annotated[What, Ask(WHAT)]
    person: Annotated[int, Ask(PERSON)]
    by: Annotated[int | None, Ask(BY)] = None
    aloud: Annotated[bool, Ask(ALOUD)] = False


async def notify(ctx: Ctx, task: Task, what: What, person: int, *, at: datetime | None = None) -> None:
    """Tell somebody in private, now or at an instant. Nobody is told what she did herself."""
    by = ctx.who.id if ctx.who is not None else None
    if at is None and person == by:
        return
    line = f"/task told {task.number} what:{what} person:{person}" + (f" by:{by}" if by is not None else "")
    await tell(ctx, person, _key(task, what, person), line, at)


async def wind(ctx: Ctx, look: Look) -> None:
    """Set everything that happens by the clock about a task, as things are now."""
    task = look.task
    await unwind(ctx, look)
    if task.state == "done" and not task.over:
        await _again(ctx, task)
    if task.due_at is None or task.state not in ("open", "claimed"):
        return
    address = await home(ctx)
    for name, at in (("late", task.due_at), ("escalate", task.due_at + A_DAY)):
        line = f"/task {name} {task.number}"
        await ctx.store.timers.set(Timer(0, task.team, f"task:{task.id}:{name}", at, line, address, None))
    for holder in look.holders:
        if holder.done_at is None:
            await remind(ctx, task, holder.person)


async def remind(ctx: Ctx, task: Task, person: int) -> None:
    """Some time before it is due, by her own choice."""
    who = await ctx.store.people.get(task.team, person)
    lead = LEAD if who is None or who.lead is None else who.lead
    if task.due_at is not None and lead and (at := task.due_at - timedelta(minutes=lead)) > ctx.now:
        await notify(ctx, task, "soon", person, at=at)


async def unwind(ctx: Ctx, look: Look) -> None:
    for name in ("late", "escalate"):
        await ctx.store.timers.stop(f"task:{look.task.id}:{name}")
    for holder in look.holders:
        await forget(ctx, look.task, holder.person)


async def ask_for_check(ctx: Ctx, look: Look) -> None:
    """Tell its maker, or whoever proposed or approved the activity it is a part of, that it waits for a check; those
    who lead where none of them can verify it. Now, and each morning."""
    await _again(ctx, look.task)
    task, asked = look.task, [look.task.made_by]
    if task.made_by is None and task.activity is not None:
        ((number, _),) = (await ctx.store.activities.called([task.activity])).values()
        activity = await ctx.store.activities.get(task.team, number)
        asked = [activity.proposed_by, activity.approved_by] if activity else []
    for who in await checkers(ctx, asked, {task.ended_by, *(holder.person for holder in look.holders)}):
        if ctx.who is not None or not (asleep(ctx) or who.away_on(ctx.today)):
            await notify(ctx, task, "check", who.id, at=ctx.now)


async def _again(ctx: Ctx, task: Task) -> None:
    """It is looked at again in the morning."""
    key, line = f"task:{task.id}:late", f"/task late {task.number}"
    await ctx.store.timers.set(Timer(0, task.team, key, next_morning(ctx), line, await home(ctx), None))


async def forget(ctx: Ctx, task: Task, person: int) -> None:
    """She need not be reminded any more."""
    await keep_quiet(ctx, _key(task, "soon", person))


def _key(task: Task, what: str, person: int) -> str:
    return f"task:{task.id}:{what}:{person}"


@command("task late", help=HELP, clock=True, reads=True)
async def late(args: OfTask, ctx: Ctx) -> Reply:
    """When it is due, and each morning after that; each morning also while it waits for a check."""
    look = await look_at(ctx, args.number)
    task = look.task
    if task.state == "done" and not task.over:
        await ask_for_check(ctx, look)
        return reply()
    if task.due_at is None or task.due_at > ctx.now or task.state not in ("open", "claimed"):
        return reply()
    await _again(ctx, task)
    if asleep(ctx):
        return reply()
    for holder in look.holders:
        who = await ctx.store.people.get(task.team, holder.person)
        if holder.done_at is None and who is not None and not who.away_on(ctx.today):
            await notify(ctx, task, "late", holder.person, at=ctx.now)
    live = await card(ctx, task.number)
    if look.holders:
        return reply(cards=[live])
    claim = Button(CLAIM(), f"/task claim {task.number}", "primary")
    return reply(titled(task), UNCLAIMED(), buttons=[claim], everywhere=True, cards=[live])


@command("task escalate", help=HELP, clock=True, reads=True)
async def escalate(args: OfTask, ctx: Ctx) -> Reply:
    """A day late: those who lead hear of it."""
    task = (await look_at(ctx, args.number)).task
    if task.due_at is None or task.due_at + A_DAY > ctx.now or task.state not in ("open", "claimed"):
        return reply()
    for who in await leaders(ctx):
        await notify(ctx, task, "escalated", who.id, at=ctx.now)
    return reply()


@command("task told", help=HELP, clock=True, reads=True)
async def told(args: Told, ctx: Ctx) -> Reply:
    """Typed for one person: in her private chat, or where that is closed in the channel, by her name."""
    look = await look_at(ctx, args.number)
    task = look.task
    line = f"/task told {task.number} what:{args.what} person:{args.person}" + (f" by:{args.by}" if args.by else "")
    if args.aloud:
        await tell_aloud(ctx, args.person, _key(task, args.what, args.person), line)
        return reply()
    who = await ctx.store.people.get(task.team, args.person)
    said = _said(args, look, ctx) if who is not None and who.left_at is None else None
    if said is None:
        return reply()
    if ctx.place is not None:
        said = CALL(who=await mention(ctx, args.person, look.names.get(args.person, "")), said=said)
    blocks: list[Block] = [titled(task), said]
    if task.due_at is not None and args.what in ("assigned", "due", "soon", "late", "place"):
        blocks.append(DUE(when=Moment(task.due_at)))
    return reply(*blocks, buttons=_steps(args, look), otherwise=f"{line} aloud:yes")


def _said(args: Told, look: Look, ctx: Ctx) -> Said | None:
    """``None`` when it is not so any more."""
    task, by = look.task, look.name(args.by)
    holder = look.holds(args.person)
    at_work = holder is not None and holder.done_at is None and task.state in ("open", "claimed")
    match args.what:
        case "assigned":
            if not at_work:
                return None
            return YOUR_TURN() if args.by is None else ASSIGNED(name=by)
        case "removed":
            return REMOVED(name=by) if holder is None else None
        case "due":
            if not at_work:
                return None
            return (CHANGED_DUE if task.due_at is not None else NO_MORE_DUE)(name=by)
        case "soon":
            return SOON() if at_work else None
        case "late":
            return LATE() if at_work else None
        case "verified":
            return VERIFIED(name=by) if task.state == "verified" else None
        case "dropped":
            if task.state != "dropped":
                return None
            return IS_DROPPED(why=task.why) if args.by is None else DROPPED(name=by, why=task.why)
        case "check":
            return CHECK(name=look.name(task.ended_by)) if task.state == "done" and task.criteria else None
        case "place":
            kept = next((one.offered_until for one in look.queue if one.person == args.person), None)
            return PLACE(until=Moment(kept)) if kept is not None and kept > ctx.now else None
        case "escalated":
            if task.state not in ("open", "claimed"):
                return None
            several = len(look.holders) > 1
            who = (HAVE_IT if several else HAS_IT)(people=look.people) if look.holders else NOBODY()
            return ESCALATED(who=who)


def _steps(args: Told, look: Look) -> list[Button]:
    number = look.task.number
    match args.what:
        case "assigned" | "due" | "soon" | "late":
            done = Button(DONE_BUTTON(), f"/task done {number}", "primary")
            return [done, Button(RELEASE(), f"/task release {number}")]
        case "place":
            accept = Button(ACCEPT(), f"/task claim {number}", "primary")
            return [accept, Button(PASS(), f"/task pass {number}")]
        case "check":
            return [Button(VERIFY(), f"/task verify {number}", "primary"), Button(SHOW(), f"/task show {number}")]
        case "escalated":
            return [Button(SHOW(), f"/task show {number}"), Button(ASSIGN(), f"/task assign {number}")]
        case _:
            return []
