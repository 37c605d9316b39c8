"""The same problem twice: what was written of it becomes a part of the risk that is open already, or of two that are
open one is closed as a part of the other."""

from typing import Annotated

from commands.kit import Args, Ask, Button, Ctx, Moment, Refusal, Reply, Said, Tongue, Word, command, reply, text
from commands.kit.clean import cleaned
from commands.kit.crisis import ORDER
from commands.kit.fields import bare_number
from commands.kit.standup import stir
from storage import Risk, RiskState

from .answer import going
from .calls import quiet
from .clocks import ALL, unwind_clocks
from .face import Look, OfRisk, card, look_at
from .kept import give_out
from .linked import link
from .raising import Raise, raised
from .which import which

HELP = text("Join a risk that is open: with what you know of it, or another risk that is the same")
HELP_ANYWAY = text("Raise a risk although one looks the same")
WORDS = text("What you know of it, or the number of the risk that it is part of")
DRAFT = text("Draft")

JOINED = text("It stands in the story of risk {number}, and you help.")
ONE = text("Risk {less} is part of risk {more} now.")
PART = text("Part of risk {number}")
RAISED_BY = text("{title}, raised by {name} {when}")
OPENED_BY = text("{title}, opened by itself {when}")
ITSELF = text("A risk cannot be part of itself.")
WORSE = text("Risk {less} is worse than risk {more}. Join them the other way around.")
NOT_REAL = text("An exercise and a real risk cannot be joined.")
NO_WORDS = text("Say what you know of it.")
JOIN = text("Join them", context="button")

LONGEST = 2000
OPEN: tuple[RiskState, ...] = ("monitor", "identify", "respond", "verify")


class Joining(OfRisk):
    words: Annotated[str | None, Ask(WORDS, long=True)] = None
    draft: Annotated[str | None, Ask(DRAFT, inner=True)] = None

    @classmethod
    def _free(cls) -> str:
        return "words"


class Kept(Args):
    draft: Annotated[str, Word(), Ask(DRAFT)]


@command(
    "risk join", help=HELP, incomplete=lambda given: not (given.get("number") and (given.keys() & {"words", "draft"})),
    asks=which("join", needs=("words", "draft")),
    examples=("/risk join 13 12", text("/risk join 12 The cellar is full of water too")),
)  # fmt: skip
async def join(args: Joining, ctx: Ctx) -> Reply:
    risk = going((await look_at(ctx, args.number)).risk)
    other = bare_number(args.words or "")
    if args.draft is None and other.isdecimal():
        return await _part_of(ctx, risk, int(other))
    words, signal = args.words or "", None
    if args.draft is not None:
        kept = await give_out(ctx, args.draft)
        words, signal = "\n".join(kept[name] for name in ("title", "details") if name in kept), kept.get("signal")
    words = cleaned(words).strip()[:LONGEST]
    if not words:
        raise Refusal(NO_WORDS())
    linked = await link(ctx, risk, signal)
    if not risk.rule and linked.rule:  # what opened it stays what it came out of
        await ctx.store.risks.change(risk.id, rule=linked.rule)
    await ctx.store.risk_story.tell(risk.id, ctx.now, "joined", ctx.me.id, ctx.heard.account.platform, words)
    await _helps(ctx, risk, ctx.me.id)
    said = JOINED(number=str(risk.number))
    return reply(said, private=ctx.heard.via == "pressed", cards=[await card(ctx, risk.number)])


async def _part_of(ctx: Ctx, risk: Risk, number: int) -> Reply:
    """Its clocks count no more, its calls are taken back, and whoever raised it helps with the other."""
    look = await look_at(ctx, number)
    other = going(look.risk)
    less, more = str(risk.number), str(other.number)
    if risk.id == other.id:
        raise Refusal(ITSELF())
    if risk.drill != other.drill:
        raise Refusal(NOT_REAL())
    if ORDER.index(risk.level) < ORDER.index(other.level):
        around = Button(JOIN(), f"/risk join {more} {less}", "primary")
        raise Refusal(WORSE(less=less, more=more), buttons=(around,))
    spoken = Tongue(ctx.team.language, ctx.zone, ctx.team.currency)
    reason = spoken.speak(PART(number=more))
    over = {"closed_at": ctx.now, "closed_by": ctx.me.id, "reason": reason, "same_as": other.number}
    await ctx.store.risks.walk(risk.id, OPEN, "closed", **over)
    if risk.rule and not other.rule:  # what opened the one does not open another while this one is open
        await ctx.store.risks.change(other.id, rule=risk.rule)
    await unwind_clocks(ctx, risk, ALL)
    await ctx.store.risk_story.void(risk.id, ALL)
    await ctx.store.risk_story.tell(risk.id, ctx.now, "joined", ctx.me.id, ctx.heard.account.platform, reason)
    # All that was known of it stands in the story; the card keeps the newest note of the one that goes on.
    words = "\n".join(filter(None, (spoken.speak(_what_it_was(look, risk)), risk.details)))[:LONGEST]
    await ctx.store.risk_story.tell(other.id, ctx.now, "merged", ctx.me.id, ctx.heard.account.platform, words)
    await _helps(ctx, other, risk.raised_by)
    await quiet(ctx, risk)
    await stir(ctx)
    said, shown = ONE(less=less, more=more), [await card(ctx, risk.number), await card(ctx, other.number)]
    return reply(said, private=ctx.heard.via == "pressed", cards=shown)


def _what_it_was(look: Look, risk: Risk) -> Said:
    when = Moment(risk.raised_at)
    if risk.raised_by is None:
        return OPENED_BY(title=risk.title, when=when)
    return RAISED_BY(title=risk.title, name=look.name(risk.raised_by), when=when)


async def _helps(ctx: Ctx, risk: Risk, person: int | None) -> None:
    """Whoever knows of it helps, unless she has it."""
    helping = {one.person for one in await ctx.store.risk_story.story(risk.id) if one.deed == "helps"}
    if person is not None and person not in helping and person != risk.owner:
        await ctx.store.risk_story.tell(risk.id, ctx.now, "helps", person, ctx.heard.account.platform)


@command("risk anyway", help=HELP_ANYWAY, hidden=True)
async def anyway(args: Kept, ctx: Ctx) -> Reply:
    return await raised(Raise.read(await give_out(ctx, args.draft), ctx), ctx, sure=True)
