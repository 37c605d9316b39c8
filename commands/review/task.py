"""A conclusion becomes a task with one press: of whoever pressed first, due before the next review."""

from collections.abc import Mapping
from typing import Annotated, Any

from commands.kit import Args, Ask, Button, Ctx, Listed, Moment, Refusal, Reply, Said, Word, command, reply, text
from commands.kit.fields import Numbered
from commands.kit.hints import verbatim
from commands.kit.plan import calendar_of
from commands.kit.tongue import utc
from commands.kit.work import LONGEST_TITLE, open_task

from .face import TO_DOS, Look, look_at, summary
from .kinds import next_week
from .show import listed

HELP = text("Make a conclusion of a review a task of yours")
NUMBER = text("Number of the conclusion")

YOURS = text("Task {number} is yours, due {when}.")
IS_ONE = text("It is task {number} already.")
HAS_IT = text("It is task {number} already; {people} has it.")
FIRST = text("Somebody else was first: it is a task already.")
NO_SUCH = text("There is no conclusion {number} in this team.")
SHOW = text("Show", context="button")


class Which(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Reply:
    return await listed(ctx)


@command("review task", help=HELP, asks=_asks, examples=("/review task 12",))
async def task(args: Which, ctx: Ctx) -> Reply:
    found = await ctx.store.rounds.conclusion(ctx.team.id, args.number) if 0 < args.number < 2**31 else None
    if found is None:
        raise Refusal(NO_SUCH(number=str(args.number)), buttons=(Button(TO_DOS(), "/review todo"),))
    one, round = found
    if one.task is not None:
        raise _taken(await look_at(ctx, round), one.task)
    due = utc(next_week(ctx, await calendar_of(ctx.store, ctx.team), round.day))
    details = one.words if len(one.words) > LONGEST_TITLE else ""
    made = await open_task(
        ctx, one.words, owner=ctx.me.id, due_at=due, origin=f"/review show {round.day}", details=details
    )
    if not await ctx.store.rounds.becomes(one.id, made.number):
        raise Refusal(FIRST())
    shown = await summary(ctx, await look_at(ctx, round))
    said: list[Said] = [YOURS(number=str(made.number), when=Moment(due))]
    if ctx.heard.via == "pressed":
        return reply(*said, private=True, cards=[shown])
    show = Button(SHOW(), f"/task show {made.number}")
    return reply(*said, verbatim(made.title), buttons=[show], cards=[shown])


def _taken(look: Look, number: int) -> Refusal:
    """One sentence, so that it is shown on top of the presser's screen."""
    task = look.tasks.get(number)
    names = look.names(task) if task is not None else ()
    return Refusal(HAS_IT(number=str(number), people=Listed(names)) if names else IS_ONE(number=str(number)))
