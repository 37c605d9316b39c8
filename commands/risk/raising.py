"""Raising a risk: in one line, with what is not known left open. Its card is up at once, and whoever answers is
called in the same moment."""

from typing import Annotated, ClassVar, Literal

from commands.kit import Args, Ask, Ctx, Refusal, Reply, Text, Word, command, reply, text
from commands.kit.clean import cleaned, one_line
from commands.kit.communities import find_community
from commands.kit.crisis import LEVELS, clocks_of
from commands.kit.playbooks import KINDS, OTHER
from commands.kit.standup import stir
from storage import Level, Risk

from .calls import call_now
from .clocks import wind_clocks
from .ending import comes_first
from .face import answering, card, titled

HELP = text("Raise a risk: blue, yellow or red")
LEVEL = text("Level")
TITLE = text("What happened")
COMMUNITY = text("Community")
KIND = text("Kind")
DETAILS = text("What is known")

RAISED = text("Raised. {title}")
NO_TITLE = text("Say in a few words what happened.")

LONGEST_TITLE, LONGEST_DETAILS = 200, 4000

Kind = Literal["fraud", "refunds", "opinion", "policy", "competitor", "weather", "participation", "other"]
_CHOICES: dict[str, Text] = dict(KINDS)
_LEVELS: dict[str, Text] = {str(level): said for level, said in LEVELS.items()}

OF_RISK = {
    "级别": "level", "級別": "level", "等级": "level", "等級": "level", "社群": "community", "类型": "kind",
    "類型": "kind", "标题": "title", "標題": "title", "情况": "details", "情況": "details",
}  # fmt: skip


class Raise(Args):
    level: Annotated[Level, Word(), Ask(LEVEL, choices=_LEVELS)]
    title: Annotated[str, Ask(TITLE)]
    community: Annotated[str | None, Ask(COMMUNITY, source="communities")] = None
    kind: Annotated[Kind, Ask(KIND, choices=_CHOICES)] = OTHER
    details: Annotated[str | None, Ask(DETAILS, long=True)] = None

    also: ClassVar = OF_RISK

    @classmethod
    def _free(cls) -> str:
        return "title"


@command(
    "risk raise", help=HELP,
    examples=(text("/risk raise red Gatehouse flooded"), text("/risk raise yellow kind:refunds Many want money back")),
)  # fmt: skip
async def raise_(args: Raise, ctx: Ctx) -> Reply:
    title = one_line(args.title, LONGEST_TITLE)
    if not title:
        raise Refusal(NO_TITLE())
    community = await find_community(ctx, args.community) if args.community else None
    said = args.details or ctx.heard.reply_text
    risk = Risk(
        0, ctx.team.id, 0, args.level, args.kind, title, ctx.now, ctx.now, cleaned(said).strip()[:LONGEST_DETAILS],
        community.id if community else None, ctx.me.id,
    )  # fmt: skip
    risk = await open_risk(ctx, risk)
    if ctx.place is not None:
        return reply(cards=[await card(ctx, risk.number)])
    return reply(RAISED(title=titled(risk)), cards=[await card(ctx, risk.number)])


async def open_risk(ctx: Ctx, risk: Risk) -> Risk:
    """Keep it, start its clocks, and call whoever answers."""
    risk = await ctx.store.risks.add(risk)
    clocks = clocks_of(risk, answering(ctx, risk))
    await ctx.store.risk_story.start(clocks)
    await ctx.store.risk_story.tell(risk.id, ctx.now, "raised", risk.raised_by, ctx.heard.account.platform)
    await wind_clocks(ctx, risk, clocks)
    await call_now(ctx, risk)
    await comes_first(ctx, risk)
    await stir(ctx)
    return risk
