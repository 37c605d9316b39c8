"""What the clock does about drills: ends one whose time is up or that something real comes before, asks those who took
part for a score, and says to those who lead when one is due. It starts none: somebody does that who knows the day."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated, Final, Literal

from commands.kit import Amount, Args, Ask, Button, Ctx, Heading, Reply, Said, command, reply, text
from commands.kit.drills import SCORED_FOR, counts
from commands.kit.fields import Numbered
from commands.kit.lateness import leaders
from commands.kit.moments import instant_of
from commands.kit.periods import period_of
from commands.kit.plan import calendar_of
from commands.kit.private import home
from commands.kit.schedule import every
from commands.kit.scores import average, took_part
from commands.kit.told import About, Told, notify, spoken
from storage import Timer

from .drill import PLAN, RUN, SHOW, end, plan_repeat
from .ending import about_drill, ended, plan_of, scored_by
from .face import Look, OfRisk, card, look_at, titled
from .report import report_card
from .scorecard import is_settled, score_buttons

HELP_OVER = text("End a drill whose time is up, and ask for scores")
HELP_YIELD = text("End a drill because something real happened")
HELP_SCORED = text("Close the scores of a drill")
HELP_DUE = text("Say that a drill is due")
HELP_TOLD = text("Tell somebody about a drill")
REAL = text("The risk that is real")
WHEN_DUE = text("When it was due")
SINCE = text("First day that was missed")
WHAT = text("What")

LEAVE_IT = text("Please leave the drill now.")
SCORE_IT = text("The drill is over. How well did the team do, from 0 to 100?")
DRILL = text("Drill")
DUE_NOW = text("A drill is planned for now.")
REPEAT_NOW = text("Drill {number} scored {average} of 100, so it is repeated: now is the time.")
NONE_YET = text("No drill was run in this quarter yet, and none is planned.")

QUARTERLY = every(
    "first-monday-of-quarter 10:00", name="drill.quarter", label=text("Drill of the quarter"), line="/drill quarter",
    late="always", private=True,
)  # fmt: skip
ONCE_MORE: Final = timedelta(weeks=4)
"""After which it is said again, within the quarter."""

What = Literal["score", "due", "quarter"]


class Yielding(OfRisk):
    to: Annotated[Numbered, Ask(REAL)]


class Due(Args):
    number: Annotated[Numbered, Ask(REAL)] = 0
    """The drill that is repeated, if it is a repeat."""


class Quarter(Args):
    due: Annotated[datetime, Ask(WHEN_DUE)]
    since: Annotated[str | None, Ask(SINCE)] = None


class ToldOf(Told):
    what: Annotated[What, Ask(WHAT)]


@command("drill over", help=HELP_OVER, clock=True, reads=True)
async def over(args: OfRisk, ctx: Ctx) -> Reply:
    """Its time is up, or somebody verified it just now."""
    look = await look_at(ctx, args.number)
    if look.risk.closed_at is None:
        await end(ctx, look.risk, None)
        look = await look_at(ctx, args.number)
    risk = look.risk
    if risk.closed_at is None or not counts(risk):
        return reply()
    await ctx.store.risk_story.tell(risk.id, ctx.now, "report")
    await scored_by(ctx, risk, risk.closed_at + SCORED_FOR)
    for person in took_part(look.story, look.people):
        await notify(ctx, about_drill(risk), "score", person.id)
    return reply(cards=[await card(ctx, args.number), await report_card(ctx, args.number)])


@command("drill yield", help=HELP_YIELD, clock=True, reads=True)
async def yield_(args: Yielding, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    if not await end(ctx, look.risk, None, f"#{args.to}"):
        return reply()
    again = await plan_repeat(ctx)
    look = await look_at(ctx, args.number)
    return reply(
        Heading(titled(look.risk)), ended(look.risk, look.people), LEAVE_IT(),
        buttons=[Button(SHOW(), f"/risk show {args.to}", "primary")], everywhere=True,
        cards=[await card(ctx, args.number), *again],
    )  # fmt: skip


@command("drill scored", help=HELP_SCORED, clock=True, reads=True)
async def scored(args: OfRisk, ctx: Ctx) -> Reply:
    """The time in which it could be scored is over."""
    await settle(ctx, await look_at(ctx, args.number))
    return reply(cards=[await report_card(ctx, args.number)])


async def settle(ctx: Ctx, look: Look) -> None:
    """Once all scores are in: what did not go well is planned again."""
    risk, scores = look.risk, await ctx.store.risk_story.scores(look.risk.id)
    if is_settled(risk, scores, took_part(look.story, look.people), ctx.now):
        await ctx.store.timers.stop(about_drill(risk).key("scored"))
        await plan_repeat(ctx)


@command("drill due", help=HELP_DUE, clock=True, reads=True)
async def due(args: Due, ctx: Ctx) -> Reply:
    """What was planned is due: those who lead are told, and one of them starts it."""
    about = About("drill", ctx.team.id, args.number)
    for who in await leaders(ctx):
        await notify(ctx, about, "due", who.id)
    return reply()


@command("drill quarter", help=HELP_DUE, clock=True, reads=True)
async def quarter(args: Quarter, ctx: Ctx) -> Reply:
    """Where none was run in the quarter, and none is planned; once more after some weeks."""
    local = ctx.now.astimezone(ctx.zone)
    day, calendar = local.date() + ONCE_MORE, await calendar_of(ctx.store, ctx.team)
    day = day if calendar.works(day) else calendar.later(day, 1)
    if await _was_run(ctx):
        return reply()
    if day <= period_of("quarter", local.date()).last:
        at, line = (
            instant_of(datetime.combine(day, local.time()), ctx.zone),
            f"/drill quarter due:{args.due:%Y-%m-%dT%H:%M}",
        )
        await ctx.store.timers.set(
            Timer(0, ctx.team.id, f"drill:quarter:{ctx.team.id}", at, line, await home(ctx), None)
        )
    if await ctx.store.timers.find(plan_of(ctx)) is None:
        for who in await leaders(ctx):
            await notify(ctx, About("drill", ctx.team.id, 0), "quarter", who.id)
    return reply()


async def _was_run(ctx: Ctx) -> bool:
    now = period_of("quarter", ctx.today)
    days = [
        one.raised_at.astimezone(ctx.zone).date()
        for one in await ctx.store.risks.drills(ctx.team.id, 20)
        if counts(one)
    ]
    return any(now.first <= day <= now.last for day in days)


@command("drill told", help=HELP_TOLD, clock=True, reads=True)
async def told(args: ToldOf, ctx: Ctx) -> Reply:
    people = {one.id: one.name for one in await ctx.people()}
    name = people.get(args.person, "")
    if args.what != "score":
        said = await _due(ctx, args) if name else None
        about = About("drill", ctx.team.id, args.number)
        steps = [Button(RUN(), "/drill run", "primary"), Button(PLAN(), "/drill plan"), Button(SHOW(), "/drill")]
        return await spoken(ctx, about, args, args.what, name, DRILL(), said, buttons=steps)
    look = await look_at(ctx, args.number)
    scores = await ctx.store.risk_story.scores(look.risk.id)
    open_ = counts(look.risk) and not is_settled(look.risk, scores, took_part(look.story, look.people), ctx.now)
    said = SCORE_IT() if name and open_ and args.person not in scores else None
    choices = score_buttons(look.risk)
    return await spoken(ctx, about_drill(look.risk), args, args.what, name, titled(look.risk), said, buttons=choices)


async def _due(ctx: Ctx, args: ToldOf) -> Said | None:
    """Nothing while one is going on."""
    if await ctx.store.risks.open(ctx.team.id, drill=True):
        return None
    if args.what == "quarter":
        return None if await _was_run(ctx) else NONE_YET()
    if not args.number:
        return DUE_NOW()
    before = await look_at(ctx, args.number)
    points = average((await ctx.store.risk_story.scores(before.risk.id)).values())
    return REPEAT_NOW(number=str(args.number), average=Amount(points or Decimal(), "score"))
