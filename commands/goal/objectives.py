"""Objectives: what a few goals are for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar, Literal

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Form,
    Heading,
    Mono,
    Refusal,
    Reply,
    Role,
    Said,
    Text,
    Word,
    command,
    reply,
    text,
)
from commands.kit.clean import one_line
from commands.kit.days import dated
from commands.kit.fields import bare_number
from commands.kit.goals import standings
from commands.kit.owners import everybody, owner_of
from commands.kit.reply import Block
from commands.kit.words import fold
from storage import Objective

from .asked import ALSO, BY, OWNER
from .deadline import Deadline, with_whole_day
from .face import LIST, line_of
from .listing import OBJECTIVE, headed
from .rules import check_day
from .setting import worker

HELP = text("See objectives with their key results; add, edit or close one")
WHAT = text("What")
WORDS = text("Number or title")
TITLE = text("Title")
WHATS: dict[str, Text] = {
    "list": text("list", context="objective"), "show": text("show", context="objective"),
    "add": text("add", context="objective"), "edit": text("edit", context="objective"),
    "close": text("close", context="objective"),
}  # fmt: skip

ADDED = text("Objective {number} is added. A goal becomes its key result with {line}.")
CHANGED = text("Objective {number} is changed.")
CLOSED = text("Objective {number} is closed.")
LEFT_OPEN = text("{n} goal of it is still open.", "{n} goals of it are still open.")
IS_CLOSED = text("Objective {number} is closed already.")
THERE = text("Objective {number} is called this already.")
NONE = text("There is no objective yet.")
NO_SUCH = text("There is no objective {number} in this team.")
NO_TITLE = text("An objective needs a title.")
NO_NUMBER = text("Say which one by its number, for example {line}.")
NO_RESULT = text("It has no key result yet: add {line} to a goal.")
NOTHING = text("Say what is to be changed, for example {line}.")
BY_DAY = text("By {day}")
OWNED = text("Owner: {name}")
ONLY_MANAGERS = text("Only a manager can change objectives.")

ADD = text("Add", context="button")
EDIT = text("Edit", context="button")
CLOSE = text("Close", context="button")
SHOW_ONE = text("Show {number}")

LONGEST = 200
MOST_LISTED, MOST_BUTTONS, MOST_RESULTS = 15, 3, 12

What = Literal["list", "show", "add", "edit", "close"]
_VERBS: Mapping[str, What] = {
    "list": "list", "show": "show", "add": "add", "new": "add", "edit": "edit", "change": "edit", "close": "close",
    "end": "close", "列表": "list", "查看": "show", "添加": "add", "新增": "add", "新建": "add", "修改": "edit",
    "编辑": "edit", "編輯": "edit", "关闭": "close", "關閉": "close", "结束": "close", "結束": "close",
}  # fmt: skip


class Asked(Args):
    what: Annotated[What, Word(), Ask(WHAT, choices=WHATS)] = "list"
    words: Annotated[str | None, Ask(WORDS)] = None
    title: Annotated[str | None, Ask(TITLE)] = None
    by: Annotated[Deadline | None, Ask(BY, example="2026-12-31")] = None
    owner: Annotated[str | None, Ask(OWNER, source="people")] = None

    also: ClassVar = ALSO

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        """A number alone is one to be shown; what begins with none of the verbs is the title of a new one."""
        tail = with_whole_day(tail.strip())
        first, _, rest = tail.partition(" ")
        if (verb := _VERBS.get(first.lower())) is not None:
            return {"what": verb, **_without_what(super().split(f"{verb} {rest}"))}
        if bare_number(first).isdecimal():
            return {"what": "show", **_without_what(super().split(f"show {tail}"))}
        return super().split(tail) if ":" in first or not tail else super().split(f"add {tail}")


def _without_what(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name != "what"}


def _incomplete(given: Mapping[str, Any]) -> bool:
    what = given.get("what", "list")
    if what == "add":
        return not (given.get("words") or given.get("title"))
    return what == "edit" and bool(given.get("words")) and not given.keys() - {"what", "words"}


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | None:
    ctx.needs(Role.MANAGER, Refusal(ONLY_MANAGERS()))
    new = given.get("what") == "add"
    asked = [one for one in Asked.questions(given) if one.field in ("title", "by", "owner") and one.field not in given]
    return Form(
        "/goal objective", HELP(), (tuple(replace(one, required=new and one.field == "title") for one in asked),)
    )


@command(
    "goal objective", help=HELP, who=Role.OBSERVER, incomplete=_incomplete, asks=_asks,
    examples=(text("/goal objective add 15,000 members by spring by:2027-03-31"), "/goal objective close 2"),
)  # fmt: skip
async def objective(args: Asked, ctx: Ctx) -> Reply:
    if args.what not in ("list", "show"):
        ctx.needs(Role.MANAGER, Refusal(ONLY_MANAGERS()))
    match args.what:
        case "list":
            return await _list(ctx)
        case "show":
            return await _show(ctx, await _named(args, ctx))
        case "add":
            return await _add(args, ctx)
        case "edit":
            return await _edit(args, ctx, await _named(args, ctx))
        case "close":
            return await _close(ctx, await _named(args, ctx))


async def _list(ctx: Ctx) -> Reply:
    found = await ctx.store.goals.objectives(ctx.team.id)
    goals = await ctx.store.goals.listed(ctx.team.id, ["open", "reached", "missed"])
    known = {one.id for one in found}
    stand = await standings(ctx, [goal for goal in goals if goal.objective in known])
    lines = tuple(
        headed(one, [each for each in stand if each.goal.objective == one.id]) for one in found[:MOST_LISTED]
    )  # fmt: skip
    buttons = [_show_button(one) for one in found[:MOST_BUTTONS]]
    if ctx.me.level >= Role.MANAGER:
        buttons.append(Button(ADD(), "/goal objective add"))
    blocks: list[Block] = [Bullets(lines)] if lines else [NONE()]
    return reply(*blocks, buttons=[*buttons, Button(LIST(), "/goal")], private=True)


async def _show(ctx: Ctx, one: Objective) -> Reply:
    people = await everybody(ctx)
    goals = await ctx.store.goals.listed(ctx.team.id, ["open", "reached", "missed"], objective=one.id)
    stand = await standings(ctx, goals)
    facts: list[Said] = [BY_DAY(day=dated(one.last, ctx.today))] if one.last is not None else []
    if (owner := owner_of(one, people)) is not None:
        facts.append(OWNED(name=owner.name))
    if one.ended_at is not None:
        facts.append(CLOSED(number=str(one.number)))
    blocks: list[Block] = [Heading(headed(one, stand))]
    blocks += [Bullets(tuple(facts))] if facts else []
    if stand:
        blocks.append(Bullets(tuple(line_of(ctx, each, people) for each in stand[:MOST_RESULTS])))
    else:
        blocks.append(NO_RESULT(line=Mono(f"objective:{one.number}")))
    buttons = [Button(LIST(), "/goal")]
    if one.ended_at is None and ctx.me.level >= Role.MANAGER:
        line = f"/goal objective edit {one.number}"
        buttons = [Button(EDIT(), line), Button(CLOSE(), f"/goal objective close {one.number}"), *buttons]
    return reply(*blocks, buttons=buttons, private=True)


async def _add(args: Asked, ctx: Ctx) -> Reply:
    if args.by is not None:
        check_day(ctx, args.by)
    owner = await worker(ctx, args.owner) if args.owner else ctx.me
    title = await _title(ctx, args.title or args.words or "")
    new = Objective(0, ctx.team.id, 0, title, ctx.now, last=args.by, owner=owner.id, made_by=ctx.me.id)
    made = await ctx.store.goals.add_objective(new)
    said = ADDED(number=str(made.number), line=Mono(f"objective:{made.number}"))
    named = OBJECTIVE(number=str(made.number), title=made.title)
    return reply(named, said, buttons=[_show_button(made), Button(LIST(), "/goal")])


async def _edit(args: Asked, ctx: Ctx, one: Objective) -> Reply:
    _goes_on(one)
    values: dict[str, Any] = {}
    title = args.title or " ".join((args.words or "").split()[1:])
    if title:
        values["title"] = await _title(ctx, title, one.id)
    if args.by is not None:
        check_day(ctx, args.by)
        values["last"] = args.by
    if args.owner is not None:
        values["owner"] = (await worker(ctx, args.owner)).id
    if not values:
        raise Refusal(NOTHING(line=Mono(f"/goal objective edit {one.number} by:2026-12-31")))
    await ctx.store.goals.change_objective(one.id, **values)
    after = replace(one, **values)
    named = OBJECTIVE(number=str(one.number), title=after.title)
    return reply(CHANGED(number=str(one.number)), named, buttons=[_show_button(one)])


async def _close(ctx: Ctx, one: Objective) -> Reply:
    _goes_on(one)
    await ctx.store.goals.change_objective(one.id, ended_at=ctx.now, ended_by=ctx.me.id)
    left = len(await ctx.store.goals.listed(ctx.team.id, ["open"], objective=one.id))
    blocks: list[Block] = [CLOSED(number=str(one.number))]
    return reply(*blocks, *([LEFT_OPEN(n=left)] if left else []), buttons=[Button(LIST(), "/goal")])


async def _named(args: Asked, ctx: Ctx) -> Objective:
    word = bare_number((args.words or "").partition(" ")[0])
    if not word.isdecimal():
        raise Refusal(NO_NUMBER(line=Mono(f"/goal objective {args.what} 2")))
    found = await ctx.store.goals.objective(ctx.team.id, int(word)) if len(word) < 10 else None
    if found is None:
        raise Refusal(NO_SUCH(number=word), buttons=(Button(LIST(), "/goal"),))
    return found


def _goes_on(one: Objective) -> None:
    if one.ended_at is not None:
        raise Refusal(IS_CLOSED(number=str(one.number)), buttons=(_show_button(one),))


async def _title(ctx: Ctx, words: str, of: int | None = None) -> str:
    """Of an objective, so that no two that go on are called the same. Raises ``Refusal``."""
    title = one_line(words, LONGEST)
    if not title:
        raise Refusal(NO_TITLE())
    for one in await ctx.store.goals.objectives(ctx.team.id):
        if one.id != of and fold(one.title) == fold(title):
            named = OBJECTIVE(number=str(one.number), title=one.title)
            raise Refusal(THERE(number=str(one.number)), named, buttons=(_show_button(one),))
    return title


def _show_button(one: Objective) -> Button:
    return Button(SHOW_ONE(number=str(one.number)), f"/goal objective {one.number}")
