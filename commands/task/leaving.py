"""A task is not lost when its owner leaves: it is open again, and those who lead hear of it; also of the milestones
that nobody owns now.

Typed by the clock when somebody has left the team, or only watches from now on.
"""

from typing import Annotated

from commands.kit import Args, Ask, Bullets, Button, Ctx, Moment, Reply, Role, Said, Word, command, reply, text
from commands.kit.lateness import leaders
from commands.kit.private import mention, tell, tell_aloud
from commands.kit.reply import Block
from storage import Milestone, Person, State, Task

from .claim import give_on, kept
from .clock import ALOUD, CALL, PERSON, forget
from .face import card, look_at
from .listing import LINE, MOST_BUTTONS, WITH_DUE, WITH_LATE, line_of
from .whole import refresh

HELP_VACATE = text("Free the tasks of somebody who is no longer at work")
HELP_VACANT = text("Tell those who lead what was freed")
LEADER = text("Who is told")
TASKS = text("Tasks")
MILESTONES = text("Milestones")

FREED = text("{name} is no longer at work here. Free again:")
UNOWNED = text("{name} is no longer at work here. Milestones that nobody owns now:")
UNOWNED_TOO = text("Milestones that nobody owns now:")
ASSIGN_ONE = text("Assign {number}")
EDIT_MILESTONE = text("Milestone {number}", context="button")

AT_ONCE = 30
"""Tasks, and milestones, that one message names: with more it would be too long to read, and the line that the clock
types, too."""
GOING: tuple[State, ...] = ("open", "claimed")


class Gone(Args):
    person: Annotated[int, Word(), Ask(PERSON)]


class Freed(Gone):
    leader: Annotated[int, Ask(LEADER)]
    tasks: Annotated[str, Ask(TASKS)] = ""
    milestones: Annotated[str, Ask(MILESTONES)] = ""
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
    unowned = [one for one in await ctx.store.milestones.listed(ctx.team.id, ["open"]) if one.owner == who.id]
    for one in unowned:
        await refresh(ctx, milestone=one.id)
    for leader in await leaders(ctx):
        for first in range(0, max(len(freed), len(unowned)), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            said = (who.id, leader.id, freed[part], [one.number for one in unowned[part]])
            await tell(ctx, leader.id, _key(*said), _line(*said))
    return reply(cards=[await card(ctx, number) for number in freed])


@command("task vacant", help=HELP_VACANT, clock=True, reads=True)
async def vacant(args: Freed, ctx: Ctx) -> Reply:
    """In private, or where that is closed in the channel by name. What somebody has taken since is left out."""
    tasks, milestones = (
        [int(number) for number in said.split(",") if number] for said in (args.tasks, args.milestones)
    )
    line = _line(args.person, args.leader, tasks, milestones)
    if args.aloud:
        await tell_aloud(ctx, args.leader, _key(args.person, args.leader, tasks, milestones), line)
        return reply()
    looks = [await look_at(ctx, number) for number in tasks]
    free = [look for look in looks if look.task.state == "open" and look.holds(args.person) is None]
    stages = [await ctx.store.milestones.get(ctx.team.id, number) for number in milestones]
    unowned = [one for one in stages if one is not None and one.state == "open" and one.owner == args.person]
    if not free and not unowned:
        return reply()
    names = {person.id: person.name for person in await ctx.store.people.of(ctx.team.id, left=True)}
    said: Said = (FREED if free else UNOWNED)(name=names.get(args.person, "?"))
    if ctx.place is not None:
        said = CALL(who=await mention(ctx, args.leader, names.get(args.leader, "")), said=said)
    blocks: list[Block] = [said]
    if free:
        holders = [holder for look in free for holder in look.holders]
        blocks.append(Bullets(tuple(line_of(look.task, holders, names, ctx) for look in free)))
    if unowned:
        blocks += [UNOWNED_TOO()] if free else []
        blocks.append(Bullets(tuple(_stage(one, ctx) for one in unowned)))
    buttons = _buttons([look.task for look in free], unowned)
    return reply(*blocks, buttons=buttons, otherwise=f"{line} aloud:yes")


async def _out_of_line(who: Person, ctx: Ctx) -> None:
    """She waits for nothing any more; a place that was kept for her goes to the next."""
    for task in await ctx.store.tasks.listed(ctx.team.id, GOING, waits=who.id):
        gone = await ctx.store.tasks.give_up(task.id, who.id)
        if gone is not None and gone.offered_until is not None:
            await ctx.store.timers.stop(kept(task, who.id))
            await give_on(ctx, task)


def _stage(one: Milestone, ctx: Ctx) -> Said:
    line = LINE(number=str(one.number), title=one.title)
    return (WITH_LATE if one.due_at <= ctx.now else WITH_DUE)(line=line, when=Moment(one.due_at))


def _buttons(tasks: list[Task], unowned: list[Milestone]) -> list[Button]:
    found = [
        Button(ASSIGN_ONE(number=str(task.number)), f"/task assign {task.number}") for task in tasks[:MOST_BUTTONS]
    ]  # fmt: skip
    found += [
        Button(EDIT_MILESTONE(number=str(one.number)), f"/milestone edit {one.number}")
        for one in unowned[:MOST_BUTTONS]
    ]
    return found


def _line(person: int, leader: int, tasks: list[int], milestones: list[int]) -> str:
    line = f"/task vacant {person} leader:{leader}"
    for name, numbers in (("tasks", tasks), ("milestones", milestones)):
        line += f" {name}:{','.join(map(str, numbers))}" if numbers else ""
    return line


def _key(person: int, leader: int, tasks: list[int], milestones: list[int]) -> str:
    firsts = "-".join(str(number) for numbers in (tasks, milestones) for number in numbers[:1] or [0])
    return f"person:{person}:vacant:{leader}:{firsts}"
