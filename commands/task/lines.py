"""The five work lines of an activity, each with an owner: put up when it is approved, dropped when it is stopped.

Both lines are typed by the clock, by timers that the activity winds.
"""

from collections import Counter
from datetime import datetime, timedelta
from typing import Annotated

from commands.kit import Args, Ask, Bullets, Button, Ctx, Heading, Reply, Role, Text, Word, command, reply, text
from commands.kit.clean import one_line
from commands.kit.fields import EVENING
from commands.kit.moments import instant_of
from commands.kit.why import LONGEST_WHY
from commands.kit.work import LONGEST_TITLE
from storage import Activity, Person, Task

from .claim import give
from .clock import notify, unwind, wind
from .face import card, look_at
from .listing import EVERY, buttons_of, line_of
from .routine import next_in_turn, team_tongue
from .template import ACTIVITY, TITLE, Piece
from .whole import ACTIVITY as NUMBER
from .whole import refresh

HELP_LINES = text("Put up the five work lines of an activity")
HELP_FOLD = text("Drop what is still open of an activity that was stopped")

PUT_UP = text("{n} work line of activity {number}: {name}", "{n} work lines of activity {number}: {name}")
STOPPED = text("The activity was stopped: {why}")
STOPPED_ONLY = text("The activity was stopped.")
ALL = text("All its tasks", context="button")

SCRIPT, POSTER, ANSWERS, MATERIAL, TRACKING = ACTIVITY
BEFORE_PREHEAT = (SCRIPT, POSTER)
"""What the announcement needs; the others have time until the evening before it starts."""
CRITERIA: dict[Piece, Text] = {
    SCRIPT: text("Goal, offer, dates and rules are in it as they were approved"),
    POSTER: text("Name, dates and offer are right, in the size of every channel"),
    ANSWERS: text("Prizes, rules, delivery and refunds are answered, and customer service has it"),
    MATERIAL: text("Everything is listed with the right price and enough stock"),
    TRACKING: text("A trial entry shows up in the figures"),
}


class OfActivity(Args):
    number: Annotated[int, Word(), Ask(NUMBER)]


@command("task lines", help=HELP_LINES, clock=True)
async def lines(args: OfActivity, ctx: Ctx) -> Reply:
    """Once for each activity, however often it is typed."""
    activity = await ctx.store.activities.get(ctx.team.id, args.number)
    if activity is None or activity.phase not in ("approved", "preheat", "ignition"):
        return reply()
    if await _there_already(activity, ctx):
        return reply()
    given: Counter[int] = Counter()
    tasks = []
    for piece in ACTIVITY:
        task = await _put_up(piece, activity, ctx)
        look = await look_at(ctx, task.number)
        await wind(ctx, look)
        owner = await next_in_turn(piece.job, ctx, given) or await _answers_for_it(activity, ctx)
        if owner is not None:
            await give(ctx, look, owner)
            given[owner.id] += 1
        tasks.append((await look_at(ctx, task.number)).task)
    await refresh(ctx, activity.id)
    holders = await ctx.store.tasks.holders([task.id for task in tasks])
    names = {person.id: person.name for person in await ctx.people()}
    head = PUT_UP(n=len(tasks), number=str(activity.number), name=activity.name)
    listed = Bullets(tuple(line_of(task, holders, names, ctx) for task in tasks))
    every = Button(ALL(), f"/task list activity:{activity.number}")
    return reply(Heading(head), listed, buttons=[*buttons_of(None, tasks), every], everywhere=True)


@command("task fold", help=HELP_FOLD, clock=True)
async def fold(args: OfActivity, ctx: Ctx) -> Reply:
    """Those who have one of its tasks hear of it. A task without a card gets none for that."""
    activity = await ctx.store.activities.get(ctx.team.id, args.number)
    if activity is None or (activity.phase != "stopped" and activity.stopped_at is None):
        return reply()
    why = STOPPED(why=activity.stop_why) if activity.stop_why else STOPPED_ONLY()
    words = one_line(team_tongue(ctx).speak(why), LONGEST_WHY)
    dropped = []
    for task in await ctx.store.tasks.listed(ctx.team.id, ["open", "claimed"], activity=activity.id):
        look = await look_at(ctx, task.number)
        if await ctx.store.tasks.end(
            task.id, ["open", "claimed"], "dropped", ctx.now, activity.stopped_by, words
        ):  # fmt: skip
            await unwind(ctx, look)
            for holder in look.holders:
                await notify(ctx, task, "dropped", holder.person)
            dropped.append(task.number)
    if not dropped:
        return reply()
    await refresh(ctx, activity.id)
    shown = await ctx.store.cards.shown(ctx.team.id, [f"task:{number}" for number in dropped])
    return reply(cards=[await card(ctx, number) for number in dropped if f"task:{number}" in shown])


async def _there_already(activity: Activity, ctx: Ctx) -> bool:
    """What the clock made for it since it was approved: people may have added tasks of their own before."""
    since = activity.approved_at or activity.proposed_at
    of_it = await ctx.store.tasks.listed(ctx.team.id, EVERY, activity=activity.id)
    return any(task.made_by is None and task.made_at >= since for task in of_it)


async def _put_up(piece: Piece, activity: Activity, ctx: Ctx) -> Task:
    tongue = team_tongue(ctx)
    title = one_line(tongue.speak(TITLE(name=activity.name, work=piece.work())), LONGEST_TITLE)
    return await ctx.store.tasks.add(
        Task(
            0, ctx.team.id, 0, title, ctx.now, due_at=_due(piece, activity, ctx), job=piece.job,
            criteria=tongue.speak(CRITERIA[piece]()), activity=activity.id,
        )
    )  # fmt: skip


def _due(piece: Piece, activity: Activity, ctx: Ctx) -> datetime:
    """What is over already is due when it starts, and where it has started before its end."""
    eve = activity.starts_at.astimezone(ctx.zone).date() - timedelta(days=1)
    wanted = activity.preheat_at if piece in BEFORE_PREHEAT else instant_of(datetime.combine(eve, EVENING), ctx.zone)
    return next((at for at in (wanted, activity.starts_at) if at > ctx.now), activity.ends_at)


async def _answers_for_it(activity: Activity, ctx: Ctx) -> Person | None:
    """Whoever proposed it, where nobody with the job title is there; who approved it, where she is gone."""
    people = {who.id: who for who in await ctx.people() if who.level >= Role.STAFF and not who.waiting}
    asked = (activity.proposed_by, activity.approved_by)
    return next((people[who] for who in asked if who is not None and who in people), None)
