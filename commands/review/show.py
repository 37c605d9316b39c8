"""What is open now, what was said in a review, and what became of its conclusions."""

import re
from datetime import timedelta
from typing import Annotated

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Moment,
    Mono,
    Refusal,
    Reply,
    Role,
    command,
    reply,
    text,
)
from commands.kit.called import parts_like
from commands.kit.clean import one_line, short
from commands.kit.dayword import UnreadableDay
from commands.kit.fields import day_hints
from commands.kit.hints import either, rather
from commands.kit.menu import UNKNOWN
from commands.kit.periods import EXAMPLES, period_of, read_period
from commands.kit.reply import Block
from storage import Round

from .face import ANSWER, LAST_TIME, OPEN_ONE, SHOW, TO_DOS, became, is_hers, look_at, makes_a_task, summed
from .kinds import KINDS
from .lines import labelled

HELP_SHOW = text("See the review that is open, or the latest; or that of a week")
HELP_TODO = text("See what reviews came to and is not a task yet")
WHICH = text("Week or day")
PAGE = text("Page")

OPEN = text("{name}: answers until {when}.")
ANSWERED = text("You have answered. You can change it until then.")
NOT_YET = text("You have not answered yet.")
NEVER = text("There was no review yet. The first comes by itself, on the last working day of the week.")
NONE_THEN = text("There was no review then.")
CANNOT_READ = text("I can't read {word} as a week or a day.")
CAN_BE = text("It can be {words}.")
SECRET = text("Diaries are read in the book of the month.")
NOTHING_LEFT = text("Everything that reviews came to is a task.")
WAITING = text("{n} conclusion is not a task yet", "{n} conclusions are not tasks yet")
LATEST = text("Latest review", context="button")
NEXT_PAGE = text("Next page", context="button")

SUBS = ("answer", "show", "todo", "task")
BACK = timedelta(days=92)
PER_PAGE = 10
LONGEST_LINE, LONGEST_WORD = 1000, 40
_COLON = re.compile(r"^([^\s:：]+)[:：]")
"""Behind the first word, where it is no label."""


class Which(Args):
    week: Annotated[str | None, Ask(WHICH)] = None


class Page(Args):
    page: Annotated[int, Ask(PAGE)] = 1


@command(
    "review show", help=HELP_SHOW, who=Role.OBSERVER, default=True, reads=True,
    examples=("/review", "/review show 2026-11-27", "/review show 2026-W48"),
)  # fmt: skip
async def show(args: Which, ctx: Ctx) -> Reply:
    if args.week:
        return await _of(args.week, ctx)
    going = [one for one in await ctx.store.rounds.going(ctx.team.id) if await is_hers(ctx, one)]
    if going:
        return await _open(going, ctx)
    latest = [one for one in await ctx.store.rounds.latest(ctx.team.id, n=12) if one.closed_at]
    found = next((one for one in latest if not KINDS[one.kind].secret), None)
    return await _shown(found, ctx) if found else reply(NEVER())


@command("review todo", help=HELP_TODO, reads=True, examples=("/review todo",))
async def todo(args: Page, ctx: Ctx) -> Reply:
    return await listed(ctx, args.page)


async def listed(ctx: Ctx, page: int = 1) -> Reply:
    """What is not a task yet, the newest first, and how the tasks of the latest weekly review stand."""
    store, team = ctx.store.rounds, ctx.team.id
    rounds = await store.between(team, ctx.today - BACK, ctx.today)
    left = [one for one in await store.conclusions([one.id for one in rounds]) if one.task is None][::-1]
    pages = max(1, -(-len(left) // PER_PAGE))
    page = max(1, min(page, pages))
    shown = left[(page - 1) * PER_PAGE : page * PER_PAGE]
    blocks: list[Block] = [Heading(WAITING(n=len(left)))] if left else [NOTHING_LEFT()]
    if shown:
        blocks.append(Bullets(tuple(OPEN_ONE(number=str(one.number), words=one.words) for one in shown)))
    closed = next((one for one in rounds if one.kind == "week" and one.closed_at is not None), None)
    if closed is not None:
        blocks += became(ctx, await look_at(ctx, closed), LAST_TIME)
    buttons = makes_a_task(shown)
    if page < pages:
        buttons.append(Button(NEXT_PAGE(), f"/review todo page:{page + 1}"))
    return reply(*blocks, buttons=buttons)


async def _of(word: str, ctx: Ctx) -> Reply:
    try:
        period = read_period(word, ctx.today)
    except UnreadableDay as error:
        raise Refusal(CANNOT_READ(word=short(word, LONGEST_WORD)), *day_hints(error)) from error
    if period is None:
        head = _COLON.match(word)
        parted = f"{head[1]} {word[head.end() :]}" if head and not labelled(head[0]) else word
        first, *rest = parted.split(maxsplit=1)
        lines = [" ".join(["/review", part, *rest]) for part in parts_like(first, SUBS)]
        if not lines and labelled(word):
            lines = [f"/review answer {word}"]
        if not lines:
            raise Refusal(CANNOT_READ(word=short(word, LONGEST_WORD)), CAN_BE(words=either(list(EXAMPLES))))
        hints, buttons = rather([one_line(line, LONGEST_LINE) for line in lines])
        raise Refusal(UNKNOWN(name=Mono(f"/review {short(first, LONGEST_WORD)}")), *hints, buttons=buttons)
    store, team = ctx.store.rounds, ctx.team.id
    found = await store.between(team, period.first, period.last)
    if not found and period.kind == "day":
        week = period_of("week", period.first)
        found = await store.between(team, week.first, week.last)
    readable = [one for one in found if not KINDS[one.kind].secret]
    if not found:
        raise Refusal(NONE_THEN(), buttons=(Button(LATEST(), "/review"),))
    if not readable:
        return reply(SECRET())
    return await _shown(next((one for one in readable if one.kind == "week"), readable[0]), ctx)


async def _shown(round: Round, ctx: Ctx) -> Reply:
    if round.closed_at is None:
        return await _open([round], ctx)
    look = await look_at(ctx, round)
    face = summed(ctx, look, whole=True)
    todos = [Button(TO_DOS(), "/review todo")] if look.conclusions and not look.open else []
    return Reply((*face.blocks, *became(ctx, look)), (*face.buttons, *todos))


async def _open(rounds: list[Round], ctx: Ctx) -> Reply:
    """What is open now, and whether she has answered, which is nobody else's business."""
    alone = ctx.heard.private or ctx.heard.account.platform != "telegram"  # its groups have nothing for one alone
    blocks: list[Block] = []
    buttons = []
    for round in rounds:
        kind = KINDS[round.kind]
        blocks.append(OPEN(name=kind.name(), when=Moment(round.closes_at)))
        if alone:
            answered = any(one.person == ctx.me.id for one in await ctx.store.rounds.answers(round.id))
            blocks.append((ANSWERED if answered else NOT_YET)())
        buttons.append(Button(ANSWER() if len(rounds) == 1 else kind.name(), f"/review answer round:{round.id}"))
    closed = [one for one in await ctx.store.rounds.latest(ctx.team.id, "week", 3) if one.closed_at]
    if closed:
        buttons.append(Button(SHOW(), f"/review show {closed[0].day}"))
    return reply(*blocks, buttons=buttons, private=alone)
