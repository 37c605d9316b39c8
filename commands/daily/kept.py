"""Numbers that wait: for *Save anyway*, for a community to be picked, or to be corrected in the form."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from commands.kit import Args, Ask, Ctx, Form, Question, Refusal, Reply, Word, command, reply, text
from commands.kit.fields import PastDay
from storage import Role

from .daily import Daily, check, daily
from .desk import file, may_correct
from .drafts import GONE, get
from .filing import understand, unpacked
from .form import daily_form, typed

HELP_SAVE = text("Save the numbers that were asked back")
HELP_CHANGE = text("Change the numbers that were asked back")
HELP_DROP = text("Drop the numbers that were asked back")
HELP_PICK = text("Say which community the numbers are of")
HELP_EDIT = text("Correct the numbers of a day")
DRAFT = text("Draft")
COMMUNITY = text("Community")
DATE = text("Day")
TEXT = text("All numbers, as typed")
DROPPED = text("Dropped. Nothing was saved.")
AS_TYPED = text("Daily report, as typed")


class Kept(Args):
    draft: Annotated[str, Word(), Ask(DRAFT)]


class Change(Daily):
    """The report as it should have been, and the draft that it takes the place of."""

    draft: Annotated[str, Word(), Ask(DRAFT)]

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        return {"draft": tail.strip()}


class Pick(Args):
    draft: Annotated[str, Word(), Ask(DRAFT)]
    community: Annotated[str, Word(), Ask(COMMUNITY)]


class Edit(Args):
    community: Annotated[str, Word(), Ask(COMMUNITY, source="communities")]
    date: Annotated[PastDay, Word(), Ask(DATE, source="days")]


@command("daily save", help=HELP_SAVE, who=Role.STAFF, hidden=True)
async def save(args: Kept, ctx: Ctx) -> Reply:
    then, kept = await get(ctx, args.draft)
    return await file(then, unpacked(json.loads(kept["filings"]), await ctx.communities()), sure=True)


@command("daily drop", help=HELP_DROP, who=Role.STAFF, hidden=True)
async def drop(args: Kept, ctx: Ctx) -> Reply:
    await get(ctx, args.draft)
    return reply(DROPPED(), private=True, replace=True)


@command("daily pick", help=HELP_PICK, who=Role.STAFF, hidden=True)
async def pick(args: Pick, ctx: Ctx) -> Reply:
    then, kept = await get(ctx, args.draft)
    given = json.loads(kept["given"])
    words, numbers = given.get("text", ""), given.get("numbers", {})
    day = PastDayArgs.read({"date": given["date"]}, then).date if given.get("date") else None
    understood = await understand(then, words, numbers, args.community, day, given.get("note"), picked=True)
    return await file(then, understood.filings, understood.unread, given=given)


async def _change(given: Mapping[str, Any], ctx: Ctx) -> Form:
    """The form with what was asked back; several communities come back as the text that was typed."""
    then, kept = await get(ctx, str(given.get("draft", "")), drop=False)
    filings = unpacked(json.loads(kept["filings"]), await ctx.communities())
    if len(filings) > 1:
        said = {"date": then.today.isoformat(), **json.loads(kept["given"])}
        question = Question("text", TEXT(), required=True, long=True, value=said["text"])
        return Form("/daily", AS_TYPED(), ((question,),), given={**said.pop("numbers", {}), **said})
    known = {key: typed(value) for key, value in filings[0].numbers.items()}
    if filings[0].note:
        known["note"] = filings[0].note
    return await daily_form(ctx, filings[0].community, filings[0].day, known)


async def _corrected(given: Mapping[str, Any], ctx: Ctx) -> Form:
    return replace(await _change(given, ctx), line=f"/daily change {given['draft']}")


@command(
    "daily change", help=HELP_CHANGE, who=Role.STAFF, hidden=True, asks=_corrected, checks=check,
    incomplete=lambda given: given.keys() <= {"draft"},
)  # fmt: skip
async def change(args: Change, ctx: Ctx) -> Reply:
    """What comes back from the form settles the question, so that its buttons do not undo it."""
    await ctx.store.drafts.drop(args.draft)
    return await daily.run(Daily.model_construct(**args.model_dump(exclude={"draft"})), ctx)


async def _edit(given: Mapping[str, Any], ctx: Ctx) -> Form:
    args = Edit.read(given, ctx)
    filing = (await understand(ctx, "", {}, args.community, args.date, None)).filings[0]
    await may_correct(ctx, filing)
    return await daily_form(ctx, filing.community, filing.day, again=True)


@command("daily edit", help=HELP_EDIT, who=Role.STAFF, hidden=True, asks=_edit, incomplete=lambda given: True)
async def edit(args: Edit, ctx: Ctx) -> Reply:
    raise Refusal(GONE())


class PastDayArgs(Args):
    date: Annotated[PastDay, Ask(DATE)]
