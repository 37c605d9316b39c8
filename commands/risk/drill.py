"""/drill: the whole chain as an exercise, on a clock that runs faster. It is a risk that counts nowhere.

``drills.py`` shows those that were run; ``drill_clock.py`` is what the clock does about them; ``scorecard.py`` is
what is said of one that is over; ``ending.py`` says when that is.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Final, Literal

from commands.kit import (
    Args,
    Ask,
    Button,
    Ctx,
    Heading,
    Moment,
    Refusal,
    Reply,
    Role,
    Text,
    Tongue,
    command,
    fields,
    reply,
    text,
)
from commands.kit.clean import one_line
from commands.kit.drills import GOOD, PACES, USUAL_PACE, counts, ends_at, repeat_at
from commands.kit.plan import calendar_of
from commands.kit.playbooks import KINDS
from commands.kit.posts import where_it_stands
from commands.kit.reply import Card
from commands.kit.scores import average, took_part
from storage import Risk, Timer

from .calls import quiet
from .clocks import ALL, unwind_clocks
from .ending import DUE, about_drill, due_again, over_at, plan_of, repeated, set_plan
from .face import card, look_at, titled
from .raising import LONGEST_TITLE, open_risk
from .report import report_card
from .scorecard import is_settled

HELP_RUN = text("Run a drill: everything as if it was real, on a fast clock")
HELP_STOP = text("Stop the drill")
HELP_PLAN = text("Plan a drill: those who lead are reminded")
HELP_DROP = text("Take the plan of a drill back")
KIND = text("Kind")
TITLE = text("What happens in it")
PACE = text("How many times as fast")
WHEN = text("When")

EXERCISE = text("Drill: this is an exercise")
DO_IT = text(
    "Whoever is called acknowledges, writes a first note and the statement, and says when it is solved; somebody else "
    "verifies. Do as if it was real, but say nothing outside and change nothing that members see."
)
CLOCK = text(
    "The clock runs {pace} times as fast, so the statement is due {statement}. It is over {over} at the latest."
)
NO_STATEMENT = text("The clock runs {pace} times as fast. It is over {over} at the latest.")
NO_COUNT = text("It is in no figure and no report. Whatever is real comes first: a red risk ends the drill.")
GOES_ON = text("A drill is going on: {title}")
REAL_FIRST = text("Something real is open: {title}. Run the drill when it is solved.")
BAD_PACE = text("A drill can run {slowest} to {fastest} times as fast; {usual} is usual.")
NONE_GOES = text("No drill is going on.")
ENDED = text("The drill is stopped. Thank you. It does not count as one that was run.")
PLANNED = text("A drill is planned: {when}. Those who lead are reminded then, and one of them starts it.")
PLANNED_ANEW = text("The drill is planned anew: {when}, no longer {before}. Those who lead are reminded then.")
PLANNED_ALREADY = text("The drill is planned for {when} already. Those who lead are reminded then.")
IS_PAST = text("{when} is over.")
DROPPED = text("No drill is planned any more.")
NONE_PLANNED = text("No drill is planned.")

RUN = text("Run a drill now", context="button")
STOP = text("Stop the drill", context="button")
SHOW = text("Show", context="button")
PLAN = text("Plan a drill", context="button")
DROP = text("Drop the plan", context="button")

Scene = Literal["opinion", "fraud", "refunds", "policy", "competitor", "weather", "participation"]
SCENES: Final[Mapping[Scene, Text]] = {
    "opinion": text("A post that we cheat our members is shared everywhere"),
    "fraud": text("Thirty accounts of one person win the prizes"),
    "refunds": text("Sixty members want their money back within an hour"),
    "policy": text("The platform forbids groups like ours from tomorrow on"),
    "competitor": text("A competitor writes to our members in private"),
    "weather": text("A storm closes the venue three hours before it begins"),
    "participation": text("Ten people come to an activity for three hundred"),
}
"""In the order of their turns."""
_KINDS: dict[str, Text] = {str(kind): KINDS[kind] for kind in SCENES}
_OF_DRILL = {
    "类型": "kind", "類型": "kind", "标题": "title", "標題": "title", "倍速": "pace", "速度": "pace", "时间": "when",
    "時間": "when",
}  # fmt: skip


class Nothing(Args):
    pass


class Run(Args):
    kind: Annotated[Scene | None, Ask(KIND, choices=_KINDS)] = None
    title: Annotated[str | None, Ask(TITLE)] = None
    pace: Annotated[int, Ask(PACE)] = USUAL_PACE

    also: ClassVar = _OF_DRILL

    @classmethod
    def _free(cls) -> str:
        return "title"


class Planning(Args):
    when: Annotated[fields.Moment, Ask(WHEN)]

    also: ClassVar = _OF_DRILL


@command(
    "drill run", help=HELP_RUN, who=Role.MANAGER,
    examples=("/drill run", text("/drill run kind:fraud pace:24 Thirty accounts win")),
)  # fmt: skip
async def run(args: Run, ctx: Ctx) -> Reply:
    """What was planned is done with it."""
    if not PACES[0] <= args.pace <= PACES[1]:
        raise Refusal(BAD_PACE(slowest=PACES[0], fastest=PACES[1], usual=USUAL_PACE))
    for going in await ctx.store.risks.open(ctx.team.id, drill=None):
        show = Button(SHOW(), f"/risk show {going.number}")
        if going.drill:
            raise Refusal(
                GOES_ON(title=titled(going)),
                buttons=(
                    show,
                    Button(STOP(), "/drill stop"),
                ),
            )
        if going.level == "red" and going.solved_at is None:
            raise Refusal(REAL_FIRST(title=titled(going)), buttons=(show,))
    kind = args.kind or await _next(ctx)
    # What is kept as words for all is in the team's language.
    usual = Tongue(ctx.team.language, ctx.zone, ctx.team.currency).speak(SCENES[kind]())
    title = one_line(args.title or "", LONGEST_TITLE) or usual
    risk = Risk(
        0, ctx.team.id, 0, "red", kind, title, ctx.now, ctx.now, raised_by=ctx.me.id, drill=True, pace=args.pace
    )
    risk = await open_risk(ctx, risk)
    clocks = (await look_at(ctx, risk.number)).clocks
    over = ends_at(risk, clocks)
    await over_at(ctx, risk, over)
    planned = await ctx.store.timers.find(plan_of(ctx))
    await ctx.store.timers.stop(plan_of(ctx))
    statement = next((one.due_at for one in clocks if one.name == "statement"), None)
    said = NO_STATEMENT(pace=risk.pace, over=Moment(over))
    if statement is not None:
        said = CLOCK(pace=risk.pace, statement=Moment(statement), over=Moment(over))
    stop = Button(STOP(), "/drill stop")
    return reply(
        Heading(EXERCISE()), DO_IT(), said, NO_COUNT(), buttons=[stop], everywhere=True,
        cards=[await card(ctx, risk.number), *await _of_plan(ctx, planned)],
    )  # fmt: skip


async def _next(ctx: Ctx) -> Scene:
    """Kinds take turns."""
    turns = list(SCENES)
    last = next((one.kind for one in await ctx.store.risks.drills(ctx.team.id, 10) if one.kind in turns), turns[-1])
    return next(turns[(at + 1) % len(turns)] for at, kind in enumerate(turns) if kind == last)


@command("drill stop", help=HELP_STOP, who=Role.MANAGER, examples=("/drill stop",))
async def stop(args: Nothing, ctx: Ctx) -> Reply:
    found = await ctx.store.risks.open(ctx.team.id, drill=True)
    if not found:
        raise Refusal(NONE_GOES(), buttons=(Button(RUN(), "/drill run"),))
    for risk in found:
        await end(ctx, risk, ctx.me.id)
    buttons = [Button(RUN(), "/drill run"), Button(PLAN(), "/drill plan")]
    cards = [*[await card(ctx, one.number) for one in found], *await plan_repeat(ctx)]
    return reply(ENDED(), buttons=buttons, everywhere=True, cards=cards)


async def end(ctx: Ctx, risk: Risk, by: int | None, reason: str = "") -> bool:
    """Close a drill that nobody has verified; whoever was called hears that it is over. ``False`` when it is closed."""
    over = {"closed_at": ctx.now, "closed_by": by, "reason": reason}
    if not await ctx.store.risks.walk(risk.id, ["monitor", "identify", "respond", "verify"], "closed", **over):
        return False
    await unwind_clocks(ctx, risk, ALL)
    await ctx.store.risk_story.void(risk.id, ALL)
    await ctx.store.timers.stop(about_drill(risk).key("over"))
    await quiet(ctx, risk)
    return True


@command("drill plan", help=HELP_PLAN, who=Role.MANAGER, examples=("/drill plan fri 15:00",))
async def plan(args: Planning, ctx: Ctx) -> Reply:
    """There is one plan; another takes its place."""
    if args.when <= ctx.now:
        raise Refusal(IS_PAST(when=Moment(args.when)))
    before = await ctx.store.timers.find(plan_of(ctx))
    buttons = [Button(RUN(), "/drill run"), Button(DROP(), "/drill drop")]
    if before is not None and before.due_at == args.when:
        return reply(PLANNED_ALREADY(when=Moment(args.when)), buttons=buttons)
    line = before.line if before is not None else DUE
    await set_plan(ctx, args.when, line)
    if before is None:
        return reply(PLANNED(when=Moment(args.when)), buttons=buttons)
    said = PLANNED_ANEW(when=Moment(args.when), before=Moment(before.due_at))
    return reply(said, buttons=buttons, cards=await _of_plan(ctx, before))


@command("drill drop", help=HELP_DROP, who=Role.MANAGER, examples=("/drill drop",))
async def drop(args: Nothing, ctx: Ctx) -> Reply:
    before = await ctx.store.timers.find(plan_of(ctx))
    if before is None or not await ctx.store.timers.stop(plan_of(ctx)):
        raise Refusal(NONE_PLANNED(), buttons=(Button(PLAN(), "/drill plan"),))
    return reply(DROPPED(), buttons=[Button(PLAN(), "/drill plan")], cards=await _of_plan(ctx, before))


async def _of_plan(ctx: Ctx, plan: Timer | None) -> list[Card]:
    """The scorecard that names a plan as its repeat, where it stands."""
    number = repeated(plan.line) if plan is not None else 0
    if not number:
        return []
    card = await report_card(ctx, number)
    at = await where_it_stands(ctx, card.key)
    return [replace(card, at=at)] if at else []


async def plan_repeat(ctx: Ctx) -> list[Card]:
    """What did not go well is planned again, unless something is planned before that. What was ended early in the
    meantime changes nothing. Returns the scorecard that says so."""
    newest = next((one for one in await ctx.store.risks.drills(ctx.team.id, 20) if counts(one)), None)
    if newest is None:
        return []
    look, scores = await look_at(ctx, newest.number), await ctx.store.risk_story.scores(newest.id)
    points = average(scores.values())
    settled = newest.closed_at is not None and is_settled(newest, scores, took_part(look.story, look.people), ctx.now)
    if not settled or points is None or points >= GOOD:
        return []
    calendar, at = await calendar_of(ctx.store, ctx.team), newest.raised_at
    while at <= ctx.now:
        at = repeat_at(replace(newest, raised_at=at), ctx.zone, calendar)
    planned = await ctx.store.timers.find(plan_of(ctx))
    if planned is None or planned.due_at > at:
        await set_plan(ctx, at, due_again(newest))
    return await _of_plan(ctx, await ctx.store.timers.find(plan_of(ctx)))
