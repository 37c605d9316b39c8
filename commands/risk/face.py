"""How a risk looks: one card, the same in every channel, with the buttons that its state allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Label,
    Listed,
    Moment,
    Refusal,
    Reply,
    Said,
    Word,
    reply,
    text,
)
from commands.kit.clean import on_card
from commands.kit.crisis import CLOCKS as CLOCKS
from commands.kit.crisis import LEVELS, Answering
from commands.kit.fields import Numbered
from commands.kit.hints import PLATFORMS
from commands.kit.lasting import lasting
from commands.kit.owners import everybody, name_of
from commands.kit.playbooks import KINDS
from commands.kit.reply import Card
from commands.kit.told import About
from storage import Level, Person, Risk, RiskClock, RiskEntry

from .scorecard import scorecard

NUMBER = text("Number of the risk")

SIGNS: Mapping[Level, str] = {"blue": "●", "yellow": "▲", "red": "‼"}
"""Of different shapes, beside the word: nobody needs to tell the colours apart."""
TITLE = text("{sign} Risk {number}, {level}: {title}")
DRILL = text("DRILL · {title}")
EXERCISE = text("An exercise: do as if it was real, but say nothing outside. Time runs {pace} times as fast.")
ABOUT = text("{kind}, {community}")
RAISED = text("Raised by {name}, {when}")
OPENED = text("Opened by {name}, {when}")
NOBODY = text("Nobody has it yet.")
CALLED = text("Called: {people}, {when}")
UNREACHED = text("Could not be reached: {people}")
HAS_IT = text("{name} has it, since {when} on {platform}.")
HAS_IT_HERE = text("{name} has it, since {when}.")
HELP_TOO = text("Helping: {people}")
LATEST = text("{name}, {when}: {words}")
IN_TIME = text("{clock}: done in time")
TOO_LATE = text("{clock}: done, {span} late")
OVERDUE = text("{clock}: {span} overdue")
LEFT = text("{clock}: until {when}, {span} left")
SOLVED = text("{name} says it is solved. Somebody else has to verify it.")
CLOSED = text("Verified by {name} and closed: {why}")
NO_SUCH = text("There is no risk {number} in this team.")

ACK = text("Acknowledge", context="button")
I_HELP = text("I help", context="button")
NOTE = text("Note", context="button")
SOLVED_BUTTON = text("Solved", context="button")
VERIFIED = text("Verified", context="button")
NOT_SOLVED = text("Not solved", context="button")

ON_CARD = 300
"""Signs of what is known, and of the newest note: a card stays one message."""


class OfRisk(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


@dataclass(frozen=True, slots=True)
class Look:
    """A risk with all that is shown of it. ``people`` are those who left, too."""

    risk: Risk
    clocks: Sequence[RiskClock]
    story: Sequence[RiskEntry]
    people: Mapping[int, Person]
    community: str

    def name(self, person: int | None) -> Said | str:
        return name_of(person, self.people)

    def names(self, deed: str) -> Listed:
        """Of those to whom something happened since the newest call began anew, each once."""
        found = dict.fromkeys(one.person for one in self.story if one.deed == deed and one.person is not None)
        return Listed(tuple(self.name(person) for person in found))


async def look_at(ctx: Ctx, number: int) -> Look:
    """As it is now. Raises ``Refusal`` where there is none."""
    risk = await ctx.store.risks.get(ctx.team.id, number) if 0 < number < 2**31 else None
    if risk is None:
        raise Refusal(NO_SUCH(number=str(number)))
    clocks = (await ctx.store.risk_story.clocks([risk.id])).get(risk.id, [])
    places = {one.id: one.name for one in await ctx.store.communities.of(ctx.team.id, archived=True)}
    story = await ctx.store.risk_story.story(risk.id)
    return Look(risk, clocks, story, await everybody(ctx), places.get(risk.community or 0, ""))


def answering(ctx: Ctx, risk: Risk) -> Answering:
    """What its level asks for."""
    return ctx.metrics.crisis[risk.level]


def about(risk: Risk) -> About:
    return About("risk", risk.id, risk.number)


async def card(ctx: Ctx, number: int) -> Card:
    """The live message of a risk, as it is now."""
    return Card(f"risk:{number}", await whole(ctx, await look_at(ctx, number)))


async def whole(ctx: Ctx, look: Look) -> Reply:
    """All there is to show of it, with its buttons; of a drill that is over, what it showed."""
    if look.risk.drill and look.risk.closed_at is not None:
        return await scorecard(ctx, titled(look.risk), look.risk, look.clocks, look.story, look.people)
    return face(ctx, look, buttons(look.risk))


def face(ctx: Ctx, look: Look, choices: Sequence[Button]) -> Reply:
    return reply(
        Heading(titled(look.risk)), Bullets(tuple(facts(ctx, look))), buttons=choices, urgent=urgent(look.risk)
    )


def urgent(risk: Risk) -> Level:
    """An exercise waits behind what is real."""
    return "blue" if risk.drill else risk.level


def titled(risk: Risk) -> Said:
    title = TITLE(sign=SIGNS[risk.level], number=str(risk.number), level=LEVELS[risk.level](), title=risk.title)
    return DRILL(title=title) if risk.drill else title


def facts(ctx: Ctx, look: Look) -> list[Said]:
    risk = look.risk
    lines = [EXERCISE(pace=risk.pace)] if risk.drill else []
    lines += [*_about(look), *_state(look)]
    raised = RAISED if risk.raised_by is not None else OPENED
    lines.append(raised(name=look.name(risk.raised_by), when=Moment(risk.raised_at)))
    lines += [_clock(ctx, clock) for clock in look.clocks if not clock.void and _is_told(risk, clock)]
    if risk.details:
        lines.append(PLAIN(words=on_card(risk.details, ON_CARD)))
    notes = [one for one in look.story if one.deed in ("noted", "pinned")]
    if notes:
        words = on_card(notes[-1].words, ON_CARD)
        lines.append(LATEST(name=look.name(notes[-1].person), when=Moment(notes[-1].at), words=words))
    return lines


PLAIN = text("{words}")


def _about(look: Look) -> list[Said]:
    kind: Said | Label | str = KINDS[look.risk.kind]() if look.risk.kind in KINDS else look.risk.kind
    if look.community:
        return [ABOUT(kind=kind, community=look.community)]
    return [PLAIN(words=kind)] if look.risk.kind != "other" else []


def _state(look: Look) -> list[Said]:
    risk = look.risk
    if risk.closed_at is not None:
        return [CLOSED(name=look.name(risk.closed_by), why=risk.reason)]
    if risk.solved_at is not None:
        return [SOLVED(name=look.name(risk.solved_by))]
    lines = [_owner(look) if risk.owner is not None else NOBODY()]
    calls = [one for one in look.story if one.deed == "called" and one.at >= risk.since]
    if risk.owner is None and calls:
        newest = [look.name(one.person) for one in calls if one.at == calls[-1].at]
        lines.append(CALLED(people=Listed(tuple(newest)), when=Moment(calls[-1].at)))
    for deed, said in (("unreachable", UNREACHED), ("helps", HELP_TOO)):
        if (people := look.names(deed)).items:
            lines.append(said(people=people))
    return lines


def _owner(look: Look) -> Said:
    taken = [one for one in look.story if one.deed in ("acked", "handed") and one.person == look.risk.owner]
    when = Moment(taken[-1].at if taken else look.risk.acked_at or look.risk.since)
    platform = PLATFORMS.get(taken[-1].platform) if taken else None
    name = look.name(look.risk.owner)
    return HAS_IT(name=name, when=when, platform=platform) if platform else HAS_IT_HERE(name=name, when=when)


def _is_told(risk: Risk, clock: RiskClock) -> bool:
    """Of a closed risk only what was late; the acknowledgement that was made in time is said already."""
    late = clock.stopped_at is not None and clock.stopped_at > clock.due_at
    return late or (risk.closed_at is None and (clock.runs or clock.name != "ack"))


def _clock(ctx: Ctx, clock: RiskClock) -> Said:
    name = CLOCKS[clock.name]()
    if clock.stopped_at is not None:
        late = clock.stopped_at - clock.due_at
        return TOO_LATE(clock=name, span=lasting(late)) if late.total_seconds() > 0 else IN_TIME(clock=name)
    if clock.due_at <= ctx.now:
        return OVERDUE(clock=name, span=lasting(ctx.now - clock.due_at))
    return LEFT(clock=name, when=Moment(clock.due_at), span=lasting(clock.due_at - ctx.now))


def buttons(risk: Risk) -> list[Button]:
    """What can be done with it now, the next step first."""
    number = risk.number
    if risk.closed_at is not None:
        return []
    help_ = Button(I_HELP(), f"/risk help {number}")
    note = Button(NOTE(), f"/risk note {number}")
    if risk.solved_at is not None:
        return [
            Button(VERIFIED(), f"/risk verify {number}", "primary"), Button(NOT_SOLVED(), f"/risk back {number}"), note,
        ]  # fmt: skip
    solved = Button(SOLVED_BUTTON(), f"/risk solve {number}")
    if risk.owner is None:
        return [Button(ACK(), f"/risk ack {number}", "primary"), help_, note, solved]
    return [note, help_, solved]
