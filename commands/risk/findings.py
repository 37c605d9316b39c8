"""What the handling of a risk shows by itself, when one looks back: how long each clock took, and what went wrong."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from commands.kit import Listed, Moment, Said, text
from commands.kit.crisis import CLOCKS
from commands.kit.lasting import lasting
from commands.kit.playbooks import Playbook, ticked
from storage import RiskClock

from .face import Look
from .look import RESPONSES
from .story import WHOM

IN_TIME = text("{clock}: {took} of {span}, in time")
TOO_LATE = text("{clock}: {took} of {span}, {late} late")
SKIPPED = text("{clock}: none, it was solved after {took}")
NOT_DONE = text("{clock}: not done, was due {when}")
NOT_NEEDED = text("{clock}: closed before it was due")

UNREACHED = text("Could not be reached: {people}")
NOBODY_THERE = text("Nobody was there as {whom}")
MANY_CALLS = text("It took {n} call until somebody had it", "It took {n} calls until somebody had it")
WAS_LATE = text("Late: {clocks}")
STALE = text(
    "Nobody wrote a note for too long, so the calls began again ({n} time)",
    "Nobody wrote a note for too long, so the calls began again ({n} times)",
)
REWRITTEN = text("The statement was written anew ({n} version)", "The statement was written anew ({n} versions)")
NOT_SOLVED = text("It was called solved too early ({n} time)", "It was called solved too early ({n} times)")
NOT_TOLD = text("No note, no statement: the story does not show what was done")
NOT_TICKED = text("The checklist was not finished: {done} of {all}")

SOME: Final = 5
"""People who are named."""


def clock_lines(look: Look) -> list[Said]:
    return [said for clock in look.clocks if (said := _clock(look, clock)) is not None]


def _clock(look: Look, clock: RiskClock) -> Said | None:
    name, span = CLOCKS[clock.name](), lasting(clock.due_at - clock.started_at)
    if clock.stopped_at is not None:
        took = lasting(clock.stopped_at - clock.started_at)
        if clock.stopped_at <= clock.due_at:
            if look.skipped(clock):
                return SKIPPED(clock=name, took=took)
            return IN_TIME(clock=name, took=took, span=span)
        return TOO_LATE(clock=name, took=took, span=span, late=lasting(clock.stopped_at - clock.due_at))
    if clock.started_at != look.risk.since:
        return None  # that of a level which it has no more
    if clock.due_at <= _end(look):
        return NOT_DONE(clock=name, when=Moment(clock.due_at))
    return NOT_NEEDED(clock=name)


def _end(look: Look) -> datetime:
    return look.risk.closed_at or max((one.at for one in look.story), default=look.risk.since)


def problems(look: Look, book: Playbook | None) -> list[Said]:
    return list(_problems(look, book))


def _problems(look: Look, book: Playbook | None) -> Iterator[Said]:
    story = look.story
    if unreached := look.names("unreachable").items:
        yield UNREACHED(people=Listed(unreached[:SOME]))
    roles = dict.fromkeys(one.words for one in story if one.deed == "nobody" and one.words in WHOM)
    if look.risk.community is None:
        roles.pop("owner", None)  # a risk that is about no community lacks nobody
    if roles:
        yield NOBODY_THERE(whom=Listed(tuple(WHOM[role]() for role in roles)))
    acked = next((one.at for one in story if one.deed in ("acked", "handed", "solved")), _end(look))
    calls = len({one.at for one in story if one.deed == "called" and one.at <= acked})
    if calls > 1:
        yield MANY_CALLS(n=calls)
    if late := dict.fromkeys(clock.name for clock in look.clocks if _late(look, clock)):
        yield WAS_LATE(clocks=Listed(tuple(CLOCKS[name]() for name in late)))
    for deed, said, least in (("stale", STALE, 1), ("rejected", NOT_SOLVED, 1), ("written", REWRITTEN, 2)):
        if (n := sum(one.deed == deed for one in story)) >= least:
            yield said(n=n)
    if look.clocks and not any(one.deed in (*RESPONSES, "ticked") for one in story):
        yield NOT_TOLD()
    if book is not None and book.checklist and (done := len(ticked(book, story))) < len(book.checklist):
        yield NOT_TICKED(done=done, all=len(book.checklist))


def _late(look: Look, clock: RiskClock) -> bool:
    if clock.stopped_at is not None:
        return clock.stopped_at > clock.due_at
    return clock.started_at == look.risk.since and clock.due_at <= _end(look)
