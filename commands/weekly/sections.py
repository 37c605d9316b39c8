"""What a draft tells of besides figures: tasks, activities, risks, signals. ``SECTIONS`` is the list; what is to be
told of a week as well is one function more in it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal

from commands.kit import Bullets, Ctx, Moment, Said, text
from commands.kit.clean import one_line
from commands.kit.moments import instant_of
from commands.kit.periods import Period
from commands.kit.reply import Block
from commands.kit.rules import roi, shown_roi
from commands.kit.signals import line
from commands.kit.tiers import PHASES
from commands.kit.weeklies import carers
from storage import Activity, State, Task

from .goals import goals
from .risks import RISKS, told
from .subject import Subject

FINISHED = text("{n} finished task:", "{n} finished tasks:")
OPEN = text("{n} open task:", "{n} open tasks:")
ACTIVITIES = text("{n} activity of the week:", "{n} activities of the week:")
SIGNALS = text("{n} open signal:", "{n} open signals:")
TASK = text("{number} · {title}")
DUE = text("{task}, due {when}")
OVERDUE = text("{task}, overdue since {when}")
ACTIVITY = text("{number} · {name} – {phase}")
ROI = text("{activity}, ROI {roi}")
FORECAST = text("{activity}, forecast ROI {roi}")
MORE = text("and {n} more", "and {n} more")

MOST = 6
"""Of each kind: the rest is counted."""
LONGEST = 80

Section = Callable[[Ctx, Subject, Period], Awaitable[list[Block]]]


async def finished(ctx: Ctx, subject: Subject, week: Period) -> list[Block]:
    """What she, or whoever owns the communities, finished, and what was finished of their activities."""
    found = await ctx.store.tasks.listed(ctx.team.id, ["done", "verified"], ended=span(ctx, week))
    mine = await _theirs(ctx, subject, week, found)
    return _listed(FINISHED(n=len(mine)), [_task(task) for task in mine])


async def open_(ctx: Ctx, subject: Subject, week: Period) -> list[Block]:
    """What is open now, the soonest due first; of a week that is over what was there in it already."""
    states: list[State] = ["open", "claimed"]
    _, end = span(ctx, week)
    found = [task for task in await ctx.store.tasks.listed(ctx.team.id, states) if task.made_at < end]
    mine = await _theirs(ctx, subject, week, found)
    return _listed(OPEN(n=len(mine)), [_open(ctx, task) for task in mine])


async def activities(ctx: Ctx, subject: Subject, week: Period) -> list[Block]:
    found = await _activities(ctx, subject, await ctx.store.activities.between(ctx.team.id, *span(ctx, week)))
    return _listed(ACTIVITIES(n=len(found)), [await _activity(ctx, one) for one in found])


async def signals(ctx: Ctx, subject: Subject, week: Period) -> list[Block]:
    """Figures of the communities that are abnormal and have not recovered."""
    communities = {each.id: each for each in subject.communities}
    people = {one.id: one for one in await ctx.store.people.of(ctx.team.id, left=True)}
    lines = [
        line(ctx, (signal,), communities, people)
        for signal in await ctx.store.signals.raised(ctx.team.id)
        if signal.community in communities and signal.day <= week.last
    ]
    return _listed(SIGNALS(n=len(lines)), lines)


async def risks(ctx: Ctx, subject: Subject, week: Period) -> list[Block]:
    """Those that were open in it."""
    lines = await told(ctx, subject, await ctx.store.risks.between(ctx.team.id, *span(ctx, week)))
    return _listed(RISKS(n=len(lines)), lines)


SECTIONS: Sequence[Section] = (goals, finished, open_, activities, risks, signals)


def span(ctx: Ctx, week: Period) -> tuple[datetime, datetime]:
    """From the midnight before its Monday to the one after its Sunday, on the team's clock."""
    first, after = (datetime.combine(day, time()) for day in (week.first, week.last + timedelta(days=1)))
    return instant_of(first, ctx.zone), instant_of(after, ctx.zone)


async def _theirs(ctx: Ctx, subject: Subject, week: Period, found: Sequence[Task]) -> list[Task]:
    """The tasks of a person are those she has or had; of communities those of whoever looks after them and those of
    their activities."""
    if subject.person is not None:
        people = {subject.person.id}
    else:
        ids = {each.id for each in subject.communities}
        # The owner; whoever reports a community that nobody owns.
        people = {hers[0].id for each, hers in await carers(ctx.store, ctx.team.id, week) if each.id in ids and hers}
    holders = await ctx.store.tasks.holders([task.id for task in found]) if found else []
    held = {holder.task for holder in holders if holder.person in people}
    of_activities: set[int] = set()
    if subject.person is None:
        every = await ctx.store.activities.listed(ctx.team.id, tuple(PHASES)) if found else []
        of_activities = {one.id for one in every if one.community in ids}
    return [task for task in found if task.id in held or task.activity in of_activities]


async def _activities(ctx: Ctx, subject: Subject, found: Sequence[Activity]) -> list[Activity]:
    """Those of the communities and those of the whole team; of a person also those that she proposed."""
    ids = {each.id for each in subject.communities}
    who = subject.person.id if subject.person is not None else 0
    return [one for one in found if one.community is None or one.community in ids or one.proposed_by == who]


def _task(task: Task) -> Said:
    return TASK(number=str(task.number), title=one_line(task.title, LONGEST))


def _open(ctx: Ctx, task: Task) -> Said:
    if task.due_at is None:
        return _task(task)
    return (OVERDUE if task.due_at <= ctx.now else DUE)(task=_task(task), when=Moment(task.due_at))


async def _activity(ctx: Ctx, one: Activity) -> Said:
    """With the ROI that is final, else the one so far, else the forecast."""
    said = ACTIVITY(number=str(one.number), name=one_line(one.name, LONGEST), phase=PHASES[one.phase]())
    if one.locked_roi is not None:
        return ROI(activity=said, roi=shown_roi(one.locked_roi))
    taken = await ctx.store.activities.takings(one.id)
    # What was not said again stays as it was said last.
    revenue = next((each.revenue for each in reversed(taken) if each.revenue is not None), None)
    refunds = next((each.refunds for each in reversed(taken) if each.refunds is not None), Decimal())
    cost = next((each.cost for each in reversed(taken) if each.cost is not None), None)
    if revenue is not None and cost:
        return ROI(activity=said, roi=shown_roi(roi(revenue, refunds, cost)))
    return FORECAST(activity=said, roi=shown_roi(one.forecast)) if one.forecast is not None else said


def _listed(head: Said, lines: Sequence[Said]) -> list[Block]:
    if not lines:
        return []
    left = [MORE(n=len(lines) - MOST)] if len(lines) > MOST else []
    return [head, Bullets((*lines[:MOST], *left))]
