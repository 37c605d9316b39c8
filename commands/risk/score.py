"""How well a risk was handled, in the eyes of those who took part."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from commands.kit import Ask, Button, Ctx, Heading, Mono, Refusal, Reply, Word, command, reply, text
from commands.kit.hints import verbatim
from commands.kit.scores import MOST, OFFERED, took_part
from commands.kit.width import narrow

from .face import OfRisk, look_at, titled
from .report import report_card
from .which import are_closed, which

HELP = text("Say how well a risk was handled, 0 to 100")
HELP_ASK = text("Ask somebody how well a risk was handled")
SCORE = text("Score, 0 to 100")
PERSON = text("Person")

ASKED = text("It is closed. How well was it handled, 0 to 100? The whole team sees the average, and not who said what.")
NOTED = text("Noted: {score} of 100. Say it again to change it.")
OUT_OF = text("A score is a whole number from 0 to {most}.")
NOT_CLOSED = text("Risk {number} is not closed yet. It is scored when it is.")
NOT_YOU = text("Only those who took part say how it was handled.")
IS_A_DRILL = text("That is a drill. It is scored with {line}.")
REPORT = text("Report", context="button")
SCORE_DRILL = text("Score it", context="button")


def _bare(value: Any) -> Any:
    return narrow(value).strip().removesuffix("分").removesuffix("%").strip() if isinstance(value, str) else value


class Scored(OfRisk):
    score: Annotated[int, BeforeValidator(_bare), Word(), Ask(SCORE)]


class Rated(OfRisk):
    person: Annotated[int, Ask(PERSON)]


@command("risk score", help=HELP, asks=which("score", are_closed), examples=("/risk score 12 90",))
async def score(args: Scored, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    if look.risk.closed_at is None:
        raise Refusal(NOT_CLOSED(number=str(look.risk.number)))
    if look.risk.drill:
        line = f"/drill score {look.risk.number} {args.score}"
        raise Refusal(IS_A_DRILL(line=Mono(line)), buttons=(Button(SCORE_DRILL(), line, "primary"),))
    if not 0 <= args.score <= MOST:
        raise Refusal(OUT_OF(most=MOST))
    if ctx.me.id not in {one.id for one in took_part(look.story, look.people)}:
        raise Refusal(NOT_YOU())
    await ctx.store.risk_story.score(look.risk.id, ctx.me.id, args.score, ctx.now)
    return reply(NOTED(score=args.score), private=True, cards=[await report_card(ctx, args.number)])


@command("risk rate", help=HELP_ASK, clock=True, reads=True)
async def rate(args: Rated, ctx: Ctx) -> Reply:
    """In her private chat; nothing where she has said it meanwhile."""
    look = await look_at(ctx, args.number)
    if args.person in await ctx.store.risk_story.scores(look.risk.id):
        return reply()
    choices = [Button(verbatim(str(one)), f"/risk score {args.number} {one}") for one in OFFERED]
    return reply(
        Heading(titled(look.risk)), ASKED(), buttons=[*choices, Button(REPORT(), f"/risk report {args.number}")]
    )
