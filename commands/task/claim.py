"""Claiming, giving back, giving to somebody, and waiting for a place."""

from datetime import timedelta
from typing import Annotated

from commands.kit import Ask, Ctx, Moment, Refusal, Reply, Role, Said, command, reply, text
from commands.kit.people import find_person
from commands.kit.private import home
from commands.kit.texts import Mono
from storage import Person, Task, Timer

from .clock import forget, notify, remind
from .face import Look, OfTask, card, hers, look_at, titled
from .listing import which

HELP_CLAIM = text("Claim a task: it is yours alone")
HELP_RELEASE = text("Give a task back")
HELP_ASSIGN = text("Give a task to somebody")
HELP_WAIT = text("Wait for a place in a task")
HELP_PASS = text("Do without a place that is kept for you")
HELP_LAPSE = text("A place that was kept is given on")
WHO = text("Who")

YOURS = text("It is yours.")
YOURS_DUE = text("It is yours, due {when}.")
BACK = text("You gave it back.")
TAKEN_FROM = text("It is taken from {name}.")
GIVEN = text("{name} has it now.")
IN_LINE = text("You are in line. I write to you when a place is free.")
PASSED = text("Thank you. It goes to the next.")
HAS_IT = text("{people} has it already.")
FULL = text("All places are taken: {people}.")
HAVE_IT = text("You have it already.")
HAS_ALREADY = text("{name} has it already.")
OVER = text("Task {number} is over.")
DONE = text("Task {number} is done already.")
NOT_YOURS = text("You do not have task {number}. {people} has it.")
NOBODYS = text("Nobody has task {number}.")
NOT_HERS = text("{name} does not have task {number}.")
THERE_IS_ROOM = text("There is a free place: {line} takes it.")
ONE_PLACE = text("Task {number} has one place only.")
NOT_IN_LINE = text("No place is kept for you.")
OBSERVES = text("{name} cannot be given work: {line} makes her staff.")

KEPT = timedelta(minutes=30)
"""How long a place is kept for the one who is next."""


class OfTaskAndPerson(OfTask):
    person: Annotated[str | None, Ask(WHO, source="people")] = None


class Given(OfTask):
    person: Annotated[str, Ask(WHO, source="people")]


class Lapse(OfTask):
    person: Annotated[int, Ask(WHO)]


@command("task claim", help=HELP_CLAIM, examples=("/task claim 7",), asks=which("open"))
async def claim(args: OfTask, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    going(look.task)
    if look.holds(ctx.me.id):
        raise Refusal(HAVE_IT())
    waits = any(waiter.person == ctx.me.id and waiter.offered_until is not None for waiter in look.queue)
    if not await ctx.store.tasks.take(look.task.id, ctx.me.id, ctx.now, promised=waits):
        raise Refusal((FULL if look.task.slots > 1 else HAS_IT)(people=look.people))
    await ctx.store.timers.stop(kept(look.task, ctx.me.id))
    await remind(ctx, look.task, ctx.me.id)
    due = look.task.due_at
    said = YOURS() if due is None else YOURS_DUE(when=Moment(due))
    return await answered(ctx, look.task, said)


@command("task release", help=HELP_RELEASE, examples=("/task release 7",), asks=which("mine"))
async def release(args: OfTaskAndPerson, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    going(look.task)
    who = await _whose(args, look, ctx)
    if not await ctx.store.tasks.leave(look.task.id, who):
        raise Refusal(NOT_HERS(name=look.name(who), number=str(args.number)))
    await forget(ctx, look.task, who)
    await give_on(ctx, look.task)
    if who == ctx.me.id:
        return await answered(ctx, look.task, BACK())
    await notify(ctx, look.task, "removed", who)
    return await answered(ctx, look.task, TAKEN_FROM(name=look.name(who)))


@command("task assign", help=HELP_ASSIGN, who=Role.MANAGER, examples=("/task assign 7 @mei",))
async def assign(args: Given, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    going(look.task)
    who = await find_person(ctx, args.person)
    await give(ctx, look, who)
    return await answered(ctx, look.task, GIVEN(name=who.name))


@command("task wait", help=HELP_WAIT, hidden=True)
async def wait(args: OfTask, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    task = look.task
    going(task)
    if look.holds(ctx.me.id):
        raise Refusal(HAVE_IT())
    if task.state == "open":
        raise Refusal(THERE_IS_ROOM(line=Mono(f"/task claim {task.number}")))
    if task.slots == 1:
        raise Refusal(ONE_PLACE(number=str(task.number)), HAS_IT(people=look.people))
    await ctx.store.tasks.wait(task.id, ctx.me.id, ctx.now)
    return await answered(ctx, task, IN_LINE())


@command("task pass", help=HELP_PASS, hidden=True)
async def pass_(args: OfTask, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    gone = await ctx.store.tasks.give_up(look.task.id, ctx.me.id)
    if gone is None:
        raise Refusal(NOT_IN_LINE())
    if gone.offered_until is not None:
        await ctx.store.timers.stop(kept(look.task, ctx.me.id))
        await give_on(ctx, look.task)
    return await answered(ctx, look.task, PASSED())


@command("task lapse", help=HELP_LAPSE, clock=True)
async def lapse(args: Lapse, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    until = next((waiter.offered_until for waiter in look.queue if waiter.person == args.person), None)
    if until is None or until > ctx.now:
        return reply()
    await ctx.store.tasks.give_up(look.task.id, args.person)
    await give_on(ctx, look.task)
    return reply(cards=[await card(ctx, args.number)])


def going(task: Task) -> None:
    """Raises ``Refusal`` when nobody can have it any more."""
    if task.state not in ("open", "claimed"):
        raise Refusal((OVER if task.over else DONE)(number=str(task.number)))


async def give(ctx: Ctx, look: Look, who: Person) -> None:
    """Make somebody its owner: a task with one place changes hands. Raises ``Refusal``."""
    task = look.task
    if who.level < Role.STAFF or who.waiting:
        raise Refusal(OBSERVES(name=who.name, line=Mono(f"/role {who.name} staff")))
    if look.holds(who.id):
        raise Refusal(HAS_ALREADY(name=who.name))
    if task.slots == 1:
        for holder in look.holders:
            await ctx.store.tasks.leave(task.id, holder.person)
            await ctx.store.tasks.lower(task.id)
            await forget(ctx, task, holder.person)
            await notify(ctx, task, "removed", holder.person)
    if not await ctx.store.tasks.take(task.id, who.id, ctx.now):
        raise Refusal(FULL(people=look.people))
    await notify(ctx, task, "assigned", who.id)
    await remind(ctx, task, who.id)


async def give_on(ctx: Ctx, task: Task) -> None:
    """A place came back: it is kept for the next in line, or free again."""
    until = ctx.now + KEPT
    next_one = await ctx.store.tasks.promise(task.id, until)
    if next_one is None:
        await ctx.store.tasks.lower(task.id)
        return
    await notify(ctx, task, "place", next_one, at=ctx.now)
    address = await home(ctx)
    line = f"/task lapse {task.number} person:{next_one}"
    await ctx.store.timers.set(Timer(0, task.team, kept(task, next_one), until, line, address, None))


def kept(task: Task, person: int) -> str:
    """The timer that ends the keeping of her place."""
    return f"task:{task.id}:lapse:{person}"


async def fill(ctx: Ctx, task: Task) -> None:
    """Places that were added are kept for those in line."""
    for waiter in await ctx.store.tasks.queue(task.id):
        if waiter.offered_until is None and await ctx.store.tasks.reserve(task.id):
            await give_on(ctx, task)


async def answered(ctx: Ctx, task: Task, said: Said) -> Reply:
    """What happened, for her who asked; the card shows it to all. Who typed it is offered the next step."""
    live = await card(ctx, task.number)
    if ctx.heard.via == "pressed":
        return reply(said, private=True, cards=[live])
    look = await look_at(ctx, task.number)
    return reply(titled(look.task), said, buttons=hers(look, ctx.me), cards=[live])


async def _whose(args: OfTaskAndPerson, look: Look, ctx: Ctx) -> int:
    """Whose place is given back: her own, or as a manager the one she names, or the only one there is."""
    me, number = ctx.me, str(args.number)
    if args.person:
        who = await find_person(ctx, args.person)
        if who.id != me.id:
            ctx.needs(Role.MANAGER, Refusal(NOT_YOURS(number=number, people=look.people)))
        return who.id
    if look.holds(me.id):
        return me.id
    if not look.holders:
        raise Refusal(NOBODYS(number=number))
    if me.level >= Role.MANAGER and len(look.holders) == 1:
        return look.holders[0].person
    raise Refusal(NOT_YOURS(number=number, people=look.people))
