"""What went wrong in the month, how it ended, and how many of the clocks were kept. Exercises are not in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from commands.kit import Amount, Heading, Moment, Said, Table, text
from commands.kit.crisis import CLOCKS as NAMES
from commands.kit.crisis import LEVELS, ORDER
from commands.kit.outcome import outcome
from commands.kit.owners import everybody
from commands.kit.playbooks import kind_named
from commands.kit.reply import Printable
from storage import ClockName, Risk, RiskClock

from .month import Month

TITLE = text("Risks")
RISK = text("Risk")
LEVEL = text("Level", context="risk")
KIND = text("Kind")
RESULT = text("Result")
RAISED = text("Raised", context="column")
NAMED = text("{number} · {name}")
CLOCKS = text("Clocks")
MEANING = text("Of the clocks that ended in the month. One that a change of level made void does not count.")
CLOCK = text("Clock", context="risk")
KEPT = text("Kept", context="clock")
SHARE = text("Share")

COUNTED = text("{n} risk, {closed} of them closed", "{n} risks, {closed} of them closed")
WITH_SHARE = text("{counted}; {share} of the clocks kept")


async def chapter(month: Month) -> list[Printable]:
    found = await _of(month)
    if not found:
        return []
    people, books = await everybody(month.ctx), month.ctx.metrics.playbooks
    rows = tuple(
        (
            NAMED(number=str(one.number), name=one.title), outcome(one, people), LEVELS[one.level](),
            kind_named(books, one.kind), Moment(one.raised_at),
        )
        for one in found
    )  # fmt: skip
    blocks: list[Printable] = [Table((RISK(), RESULT(), LEVEL(), KIND(), RAISED()), rows)]
    if kept := await _kept(month, found):
        lines = tuple((NAMES[name](), f"{sum(of)}/{len(of)}", _share(of)) for name, of in kept.items())
        blocks += [Heading(CLOCKS()), MEANING(), Table((CLOCK(), KEPT(), SHARE()), lines)]
    return blocks


async def brief(month: Month) -> list[Said]:
    found = await _of(month)
    if not found:
        return []
    counted = COUNTED(n=len(found), closed=sum(one.closed_at is not None for one in found))
    kept = [one for of in (await _kept(month, found)).values() for one in of]
    return [WITH_SHARE(counted=counted, share=_share(kept)) if kept else counted]


async def _of(month: Month) -> Sequence[Risk]:
    """Those that were open at some time in the month, the worst first."""
    found = await month.ctx.store.risks.between(month.ctx.team.id, month.begin, month.end)
    return sorted(found, key=lambda one: (ORDER.index(one.level), one.number))


async def _kept(month: Month, found: Sequence[Risk]) -> Mapping[ClockName, list[bool]]:
    """Whether each clock was kept, by name, in the order in which they end. Each clock is in one book: that of the
    month in which it was stopped in time, or in which its time was over."""
    clocks = await month.ctx.store.risk_story.clocks([one.id for one in found])
    every = [clock for of in clocks.values() for clock in of]
    kept: dict[ClockName, list[bool]] = {}
    for name in NAMES:
        verdicts = [clock.kept(month.ctx.now) for clock in every if clock.name == name and _settled(clock) in month]
        if known := [verdict for verdict in verdicts if verdict is not None]:
            kept[name] = known
    return kept


def _settled(clock: RiskClock) -> datetime:
    return min(clock.stopped_at or clock.due_at, clock.due_at)


def _share(kept: Sequence[bool]) -> Amount:
    return Amount((Decimal(sum(kept)) * 100 / len(kept)).quantize(Decimal(1)), "percent")
