"""What is shown after a report: what was understood, against yesterday and the same weekday, and what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from commands.kit import Bullets, Button, Ctx, Day, Heading, Table, Value, text
from commands.kit.hints import verbatim
from commands.kit.reply import Block
from storage import Community, Number

from .doubts import shown
from .filing import Filing, unread_line
from .read import Unread

TITLE = text("{community} · {day}")
NUMBER = text("Number")
VALUE = text("Value")
DAY_BEFORE = text("vs day before")
WEEK_BEFORE = text("vs week before")
SAVED = text("Saved: {n} number.", "Saved: {n} numbers.")
LATE = text("Saved late: {n} number.", "Saved late: {n} numbers.")
SAME = text("These numbers are stored already; nothing was changed.")
CORRECTED = text("Corrected: {name} {old} → {new}. The earlier version is kept.")
NOTED = text("Saved: your note.")
NOTE = text("Note: {note}")
NOT_UNDERSTOOD = text("Not understood, so not saved:")
BUTTON = 64
"""Bytes of a line that every chat can carry on a button."""

CORRECT = text("Correct", context="button")
NEXT = text("Next: {name}", context="button")


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one filing. ``before``: the figures of the trailing days, and the day's own as they were."""

    filing: Filing
    before: Sequence[Number]
    late: bool
    changed: bool

    def was(self, metric: str, day: date) -> Decimal | None:
        return next((n.value for n in self.before if n.metric == metric and n.day == day), None)

    @property
    def corrected(self) -> list[tuple[str, Decimal | None, Decimal | None]]:
        own = {n.metric: n.value for n in self.before if n.day == self.filing.day}
        new = self.filing.numbers
        return [(key, own[key], new[key]) for key in new if key in own and own[key] != new[key]]


def blocks(stored: Stored, ctx: Ctx) -> list[Block]:
    """The answer for one community and day."""
    filing = stored.filing
    found: list[Block] = [Heading(TITLE(community=filing.community.name, day=Day(filing.day)))]
    if filing.numbers:
        found.append(_table(stored, ctx))
    if not stored.changed:
        found.append(SAME())
    elif filing.numbers:
        found.append((LATE if stored.late else SAVED)(n=len(filing.numbers)))
    else:
        found.append(NOTED())
    for key, old, new in stored.corrected:
        metric = ctx.metrics.get(key)
        if metric is not None:
            found.append(CORRECTED(name=metric.label, old=shown(metric, old), new=shown(metric, new)))
    if filing.note:
        found.append(NOTE(note=filing.note))
    return found


def _table(stored: Stored, ctx: Ctx) -> Table:
    day = stored.filing.day
    rows: list[tuple[Value, ...]] = []
    for key, value in stored.filing.numbers.items():
        metric = ctx.metrics.get(key)
        if metric is None:
            continue
        changes = [change(value, stored.was(key, day - timedelta(days=days))) for days in (1, 7)]
        rows.append((metric.label, shown(metric, value), *(shown(metric, c, signed=True) for c in changes)))
    return Table((NUMBER(), VALUE(), DAY_BEFORE(), WEEK_BEFORE()), tuple(rows))


def change(value: Decimal | None, before: Decimal | None) -> Decimal | None:
    """The difference; no value where either is missing: a missing day is not zero."""
    return None if value is None or before is None else value - before


def _meant(filing: Filing, unread: Sequence[Unread]) -> Iterator[Button]:
    for one in unread:
        number = one.text.rpartition(" ")[2]
        if one.reason == "unknown_label" and one.nearest and number[:1].isdecimal():
            said = f"{one.nearest[0]} {number}"
            line = f"/daily community:{filing.community.key} date:{filing.day.isoformat()} {said}"
            if len(line.encode()) <= BUTTON:
                yield Button(verbatim(said), line)


def unread_blocks(unread: Sequence[Unread]) -> list[Block]:
    if not unread:
        return []
    return [NOT_UNDERSTOOD(), Bullets(tuple(unread_line(one) for one in unread[:12]))]


def buttons(filing: Filing, left: Sequence[Community], unread: Sequence[Unread] = ()) -> list[Button]:
    """What was probably meant, with one press; correct this one; or go on with a community that has no numbers for the
    day yet."""
    found = [*_meant(filing, unread)][:2]
    found += [Button(CORRECT(), f"/daily edit {filing.community.key} {filing.day.isoformat()}")]
    if left:
        after = left[0]
        found.append(Button(NEXT(name=after.name), f"/daily community:{after.key} date:{filing.day.isoformat()}"))
    return found
