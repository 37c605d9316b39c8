"""What is shown after a report: what was understood, against yesterday and the same weekday, and what comes next."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commands.kit import Bullets, Button, Ctx, Heading, Table, Value, text
from commands.kit.alarms import About
from commands.kit.days import dated
from commands.kit.hints import verbatim
from commands.kit.metrics import Catalogue
from commands.kit.reply import Block, carries
from commands.kit.sheet import change, shown
from commands.kit.signals import raise_entered
from commands.kit.signals.said import figures
from commands.kit.width import narrow
from storage import Community, Past, Signal

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
ABNORMAL = text("Abnormal: {figures}")
NOT_UNDERSTOOD = text("Not understood, so not saved:")

_MISNAMED = re.compile(r"\D+?(?:[ \t:=]+|(?<=[^\x00-\x7f]))(?P<number>[-+]?[¥$€£]?[0-9][0-9.,]*\D{0,6})")
"""A name and its number, glued only to a Chinese name: `top10` is one name."""

CORRECT = text("Correct", context="button")
NEXT = text("Next: {name}", context="button")
RISK = text("Risk {number}", context="button")
MOST_RISKS = 2


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of one filing. ``past``: what each figure was before it; ``new``: how many numbers were stored;
    ``risk``: the one that a rule opens about it; ``abnormal``: what a risk can be raised about."""

    filing: Filing
    past: Mapping[str, Past]
    late: bool
    new: int
    noted: bool
    risk: About | None = None
    abnormal: Sequence[Signal] = ()

    @property
    def corrected(self) -> list[tuple[str, Decimal | None, Decimal | None]]:
        new = self.filing.numbers
        old = {key: known.value for key, known in self.past.items() if known.version}
        return [(key, old[key], new[key]) for key in new if key in old and old[key] != new[key]]


def blocks(stored: Stored, ctx: Ctx) -> list[Block]:
    """The answer for one community and day."""
    filing = stored.filing
    found: list[Block] = [Heading(TITLE(community=filing.community.name, day=dated(filing.day, ctx.today)))]
    if filing.numbers:
        found.append(_table(stored, ctx))
    if stored.new:
        late = stored.late and stored.new > len(stored.corrected)  # a correction comes when it comes
        found.append((LATE if late else SAVED)(n=stored.new))
    else:
        found.append(NOTED() if stored.noted else SAME())
    for key, old, new in stored.corrected:
        metric = ctx.metrics.get(key)
        if metric is not None:
            found.append(CORRECTED(name=metric.label, old=shown(metric, old), new=shown(metric, new)))
    if filing.note:
        found.append(NOTE(note=filing.note))
    if stored.risk is not None:
        found.append(stored.risk.said())
    if stored.abnormal:
        found.append(ABNORMAL(figures=figures(ctx, stored.abnormal)))
    return found


def _table(stored: Stored, ctx: Ctx) -> Table:
    rows: list[tuple[Value, ...]] = []
    for key, value in stored.filing.numbers.items():
        metric = ctx.metrics.get(key)
        if metric is None:
            continue
        past = stored.past.get(key)
        changes = [change(value, then) for then in ((past.day_before, past.week_before) if past else (None, None))]
        rows.append((metric.label, shown(metric, value), *(shown(metric, c, signed=True) for c in changes)))
    return Table((NUMBER(), VALUE(), DAY_BEFORE(), WEEK_BEFORE()), tuple(rows))


def meant(filing: Filing, unread: Sequence[Unread], metrics: Catalogue) -> Iterator[Button]:
    """What was probably meant by an unknown name, to be filed with one press."""
    for one in unread:
        name = next((near for near in one.nearest if metrics.find(near)), None)
        misnamed = _MISNAMED.fullmatch(narrow(one.text))
        if one.reason == "unknown_label" and name and misnamed:
            said = f"{name} {misnamed['number']}"
            line = f"/daily community:{filing.community.key} date:{filing.day.isoformat()} {said}"
            if carries(line):
                yield Button(verbatim(said), line)


def unread_blocks(unread: Sequence[Unread]) -> list[Block]:
    if not unread:
        return []
    return [NOT_UNDERSTOOD(), Bullets(tuple(unread_line(one) for one in unread[:12]))]


def risks(stored: Sequence[Stored]) -> list[Button]:
    """What can be done at once where something is wrong: look at the risk that was opened, or raise one."""
    numbers = [one.risk.risk.number for one in stored if one.risk is not None]
    found = [Button(RISK(number=str(number)), f"/risk show {number}") for number in numbers]
    odd = [one for one in stored if one.abnormal]
    found += [raise_entered(one.filing.community, one.filing.day, among=len(stored) > 1) for one in odd]
    return found[:MOST_RISKS]


def buttons(
    filing: Filing, left: Sequence[Community], metrics: Catalogue, unread: Sequence[Unread] = ()
) -> list[Button]:
    """What was probably meant, with one press; correct this one; or go on with a community that has no numbers for the
    day yet."""
    found = [*meant(filing, unread, metrics)][:2]
    found += [Button(CORRECT(), f"/daily edit {filing.community.key} {filing.day.isoformat()}")]
    if left:
        after = left[0]
        found.append(Button(NEXT(name=after.name), f"/daily community:{after.key} date:{filing.day.isoformat()}"))
    return found
