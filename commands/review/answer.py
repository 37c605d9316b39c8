"""Answering a review: by a form, by a line, or by a reply to its prompt. What comes too late is not lost."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Form,
    Moment,
    Mono,
    Question,
    Refusal,
    Reply,
    Rest,
    command,
    reply,
    text,
)  # fmt: skip
from commands.kit.clean import cleaned, one_line
from commands.kit.fields import Numbered
from commands.kit.reply import Choice, carries
from storage import Round, RoundKind

from .face import SHOW, is_hers, look_at, prompt
from .kinds import (
    ASKED,
    BADLY,
    CAUSE,
    CLICKS,
    DIARY,
    GAP,
    KINDS,
    NAMES,
    NEXT,
    PARTS,
    PROMISED,
    REMARK,
    REMARK_PART,
    RISING,
    WELL,
    kind_called,
)  # fmt: skip
from .lines import LONGEST, begins_with_label, counted, labelled, only_marks, sorted_out

HELP = text("Answer the review that is open")
ROUND = text("Number of the round")
KIND = text("Which review")
WHOLE = text("It is all I say")
WORDS = text("What you say; lines may begin with a label, such as “next week:”")

NOTED = text("{name}: noted. You can change it until {when}.")
TOO_SHORT = text(
    "Your diary has {n} sign; at least {all} are needed.", "Your diary has {n} signs; at least {all} are needed."
)
TOO_LONG = text(
    "An answer has at most {all} characters; this one has {n}. Nothing is saved yet: shorten it in the form."
)
OVER = text("The review was closed {when}, so this is not in its summary.")
NONE = text("No review is open now.")
NO_SUCH = text("This review is not there any more.")
KEPT = text("Nothing is lost. What you wrote:")
PART = text("{question}: {words}")
AS_TASK = text("As a task: {line}")
NOTHING = text("There is nothing in it.")
WHICH_ONE = text("Which review is this for? Your words are kept.")
WHICH_OPEN = text("Several reviews are open. Which one?")
CHANGE = text("Change", context="button")
ADD_TASK = text("Make it a task", context="button")
WEEKLY = text("/review answer went well: the fair next week: print earlier")

LONGEST_TITLE: Final = 200
LATEST: Final = 8
"""Rounds among which one that was closed today is sought."""
_ABOUT = re.compile(r"\s*(?P<name>round|kind|whole)[:=：＝](?P<value>\S+)", re.IGNORECASE)


class Words(Args):
    """Labels are part of the text, so only what says which review is meant is an option."""

    text: Annotated[str | None, Rest(), Ask(WORDS, long=True)] = None
    round: Annotated[Numbered | None, Ask(ROUND)] = None
    kind: Annotated[RoundKind | None, BeforeValidator(kind_called), Ask(KIND, choices=NAMES)] = None
    whole: Annotated[Literal["yes"] | None, Ask(WHOLE)] = None
    well: Annotated[str | None, Ask(WELL, long=True)] = None
    badly: Annotated[str | None, Ask(BADLY, long=True)] = None
    cause: Annotated[str | None, Ask(CAUSE, long=True)] = None
    next: Annotated[str | None, Ask(NEXT, long=True)] = None
    clicks: Annotated[str | None, Ask(CLICKS, long=True)] = None
    gap: Annotated[str | None, Ask(GAP, long=True)] = None
    words: Annotated[str | None, Ask(RISING, long=True)] = None
    diary: Annotated[str | None, Ask(DIARY, long=True)] = None
    asked: Annotated[str | None, Ask(ASKED, long=True)] = None
    promised: Annotated[str | None, Ask(PROMISED, long=True)] = None

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while option := _ABOUT.match(tail):
            found[option["name"].lower()] = option["value"]
            tail = tail[option.end() :]
        return found | ({"text": tail.strip()} if tail.strip() else {})


def _says_nothing(given: Mapping[str, Any]) -> bool:
    return not any(str(given.get(name) or "").strip() for name in ("text", *PARTS))


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | Reply:
    about = {name: value for name, value in given.items() if name in ("round", "kind")}
    round = await _which(Words.read(about, ctx), ctx)
    if isinstance(round, list):
        return reply(WHICH_OPEN(), buttons=_doors(round), private=True)
    if round is None:
        raise Refusal(NONE())
    if round.closed_at is not None:
        raise Refusal(OVER(when=Moment(round.closed_at)), buttons=_summary(round))
    return _form(round, await _mine(round, ctx))


@command(
    "review answer", help=HELP, private=True, asks=_asks, incomplete=_says_nothing,
    examples=("/review answer", WEEKLY), hears=("review", "round"),
)  # fmt: skip
async def answer(args: Words, ctx: Ctx) -> Reply:
    """Labels sort the words; those without one are a general remark. A form says everything anew; a line or a reply
    changes what it names and leaves the rest."""
    round = await _which(args, ctx)
    if isinstance(round, list):
        return reply(WHICH_ONE(), form=_which_form(args, round), private=True)
    if round is None or round.closed_at is not None:
        return await _too_late(args, round, ctx)
    kind = KINDS[round.kind]
    said = {part: cleaned(words).strip() for part in kind.questions if (words := getattr(args, part))}
    if args.text:
        said |= sorted_out(round.kind, args.text)
    said = {part: "" if only_marks(words) else words for part, words in said.items()}
    before = await _mine(round, ctx)
    if args.whole:
        before = {part: words for part, words in before.items() if part == REMARK_PART}
    elif REMARK_PART in before and REMARK_PART in said and said[REMARK_PART] not in before[REMARK_PART]:
        said[REMARK_PART] = f"{before[REMARK_PART]}\n{said[REMARK_PART]}"
    if not any(said.values()):
        raise Refusal(NOTHING())
    words = {part: kept for part, kept in (before | said).items() if kept}
    least = ctx.metrics.reviews.diary_signs
    if (most := max(map(len, words.values()))) > LONGEST:
        long = TOO_LONG(n=most, all=LONGEST)
        if args.whole:
            raise Refusal(long)
        return reply(long, form=_form(round, words), private=True)
    if kind.secret and (n := counted(words.get("diary", ""))) < least:
        short = TOO_SHORT(n=n, all=least)
        if args.whole:
            raise Refusal(short)  # the form comes back with it
        return reply(short, form=_form(round, words), private=True)
    await ctx.store.rounds.answer(round.id, ctx.me.id, words, ctx.now)
    shown = await prompt(ctx, await look_at(ctx, round))
    change = Button(CHANGE(), f"/review answer round:{round.id}")
    return reply(
        NOTED(name=kind.name(), when=Moment(round.closes_at)), buttons=[change], private=_alone(ctx), cards=[shown]
    )


def _alone(ctx: Ctx) -> bool:
    """What she wrote where others read it anyway is answered there."""
    return ctx.heard.via != "typed" or ctx.heard.private or ctx.heard.account.platform != "telegram"


async def _which(args: Words, ctx: Ctx) -> Round | list[Round] | None:
    """The one that is named; else the one that all labels belong to; else the only one that is open for her. Where that
    one is closed already, its latest. Where nothing says which of several it is, all of them: words that go to the
    wrong one may be read by everybody."""
    store, team = ctx.store.rounds, ctx.team.id
    if args.round is not None:
        found = await store.get(team, args.round) if 0 < args.round < 2**31 else None
        if found is None:
            raise Refusal(NO_SUCH())
        return found
    going = await store.going(team)
    if kinds := _kinds(args, secret=any(KINDS[one.kind].secret for one in going)):
        fits = [one for one in going if one.kind in kinds]
        if not fits:
            return next(iter(await store.latest(team, min(kinds))), None)
        return fits[0] if len({one.kind for one in fits}) == 1 else fits
    if not _says_nothing(vars(args)) and (late := await _just_closed(ctx)) is not None:
        return late
    hers = [one for one in going if await is_hers(ctx, one)] or going
    return hers if len(hers) > 1 else next(iter(hers), None)


def _kinds(args: Words, *, secret: bool) -> set[RoundKind]:
    """The kinds that an answer says it is for. While a ``secret`` one is open a label in the midst of the words says
    nothing: a diary may have one."""
    if args.kind:
        return {args.kind}
    named = {part for part in PARTS if getattr(args, part)}
    kinds = {kind for kind in KINDS if named & set(KINDS[kind].questions)}
    words = args.text or ""
    found = labelled(words)
    return kinds | {kind for kind in found if not secret or begins_with_label(kind, words)}


async def _just_closed(ctx: Ctx) -> Round | None:
    """The review that words without any label come too late for: that of the week, or a diary, which was closed
    today."""
    latest = await ctx.store.rounds.latest(ctx.team.id, n=LATEST)
    shut = [(one, one.closed_at) for one in latest if one.kind == "week" or KINDS[one.kind].secret]
    return next((one for one, at in shut if at and at.astimezone(ctx.zone).date() == ctx.today), None)


def _doors(rounds: Sequence[Round]) -> list[Button]:
    return [Button(KINDS[one.kind].name(), f"/review answer round:{one.id}") for one in rounds]


def _which_form(args: Words, rounds: Sequence[Round]) -> Form:
    """Asks which one; the words wait in it."""
    choices = tuple(Choice(str(one.id), KINDS[one.kind].name()) for one in rounds)
    asked = Question("round", KIND(), required=True, choices=choices)
    said = {part: words for part in ("text", *PARTS) if (words := getattr(args, part))}
    return Form("/review answer", WHICH_ONE(), ((asked,),), given=said)


async def _mine(round: Round, ctx: Ctx) -> dict[str, str]:
    answers = await ctx.store.rounds.answers(round.id)
    return next((dict(one.words) for one in answers if one.person == ctx.me.id), {})


def _form(round: Round, words: Mapping[str, str]) -> Form:
    kind = KINDS[round.kind]
    page = tuple(
        Question(part, ask(), required=kind.secret, long=True, value=words.get(part))
        for part, ask in kind.questions.items()
    )
    given = {part: said for part, said in words.items() if part in kind.questions}
    if len(remark := words.get(REMARK_PART, "")) > LONGEST:
        page += (Question("text", REMARK(), long=True, value=remark),)
        given["text"] = remark
    return Form(f"/review answer round:{round.id} whole:yes", kind.name(), (page,), given=given)


async def _too_late(args: Words, round: Round | None, ctx: Ctx) -> Reply:
    """Kindly: what she wrote is given back, and can become a task. What is open still has its button."""
    kind: RoundKind = round.kind if round else "week"
    said = {part: words for part in PARTS if (words := getattr(args, part))} | sorted_out(kind, args.text or "")
    asks = {part: ask for each in KINDS.values() for part, ask in each.questions.items()} | {REMARK_PART: REMARK}
    why = OVER(when=Moment(round.closed_at)) if round and round.closed_at else NONE()
    lines = tuple(PART(question=asks[part](), words=words) for part, words in said.items())
    task = one_line(said.get("next") or next(iter(said.values()), ""), LONGEST_TITLE)
    line = f"/task add {task}"
    buttons = [Button(ADD_TASK(), line)] if task and carries(line) else []
    how = [AS_TASK(line=Mono(line))] if task and not buttons else []
    open = [one for one in await ctx.store.rounds.going(ctx.team.id) if await is_hers(ctx, one)]
    buttons += [*_summary(round), *_doors(open)]
    return reply(why, KEPT(), Bullets(lines), *how, buttons=buttons, private=_alone(ctx))


def _summary(round: Round | None) -> tuple[Button, ...]:
    if round is None or KINDS[round.kind].secret:
        return ()
    return (Button(SHOW(), f"/review show {round.day}"),)
