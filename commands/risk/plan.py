"""The revised plan of a risk: what a team does instead, so that its target still holds."""

from typing import Annotated, Final

from commands.kit import Ask, Ctx, Refusal, Reply, command, reply, text
from commands.kit.clean import cleaned
from commands.kit.standup import stir

from .answer import going, responded
from .clocks import stop_clocks
from .face import card, look_at
from .look import Worded
from .which import which

HELP = text("Write the revised plan of a risk")
WORDS = text("What is done instead, by whom, until when")

PLANNED = text("The plan is kept. Its clock has stopped.")
PLANNED_ANEW = text("The new plan is kept in the place of the old one.")
KEPT = text("The plan is kept.")
NO_WORDS = text("A plan needs words.")
TOO_LONG = text("A plan has at most {most} signs; this has {signs}. Put the details into notes.")

LONGEST: Final = 2000


class Plan(Worded):
    words: Annotated[str, Ask(WORDS, long=True)]


@command(
    "risk plan", help=HELP, asks=which("plan"),
    examples=(text("/risk plan 12 Two more posts a day, by Mei, until Friday"),),
)  # fmt: skip
async def plan(args: Plan, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    risk = going(look.risk)
    words = cleaned(args.words).strip()
    if not words:
        raise Refusal(NO_WORDS())
    if len(words) > LONGEST:
        raise Refusal(TOO_LONG(signs=str(len(words)), most=str(LONGEST)))
    await ctx.store.risk_story.tell(risk.id, ctx.now, "planned", ctx.me.id, ctx.heard.account.platform, words)
    stopped = await stop_clocks(ctx, risk, ["plan"])
    await responded(ctx, risk)
    await stir(ctx)
    said = PLANNED if stopped else PLANNED_ANEW if look.newest("planned") else KEPT
    return reply(said(), private=ctx.heard.via == "pressed", cards=[await card(ctx, args.number)])
