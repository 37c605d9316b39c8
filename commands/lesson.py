"""/lesson: the case library. What was learnt is kept once and found again by any of its words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from storage import Lesson, LessonKind, Role

from .kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Listed,
    Moment,
    Mono,
    Refusal,
    Reply,
    Rest,
    Said,
    Word,
    command,
    fold,
    nearest,
    reply,
    text,
)  # fmt: skip
from .kit.clean import one_line
from .kit.fields import Numbered
from .kit.hints import did_you_mean, verbatim
from .kit.lessons import KINDS, learn, opens, origins, similar, told
from .kit.reply import Block, carries
from .kit.tiers import TIERS

HELP_SEARCH = text("Search what the team has learnt")
HELP_SHOW = text("See one lesson")
HELP_ADD = text("Keep a lesson in the case library")
HELP_RETIRE = text("Take a lesson out of the library")
SOUGHT = text("Words to look for")
KIND = text("Kind")
PAGE = text("Page")
NUMBER = text("Number of the lesson")
WORDS = text("The lesson; its first line is the title")
ACTIVITY = text("Learnt in activity (number)")

POSTER_LATE = text("/lesson poster late")
ORDER_EARLY = text("/lesson add pitfall Order posters ten days before")
COUNTDOWN = text("/lesson add reusable activity:3 Countdown wording for three days")

ALL = text("{n} lesson, the newest first", "{n} lessons, the newest first")
FOUND = text("{n} lesson with {words}", "{n} lessons with {words}")
NONE = text("There is no lesson with {words}.")
NEAREST = text("Nearest to it:")
NONE_SUCH = text("There is no lesson of this kind with {words}.")
NO_LESSON = text("There is no lesson yet. {line} keeps the first one.")
NONE_OF_KIND = text("There is no lesson of this kind yet.")
NEXT_LINE = text("The next page: {line}")
NO_SUCH = text("There is no lesson {number} in this team.")
NO_ACTIVITY = text("There is no activity {number} in this team.")
LEARNT = text("From activity {number}: {name} ({tier})")
OF_TIER = text("Tier: {tier}")
KEPT_BY = text("Kept by {name}, {when}")
KEPT_AT = text("Kept {when}")
RETIRED_AT = text("Taken out of the library {when}")
KEPT = text("Kept. It is offered again when something like it is planned.")
RETIRED = text("It is out of the library: it is not found and not offered any more.")
IS_OUT = text("Lesson {number} is out of the library already.")
NOT_YOURS = text("Only whoever added lesson {number} or a manager can take it out.")
NEXT = text("Next page", context="button")
LIST = text("All lessons", context="button")
RETIRE = text("Take out", context="button")
ADD = text("Add a lesson", context="button")

ON_A_PAGE = 8
MOST_BUTTONS = 4
LONGEST_LINE = 80
"""Of a title in a list: two lines on a phone."""
MOST_WORDS = 8
"""More words than that are a sentence; the first ones say what it is about."""

_GAPS = re.compile(r"[\s、，；]+")
_FIRST = re.compile(r"(?P<word>[^\s:：]+)[\s:：]*(?P<rest>.*)", re.DOTALL)
_NAME = re.compile(r"[^\W\d_\u3400-\u9fff]{3,}")


class Search(Args):
    words: Annotated[str | None, Ask(SOUGHT)] = None
    kind: Annotated[LessonKind | None, Ask(KIND, choices=KINDS)] = None
    page: Annotated[int, Ask(PAGE)] = 1

    also: ClassVar = {"类别": "kind", "類別": "kind", "页": "page", "頁": "page"}


class Which(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


class Add(Args):
    kind: Annotated[LessonKind, Ask(KIND, choices=KINDS)]
    words: Annotated[str, Rest(), Ask(WORDS, long=True)]
    activity: Annotated[Numbered | None, Ask(ACTIVITY)] = None

    also: ClassVar = {"类别": "kind", "類別": "kind", "活动": "activity", "活動": "activity"}

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        """The kind may also stand first: ``pitfall Posters came late``, ``避坑：海报来晚了``."""
        found = super().split(tail)
        begins = _FIRST.match(found.get("words", ""))
        if begins and "kind" not in found and (kind := cls._choice("kind", begins["word"])) in KINDS:
            found |= {"kind": kind, "words": begins["rest"]}
        return {name: value for name, value in found.items() if value}


async def _newest(given: Mapping[str, Any], ctx: Ctx) -> Reply:
    """Where no number was given: those there are, with buttons."""
    return await _listed(Search(), ctx)


@command(
    "lesson search", help=HELP_SEARCH, who=Role.OBSERVER, default=True, reads=True,
    examples=(POSTER_LATE, "/lesson kind:pitfall"),
)  # fmt: skip
async def search(args: Search, ctx: Ctx) -> Reply:
    return await _listed(args, ctx)


@command("lesson show", help=HELP_SHOW, who=Role.OBSERVER, reads=True, asks=_newest, examples=("/lesson show 4",))
async def show(args: Which, ctx: Ctx) -> Reply:
    lesson = await _get(args.number, ctx)
    # The title is the first line: it is said once, unless it was cut.
    first, _, rest = lesson.words.partition("\n")
    left = rest.strip() if first.strip() == lesson.title else lesson.words
    words = [verbatim(left)] if left else []
    buttons = [Button(RETIRE(), f"/lesson retire {lesson.number}")] if _may_retire(lesson, ctx) else []
    facts = Bullets(tuple(await _facts(lesson, ctx)))
    return reply(Heading(told(lesson)), *words, facts, buttons=[*buttons, _all()], private=True)


@command(
    "lesson add", help=HELP_ADD,
    examples=(ORDER_EARLY, COUNTDOWN),
)  # fmt: skip
async def add(args: Add, ctx: Ctx) -> Reply:
    origin = None
    if args.activity is not None:
        known = 0 < args.activity < 2**31
        origin = await ctx.store.activities.get(ctx.team.id, args.activity) if known else None
        if origin is None:
            raise Refusal(NO_ACTIVITY(number=str(args.activity)))
    activity, tier = (origin.id, origin.tier) if origin else (None, "")
    lesson = await learn(ctx, args.kind, args.words, activity=activity, tier=tier)
    return reply(Heading(told(lesson)), KEPT(), buttons=[opens(lesson)])


@command("lesson retire", help=HELP_RETIRE, asks=_newest, examples=("/lesson retire 4",))
async def retire(args: Which, ctx: Ctx) -> Reply:
    lesson, number = await _get(args.number, ctx), str(args.number)
    if not _may_retire(replace(lesson, retired_at=None), ctx):
        raise Refusal(NOT_YOURS(number=number))
    if not await ctx.store.lessons.retire(lesson.id, ctx.now):
        raise Refusal(IS_OUT(number=number), buttons=(_all(),))
    return reply(Heading(told(lesson)), RETIRED(), buttons=[_all()])


async def _listed(args: Search, ctx: Ctx) -> Reply:
    typed = _GAPS.sub(" ", args.words or "").split()[:MOST_WORDS]
    words = list(filter(None, map(fold, typed)))
    # Words of which nothing is left, such as a lone dash, are in no lesson.
    found = [] if typed and not words else await ctx.store.lessons.found(ctx.team.id, words, args.kind or "")
    if not found:
        return await _none(typed, words, args.kind, ctx)
    pages = -(-len(found) // ON_A_PAGE)
    page = max(1, min(args.page, pages))
    shown = found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    head = FOUND(n=len(found), words=_quoted(typed)) if typed else ALL(n=len(found))
    blocks: list[Block] = [Heading(head), Bullets(tuple(map(_line, shown)))]
    buttons = [opens(lesson) for lesson in shown[:MOST_BUTTONS]]
    if page < pages:
        kind = f"kind:{args.kind}" if args.kind else ""
        line = " ".join(filter(None, ["/lesson search", *typed, kind, f"page:{page + 1}"]))
        if carries(line):
            buttons.append(Button(NEXT(), line))
        else:
            blocks.append(NEXT_LINE(line=Mono(line)))
    return reply(*blocks, buttons=[*buttons, _all()] if typed else buttons, private=True)


async def _none(typed: Sequence[str], words: Sequence[str], kind: LessonKind | None, ctx: Ctx) -> Reply:
    """Nothing has all of that: what comes nearest, or the list."""
    adds = [Button(ADD(), "/lesson add")] if ctx.me.level >= Role.STAFF else []
    if not typed and kind is None:
        return reply(NO_LESSON(line=Mono("/lesson add")), buttons=adds, private=True)
    if not typed:
        return reply(NONE_OF_KIND(), buttons=[*adds, _all()], private=True)
    blocks: list[Block] = [(NONE_SUCH if kind else NONE)(words=_quoted(typed))]
    near = (await _near(words, kind, ctx))[:MOST_BUTTONS]
    buttons = [opens(lesson) for lesson in near]
    if near:
        blocks += [NEAREST(), Bullets(tuple(map(_line, near)))]
    elif meant := await _meant(words, ctx):
        blocks += did_you_mean(meant)
        buttons = [Button(verbatim(word), f"/lesson search {word}") for word in meant]
    return reply(*blocks, buttons=[*buttons, _all()], private=True)


async def _near(words: Sequence[str], kind: LessonKind | None, ctx: Ctx) -> list[Lesson]:
    """The one of this number; else those of another kind; else those that have all words but one; else those that have
    anything in common."""
    store, team = ctx.store.lessons, ctx.team.id
    number = words[0].lstrip("#") if len(words) == 1 else ""
    if number.isdecimal() and len(number) < 10 and (one := await store.get(team, int(number))) and not one.retired_at:
        return [one]
    if kind is not None and words and (found := await store.found(team, words)):
        return found
    if len(words) > 1:
        but_one = [await store.found(team, [*words[:at], *words[at + 1 :]]) for at in range(len(words))]
        if found := list({lesson.number: lesson for some in but_one for lesson in some}.values()):
            return sorted(found, key=lambda lesson: -lesson.number)
    return await similar(ctx, "", " ".join(words), MOST_BUTTONS)


async def _meant(words: Sequence[str], ctx: Ctx) -> list[str]:
    """Words of titles that a single word was probably meant for."""
    known = {
        name for lesson in await ctx.store.lessons.found(ctx.team.id) for name in _NAME.findall(fold(lesson.title))
    }
    near = nearest(words[0], sorted(known)) if len(words) == 1 else []
    return [word for word in near if carries(f"/lesson search {word}")]


async def _get(number: int, ctx: Ctx) -> Lesson:
    lesson = await ctx.store.lessons.get(ctx.team.id, number) if 0 < number < 2**31 else None
    if lesson is None:
        raise Refusal(NO_SUCH(number=str(number)), buttons=(_all(),))
    return lesson


async def _facts(lesson: Lesson, ctx: Ctx) -> list[Said]:
    facts = []
    origin = (await origins(ctx)).get(lesson.activity) if lesson.activity is not None else None
    if origin is not None:
        facts.append(LEARNT(number=str(origin.number), name=origin.name, tier=TIERS[origin.tier]()))
    else:
        facts += [OF_TIER(tier=called()) for tier, called in TIERS.items() if tier == lesson.tier]
    names = {person.id: person.name for person in await ctx.store.people.of(ctx.team.id, left=True)}
    name, when = names.get(lesson.made_by or 0), Moment(lesson.made_at)
    facts.append(KEPT_BY(name=name, when=when) if name else KEPT_AT(when=when))
    if lesson.retired_at is not None:
        facts.append(RETIRED_AT(when=Moment(lesson.retired_at)))
    return facts


def _may_retire(lesson: Lesson, ctx: Ctx) -> bool:
    mine = lesson.made_by == ctx.me.id and ctx.me.level >= Role.STAFF
    return lesson.retired_at is None and (mine or ctx.me.level >= Role.MANAGER)


def _line(lesson: Lesson) -> Said:
    return told(replace(lesson, title=one_line(lesson.title, LONGEST_LINE)))


def _quoted(typed: Sequence[str]) -> Listed:
    return Listed(tuple(Mono(one_line(word, LONGEST_LINE)) for word in typed))


def _all() -> Button:
    return Button(LIST(), "/lesson")
