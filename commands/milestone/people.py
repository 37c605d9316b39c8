"""Who has what: for each member her milestones and tasks, what of them is late, and last what nobody has."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Listed,
    Reply,
    Role,
    Said,
    Table,
    Value,
    command,
    reply,
    text,
)
from commands.kit.owners import AWAY, everybody, owner_of
from commands.kit.slips import slipping
from storage import Milestone, Person, Task

from .listing import BOARD, pages_of

HELP = text("See who has which milestones and tasks")
PAGE = text("Page")

HEADING = text("Who has what")
PERSON = text("person")
MILESTONES = text("milestones")
TASKS = text("tasks")
LATE = text("late", context="column")
NOBODY = text("nobody", context="owner")
BOTH = text("{name}: milestones {milestones}; tasks {tasks}")
ONLY_MILESTONES = text("{name}: milestones {milestones}")
ONLY_TASKS = text("{name}: tasks {tasks}")
FOOTNOTE = text("{mark} is late: overdue, or a milestone moved later than planned.")
NOTHING = text("Nobody has anything open.")
MORE = text("{n} more", "{n} more")
TASK_LIST = text("Open tasks", context="button")

PER_PAGE = 12
MORE = text("{numbers} +{n}")
MARK = "!"
"""Behind the number of what is late."""
MOST_NUMBERS = 8


class Page(Args):
    page: Annotated[int, Ask(PAGE)] = 1


@dataclass
class Load:
    """What one person has, or nobody (``who`` is ``None``)."""

    who: Person | None
    milestones: list[tuple[int, bool]] = field(default_factory=list)
    tasks: list[tuple[int, bool]] = field(default_factory=list)
    """Numbers, and whether each is late."""

    @property
    def late(self) -> int:
        return sum(late for _, late in (*self.milestones, *self.tasks))

    @property
    def all(self) -> int:
        return len(self.milestones) + len(self.tasks)


@command("milestone people", help=HELP, who=Role.OBSERVER, reads=True, examples=("/milestone people",))
async def people(args: Page, ctx: Ctx) -> Reply:
    found = await loads(ctx)
    if not found:
        return reply(NOTHING(), buttons=[Button(BOARD(), "/milestone")], private=True)
    page, pages = max(1, min(args.page, pages_of(found, PER_PAGE))), pages_of(found, PER_PAGE)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows = tuple((_name(load, ctx), len(load.milestones), len(load.tasks), load.late) for load in shown)
    table = Table((PERSON(), MILESTONES(), TASKS(), LATE()), rows)
    notes = [FOOTNOTE(mark=MARK)] if any(load.late for load in shown) else []
    buttons = [Button(BOARD(), "/milestone"), Button(TASK_LIST(), "/task list")]
    if page < pages:
        more = Button(MORE(n=len(found) - page * PER_PAGE), f"/milestone people page:{page + 1}")
        buttons.insert(0, more)
    lines = tuple(_line(load, ctx) for load in shown)
    return reply(Heading(HEADING()), table, Bullets(lines), *notes, buttons=buttons, private=True)


async def loads(ctx: Ctx) -> list[Load]:
    """Whoever has most that is late first, then most at all; nobody last."""
    everyone = await everybody(ctx)
    milestones: list[Milestone] = await ctx.store.milestones.listed(ctx.team.id, ["open"])
    tasks: list[Task] = await ctx.store.tasks.listed(ctx.team.id, ["open", "claimed"])
    held: dict[int, list[int]] = {task.id: [] for task in tasks}
    for holder in await ctx.store.tasks.holders(list(held)):
        if holder.done_at is None and everyone[holder.person].left_at is None:
            held[holder.task].append(holder.person)
    found: dict[int | None, Load] = {}

    def of(person: int | None) -> Load:
        return found.setdefault(person, Load(everyone[person] if person is not None else None))

    for milestone in milestones:
        owner = owner_of(milestone, everyone)
        of(owner.id if owner else None).milestones.append((milestone.number, slipping(ctx, milestone)))
    for task in tasks:
        late = task.due_at is not None and task.due_at <= ctx.now
        holders: list[int | None] = [*held[task.id]]
        for person in holders or [None]:
            of(person).tasks.append((task.number, late))
    return sorted(found.values(), key=lambda load: (load.who is None, -load.late, -load.all, _sorting(load)))


def _sorting(load: Load) -> str:
    return load.who.name if load.who is not None else ""


def _name(load: Load, ctx: Ctx) -> Value:
    if load.who is None:
        return NOBODY()
    return AWAY(name=load.who.name) if load.who.away_on(ctx.today) else load.who.name


def _line(load: Load, ctx: Ctx) -> Said:
    name, milestones, tasks = _name(load, ctx), _numbers(load.milestones), _numbers(load.tasks)
    if not load.tasks:
        return ONLY_MILESTONES(name=name, milestones=milestones)
    if not load.milestones:
        return ONLY_TASKS(name=name, tasks=tasks)
    return BOTH(name=name, milestones=milestones, tasks=tasks)


def _numbers(found: Sequence[tuple[int, bool]]) -> Value:
    """The late ones first, each with its mark; of many the first."""
    ordered = sorted(found, key=lambda pair: not pair[1])
    shown = Listed(tuple(f"{number}{MARK}" if late else str(number) for number, late in ordered[:MOST_NUMBERS]), "row")
    return shown if len(found) <= MOST_NUMBERS else MORE(numbers=shown, n=len(found) - MOST_NUMBERS)
