"""A sample rota and three sample risks: one of last month that went public, one that is closed, and one that somebody
has in hand. What they tell is invented, as the numbers are; their days hang on the day of the first start."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from commands.kit.crisis import DEFAULT, clocks_of, moments_of
from storage import ClockName, Deed, Handover, Layer, Risk, RiskState

from .activities import SAMPLE, Planting, wind

PRIMARY: Final = ("ning", "aisha", "tom")
BACKUP: Final = ("sofia", "mei")
WEEKS: Final = 8
"""For which the sample rota has stood."""

Told = tuple[int, Deed, str, str]
"""Minutes after it was raised, what happened, to whom, and in which words."""
QUARREL: Final[Sequence[Told]] = (
    (0, "raised", "mei", ""),
    (0, "called", "ning", "oncall"),
    (11, "acked", "ning", ""),
    (19, "noted", "ning", "The thread is closed, and both members are asked for their view."),
    (24, "helps", "aisha", ""),
    (96, "written", "aisha", "1"),
    (131, "approved", "mei", "1"),
    (131, "posted", "mei", ""),
    (840, "solved", "ning", ""),
    (905, "verified", "mei", "Both members agreed on what is said; no new posts since."),
    (912, "improve", "aisha", "Keep a short statement ready for quarrels: writing it took more than an hour."),
    (930, "improve", "ning", "Tell members in the rules where to write when they disagree."),
)
STATEMENT: Final = (
    f"We have read what was said yesterday evening, and talked to both sides. The thread is closed; our rules have not "
    f"changed. Whoever wants to talk about it writes to us. {SAMPLE}"
)
REFUNDS: Final[Sequence[Told]] = (
    (0, "raised", "aisha", ""),
    (0, "called", "aisha", "owner"),
    (4, "acked", "aisha", ""),
    (70, "noted", "aisha", "41 orders came late. Everybody who asks gets the postage back."),
    (600, "planned", "aisha", "Postage back at once, a voucher with the next order, a first message within a day."),
    (2900, "solved", "aisha", ""),
    (2960, "verified", "sofia", "Refunds are back to two a day."),
    (2975, "improve", "sofia", "Say the day of delivery in the offer."),
)
EVENINGS: Final[Sequence[Told]] = (
    (0, "raised", "ning", ""),
    (0, "called", "ning", "owner"),
    (6, "acked", "ning", ""),
    (52, "noted", "ning", "Asked the leaders of both circles which evening they would give up."),
)
EXERCISE: Final[Sequence[Told]] = (
    (0, "raised", "grace", ""),
    (0, "called", "tom", "oncall"),
    (1, "acked", "tom", ""),
    (2, "noted", "tom", "I look up how many orders it is about."),
    (4, "helps", "sofia", ""),
    (7, "written", "sofia", "1"),
    (12, "approved", "mei", "1"),
    (17, "solved", "tom", ""),
    (19, "verified", "mei", "All steps were gone through."),
)
SCORES: Final = {"grace": 90, "tom": 95, "sofia": 85, "mei": 95}
QUARREL_SCORES: Final = {"mei": 85, "ning": 90, "aisha": 80}


async def plant_crises(it: Planting) -> None:
    await _rota(it)
    quarrel = await _told(
        it, Risk(
            0, it.team, 0, "red", "opinion", "Screenshots of a quarrel go round", *2 * (it.at(-34, 19, 20),),
            f"Two members argue about a product, and others post it elsewhere. {SAMPLE}", it.communities["moms"],
        ), QUARREL, {"ack": 11, "respond": 19, "statement": 131, "solution": 840},
    )  # fmt: skip
    said = await it.unit.risk_story.write(
        quarrel.id, STATEMENT, it.owners["aisha"], quarrel.raised_at + timedelta(minutes=96)
    )
    await it.unit.risk_story.approve(said, it.owners["mei"], quarrel.raised_at + timedelta(minutes=131))
    await _scored(it, quarrel, QUARREL_SCORES, 960)
    await _told(
        it, Risk(
            0, it.team, 0, "yellow", "refunds", "Many want their postage back", *2 * (it.at(-9, 10, 5),),
            f"Parcels of the last offer came late. {SAMPLE}", it.communities["coffee"],
        ), REFUNDS, {"plan": 600},
    )  # fmt: skip
    evenings = await _told(
        it, Risk(
            0, it.team, 0, "yellow", "participation", "Half of the reading circles met without a host",
            *2 * (it.at(0, 11, 30),), f"Three evenings of this week. {SAMPLE}", it.communities["readers"],
        ), EVENINGS, {},
    )  # fmt: skip
    stale = evenings.raised_at + timedelta(minutes=EVENINGS[-1][0]) + timedelta(hours=24)
    await it.unit.risks.change(evenings.id, stale_at=stale)
    await wind(it, f"risk:{evenings.id}:stale", stale, f"/risk stale {evenings.number}")
    await _drill(it)


async def _drill(it: Planting) -> None:
    """Of last quarter, on a Wednesday."""
    day = -84 + (2 - it.today.weekday())
    drill = await _told(
        it, Risk(
            0, it.team, 0, "red", "refunds", "Sixty members want their money back within an hour",
            *2 * (it.at(day, 15),), SAMPLE, drill=True, pace=12,
        ), EXERCISE, {"ack": 1, "respond": 2, "statement": 12, "solution": 17},
    )  # fmt: skip
    await _scored(it, drill, SCORES, 40)


async def _scored(it: Planting, risk: Risk, scores: Mapping[str, int], minute: int) -> None:
    for who, points in scores.items():
        await it.unit.risk_story.score(risk.id, it.owners[who], points, _at(risk, minute))


async def _rota(it: Planting) -> None:
    monday = it.today - timedelta(days=it.today.weekday(), weeks=WEEKS)
    begun = it.at((monday - it.today).days, 9)
    for position, (name, people) in enumerate((("primary", PRIMARY), ("backup", BACKUP))):
        turns = tuple(it.owners[who] for who in people)
        await it.unit.rotas.add(Layer(0, it.team, name, position, "weekly", turns, begun))
        comes, leaves = turns[WEEKS % len(turns)], turns[(WEEKS - 1) % len(turns)]
        since, soon = begun + timedelta(weeks=WEEKS), timedelta(minutes=4)
        await it.unit.rotas.meet(
            Handover(it.team, name, since, comes, leaves, since, since, since, since + soon, comes)
        )  # fmt: skip


async def _told(it: Planting, risk: Risk, story: Sequence[Told], stopped: dict[ClockName, int]) -> Risk:
    """Keep a risk as its story tells it; ``stopped``: its clocks, by the minute."""
    first = {deed: (it.owners[who], _at(risk, minute)) for minute, deed, who, _ in reversed(story)}
    owner, acked = first["acked"]
    risk = replace(risk, raised_by=first["raised"][0], owner=owner, acked_by=owner, acked_at=acked, step=1)
    state: RiskState = "respond"
    if "verified" in first:
        (solver, solved), (closer, closed) = first["solved"], first["verified"]
        state, why = "closed", next(words for _, deed, _, words in story if deed == "verified")
        risk = replace(
            risk, solved_by=solver, solved_at=solved, closed_by=closer, closed_at=closed, reason=why
        )  # fmt: skip
    risk = await it.unit.risks.add(replace(risk, state=state))
    for minute, deed, who, words in story:
        await it.unit.risk_story.tell(risk.id, _at(risk, minute), deed, it.owners[who], "web", words)
    clocks = clocks_of(risk, DEFAULT[risk.level])
    await it.unit.risk_story.start(clocks)
    for clock in clocks:
        if clock.name in stopped:
            await it.unit.risk_story.stop(risk.id, [clock.name], _at(risk, stopped[clock.name]), owner)
        elif risk.closed_at is None:
            for part, at in moments_of(clock).items():
                if at > it.now:
                    line = f"/risk nudge {risk.number} clock:{clock.name} part:{part}"
                    await wind(it, f"risk:{risk.id}:clock:{clock.name}:{part}", at, line)
    return risk


def _at(risk: Risk, minute: int) -> datetime:
    return risk.raised_at + timedelta(minutes=minute)
