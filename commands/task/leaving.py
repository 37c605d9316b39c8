"""A task is not lost when its owner leaves: it is open again, and those who lead hear of it.

Typed by the clock when somebody has left the team, or only watches from now on.
"""

from typing import Annotated

from commands.kit import Args, Ask, Bullets, Button, Ctx, Reply, Role, Said, Word, command, reply, text
from commands.kit.lateness import leaders
from commands.kit.private import mention, tell, tell_aloud
from storage import Person, State, Task

from .claim import give_on, kept
from .clock import ALOUD, CALL, PERSON, forget
from .face import card, look_at
from .listing import MOST_BUTTONS, line_of

HELP_VACATE = text("Free the tasks of somebody who is no longer at work")
HELP_VACANT = text("Tell those who lead what was freed")
LEADER = text("Who is told")
TASKS = text("Tasks")

FREED = text("{name} is no longer at work here. Free again:")
ASSIGN_ONE = text("Assign {number}")

AT_ONCE = 30
"""Tasks that one message names: with more it would be too long to read, and the line that the clock types, too."""
GOING: tuple[State, ...] = ("open", "claimed")


class Gone(Args):
    person: Annotated[int, Word(), Ask(PERSON)]


class Freed(Gone):
    leader: Annotated[int, Ask(LEADER)]
    tasks: Annotated[str, Ask(TASKS)]
    aloud: Annotated[bool, Ask(ALOUD)] = False


@command("task vacate", help=HELP_VACATE, clock=True)
async def vacate(args: Gone, ctx: Ctx) -> Reply:
    who = await ctx.store.people.get(ctx.team.id, args.person)
    if who is None or (who.left_at is None and who.level >= Role.STAFF):
        return reply()
    await _out_of_line(who, ctx)
    freed = []
    for task in await ctx.store.tasks.listed(ctx.team.id, GOING, person=who.id):
        if await ctx.store.tasks.leave(task.id, who.id):
            await forget(ctx, task, who.id)
            await give_on(ctx, task)
            freed.append(task.number)
    if not freed:
        return reply()
    for leader in await leaders(ctx):
        for first in range(0, len(freed), AT_ONCE):
            numbers = freed[first : first + AT_ONCE]
            await tell(ctx, leader.id, _key(who.id, leader.id, numbers), _line(who.id, leader.id, numbers))
    return reply(cards=[await card(ctx, number) for number in freed])


@command("task vacant", help=HELP_VACANT, clock=True, reads=True)
async def vacant(args: Freed, ctx: Ctx) -> Reply:
    """In private, or where that is closed in the channel by name. What somebody has taken since is left out."""
    numbers = [int(number) for number in args.tasks.split(",")]
    line = _line(args.person, args.leader, numbers)
    if args.aloud:
        await tell_aloud(ctx, args.leader, _key(args.person, args.leader, numbers), line)
        return reply()
    looks = [await look_at(ctx, number) for number in numbers]
    free = [look for look in looks if look.task.state == "open" and look.holds(args.person) is None]
    if not free:
        return reply()
    names = free[0].names
    said: Said = FREED(name=names.get(args.person, "?"))
    if ctx.place is not None:
        said = CALL(who=await mention(ctx, args.leader, names.get(args.leader, "")), said=said)
    tasks = [look.task for look in free]
    holders = [holder for look in free for holder in look.holders]
    listed = Bullets(tuple(line_of(task, holders, names, ctx) for task in tasks))
    return reply(said, listed, buttons=_buttons(tasks), otherwise=f"{line} aloud:yes")


async def _out_of_line(who: Person, ctx: Ctx) -> None:
    """She waits for nothing any more; a place that was kept for her goes to the next."""
    for task in await ctx.store.tasks.listed(ctx.team.id, GOING, waits=who.id):
        gone = await ctx.store.tasks.give_up(task.id, who.id)
        if gone is not None and gone.offered_until is not None:
            await ctx.store.timers.stop(kept(task, who.id))
            await give_on(ctx, task)


def _buttons(tasks: list[Task]) -> list[Button]:
    return [
        Button(ASSIGN_ONE(number=str(task.number)), f"/task assign {task.number}") for task in tasks[:MOST_BUTTONS]
    ]  # fmt: skip


def _line(person: int, leader: int, numbers: list[int]) -> str:
    return f"/task vacant {person} leader:{leader} tasks:{','.join(map(str, numbers))}"


def _key(person: int, leader: int, numbers: list[int]) -> str:
    return f"person:{person}:vacant:{leader}:{numbers[0]}"
