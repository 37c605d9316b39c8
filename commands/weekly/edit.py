"""/weekly edit: what the figures cannot say. Each change is a version; of a filed report a filed one."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar

from commands.kit import Ask, Ctx, Form, Moment, Question, Refusal, Reply, Said, command, fold, reply, text
from commands.kit.clean import cleaned
from commands.kit.metrics import Metric
from commands.kit.standup import stir
from commands.kit.typed import taken_apart
from storage import Weekly

from .asked import OfWeek, understood
from .figures import moved, read
from .report import (
    EDIT,
    FILE,
    HELP,
    HIGHLIGHTS,
    PARTS,
    PLAN,
    PROBLEMS,
    READ,
    Report,
    card,
    may_file,
    move,
    report_of,
    titled,
    when,
)
from .subject import must_write

HELP_EDIT = text("Write your weekly report: highlights, problems, plan, help needed")
WHY = text("Why: {name}")
WHY_1, WHY_2, WHY_3 = text("Why the first number moved"), text("Why the second moved"), text("Why the third moved")
MOVED = text("Numbers that the reasons are about")
VERSION = text("Version that is changed")
KEPT = text("Kept as version {n} of the draft.")
REFILED = text("Changed: version {n} of the filed report.")
SAME = text("That is what it says already.")
MEANWHILE = text(
    "{name} has changed it too, {when}: that is version {n}. What you did not change is as it says there."
)  # fmt: skip
TOO_LONG = text("{part}: {n} signs, and there is room for {most}. Nothing is kept yet: shorten it.")
NO_SUCH_MOVE = text("There is no such number to give a reason for.")

TWO_TALKS = text('/weekly edit plan:"two talks on saturday"')
SOLD = text('/weekly edit last week highlights:"40 orders in a day" problems:"rain"')

LONGEST, LONGEST_WHY = 4000, 1000
ALL_WHYS = 8000
"""Of all reasons together, as they are stored: three of the longest always find room."""
WHYS = ("why1", "why2", "why3")
TEXTS = (*PARTS, *WHYS)


class Edit(OfWeek):
    highlights: Annotated[str | None, Ask(HIGHLIGHTS, long=True)] = None
    problems: Annotated[str | None, Ask(PROBLEMS, long=True)] = None
    plan: Annotated[str | None, Ask(PLAN, long=True)] = None
    help: Annotated[str | None, Ask(HELP, long=True)] = None
    why1: Annotated[str | None, Ask(WHY_1, long=True)] = None
    why2: Annotated[str | None, Ask(WHY_2, long=True)] = None
    why3: Annotated[str | None, Ask(WHY_3, long=True)] = None
    moved: Annotated[str | None, Ask(MOVED, inner=True)] = None
    version: Annotated[int | None, Ask(VERSION, inner=True)] = None

    also: ClassVar = {
        **OfWeek.also, "亮点": "highlights", "亮點": "highlights", "问题": "problems", "問題": "problems",
        "计划": "plan", "計畫": "plan", "計劃": "plan", "帮助": "help", "幫助": "help", "支持": "help", "支援": "help",
        "原因1": "why1", "原因2": "why2", "原因3": "why3",
    }  # fmt: skip

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        """Words behind a text belong to it, with their line breaks; those before the first say whose report it is."""
        names = {fold(name): name for name in cls.fields()} | {fold(name): field for name, field in cls.also.items()}
        found, between = taken_apart(tail, names, (), TEXTS)
        given: dict[str, Any] = dict(found)
        loose: list[str] = []
        for part in between:
            if part.text.strip() and part.behind:
                given[part.behind] = part.whole
            elif part.text.strip():
                loose += part.text.split()
        cls._no_strangers(loose, names, given)
        if loose:
            given["who"] = " ".join([given["who"], *loose] if "who" in given else loose)
        return given


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form:
    """With what was written before. What the reasons are about is kept in the form, whatever is reported meanwhile."""
    asked = await understood(ctx, OfWeek(who=given.get("who"), communities=given.get("communities")))
    await must_write(ctx, asked.subject, asked.week)
    report = await report_of(ctx, asked.subject, asked.week)
    newest = report.newest
    found = await read(ctx, asked.subject, asked.week)
    metrics = moved(ctx.metrics, found)
    known = {name: getattr(newest, name, "") for name in PARTS}
    texts = [Question(name, part(), long=True, value=known[name] or None) for name, part in PARTS.items()]
    whys = []
    for name, metric in zip(WHYS, metrics, strict=False):
        known[name] = newest.whys.get(metric.key, "") if newest else ""
        hint = move(found, metric)
        label = WHY(name=metric.label)
        whys.append(Question(name, label, long=True, value=known[name] or None, hint=hint))
    pages = (tuple(texts), tuple(whys)) if whys else (tuple(texts),)
    start = {name: value for name, value in known.items() if value} | {
        "moved": ",".join(metric.key for metric in metrics), "version": str(newest.version if newest else 0),
    }  # fmt: skip
    where = {"communities": given["communities"]} if given.get("communities") else {}
    name = asked.week.written() if where else f"#{asked.subject.key} {asked.week.written()}"
    return Form("/weekly edit", titled(ctx, report), pages, given=start | where | {"who": name})


@command(
    "weekly edit", help=HELP_EDIT, private=True, incomplete=lambda given: not given.keys() & set(TEXTS), asks=_asks,
    examples=("/weekly edit", TWO_TALKS, SOLD),
)  # fmt: skip
async def edit(args: Edit, ctx: Ctx) -> Reply:
    asked = await understood(ctx, args)
    await must_write(ctx, asked.subject, asked.week)
    report = await report_of(ctx, asked.subject, asked.week)
    before = report.newest
    written = await _written(ctx, args, report)
    if before is not None and all(getattr(before, name) == getattr(written, name) for name in (*PARTS, "whys")):
        raise Refusal(SAME(), buttons=tuple(report.button(READ, "show")))
    kept = await ctx.store.weeklies.keep(written)
    after = replace(report, versions=[*report.versions, kept])
    notes = _meanwhile(args, report)
    if kept.state == "filed":
        await stir(ctx)
        said = REFILED(n=str(kept.version))
        buttons = [*after.button(READ, "show"), *after.button(EDIT, "edit")]
        return reply(said, titled(ctx, after), *notes, buttons=buttons, cards=[await card(ctx, after)])
    filing = after.button(FILE, "file", first=True) if may_file(ctx, asked.week) and not after.empty else []
    buttons = [*filing, *after.button(READ, "show"), *after.button(EDIT, "edit")]
    return reply(
        KEPT(n=str(kept.version)), titled(ctx, after), *notes, *when(ctx, after), buttons=buttons, private=True
    )


async def _written(ctx: Ctx, args: Edit, report: Report) -> Weekly:
    """The next version. A line changes what it names. A form says all of it: what she has not changed there is as
    anybody else has written it meanwhile, and what she left out of it was taken away."""
    newest = report.newest or _blank(ctx, report)
    began = _blank(ctx, report) if args.version == 0 else newest
    began = next((one for one in report.versions if one.version == args.version), began)
    whole = args.version is not None

    def after(said: str | None, was: str, now: str, part: Said, longest: int) -> str:
        words = _clean(said or "", part, longest)
        return now if (said is None and not whole) or (whole and words == was) else words

    texts = {
        name: after(getattr(args, name), getattr(began, name), getattr(newest, name), part(), LONGEST)
        for name, part in PARTS.items()
    }
    whys = dict(newest.whys)
    about = await _moved(ctx, args, report)
    for metric, name in zip(about, WHYS, strict=False):
        key, part = metric.key, WHY(name=metric.label)
        whys[key] = after(getattr(args, name), began.whys.get(key, ""), whys.get(key, ""), part, LONGEST_WHY)
    whys = {key: words for key, words in whys.items() if words}
    kept = replace(newest, by=ctx.me.id, at=ctx.now, whys=_with_room(whys, {metric.key for metric in about}))
    return replace(kept, **texts)  # type: ignore[arg-type]


def _blank(ctx: Ctx, report: Report) -> Weekly:
    """What there was before anybody wrote."""
    return Weekly(0, ctx.team.id, report.subject.key, report.week.first, 0, "draft", ctx.me.id, ctx.now)


async def _moved(ctx: Ctx, args: Edit, report: Report) -> list[Metric]:
    """The figures that the reasons are about."""
    if args.moved is not None:
        found = [metric for key in args.moved.split(",") if key and (metric := ctx.metrics.get(key))]
    else:
        found = [*moved(ctx.metrics, await read(ctx, report.subject, report.week))]
    if any(getattr(args, name) is not None for name in WHYS[len(found) :]):
        raise Refusal(NO_SUCH_MOVE())
    return found


def _with_room(whys: Mapping[str, str], asked: Collection[str]) -> dict[str, str]:
    """Where there is no room for all, without the oldest of those that are not asked for any more: an earlier version
    has them."""
    kept = dict(whys)
    for key in whys:
        if len(json.dumps(kept, ensure_ascii=False)) > ALL_WHYS and key not in asked:
            del kept[key]
    return kept


def _clean(words: str, part: Said, longest: int) -> str:
    """Raises ``Refusal`` when there is no room for it."""
    words = cleaned(words).strip()
    if len(words) > longest:
        raise Refusal(TOO_LONG(part=part, n=str(len(words)), most=str(longest)))
    return "" if words in ("-", "–") else words


def _meanwhile(args: Edit, report: Report) -> list[Said]:
    """Somebody else wrote while the form was open: both versions are kept."""
    newest = report.newest
    if args.version is None or newest is None or newest.version == args.version:
        return []
    return [MEANWHILE(name=report.name(newest.by), when=Moment(newest.at), n=str(newest.version))]
