"""The week's standing work: the clock puts it up and gives it to whose turn it is among the holders of a job title.

Once a working day for each line below. It moves, pauses and ends with ``/schedule``, and rests while nobody in the team
has the title.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated

from commands.kit import (
    Args,
    Ask,
    Button,
    Ctx,
    Listed,
    Moment,
    Reply,
    Text,
    Tongue,
    Word,
    command,
    reply,
    text,
)  # fmt: skip
from commands.kit.fields import EVENING
from commands.kit.moments import instant_of
from commands.kit.plan import calendar_of, with_title
from commands.kit.private import mention
from commands.kit.schedule import LATE_AFTER, Every, every
from commands.kit.tongue import utc
from storage import Person, Task

from .claim import give
from .clock import wind
from .face import CLAIM, card, look_at, titled

HELP = text("Put up a piece of the week's standing work")
NAME = text("What happens by the clock")
DUE = text("When it was due")
SINCE = text("First day that was missed")

LATE = text("This was due {at}.")
LEFT_OUT = text("{label} was left out: I was away at {at}, and its time is over.")
FIRST = text("{people}: it is for whoever claims it first.")
PUT_UP = text("Put it up now", context="button")

LATELY = timedelta(weeks=4)
"""Whoever had the fewest in this time is next."""


def _standing(when: str, name: str, label: Text, job: str) -> Every:
    """Work that comes by itself, for whoever holds a job title."""
    return every(when, name=name, label=label, line=f"/task routine {name}", job=job)


PLANNING = _standing("wed 10:00", "sop.planning", text("Content planning"), "content planner")
REVIEW = _standing("thu 10:00", "sop.review", text("Content review"), "content reviewer")
PUBLISHING = _standing("fri 10:00", "sop.publishing", text("Publishing"), "content planner")
INTERACTION = _standing("workdays 10:00", "sop.interaction", text("Interaction"), "interaction manager")
ANALYSIS = _standing("fri 10:00", "sop.analysis", text("Data analysis"), "data analyst")

CHECKLISTS: Mapping[str, tuple[Text, ...]] = {
    "sop.planning": (
        text("Look at what worked last week"),
        text("Choose the topics of the coming week"),
        text("Write down date, channel and author of each"),
    ),
    "sop.review": (
        text("Check facts and sources"),
        text("Check the wording against the word list"),
        text("Give every draft a yes, or say what is missing"),
    ),
    "sop.publishing": (
        text("Title, opening and call to action are right"),
        text("Everything is published in its channel"),
        text("Links and pictures work"),
    ),
    "sop.interaction": (
        text("Welcome new members"),
        text("Answer open questions"),
        text("Start one conversation"),
    ),
    "sop.analysis": (
        text("The week's numbers are complete"),
        text("Explain what is out of the ordinary"),
        text("Suggest one thing for next week"),
    ),
}  # fmt: skip


class Due(Args):
    name: Annotated[str, Word(), Ask(NAME)]
    due: Annotated[datetime, Ask(DUE)]
    since: Annotated[date | None, Ask(SINCE)] = None


@command("task routine", help=HELP, clock=True)
async def routine(args: Due, ctx: Ctx) -> Reply:
    """Typed by the clock. Late it is of use as long as there is time to do it; after that it is left out aloud. Of
    several times that were missed there is one."""
    each = ctx.every[args.name]
    put_up = instant_of(args.due, ctx.zone)
    due_at = await _due(args.due, ctx)
    if due_at <= ctx.now:
        again = Button(PUT_UP(), f"/schedule run {each.name}", "primary")
        return reply(LEFT_OUT(label=each.label(), at=Moment(put_up)), buttons=[again], everywhere=True)
    tongue = team_tongue(ctx)
    late = ctx.now - utc(put_up) > LATE_AFTER
    task = await ctx.store.tasks.add(
        Task(
            0, ctx.team.id, 0, tongue.speak(each.label()), ctx.now, due_at=due_at, job=each.job,
            details=tongue.speak(LATE(at=Moment(put_up))) if late else "",
        ),
        [tongue.speak(step()) for step in CHECKLISTS[each.name]],
    )  # fmt: skip
    look = await look_at(ctx, task.number)
    await wind(ctx, look)
    kept = (await ctx.store.schedules.of(ctx.team.id)).get(each.name)
    if kept is not None and kept.open:
        return await _offered(task, ctx)
    if (who := await next_in_turn(each.job, ctx)) is not None:
        await give(ctx, look, who)
    return reply(cards=[await card(ctx, task.number)])


async def _offered(task: Task, ctx: Ctx) -> Reply:
    """It is for whoever claims it first: those who have the job title are called."""
    cards = [await card(ctx, task.number)]
    there = await _there(task.job, ctx)
    if not there:
        return reply(cards=cards)
    people = Listed(tuple([await mention(ctx, who.id, who.name) for who in there]))
    claim = Button(CLAIM(), f"/task claim {task.number}", "primary")
    return reply(titled(task), FIRST(people=people), buttons=[claim], everywhere=True, cards=cards)


def team_tongue(ctx: Ctx) -> Tongue:
    """What is kept as words for all is in the team's language."""
    return Tongue(ctx.team.language, ctx.zone, ctx.team.currency)


async def _due(slot: datetime, ctx: Ctx) -> datetime:
    """The end of that day; of the next working day for what begins after it."""
    day = slot.date()
    if slot.time() >= EVENING:
        day = (await calendar_of(ctx.store, ctx.team)).later(day, 1)
    return instant_of(datetime.combine(day, EVENING), ctx.zone)


async def next_in_turn(job: str, ctx: Ctx, given: Mapping[int, int] | None = None) -> Person | None:
    """Who is there and had the fewest lately, of equals who had it longest ago; ``None`` when all are away. Of work
    that comes together, ``given`` says how much each has of it: nobody gets more while another has less."""
    turns = await ctx.store.turns.of(ctx.team.id, job, ctx.now - LATELY)

    def turn(who: Person) -> tuple[int, int, float, int]:
        had, here = turns.get(who.id), (given or {}).get(who.id, 0)
        return (here, had.lately, had.last.timestamp(), who.id) if had else (here, 0, 0.0, who.id)

    return min(await _there(job, ctx), key=turn, default=None)


async def _there(job: str, ctx: Ctx) -> list[Person]:
    """Those with the job title who are not away."""
    return [who for who in with_title(await ctx.people(), job) if not who.away_on(ctx.today)]
