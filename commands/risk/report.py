"""What became of a risk, drafted as soon as it is closed: how long everything took, what went wrong, what to do better,
and how well it was handled in the eyes of those who took part."""

from typing import Final

from commands.kit import (
    Amount,
    Bullets,
    Button,
    Ctx,
    Heading,
    Listed,
    Moment,
    Mono,
    Refusal,
    Reply,
    Role,
    Said,
    command,
    reply,
    text,
)
from commands.kit.clean import on_card
from commands.kit.hints import verbatim
from commands.kit.lasting import lasting
from commands.kit.private import home
from commands.kit.reply import Block, Card
from commands.kit.scores import OFFERED, TELLING, average, took_part
from storage import Address, Person, Risk, Timer

from .better import HOW_WELL, IDEA_BUTTON, ON_LINE, better, ideas_of, story_button
from .face import Look, OfRisk, about, look_at, titled
from .findings import clock_lines, problems
from .scorecard import scorecard
from .story import Group, line, together
from .which import are_closed, which

HELP = text("See what became of a closed risk, and how it was handled")

TITLE = text("Report · {title}")
TOOK = text("{span} from the first word until it was closed, {when}")
CLOSED = text("Closed by {name}: {why}")
OPENED = text("Raised by {name}, {when}")
CLOCKS = text("Clocks")
PROBLEMS = text("What went wrong")
NO_PROBLEMS = text("Nothing that the story shows.")
TIMELINE = text("What happened", context="report")
MORE = text("… {n} more line, in {line}", "… {n} more lines, in {line}")
SCORE = text("Handled: {score} of 100, {n} of {all} have said")
SCORING = text("Handled: {n} of {all} have said how well; the average stands here from three on")
STILL_OPEN = text("Risk {number} is not closed. Its report is drafted then; until then there is its story.")
MAKE_TASK = text("Make {n} a task", context="button")

DETAIL: Final = ("nudged", "late", "unreachable", "nobody", "called", "ticked", "report", "action", "improve")
"""What a shortened story leaves out first: the clocks, the problems and the ideas tell of it."""
FIRST, LAST = 3, 5
NAMED, OFFERS = 8, 3


async def draft_report(ctx: Ctx, risk: Risk) -> None:
    """It was closed: the clock drafts the report in a moment."""
    key, at = about(risk).key("report"), await home(ctx)
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, f"/risk report {risk.number}", at, None))


@command(
    "risk report", help=HELP, who=Role.OBSERVER, reads=True, asks=which("report", are_closed, tells=False),
    examples=("/risk report 12",),
)  # fmt: skip
async def report(args: OfRisk, ctx: Ctx) -> Reply:
    """Typed by the clock it is posted, and all who took part are asked once; typed by somebody it is for her alone."""
    look = await look_at(ctx, args.number)
    risk, clock = look.risk, ctx.heard.via == "clock"
    if risk.closed_at is None:
        if clock:
            return reply()
        raise Refusal(STILL_OPEN(number=str(risk.number)), buttons=(story_button(risk.number),))
    if not clock:
        face = await report_face(ctx, look)
        return Reply(face.blocks, face.buttons, private=True)
    if not is_drafted(look):
        await ctx.store.risk_story.tell(risk.id, ctx.now, "report")
        for person in took_part(look.story, look.people):
            await ask_score(ctx, risk, person)
    return reply(cards=[await report_card(ctx, args.number)])


async def ask_score(ctx: Ctx, risk: Risk, person: Person) -> None:
    """In private, where she can be written to; the report itself has the buttons for everybody."""
    account = next((one for one in await ctx.store.accounts.of(person.id) if one.direct), None)
    if account is not None:
        key, line = about(risk).key("rate", person.id), f"/risk rate {risk.number} person:{person.id}"
        at = Address(account.platform, account.direct or "")
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, at, person.id))


def is_drafted(look: Look) -> bool:
    return any(one.deed == "report" for one in look.story)


async def report_card(ctx: Ctx, number: int) -> Card:
    """Its name is not one of the risk's own: those are calls."""
    return Card(f"riskreport:{number}", await report_face(ctx, await look_at(ctx, number)))


async def report_face(ctx: Ctx, look: Look) -> Reply:
    """Of an exercise it is the scorecard."""
    if look.risk.drill:
        return await scorecard(ctx, look)
    risk, book = look.risk, ctx.metrics.playbooks.get(look.risk.kind)
    found = problems(look, book)
    blocks: list[Block] = [Heading(TITLE(title=titled(risk))), Bullets(tuple(_outcome(look)))]
    if clocks := clock_lines(look):
        blocks += [CLOCKS(), Bullets(tuple(clocks[-6:]))]
    blocks += [PROBLEMS(), Bullets(tuple(found)) if found else NO_PROBLEMS()]
    blocks += [TIMELINE(), Bullets(tuple(_timeline(ctx, look)))]
    blocks += [*better(look), await _scored(ctx, look)]
    choices = [Button(verbatim(str(score)), f"/risk score {risk.number} {score}") for score in OFFERED]
    free = [(n, one) for n, (one, task) in enumerate(ideas_of(look.story), 1) if task is None]
    choices += [Button(MAKE_TASK(n=n), f"/risk action {risk.number} of:{one.id}") for n, one in free[:OFFERS]]
    choices += [Button(IDEA_BUTTON(), f"/risk improve {risk.number}"), story_button(risk.number)]
    return reply(*blocks, buttons=choices)


def _outcome(look: Look) -> list[Said]:
    risk = look.risk
    closed = risk.closed_at or risk.since
    return [
        TOOK(span=lasting(closed - risk.raised_at), when=Moment(closed)),
        OPENED(name=look.name(risk.raised_by), when=Moment(risk.raised_at)),
        CLOSED(name=look.name(risk.closed_by), why=on_card(risk.reason, ON_LINE * 2)),
    ]


def _timeline(ctx: Ctx, look: Look) -> list[Said]:
    """As much of the story as fits: what people did before what the clock did, the beginning and the end."""
    groups = together(look.story)
    kept = groups if len(groups) <= FIRST + LAST else [one for one in groups if one[0].deed not in DETAIL]
    if len(kept) > FIRST + LAST:
        kept = [*kept[:FIRST], *kept[-LAST:]]
    lines = [_line(ctx, look, group) for group in kept]
    if left := len(groups) - len(kept):
        where = Mono(f"/risk story {look.risk.number}")
        lines.append(MORE(n=left, line=where))
    return lines


def _line(ctx: Ctx, look: Look, group: Group) -> Said:
    return line(look, ctx.metrics.playbooks, group[:NAMED], ON_LINE)


async def _scored(ctx: Ctx, look: Look) -> Said:
    scores = await ctx.store.risk_story.scores(look.risk.id)
    asked = took_part(look.story, look.people)
    value = average(scores.values())
    if value is None:
        return HOW_WELL(people=Listed(tuple(one.name for one in asked[:NAMED])))
    everybody = max(len(asked), len(scores))
    if len(scores) < min(TELLING, everybody):
        return SCORING(n=len(scores), all=everybody)
    return SCORE(score=Amount(value, "score"), n=len(scores), all=everybody)
