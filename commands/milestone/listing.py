"""Lists of milestones: what each line says, and what can be pressed below."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from commands.kit import Bullets, Button, Ctx, Heading, Reply, Said, Text, reply, text
from commands.kit.clean import short
from commands.kit.days import dated
from commands.kit.owners import everybody, owner_named
from commands.kit.slips import local_day, moved_days
from storage import Milestone, Person, Task

from .face import tasks_of

OPEN = text("{n} open milestone", "{n} open milestones")
CHECKS = text("{n} milestone waits for a check", "{n} milestones wait for a check")
ENDED = text("{n} finished milestone", "{n} finished milestones")
NONE_OPEN = text("No milestone is open.")
NONE_CHECK = text("No milestone waits for a check.")
NONE_ENDED = text("No milestone is finished yet.")

LINE = text("{number} · {title} – {owner}")
DUE = text("{line}, due {day}")
OVERDUE = text("{line}, {n} day overdue", "{line}, {n} days overdue")
OVERDUE_TODAY = text("{line}, overdue since today")
MOVED = text("{line} (moved by {n} day)", "{line} (moved by {n} days)")
WITH_TASKS = text("{line}, {done}/{n} task", "{line}, {done}/{n} tasks")
WITH_GOAL = text("{line} → {goal}")
ENDS = {"done": text("{line} (done)"), "verified": text("{line} (verified)"), "dropped": text("{line} (dropped)")}

SHOW_ONE = text("Show {number}")
DONE_ONE = text("Done {number}")
VERIFY_ONE = text("Verify {number}")
NEXT = text("Next page", context="button")
BOARD = text("Milestone board", context="button")
OPEN_ONES = text("Open milestones", context="button")

CHOICES: dict[str, Text] = {
    "open": text("open", context="milestone"), "check": text("waiting for a check"), "done": text("finished"),
}  # fmt: skip

PER_PAGE = 8
MOST_BUTTONS = 4
LONGEST_TITLE, LONGEST_GOAL = 80, 30
"""Of a title and a goal in a line; the card has all of them."""

Which = Literal["open", "check", "done"]
_HEADS: Mapping[Which, tuple[Text, Text]] = {
    "open": (OPEN, NONE_OPEN), "check": (CHECKS, NONE_CHECK), "done": (ENDED, NONE_ENDED),
}  # fmt: skip
_VERBS: Mapping[Which, tuple[str, Text]] = {
    "open": ("show", SHOW_ONE), "check": ("verify", VERIFY_ONE), "done": ("show", SHOW_ONE),
}  # fmt: skip


def which(what: Which) -> Callable[[Mapping[str, Any], Ctx], Awaitable[Reply]]:
    """Where a command was given no number: those it could be said of, with a button for each."""

    async def asks(given: Mapping[str, Any], ctx: Ctx) -> Reply:
        return await listed(what, 1, ctx, to_finish=what == "open")

    return asks


async def listed(what: Which, page: int, ctx: Ctx, *, to_finish: bool = False) -> Reply:
    """``to_finish``: the buttons say that one is done."""
    found = await _found(what, ctx)
    some, none = _HEADS[what]
    page, pages = max(1, min(page, pages_of(found, PER_PAGE))), pages_of(found, PER_PAGE)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    people, tasks = await everybody(ctx), await tasks_of(ctx, shown)
    lines = tuple(line_of(milestone, people, tasks[milestone.id], ctx) for milestone in shown)
    verb, label = ("done", DONE_ONE) if to_finish else _VERBS[what]
    buttons = [
        Button(label(number=str(milestone.number)), f"/milestone {verb} {milestone.number}")
        for milestone in shown[:MOST_BUTTONS]
    ]
    if page < pages:
        buttons.append(Button(NEXT(), f"/milestone list {what} page:{page + 1}"))
    buttons.append(Button(BOARD(), "/milestone") if what == "open" else Button(OPEN_ONES(), "/milestone list"))
    if not found:
        return reply(none(), buttons=buttons, private=True)
    return reply(Heading(some(n=len(found))), Bullets(lines), buttons=buttons, private=True)


def pages_of(found: Sequence[object], size: int) -> int:
    return max(1, -(-len(found) // size))


async def _found(what: Which, ctx: Ctx) -> list[Milestone]:
    store, team = ctx.store.milestones, ctx.team.id
    match what:
        case "open":
            return await store.listed(team, ["open"])
        case "check":
            return [milestone for milestone in await store.listed(team, ["done"]) if not milestone.over]
        case "done":
            ended = [one for one in await store.listed(team, ["done", "verified", "dropped"]) if one.over]
            return sorted(ended, key=lambda one: one.ended_at or one.done_at or one.made_at, reverse=True)


def line_of(milestone: Milestone, people: Mapping[int, Person], tasks: Sequence[Task], ctx: Ctx) -> Said:
    """One line: number, title, owner, when, how many of its tasks are done, and the goal it leads to."""
    line = LINE(
        number=str(milestone.number),
        title=short(milestone.title, LONGEST_TITLE),
        owner=owner_named(milestone, people, ctx.today),
    )
    if milestone.state == "open":
        line = _when(line, milestone, ctx)
    elif milestone.state in ENDS:
        line = ENDS[milestone.state](line=line)
    if tasks and not milestone.over:
        line = WITH_TASKS(line=line, done=sum(task.over for task in tasks), n=len(tasks))
    return WITH_GOAL(line=line, goal=short(milestone.goal, LONGEST_GOAL))


def _when(line: Said, milestone: Milestone, ctx: Ctx) -> Said:
    day = local_day(ctx, milestone)
    if milestone.due_at <= ctx.now:
        days = (ctx.today - day).days
        return OVERDUE(line=line, n=days) if days > 0 else OVERDUE_TODAY(line=line)
    due = DUE(line=line, day=dated(day, ctx.today))
    moved = moved_days(ctx, milestone)
    return MOVED(line=due, n=moved) if moved else due
