"""What the clock does about a way: each morning whether it is reached already, and the morning after its last day how
it ended. The last day's reports have come in by then."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from commands.kit import Ask, Ctx, Reply, Said, Value, command, reply, text
from commands.kit.chart import figure
from commands.kit.goals import Standing, standings, way_of
from commands.kit.lateness import MORNING, next_morning
from commands.kit.moments import instant_of
from commands.kit.owners import everybody, owner_of
from commands.kit.plan import quiet_hours, within
from commands.kit.reply import Button
from commands.kit.told import Told, notify, spoken, unwind, wind
from storage import Goal

from .face import LIST, OfGoal, about, look_at, show_button, titled

HELP_CHECK = text("Tell when a goal is reached")
HELP_END = text("Tell how a goal has ended")
WHAT = text("What")

EARLY = text("Reached before its last day: {value} of {target}. Congratulations!")
REACHED = text("Reached: {value} of {target}. Congratulations!")
KEPT = text("Kept to: {value} of at most {target}. Congratulations!")
MISSED = text("Missed: {value} of {target}.")
EXCEEDED = text("Missed: {value} of at most {target}.")

VERBS = ("check", "end")
What = Literal["early", "reached", "missed"]


class ToldOf(Told):
    what: Annotated[What, Ask(WHAT)]


async def begin(ctx: Ctx, goal: Goal) -> None:
    """Set what happens by the clock, as things are now; what has no last day never ends by itself."""
    await unwind(ctx, about(goal), VERBS)
    if goal.kind == "span" and goal.last is not None:
        await wind(ctx, about(goal), {"check": next_morning(ctx), "end": morning_after(ctx, goal.last)})


def morning_after(ctx: Ctx, day: date) -> datetime:
    """At ten; in a team that is still quiet then, as soon as it is not."""
    quiet = quiet_hours(ctx.team.quiet)
    morning = time.fromisoformat(quiet[1]) if quiet and within(f"{MORNING:%H:%M}", quiet) else MORNING
    return instant_of(datetime.combine(day + timedelta(days=1), morning), ctx.zone)


@command("goal check", help=HELP_CHECK, clock=True, reads=True)
async def check(args: OfGoal, ctx: Ctx) -> Reply:
    """Each morning until it is reached: said once. A mean is not reached before its last day, nor is a limit."""
    goal = await look_at(ctx, args.number)
    if goal.state != "open" or goal.last is None or ctx.today > goal.last:
        return reply()
    one = await _standing(ctx, goal)
    if one is not None:
        way = way_of(goal, one.metric)
        if way.limit or way.grows == "mean":
            return reply()
        if one.reached:
            return await _said(ctx, one, "early")
    await wind(ctx, about(goal), {"check": next_morning(ctx)})
    return reply()


@command("goal end", help=HELP_END, clock=True)
async def end(args: OfGoal, ctx: Ctx) -> Reply:
    goal = await look_at(ctx, args.number)
    if goal.state != "open" or goal.last is None or ctx.today <= goal.last:
        return reply()
    one = await _standing(ctx, goal)
    what: Literal["reached", "missed"] = "reached" if one is not None and one.reached else "missed"
    await unwind(ctx, about(goal), VERBS)
    if not await ctx.store.goals.end(goal.id, what, ended_at=ctx.now) or one is None:
        return reply()
    return await _said(ctx, one, what)


async def _said(ctx: Ctx, one: Standing, what: What) -> Reply:
    """To all in the channels, and to her whose goal it is."""
    goal = one.goal
    if (owner := owner_of(goal, await everybody(ctx))) is not None:
        await notify(ctx, about(goal), what, owner.id)
    return reply(titled(goal, one.name), _words(one, what), buttons=_steps(goal), everywhere=True)


def _words(one: Standing, what: What) -> Said:
    slots: dict[str, Value] = {
        "value": figure(one.value, one.metric.kind), "target": figure(one.goal.target, one.metric.kind)
    }  # fmt: skip
    limit = way_of(one.goal, one.metric).limit
    match what:
        case "early":
            return EARLY(**slots)
        case "reached":
            return (KEPT if limit else REACHED)(**slots)
        case "missed":
            return (EXCEEDED if limit else MISSED)(**slots)


def _steps(goal: Goal) -> list[Button]:
    return [show_button(goal), Button(LIST(), "/goal")]


@command("goal told", help=HELP_END, clock=True, reads=True)
async def told(args: ToldOf, ctx: Ctx) -> Reply:
    """Typed for one person: in her private chat, or where that is closed in the channel, by her name."""
    goal, people = await look_at(ctx, args.number), await everybody(ctx)
    one, owner = await _standing(ctx, goal), owner_of(goal, people)
    expected = "open" if args.what == "early" else args.what
    still = one is not None and owner is not None and owner.id == args.person and goal.state == expected
    said = _words(one, args.what) if still and one is not None else None
    name = people[args.person].name if args.person in people else ""
    title = titled(goal, one.name if one is not None else goal.metric)
    return await spoken(ctx, about(goal), args, args.what, name, title, said, buttons=_steps(goal))


async def _standing(ctx: Ctx, goal: Goal) -> Standing | None:
    """``None`` when its metric is gone."""
    found = await standings(ctx, [goal])
    return found[0] if found else None
