"""How a risk looks: one card, the same in every channel, with the buttons that its state allows."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from commands.kit import Bullets, Button, Ctx, Heading, Listed, Moment, Reply, Said, Text, reply, text
from commands.kit.clean import on_card
from commands.kit.crisis import CLOCKS, LEVELS, newest_calls
from commands.kit.hints import PLATFORMS
from commands.kit.lasting import lasting
from commands.kit.playbooks import OTHER, kind_named, progress
from commands.kit.reply import Card
from storage import Level, Risk, RiskClock, RiskEntry, RiskState

from .choices import ACK as ACK
from .choices import I_HELP as I_HELP
from .choices import buttons as buttons
from .ending import ended
from .fresh import keep_fresh
from .look import NUMBER as NUMBER
from .look import Look as Look
from .look import OfRisk as OfRisk
from .look import about as about
from .look import answering as answering
from .look import look_at as look_at

SIGNS: Mapping[Level, str] = {"blue": "●", "yellow": "▲", "red": "‼"}
"""Of different shapes, beside the word: nobody needs to tell the colours apart."""
TITLE = text("{sign} Risk {number}, {level}: {title}")
DRILL = text("DRILL · {title}")
EXERCISE = text("An exercise: do as if it was real, but say nothing outside. Time runs {pace} times as fast.")
ABOUT = text("{kind}, {community}")
RAISED = text("Raised by {name}, {when}")
OPENED = text("Opened by {name}, {when}")
NOBODY = text("Nobody has it yet.", context="risk")
WENT_STALE = text("{name} had it, and wrote nothing for too long: called anew since {when}")
HAS_LEFT = text("{name} had it, and is no longer at work here: called anew since {when}")
CALLED = text("Called: {people}, {when}")
UNREACHED = text("Could not be reached: {people}")
HAS_IT = text("{name} has it, since {when} on {platform}.")
HAS_IT_HERE = text("{name} has it, since {when}.")
HELP_TOO = text("Helping: {people}")
LATEST = text("{name}, {when}: {words}")
IN_TIME = text("{clock}: done in time")
TOO_LATE = text("{clock}: done, {span} late")
OVERDUE = text("{clock}: {span} overdue")
DUE = text("{clock}: due now")
LEFT = text("{clock}: until {when}, {span} left")
SOLVED = text("{name} says it is solved. Somebody else has to verify it.")
PART = text("{name} joined it to risk {other}, which goes on.")
CLOSED = text("Verified by {name} and closed: {why}")
QUIET = text("No nudges until {when}")
STEP = text("Step {at} of {of}: {step}, next: {next}")
LAST_STEP = text("Step {at} of {of}: {step}")
STEPS: Final[Mapping[RiskState, Text]] = {
    "monitor": text("monitor", context="risk"), "identify": text("identify", context="risk"),
    "respond": text("respond", context="risk"), "verify": text("verify", context="risk"),
}  # fmt: skip
PLANNED = text("Plan by {name}, {when}: {words}")
WAITS = text("Statement by {name}, {when}: somebody else has to approve it.")
WORDS = text("“{words}”")
NOT_OUT = text("Statement approved by {name}, {when}: it is being posted.")
POSTED = text("Statement posted, approved by {name}, {when}")
CORRECTED = text("Statement corrected, approved by {name}, {when}")

MINUTE: Final = timedelta(minutes=1)
ON_CARD = 300
"""Signs of what is known, of the newest note and of the plan: a card stays one message."""
OF_WORDS = 150
"""Signs of a statement that waits: all of it is shown with the risk."""
MOST_POSTS = 4


async def card(ctx: Ctx, number: int) -> Card:
    """The live message of a risk, as it is now. From then on the clock looks after the time that is left on it."""
    look = await look_at(ctx, number)
    await keep_fresh(ctx, look)
    return Card(f"risk:{number}", face(ctx, look, buttons(look)))


def face(ctx: Ctx, look: Look, choices: Sequence[Button], *, whole: bool = False) -> Reply:
    """``whole``: with all that was written; a card stays one message."""
    lines = Bullets(tuple(facts(ctx, look, whole=whole)))
    return reply(Heading(titled(look.risk)), lines, buttons=choices, urgent=urgent(look.risk))


def urgent(risk: Risk) -> Level:
    """An exercise waits behind what is real."""
    return "blue" if risk.drill else risk.level


def titled(risk: Risk) -> Said:
    title = TITLE(sign=SIGNS[risk.level], number=str(risk.number), level=LEVELS[risk.level](), title=risk.title)
    return DRILL(title=title) if risk.drill else title


def facts(ctx: Ctx, look: Look, *, whole: bool = False) -> list[Said]:
    """What has to be done first, then what is known, and what it is about last."""
    risk, longest = look.risk, None if whole else ON_CARD
    if risk.drill and risk.closed_at is not None:
        return [ended(risk, look.people)]
    lines = [EXERCISE(pace=risk.pace)] if risk.drill else []
    lines += [*_state(look), *_walk(ctx, risk)]
    lines += [_clock(ctx, clock) for clock in look.clocks if not clock.void and _is_told(look, clock)]
    lines += _statement(look, whole=whole)
    lines += progress(ctx.metrics.playbooks, risk, look.story)
    for deeds, said in ((("planned",), PLANNED), (("noted", "pinned", "joined", "rejected"), LATEST)):
        if (one := look.newest(*deeds)) is not None:
            lines.append(said(name=look.name(one.person), when=Moment(one.at), words=on_card(one.words, longest)))
    if risk.details:
        lines.append(PLAIN(words=on_card(risk.details, longest)))
    raised = RAISED if risk.raised_by is not None else OPENED
    return [*lines, *_about(ctx, look), raised(name=look.name(risk.raised_by), when=Moment(risk.raised_at))]


PLAIN = text("{words}")


def _about(ctx: Ctx, look: Look) -> list[Said]:
    kind = kind_named(ctx.metrics.playbooks, look.risk.kind) if look.risk.kind != OTHER else None
    if kind is not None and look.community:
        return [ABOUT(kind=kind, community=look.community)]
    return [PLAIN(words=said) for said in (kind, look.community) if said]


def _state(look: Look) -> list[Said]:
    risk = look.risk
    if risk.closed_at is not None and risk.same_as is not None:
        return [PART(name=look.name(risk.closed_by), other=str(risk.same_as))]
    if risk.closed_at is not None:
        return [CLOSED(name=look.name(risk.closed_by), why=risk.reason)]
    if risk.solved_at is not None:
        return [SOLVED(name=look.name(risk.solved_by))]
    lines = [owner_line(look) if risk.owner is not None else NOBODY()]
    taken = look.newest("acked", "handed", "stale", "left")
    if risk.owner is None and taken is not None and taken.deed in ("stale", "left"):
        gone = WENT_STALE if taken.deed == "stale" else HAS_LEFT
        lines.append(gone(name=look.name(taken.person), when=Moment(taken.at)))
    if risk.owner is None and (calls := newest_calls(look.story)):
        names = tuple(look.name(one.person) for one in calls)
        lines.append(CALLED(people=Listed(names), when=Moment(calls[-1].at)))
    for deed, said in (("unreachable", UNREACHED), ("helps", HELP_TOO)):
        # Whoever has it in hand by now is said already.
        if people := [one.person for one in look.story if one.deed == deed and one.person not in (None, risk.owner)]:
            lines.append(said(people=Listed(tuple(look.name(one) for one in dict.fromkeys(people)))))
    return lines


def _walk(ctx: Ctx, risk: Risk) -> list[Said]:
    """How far it is: a risk is watched, understood, answered and verified."""
    steps = [*STEPS]
    if risk.state not in steps:
        return []
    at = steps.index(risk.state)
    facts: dict[str, Said | str] = {"at": str(at + 1), "of": str(len(steps)), "step": STEPS[risk.state]()}
    more = steps[at + 1 : at + 2]
    lines = [STEP(**facts, next=STEPS[more[0]]()) if more else LAST_STEP(**facts)]
    if risk.silenced_until is not None and ctx.now < risk.silenced_until:
        lines.append(QUIET(when=Moment(risk.silenced_until)))
    return lines


def _statement(look: Look, *, whole: bool) -> list[Said]:
    """What was said in public and where it stands, and the version that waits."""
    lines: list[Said] = []
    if approved := look.approved:
        last = approved[-1]
        facts = {"name": look.name(last.approved_by), "when": Moment(last.approved_at or last.at)}
        said = CORRECTED if len(approved) > 1 else POSTED
        lines.append((said if look.posts else NOT_OUT)(**facts))
        lines += [PLAIN(words=post) for post in look.posts[:MOST_POSTS]]
    if (waiting := look.waiting) is not None:
        words = waiting.words if whole else on_card(" ".join(waiting.words.split()), OF_WORDS)
        lines += [WAITS(name=look.name(waiting.by), when=Moment(waiting.at)), WORDS(words=words)]
    return lines


def _taken(look: Look) -> RiskEntry | None:
    """When whoever has it came to have it."""
    mine = [one for one in look.story if one.deed in ("acked", "handed") and one.person == look.risk.owner]
    return mine[-1] if mine else None


def taken_at(look: Look) -> datetime:
    taken = _taken(look)
    return taken.at if taken is not None else look.risk.acked_at or look.risk.since


def owner_line(look: Look) -> Said:
    """Who has it in hand, since when, and where that was said."""
    taken, when = _taken(look), Moment(taken_at(look))
    platform = PLATFORMS.get(taken.platform) if taken is not None else None
    name = look.name(look.risk.owner)
    return HAS_IT(name=name, when=when, platform=platform) if platform else HAS_IT_HERE(name=name, when=when)


def _is_told(look: Look, clock: RiskClock) -> bool:
    """Of a closed risk only what was late; the acknowledgement that was made in time is said already, and what was not
    done because it was solved before is not praised."""
    late = clock.stopped_at is not None and clock.stopped_at > clock.due_at
    return late or (look.risk.closed_at is None and not look.skipped(clock) and (clock.runs or clock.name != "ack"))


def _clock(ctx: Ctx, clock: RiskClock) -> Said:
    name = CLOCKS[clock.name]()
    if clock.stopped_at is not None:
        late = clock.stopped_at - clock.due_at
        return TOO_LATE(clock=name, span=lasting(late)) if late.total_seconds() > 0 else IN_TIME(clock=name)
    if clock.due_at <= ctx.now:
        late = ctx.now - clock.due_at
        return OVERDUE(clock=name, span=lasting(late)) if late >= MINUTE else DUE(clock=name)
    return LEFT(clock=name, when=_at(ctx, clock.due_at), span=lasting(clock.due_at - ctx.now))


def _at(ctx: Ctx, at: datetime) -> Moment | str:
    """Of today the time is enough: the card is drawn anew by the clock."""
    local, now = at.astimezone(ctx.zone), ctx.now.astimezone(ctx.zone)
    return f"{local:%H:%M}" if local.date() == now.date() else Moment(at)
