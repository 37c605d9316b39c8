"""The command itself: understand, and either file, ask which community, or open the form."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from commands.kit import (
    Args,
    Ask,
    Button,
    Ctx,
    Form,
    Metrics,
    Mono,
    Reply,
    Rest,
    command,
    named,
    reply,
    text,
)  # fmt: skip
from commands.kit.fields import PastDay
from commands.kit.hints import A_REPORT, did_you_mean
from commands.kit.picks import picks
from commands.kit.texts import echoed
from storage import Role

from .answer import meant, unread_blocks
from .desk import file
from .drafts import keep, which
from .filing import WhichCommunity, read_figure, understand
from .form import daily_form
from .read import Unread, read_report

HELP = text("Report the day's numbers of a community")
COMMUNITY = text("Community")
DATE = text("Day")
TEXT = text("All numbers in one line, such as joined 32 active 1.2k")
NOTE = text("Note (problems, ideas)")
WHICH_FORM = text("Which community do you report?")
NOTHING = text("I found no number in this; nothing was saved.")
HOW = text("For example {line}")
NO_DAY = ("not_a_day", "no_such_day")
WHICH_DAY = text("I can't read {words} as a day; nothing was saved.")
CHANGE = text("Change", context="button")
FORM = text("Open the form", context="button")

# A line that only says where and when asks for the form.
_WHERE = re.compile(r"(?:^|\s)(?:community|date|社群|社区|日期)\s?[:=：＝]\s?(?:\"[^\"]*\"|\S+)", re.IGNORECASE)


class Daily(Args):
    community: Annotated[str | None, Ask(COMMUNITY, source="communities")] = None
    date: Annotated[PastDay | None, Ask(DATE, source="days")] = None
    numbers: Metrics = {}
    note: Annotated[str | None, Ask(NOTE, long=True)] = None
    text: Annotated[str, Rest(), Ask(TEXT, long=True, source="metrics")] = ""

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        """All of it is one report, which has a grammar of its own."""
        return {"text": tail.strip()} if tail.strip() else {}


def _incomplete(given: Mapping[str, Any]) -> bool:
    """Whether nothing but community and day is said."""
    said = {name for name, value in given.items() if str(value).strip()} - {"community", "date", "text"}
    return not said and not _WHERE.sub(" ", str(given.get("text", ""))).strip()


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | Reply:
    """The form, or first the question which community it is for."""
    args = Daily.read(given, ctx)
    communities = await ctx.communities()
    where, day = args.community, args.date
    for entry in read_report(args.text, ctx.metrics, named(communities), ctx.today).entries:
        where, day = entry.community or where, entry.day or day
    if where is None and len(communities) > 1:
        when = f" date:{day.isoformat()}" if day else ""
        line = "/daily community:{key}" + when
        buttons, more = picks(communities.values(), line, line)
        return reply(WHICH_FORM(), *more, buttons=buttons, private=True)
    filing = (await understand(ctx, "", {}, where, day, None)).filings[0]
    return await daily_form(ctx, filing.community, filing.day)


async def _meant(ctx: Ctx, unread: Sequence[Unread]) -> tuple[Button, ...]:
    """The communities that unknown words may have meant."""
    communities = await ctx.communities()
    names = named(communities)
    near = dict.fromkeys(names[name] for one in unread for name in one.nearest if name in names)
    line = "/daily community:{key}"
    return picks([communities[key] for key in near], line, line)[0]


def check(field: str, value: str, ctx: Ctx) -> None:
    """Judges one answer of the form."""
    if ctx.metrics.get(field) is not None:
        read_figure(ctx, field, value)


@command(
    "daily", help=HELP, who=Role.STAFF, asks=_asks, incomplete=_incomplete, checks=check,
    examples=(
        A_REPORT, text("/daily {community} joined 3 active 40"), text("/daily yesterday joined 3 note: rain"),
    ),
)  # fmt: skip
async def daily(args: Daily, ctx: Ctx) -> Reply:
    given = args.model_dump(mode="json", exclude_none=True)
    try:
        understood = await understand(ctx, args.text, args.numbers, args.community, args.date, args.note)
    except WhichCommunity as unclear:
        return await which(given, ctx, unclear)
    filings = tuple(filing for filing in understood.filings if filing.numbers or filing.note)
    if filings and (strange := next((one for one in understood.unread if one.reason in NO_DAY), None)):
        # Today's numbers must not be overwritten because another day was misspelled.
        change = Button(CHANGE(), f"/daily change {await keep(ctx, filings, given)}")
        return reply(
            echoed(WHICH_DAY(words=Mono(strange.text))), *did_you_mean(strange.nearest), buttons=[change], private=True
        )
    if filings:
        return await file(ctx, filings, understood.unread, given=given)
    first = next(iter(understood.filings), None)
    if first and not understood.unread:
        return reply(form=await daily_form(ctx, first.community, first.day), private=True)
    form = Button(FORM(), f"/daily community:{first.community.key} date:{first.day.isoformat()}" if first else "/daily")
    example = HOW(line=Mono(A_REPORT()))
    likely = [*meant(first, understood.unread, ctx.metrics)][:2] if first else await _meant(ctx, understood.unread)
    return reply(NOTHING(), *unread_blocks(understood.unread), example, buttons=[*likely, form], private=True)
