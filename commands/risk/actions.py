"""What comes of a risk: tasks, and what the team wants to do better next time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar, Final

from commands.kit import Ask, Button, Ctx, Mono, Refusal, Reply, Role, command, reply, text
from commands.kit.called import OF_WORK
from commands.kit.clean import cleaned, one_line
from commands.kit.fields import EVENING, Moment
from commands.kit.moments import instant_of
from commands.kit.people import find_person
from commands.kit.reply import Card
from commands.kit.tongue import utc
from commands.kit.work import LONGEST_TITLE, open_task
from storage import Person, RiskEntry

from .better import ideas_of
from .face import Look, OfRisk, card, look_at
from .report import is_drafted, report_card
from .which import are_there, which

HELP_ACTION = text("Make a task out of a risk")
HELP_IMPROVE = text("Say what should go better next time")
WHAT = text("What is to be done")
DUE = text("Due")
DUES = text("fri 17:00 · tomorrow 5pm · +2h", context="typed")
OWNER = text("Owner (empty: open to all)")
BETTER = text("What should go better")
IDEA = text("Number of the line")

MADE = text("Task {number} is open: {title}")
THEIRS = text("Task {number} goes to {name}: {title}")
YOURS = text("Task {number} is yours: {title}")
NOTED = text("Noted. It stands in the report.")
NOTED_LATER = text("Noted. It will stand in the report.")
NO_WORDS = text("Say in a few words what is to be done.")
NO_IDEA = text("That line is not in the report of risk {number}.")
IS_ONE = text("It is task {number} already.")
PAST = text("That time is over already.")
OTHERS = text("Only a manager, or whoever has the risk, can give work to others. Leave the owner out.")
OBSERVES = text("{name} only watches here.")
EXERCISE = text("An exercise makes no tasks. Say {line} for its report, or {task} for real work.")
SHOW = text("Show", context="button")

LONGEST: Final = 500
A_WEEK: Final = timedelta(days=7)


class Action(OfRisk):
    words: Annotated[str | None, Ask(WHAT)] = None
    owner: Annotated[str | None, Ask(OWNER, source="people")] = None
    due: Annotated[Moment | None, Ask(DUE, example=DUES())] = None
    of: Annotated[int | None, Ask(IDEA, inner=True)] = None

    also: ClassVar = OF_WORK

    @classmethod
    def _free(cls) -> str:
        return "words"


class Better(OfRisk):
    words: Annotated[str, Ask(BETTER, long=True)]


def _is_open(given: Mapping[str, Any]) -> bool:
    return not given.get("number") or not (given.get("words") or given.get("of"))


@command(
    "risk action", help=HELP_ACTION, incomplete=_is_open, asks=which("action", are_there, needs=("words", "of")),
    examples=(text("/risk action 12 Write the rules anew"), "/risk action 12 Call the venue owner:@mei due:fri"),
)  # fmt: skip
async def action(args: Action, ctx: Ctx) -> Reply:
    """A line of the report becomes the task of whoever presses first, due in a week."""
    look = await look_at(ctx, args.number)
    risk = look.risk
    if risk.drill:
        raise Refusal(EXERCISE(line=Mono(f"/risk improve {risk.number} …"), task=Mono("/task add …")))
    idea = _idea(look, args.of) if args.of is not None else None
    words = idea.words if idea is not None else cleaned(args.words or "").strip()
    title = one_line(words.partition("\n")[0], LONGEST_TITLE)
    if not title:
        raise Refusal(NO_WORDS())
    if args.due is not None and args.due <= ctx.now:
        raise Refusal(PAST())
    owner = await _owner(args.owner, ctx, look) if args.owner else ctx.me if idea is not None else None
    due = args.due or (_in_a_week(ctx) if idea is not None else None)
    details = words if words != title else ""
    task = await open_task(
        ctx, title, owner=owner.id if owner else None, due_at=utc(due) if due else None,
        origin=f"/risk show {risk.number}", details=details,
    )  # fmt: skip
    made = f"{task.number} {idea.id if idea is not None else 0} {title}"
    await ctx.store.risk_story.tell(risk.id, ctx.now, "action", ctx.me.id, ctx.heard.account.platform, made)
    number = str(task.number)
    if owner is None:
        said = MADE(number=number, title=title)
    elif owner.id == ctx.me.id:
        said = YOURS(number=number, title=title)
    else:
        said = THEIRS(number=number, name=owner.name, title=title)
    show = Button(SHOW(), f"/task show {task.number}")
    return reply(said, buttons=[show], private=ctx.heard.via == "pressed", cards=await _cards(ctx, args.number))


@command(
    "risk improve",
    help=HELP_IMPROVE,
    asks=which("improve", are_there),
    examples=(text("/risk improve 12 Call the venue first"),),
    hears=("riskreport", "number"),
)
async def improve(args: Better, ctx: Ctx) -> Reply:
    """A plain reply to the report is one, too."""
    look = await look_at(ctx, args.number)
    words = cleaned(args.words).strip()[:LONGEST]
    if not words:
        raise Refusal(NO_WORDS())
    await ctx.store.risk_story.tell(look.risk.id, ctx.now, "improve", ctx.me.id, ctx.heard.account.platform, words)
    if not is_drafted(look):
        return reply(NOTED_LATER(), private=ctx.heard.via == "pressed")
    return reply(NOTED(), private=ctx.heard.via == "pressed", cards=[await report_card(ctx, args.number)])


async def _cards(ctx: Ctx, number: int) -> list[Card]:
    """Of a closed one the report; where it is not drafted yet, it will say so."""
    drafted = is_drafted(await look_at(ctx, number))
    return [await card(ctx, number), *([await report_card(ctx, number)] if drafted else [])]


def _idea(look: Look, of: int) -> RiskEntry:
    """The line of the report that becomes a task. Raises ``Refusal`` for one that is a task, or not there."""
    for one, task in ideas_of(look.story):
        if one.id == of:
            if task is not None:
                raise Refusal(IS_ONE(number=str(task)), buttons=(Button(SHOW(), f"/task show {task}"),))
            return one
    raise Refusal(NO_IDEA(number=str(look.risk.number)))


async def _owner(word: str, ctx: Ctx, look: Look) -> Person:
    owner = await find_person(ctx, word)
    if owner.level < Role.STAFF or owner.waiting:
        raise Refusal(OBSERVES(name=owner.name))
    if owner.id != ctx.me.id and look.risk.owner != ctx.me.id:
        ctx.needs(Role.MANAGER, Refusal(OTHERS()))
    return owner


def _in_a_week(ctx: Ctx) -> datetime:
    return instant_of(datetime.combine(ctx.today + A_WEEK, EVENING), ctx.zone)
