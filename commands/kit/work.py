"""Making a task out of something else: a signal, or what a review came to."""

from datetime import datetime
from typing import Final

from storage import Task, Timer

from .clean import one_line
from .context import Ctx
from .private import home

LONGEST_TITLE: Final = 200
LONGEST_DETAILS: Final = 4000


async def open_task(
    ctx: Ctx, title: str, *, owner: int | None, due_at: datetime | None, origin: str, details: str = ""
) -> Task:
    """A new task, with its owner if one is named. Its card and reminders follow in a moment. ``origin`` is the line
    that shows what it came out of, of at most 40 signs."""
    task = await ctx.store.tasks.add(
        Task(
            0, ctx.team.id, 0, one_line(title, LONGEST_TITLE), ctx.now, due_at=due_at,
            details=details[:LONGEST_DETAILS], made_by=ctx.who.id if ctx.who else None, origin=origin,
        )
    )  # fmt: skip
    if owner is not None:
        await ctx.store.tasks.take(task.id, owner, ctx.now)
    await begin(ctx, task)
    return task


async def begin(ctx: Ctx, task: Task) -> None:
    """The card and the reminders of a task that was opened, or given to somebody, outside of its own room."""
    key, line = f"task:{task.id}:begin", f"/task begin {task.number}"
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, await home(ctx), None))
