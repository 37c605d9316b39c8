"""What drills there were, what goes on, and what is planned."""

from typing import Final

from commands.kit import (
    Amount,
    Args,
    Bullets,
    Button,
    Ctx,
    Heading,
    Moment,
    Refusal,
    Reply,
    Role,
    Said,
    command,
    reply,
    text,
)
from commands.kit.clean import on_card
from commands.kit.crisis import CLOCKS
from commands.kit.days import dated
from commands.kit.drills import counts, ending, marks, slowest
from commands.kit.reply import Block
from commands.kit.scores import average
from storage import Risk

from .drill import DROP, PLAN, RUN, SHOW, STOP
from .ending import plan_of
from .face import Look, OfRisk, buttons, face, look_at, titled
from .scorecard import scorecard

HELP_LIST = text("See the drills: what is planned, and how the last ones went")
HELP_SHOW = text("See how one drill went")

DRILLS = text("Drills")
GOES_ON = text("Going on: {title}")
PLANNED = text("Planned: {when}")
NONE_PLANNED = text("None is planned.")
NONE_YET = text("No drill was run yet. It runs the whole chain as an exercise, and is in no figure and no report.")
ONE = text("{number} · {day}: {title} – {result}")
SCORE = text("score {average}, slowest: {clock}")
SCORE_ALONE = text("score {average}")
SLOWEST = text("not scored, slowest: {clock}")
UNSCORED = text("not scored")
STOPPED = text("stopped")
REAL = text("ended for risk {number}")
NO_DRILL = text("Risk {number} is no drill.")

MOST: Final = 8
LONGEST_TITLE: Final = 60


class Nothing(Args):
    pass


@command("drill list", help=HELP_LIST, who=Role.OBSERVER, default=True, reads=True, examples=("/drill",))
async def list_(args: Nothing, ctx: Ctx) -> Reply:
    found = await ctx.store.risks.drills(ctx.team.id, MOST + 1)
    going = [one for one in found if one.closed_at is None]
    past = [one for one in found if one.closed_at is not None][:MOST]
    planned = await ctx.store.timers.find(plan_of(ctx))
    blocks: list[Block] = [Heading(DRILLS()), *(GOES_ON(title=titled(one)) for one in going)]
    blocks.append(PLANNED(when=Moment(planned.due_at)) if planned is not None else NONE_PLANNED())
    blocks.append(Bullets(tuple([await _line(ctx, one) for one in past])) if past else NONE_YET())
    shown = going or past
    buttons = [Button(STOP(), "/drill stop")] if going else [Button(RUN(), "/drill run", "primary")]
    buttons.append(Button(PLAN(), "/drill plan"))
    buttons += [Button(DROP(), "/drill drop")] if planned is not None else []
    buttons += [Button(SHOW(), f"/drill show {shown[0].number}")] if shown else []
    return reply(*blocks, buttons=buttons, private=True)


async def _line(ctx: Ctx, risk: Risk) -> Said:
    day = risk.raised_at.astimezone(ctx.zone).date()
    title = on_card(risk.title, LONGEST_TITLE)
    return ONE(number=str(risk.number), day=dated(day, ctx.today), title=title, result=await _result(ctx, risk))


async def _result(ctx: Ctx, risk: Risk) -> Said:
    if not counts(risk):
        return STOPPED() if ending(risk) == "stopped" else REAL(number=risk.reason.lstrip("#"))
    clocks = (await ctx.store.risk_story.clocks([risk.id])).get(risk.id, [])
    worst, points = (
        slowest(marks(risk, clocks, ctx.now)),
        average((await ctx.store.risk_story.scores(risk.id)).values()),
    )
    if worst is None:
        return UNSCORED() if points is None else SCORE_ALONE(average=Amount(points, "score"))
    clock = CLOCKS[worst.name]()
    return SLOWEST(clock=clock) if points is None else SCORE(average=Amount(points, "score"), clock=clock)


@command("drill show", help=HELP_SHOW, who=Role.OBSERVER, reads=True, examples=("/drill show 12",))
async def show(args: OfRisk, ctx: Ctx) -> Reply:
    look = await of_drill(ctx, args.number)
    over = look.risk.closed_at is not None
    seen = await scorecard(ctx, look) if over else face(ctx, look, buttons(look), whole=True)
    return Reply(seen.blocks, seen.buttons, private=True)


async def of_drill(ctx: Ctx, number: int) -> Look:
    """Raises ``Refusal`` for what is no drill."""
    look = await look_at(ctx, number)
    if not look.risk.drill:
        raise Refusal(NO_DRILL(number=str(number)), buttons=(Button(SHOW(), f"/risk show {number}"),))
    return look
