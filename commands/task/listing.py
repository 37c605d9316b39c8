"""Lists of tasks: what each line says, and what can be pressed below."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from commands.kit import Bullets, Button, Ctx, Heading, Listed, Moment, Reply, Said, Text, reply, text
from storage import Holder, State, Task

OPEN = text("{n} open task", "{n} open tasks")
MINE = text("You have {n} task", "You have {n} tasks")
OVERDUE = text("{n} overdue task", "{n} overdue tasks")
CHECKS = text("{n} task waits for a check", "{n} tasks wait for a check")
ENDED = text("{n} finished task", "{n} finished tasks")
NONE_OPEN = text("No task is open.")
NONE_MINE = text("You have no task.")
NONE_OVERDUE = text("Nothing is overdue.")
NONE_CHECK = text("Nothing waits for a check.")
NONE_ENDED = text("No task is finished yet.")
LINE = text("{number} · {title}")
WITH_PEOPLE = text("{line} – {people}")
WITH_DUE = text("{line}, due {when}")
WITH_LATE = text("{line}, was due {when}")
ENDS = {"done": text("{line} (done)"), "verified": text("{line} (verified)"), "dropped": text("{line} (dropped)")}
CLAIM_ONE = text("Claim {number}")
DONE_ONE = text("Done {number}")
SHOW_ONE = text("Show {number}")
NEXT = text("Next page", context="button")
MY_TASKS = text("My tasks", context="button")
OPEN_TASKS = text("Open tasks", context="button")

CHOICES: dict[str, Text] = {
    "open": text("open"), "mine": text("mine"), "overdue": text("overdue"), "check": text("waiting for a check"),
    "done": text("finished"),
}  # fmt: skip

PER_PAGE = 8
MOST_BUTTONS = 4

Which = Literal["open", "mine", "overdue", "check", "done"]
_HEADS: Mapping[Which, tuple[Text, Text]] = {
    "open": (OPEN, NONE_OPEN), "mine": (MINE, NONE_MINE), "overdue": (OVERDUE, NONE_OVERDUE),
    "check": (CHECKS, NONE_CHECK), "done": (ENDED, NONE_ENDED),
}  # fmt: skip


def which(what: Which) -> Callable[[Mapping[str, Any], Ctx], Awaitable[Reply]]:
    """Where a command was given no number: those it could be said of, with a button for each."""

    async def asks(given: Mapping[str, Any], ctx: Ctx) -> Reply:
        return await listed(what, 1, ctx)

    return asks


async def listed(what: Which, page: int, ctx: Ctx) -> Reply:
    found = await _found(what, ctx)
    some, none = _HEADS[what]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = max(1, min(page, pages))
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    holders = await ctx.store.tasks.holders([task.id for task in shown])
    names = {person.id: person.name for person in await ctx.store.people.of(ctx.team.id, left=True)}
    lines = tuple(line_of(task, holders, names, ctx) for task in shown)
    buttons = buttons_of(what, shown)
    if page < pages:
        buttons.append(Button(NEXT(), f"/task list {what} page:{page + 1}"))
    buttons.append(Button(OPEN_TASKS(), "/task list") if what != "open" else Button(MY_TASKS(), "/task mine"))
    if not found:
        return reply(none(), buttons=buttons, private=True)
    return reply(Heading(some(n=len(found))), Bullets(lines), buttons=buttons, private=True)


async def _found(what: Which, ctx: Ctx) -> list[Task]:
    store, team = ctx.store.tasks, ctx.team.id
    going: list[State] = ["open", "claimed"]
    match what:
        case "open":
            return await store.listed(team, ["open"])
        case "mine":
            return await store.listed(team, going, person=ctx.me.id)
        case "overdue":
            return await store.listed(team, going, due_by=ctx.now)
        case "check":
            return [task for task in await store.listed(team, ["done"]) if not task.over]
        case "done":
            ended = [task for task in await store.listed(team, ["done", "verified", "dropped"]) if task.over]
            return sorted(ended, key=lambda task: task.ended_at or task.made_at, reverse=True)


def buttons_of(what: Which, shown: Sequence[Task]) -> list[Button]:
    verb, label = {"open": ("claim", CLAIM_ONE), "mine": ("done", DONE_ONE)}.get(what, ("show", SHOW_ONE))
    return [Button(label(number=str(task.number)), f"/task {verb} {task.number}") for task in shown[:MOST_BUTTONS]]


def line_of(task: Task, holders: Sequence[Holder], names: Mapping[int, str], ctx: Ctx) -> Said:
    line = LINE(number=str(task.number), title=task.title)
    people = tuple(names.get(holder.person, "?") for holder in holders if holder.task == task.id)
    if people:
        line = WITH_PEOPLE(line=line, people=Listed(people))
    if task.state in ENDS:
        return ENDS[task.state](line=line)
    if task.due_at is None:
        return line
    return (WITH_LATE if task.due_at <= ctx.now else WITH_DUE)(line=line, when=Moment(task.due_at))
