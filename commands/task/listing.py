"""Lists of tasks: what each line says, and what can be pressed below."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal

from commands.kit import Bullets, Button, Ctx, Heading, Listed, Moment, Reply, Said, Text, reply, text
from storage import Holder, State, Task

from .whole import Whole

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
TASKS = text("{n} task", "{n} tasks")
OF = text("{tasks} of {whole}")
NONE_OF = text("There is no task of {whole} yet.")
NONE_SUCH = text("There is no such task of {whole}.")
LINE = text("{number} · {title}")
WITH_ACTIVITY = text("{line} (activity {activity})")
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

EVERY: tuple[State, ...] = ("open", "claimed", "done", "verified", "dropped")
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
    some, none = _HEADS[what]
    return await _paged(what, page, await _found(what, ctx), lambda n: some(n=n), none(), ctx)


async def listed_of(whole: Whole, what: Which | None, page: int, ctx: Ctx) -> Reply:
    """The tasks of an activity or a milestone: all of them, what is still to do first, or those of one kind."""
    some = _HEADS[what][0] if what else TASKS
    if what:
        found = [task for task in await _found(what, ctx) if whole.has(task)]
    else:
        milestones = None if whole.milestone is None else [whole.milestone]
        every = await ctx.store.tasks.listed(ctx.team.id, EVERY, activity=whole.activity, milestones=milestones)
        found = sorted(every, key=lambda task: (task.over, task.state == "done"))
    none = (NONE_SUCH if what else NONE_OF)(whole=whole.called)
    return await _paged(what, page, found, lambda n: OF(tasks=some(n=n), whole=whole.called), none, ctx, whole.typed)


async def _paged(
    what: Which | None, page: int, found: list[Task], some: Callable[[int], Said], none: Said, ctx: Ctx, of: str = ""
) -> Reply:
    pages = max(1, -(-len(found) // PER_PAGE))
    page = max(1, min(page, pages))
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    holders = await ctx.store.tasks.holders([task.id for task in shown])
    names = {person.id: person.name for person in await ctx.store.people.of(ctx.team.id, left=True)}
    parts = {task.activity for task in shown if task.activity} if what in ("open", "mine") and not of else set()
    activities = {row: number for row, (number, _) in (await ctx.store.activities.called(parts)).items()}
    lines = tuple(line_of(task, holders, names, ctx, activities) for task in shown)
    buttons = buttons_of(what, shown)
    if page < pages:
        typed = " ".join(["/task list", *filter(None, (what, of)), f"page:{page + 1}"])
        buttons.append(Button(NEXT(), typed))
    buttons.append(Button(OPEN_TASKS(), "/task list") if what != "open" or of else Button(MY_TASKS(), "/task mine"))
    if not found:
        return reply(none, buttons=buttons, private=True)
    return reply(Heading(some(len(found))), Bullets(lines), buttons=buttons, private=True)


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


def buttons_of(what: Which | None, shown: Sequence[Task]) -> list[Button]:
    return [_button(what, task) for task in shown[:MOST_BUTTONS]]


def _button(what: Which | None, task: Task) -> Button:
    verb, label = ("done", DONE_ONE) if what == "mine" else ("show", SHOW_ONE)
    if what == "open" or (what is None and task.state == "open"):
        verb, label = "claim", CLAIM_ONE
    return Button(label(number=str(task.number)), f"/task {verb} {task.number}")


def line_of(
    task: Task,
    holders: Sequence[Holder],
    names: Mapping[int, str],
    ctx: Ctx,
    activities: Mapping[int, int] | None = None,
) -> Said:
    """``activities``: numbers of those that are named, by row."""
    line = LINE(number=str(task.number), title=task.title)
    if activities and (activity := activities.get(task.activity or 0)):
        line = WITH_ACTIVITY(line=line, activity=str(activity))
    people = tuple(names.get(holder.person, "?") for holder in holders if holder.task == task.id)
    if people:
        line = WITH_PEOPLE(line=line, people=Listed(people))
    if task.state in ENDS:
        return ENDS[task.state](line=line)
    if task.due_at is None:
        return line
    return (WITH_LATE if task.due_at <= ctx.now else WITH_DUE)(line=line, when=Moment(task.due_at))
