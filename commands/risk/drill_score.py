"""How well a drill went, as those say who took part."""

from typing import Annotated

from commands.kit import Ask, Ctx, Refusal, Reply, Word, command, reply, text
from commands.kit.drills import counts
from commands.kit.fields import Numbered
from commands.kit.scores import took_part

from .drill_clock import settle
from .drills import of_drill
from .face import OfRisk, look_at
from .report import report_card
from .scorecard import is_settled, score_buttons

HELP = text("Score a drill, from 0 to 100")
POINTS = text("Score")

KEPT = text("Thank you: {points} of 100.")
GOES_ON = text("The drill goes on. It is scored when it is over.")
NO_SCORE = text("This drill was ended early, so it is not scored.")
ALL_IN = text("The scores of this drill are closed.")
NOT_YOURS = text("Only those who took part score a drill.")
OUT_OF = text("A score is a whole number from 0 to 100.")


class Scoring(OfRisk):
    points: Annotated[Numbered, Word(), Ask(POINTS)]


@command("drill score", help=HELP, examples=("/drill score 12 90",))
async def score(args: Scoring, ctx: Ctx) -> Reply:
    """Her newest counts, until everybody has scored or a day has passed."""
    look = await of_drill(ctx, args.number)
    risk = look.risk
    if risk.closed_at is None:
        raise Refusal(GOES_ON())
    if not counts(risk):
        raise Refusal(NO_SCORE())
    scorers = took_part(look.story, look.people)
    if ctx.me.id not in {one.id for one in scorers}:
        raise Refusal(NOT_YOURS())
    if is_settled(risk, await ctx.store.risk_story.scores(risk.id), scorers, ctx.now):
        raise Refusal(ALL_IN())
    if not 0 <= args.points <= 100:
        raise Refusal(OUT_OF(), buttons=tuple(score_buttons(risk)))
    await ctx.store.risk_story.score(risk.id, ctx.me.id, args.points, ctx.now)
    await settle(ctx, await look_at(ctx, args.number))
    return reply(KEPT(points=args.points), private=True, cards=[await report_card(ctx, args.number)])
