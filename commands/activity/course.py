"""What comes when in the life of an activity. Pure: an activity and the rules in, moments out.

All of it hangs on instants that are kept with the activity, so a program that was away for hours works out on its
return what is still to be done, and says of each kind only the newest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Literal

from commands.kit.moments import instant_of
from commands.kit.rules import Rules
from storage import Activity, Phase

Kind = Literal[
    "preheat", "ignition", "afterglow", "ended", "lock", "countdown", "instruction", "ask", "review", "share"
]  # fmt: skip

NEXT: dict[Kind, tuple[tuple[Phase, ...], Phase]] = {
    "preheat": (("approved",), "preheat"),
    "ignition": (("approved", "preheat"), "ignition"),
    "afterglow": (("approved", "preheat", "ignition"), "afterglow"),
    "ended": (("approved", "preheat", "ignition", "afterglow"), "ended"),
    "lock": (("ended",), "locked"),
}
"""From which phases each turn leads to which."""

USEFUL: dict[Kind, timedelta] = {"countdown": timedelta(hours=12)}
"""How late it may still be said; an instruction or a question until the next one is due."""


@dataclass(frozen=True, slots=True)
class Beat:
    """``n``: days left (countdown), which one it is (instruction, question), else 0."""

    at: datetime
    kind: Kind
    n: int = 0


def course(activity: Activity, rules: Rules, zone: tzinfo) -> list[Beat]:
    """Everything that the clock does about an approved activity, in order."""
    found = [
        Beat(activity.preheat_at, "preheat"),
        Beat(activity.starts_at, "ignition"),
        Beat(activity.afterglow_at, "afterglow"),
        Beat(activity.ends_at, "ended"),
        Beat(activity.ends_at + timedelta(hours=rules.review_hours), "review"),
        Beat(activity.ends_at + timedelta(hours=rules.share_hours), "share"),
        Beat(activity.locks_at, "lock"),
        *_countdowns(activity, zone),
        *_instructions(activity, rules),
        *_questions(activity, rules),
    ]
    return sorted(found, key=lambda beat: (beat.at, _ORDER[beat.kind]))


_ORDER: dict[Kind, int] = {
    "preheat": 0, "ignition": 1, "afterglow": 2, "ended": 3, "countdown": 4, "instruction": 5, "ask": 6, "review": 7,
    "share": 8, "lock": 9,
}  # fmt: skip


def due(activity: Activity, rules: Rules, zone: tzinfo, now: datetime) -> list[Beat]:
    """What is to be done now: every turn since the clock was here last, and of what is said the newest of each kind, as
    long as it is of use."""
    since = activity.beaten_at or activity.approved_at or activity.proposed_at
    found = [beat for beat in course(activity, rules, zone) if since < beat.at <= now]
    newest = {beat.kind: beat for beat in found}
    asks = timedelta(hours=rules.ask_hours)
    useful = {**USEFUL, "ask": asks, "instruction": timedelta(minutes=rules.instruction_minutes)}
    return [
        beat
        for beat in found
        if beat is newest[beat.kind] and now - beat.at < useful.get(beat.kind, timedelta.max)
    ]  # fmt: skip


def following(activity: Activity, rules: Rules, zone: tzinfo, now: datetime) -> datetime | None:
    """When the clock has to look again."""
    return next((beat.at for beat in course(activity, rules, zone) if beat.at > now), None)


def preheat_days(activity: Activity, zone: tzinfo) -> int:
    """How long its preheat is: what it was proposed with, whatever the figure has become since."""
    return (activity.starts_at.astimezone(zone).date() - activity.preheat_at.astimezone(zone).date()).days


def _countdowns(activity: Activity, zone: tzinfo) -> Iterator[Beat]:
    """One a day, at the same time of the clock as the start."""
    local = activity.starts_at.astimezone(zone).replace(tzinfo=None)
    for days in range(preheat_days(activity, zone), 0, -1):
        yield Beat(instant_of(local - timedelta(days=days), zone), "countdown", days)


def _instructions(activity: Activity, rules: Rules) -> Iterator[Beat]:
    at, step, n = activity.starts_at, timedelta(minutes=rules.instruction_minutes), 1
    while at < activity.afterglow_at:
        yield Beat(at, "instruction", n)
        at, n = at + step, n + 1


def _questions(activity: Activity, rules: Rules) -> Iterator[Beat]:
    """For sales, refunds and cost, from the start until the end, where it is asked once more."""
    step, n = timedelta(hours=rules.ask_hours), 1
    while (at := activity.starts_at + n * step) < activity.ends_at:
        yield Beat(at, "ask", n)
        n += 1
    yield Beat(activity.ends_at, "ask", n)
