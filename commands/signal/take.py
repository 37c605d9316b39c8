"""Taking one up: whoever presses first has it, what stands on the same line, and one task for all. And looking again,
by the clock."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated

from commands.kit import (
    Args,
    Ask,
    Ctx,
    Moment,
    Refusal,
    Reply,
    Tongue,
    command,
    reply,
    text,
)
from commands.kit.alarms import THERE
from commands.kit.days import dated
from commands.kit.fields import EVENING, PastDay
from commands.kit.moments import instant_of
from commands.kit.plan import calendar_of
from commands.kit.posts import SIGNAL, signals_changed
from commands.kit.schedule import every
from commands.kit.signals import Group, at_risk, group_of, look
from commands.kit.signals.said import bare, title
from commands.kit.standup import stir
from commands.kit.work import begin, open_task
from storage import Community, Signal, Task

from .listing import Which, all_of_them, communities_of, get, named, people_of, risk_button, show_button, task_button

HELP_TAKE = text("Take an abnormal figure up: it becomes your task")
HELP_LOOK = text("Look for abnormal figures")
DATE = text("Day")
DUE = text("When it was due")
SINCE = text("First day that was missed")

YOURS = text("It is yours: task {number}, due {when}.")
ALL_YOURS = text(
    "{n} figure is yours: task {number}, due {when}.", "All {n} figures are yours, as one task: {number}, due {when}."
)
YOURS_ALREADY = text("You have it already: task {number}.")
HERS = text("{name} has it already: task {number}.")
AS_RISK = text("{name} raised it as a risk already: {number}.")
IS_TAKEN = text("{name} has it already.")
IS_NORMAL = text("It is normal again since {day}: there is nothing to take up.")
WATCHED_NO_MORE = text("It is not watched any more: there is nothing to take up.")

EVERY_MORNING = every("09:25", name="signals.look", label=HELP_LOOK, line="/signal look", late="always", silent=True)


class LookAt(Args):
    date: Annotated[PastDay | None, Ask(DATE)] = None
    due: Annotated[datetime | None, Ask(DUE)] = None
    since: Annotated[PastDay | None, Ask(SINCE)] = None


@command("signal take", help=HELP_TAKE, asks=all_of_them, examples=("/signal take 12",))
async def take(args: Which, ctx: Ctx) -> Reply:
    signal = await get(args.number, ctx)
    if signal.recovered_at is not None:
        day = signal.recovered_on
        said = WATCHED_NO_MORE() if day is None else IS_NORMAL(day=dated(day, ctx.today))
        raise Refusal(said, buttons=(show_button(signal),))
    # In the order of their numbers: of two who press, one has them all.
    free = await group_of(ctx, signal)
    mine = tuple([one for one in free if await ctx.store.signals.take(one.id, ctx.me.id, ctx.now)])
    if signal.id not in [one.id for one in mine]:
        raise await _has_it(await get(args.number, ctx), ctx)
    communities = await communities_of(ctx)
    task = await _again(signal, ctx) or await _opened(mine, communities, ctx)
    for one in mine:
        await ctx.store.signals.change(one.id, task=task.number)
    await signals_changed(ctx, mine)
    when = Moment(task.due_at or ctx.now)
    number = str(task.number)
    said = YOURS(number=number, when=when) if len(mine) == 1 else ALL_YOURS(n=len(mine), number=number, when=when)
    if ctx.heard.via == "pressed":
        return reply(said, buttons=[task_button(task.number)], private=True)
    return reply(bare(ctx, mine, communities), said, buttons=[task_button(task.number), show_button(signal)])


@command("signal look", help=HELP_LOOK, clock=True)
async def look_(args: LookAt, ctx: Ctx) -> Reply:
    """Typed when numbers of a day came late or were corrected; and every morning, about the day before and all those
    that nobody has looked at yet, whether there is a stand-up or not."""
    before = (args.due or ctx.now.astimezone(ctx.zone)).date() - timedelta(days=1)
    await look(ctx, args.date or before)
    await stir(ctx)
    return reply()


async def _has_it(signal: Signal, ctx: Ctx) -> Refusal:
    """Somebody was first: who it is, and her task."""
    if signal.task is None:
        risk, name = (await at_risk(ctx, [signal])).get(signal.number), named(signal, await people_of(ctx))
        if risk is None:
            return Refusal(IS_TAKEN(name=name), buttons=(show_button(signal),))
        number = str(risk.number)
        said = THERE(number=number) if signal.taken_by is None else AS_RISK(name=name, number=number)
        return Refusal(said, buttons=(risk_button(risk.number),))
    number = str(signal.task)
    buttons = (task_button(signal.task),)
    if signal.taken_by == ctx.me.id:
        return Refusal(YOURS_ALREADY(number=number), buttons=buttons)
    return Refusal(HERS(name=named(signal, await people_of(ctx)), number=number), buttons=buttons)


async def _again(signal: Signal, ctx: Ctx) -> Task | None:
    """The task that somebody had opened for it and given back."""
    task = await ctx.store.tasks.get(ctx.team.id, signal.task) if signal.task is not None else None
    if task is None or not await ctx.store.tasks.take(task.id, ctx.me.id, ctx.now):
        return None
    if task.due_at is None or task.due_at <= ctx.now:
        due = await _due(ctx)
        await ctx.store.tasks.change(task.id, due_at=due)
        task = replace(task, due_at=due)
    await begin(ctx, task)
    return task


async def _opened(group: Group, communities: Mapping[int, Community], ctx: Ctx) -> Task:
    # What is kept as words for all is in the team's language.
    tongue = Tongue(ctx.team.language, ctx.zone, ctx.team.currency)
    words = tongue.speak(title(ctx, group, communities))
    figures = "\n".join(tongue.speak(bare(ctx, (one,), communities)) for one in group)
    origin = f"{SIGNAL}{group[0].number}"
    return await open_task(ctx, words, owner=ctx.me.id, due_at=await _due(ctx), origin=origin, details=figures)


async def _due(ctx: Ctx) -> datetime:
    """The end of the next working day."""
    today = ctx.now.astimezone(ctx.zone).date()
    day = (await calendar_of(ctx.store, ctx.team)).later(today, 1)
    return instant_of(datetime.combine(day, EVENING), ctx.zone)
