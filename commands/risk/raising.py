"""Raising a risk: in one line, with what is not known left open. Its card is up at once, and whoever answers is
called in the same moment. One that looks like another is asked about first, unless it is red: that is opened at once,
as somebody may be in danger while a question waits, and the offer to join the two stands beside it."""

from collections.abc import Mapping
from dataclasses import replace
from operator import ne
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator

from commands.kit import Args, Ask, Button, Ctx, Form, Refusal, Reply, Text, Word, command, reply, text
from commands.kit.clean import cleaned, one_line
from commands.kit.communities import find_community
from commands.kit.crisis import LEVELS, ORDER, clocks_of, level_meant
from commands.kit.playbooks import OTHER, RiskKind, kinds_quoted
from commands.kit.standup import stir
from storage import FOLDED, Level, Risk

from .alike import alike
from .calls import call_now
from .clocks import wind_clocks
from .ending import comes_first
from .face import answering, titled
from .fold import fold, is_one_of_many, own_or_common
from .kept import keep
from .linked import link

HELP = text("Raise a risk: blue, yellow or red; also by answering a message")
TITLE_OF_FORM = text("Raise a risk")
OF_MESSAGE = text("Raise it as a risk", context="message")
LEVEL = text("Level", context="risk")
TITLE = text("What happened")
COMMUNITY = text("Community")
KIND = text("Kind")
DETAILS = text("What is known")
SIGNAL = text("Number of the abnormal figure that it is about")

RAISED = text("Raised. {title}")
NO_TITLE = text("Say in a few words what happened.")
SAME = text("This looks the same as one that is open:")
NOT_YET = text("Nothing is raised yet. What you wrote is kept.")
JOIN = text("Join it", context="button")
JOIN_THEM = text("Join them", context="button")
ANYWAY = text("Raise anyway", context="button")
SHOW = text("Show", context="button")

LONGEST_TITLE, LONGEST_DETAILS = 200, 4000

_LEVELS: dict[str, Text] = {str(level): said for level, said in LEVELS.items()}

OF_RISK = {
    "级别": "level", "級別": "level", "等级": "level", "等級": "level", "社群": "community", "类型": "kind",
    "類型": "kind", "已知": "details", "标题": "title", "標題": "title", "情况": "details", "情況": "details",
}  # fmt: skip


class Raise(Args):
    level: Annotated[Level, Word(), Ask(LEVEL, choices=_LEVELS), BeforeValidator(level_meant)]
    title: Annotated[str | None, Ask(TITLE)] = None
    community: Annotated[str | None, Ask(COMMUNITY, source="communities")] = None
    kind: Annotated[RiskKind, Ask(KIND, source="kinds")] = OTHER
    details: Annotated[str | None, Ask(DETAILS, long=True)] = None
    signal: Annotated[str | None, Ask(SIGNAL)] = None

    also: ClassVar = OF_RISK

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        return super().split(kinds_quoted(tail))

    @classmethod
    def read(cls, given: Mapping[str, Any], context: Any = None) -> Self:
        """A red one waits for no kind that cannot be read: it stands with what is known, and is asked for on the
        card."""
        try:
            return super().read(given, context)
        except Refusal:
            read = super().read({name: value for name, value in given.items() if name != "kind"}, context)
            if read.level != "red":
                raise
            known = filter(None, (read.details, str(given["kind"])))
            return read.model_copy(update={"details": "\n".join(known)})

    @classmethod
    def _free(cls) -> str:
        return "title"

    @classmethod
    def _mistyped(cls, name: str, names: Mapping[str, str]) -> list[str]:
        """Nothing that was meant for an option goes into the title: its letters may have changed places, and of a
        Chinese name one sign may be wrong."""
        slips = [
            one for one in names
            if len(one) == len(name) > 1
            and (sorted(one) == sorted(name) or (not one.isascii() and sum(map(ne, one, name)) == 1))
        ]  # fmt: skip
        return super()._mistyped(name, names) or slips


def raise_form(given: Mapping[str, Any]) -> Form:
    """What is known already stands in it. The figure that it is about is not asked for."""
    questions = [question for question in Raise.questions(given) if question.field != "signal"]
    first = [replace(question, required=True) if question.field == "title" else question for question in questions]
    return Form(
        "/risk raise", TITLE_OF_FORM(), (tuple(first),), given={name: str(value) for name, value in given.items()}
    )


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | None:
    """An answer to a message needs no title: its first line is one, and all of it is what is known."""
    words = ctx.heard.reply_text.strip()
    if words and given.get("level"):
        return None
    if words:
        title = given.get("title") or one_line(words.partition("\n")[0], LONGEST_TITLE)
        more = {} if title == words else {"details": words[:LONGEST_DETAILS]}
        given = {**more, **given, "title": title}
    return raise_form(given)


@command(
    "risk raise", help=HELP, asks=_asks, of_message=OF_MESSAGE,
    incomplete=lambda given: not (given.get("level") and given.get("title")),
    examples=(text("/risk raise red Gatehouse flooded"), text("/risk raise yellow kind:refunds Many want money back")),
)  # fmt: skip
async def raise_(args: Raise, ctx: Ctx) -> Reply:
    return await raised(args, ctx)


async def raised(args: Raise, ctx: Ctx, *, sure: bool = False) -> Reply:
    """``sure``: she knows of the one that looks the same."""
    message = ctx.heard.reply_text.strip()
    typed = one_line((args.title or "").strip(), LONGEST_DETAILS)
    title = one_line(typed or message.partition("\n")[0], LONGEST_TITLE)
    if not title:
        raise Refusal(NO_TITLE())
    community = await find_community(ctx, args.community) if args.community else None
    heard = message if message != title and message not in (args.details or "") else ""
    # What does not fit into the title is not lost.
    known = (typed if typed != title else "", args.details or "", heard)
    said = cleaned("\n".join(filter(None, known))).strip()
    risk = Risk(
        0, ctx.team.id, 0, args.level, args.kind, title, ctx.now, ctx.now, said[:LONGEST_DETAILS],
        community.id if community else None, ctx.me.id,
    )  # fmt: skip
    twin = None if sure else alike(risk, await ctx.store.risks.open(ctx.team.id))
    if twin is not None and risk.level != "red":
        kept = {"level": risk.level, "kind": risk.kind, "title": title, "details": risk.details}
        kept |= {"community": community.key if community else "", "signal": args.signal or ""}
        draft = await keep(ctx, kept)
        choices = [
            Button(JOIN(), f"/risk join {twin.number} draft:{draft}", "primary"),
            Button(ANYWAY(), f"/risk anyway {draft}"), Button(SHOW(), f"/risk show {twin.number}"),
        ]  # fmt: skip
        return reply(SAME(), titled(twin), NOT_YET(), buttons=choices, private=True)
    risk = await open_risk(ctx, await link(ctx, risk, args.signal))
    blocks = [RAISED(title=titled(risk))] if ctx.place is None else []
    if twin is None:
        return reply(*blocks, cards=[await own_or_common(ctx, risk)])
    # The one that is as bad or worse stays.
    less, more = sorted((risk, twin), key=lambda one: (-ORDER.index(one.level), -one.number))
    choices = [Button(JOIN_THEM(), f"/risk join {less.number} {more.number}")]
    return reply(*blocks, SAME(), titled(twin), buttons=choices, cards=[await own_or_common(ctx, risk)])


async def open_risk(ctx: Ctx, risk: Risk) -> Risk:
    """Keep it, unless it is kept already, start its clocks, and call whoever answers, unless it is one of many at
    once."""
    if await is_one_of_many(ctx, risk):
        risk = replace(risk, step=FOLDED)
    if risk.id:
        await ctx.store.risks.change(risk.id, step=risk.step, since=risk.since)
    else:
        risk = await ctx.store.risks.add(risk)
    clocks = clocks_of(risk, answering(ctx, risk))
    await ctx.store.risk_story.start(clocks)
    if risk.raised_by is None:
        await ctx.store.risk_story.tell(risk.id, ctx.now, "opened", words=risk.rule)
    else:
        await ctx.store.risk_story.tell(risk.id, ctx.now, "raised", risk.raised_by, ctx.heard.account.platform)
    await wind_clocks(ctx, risk, clocks)
    if risk.folded:
        await fold(ctx, risk)
    await call_now(ctx, risk)
    await comes_first(ctx, risk)
    await stir(ctx)
    return risk
