"""What an operator is told before anything is kept, and asked."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue
from commands.kit.zone import zone_of
from storage import Storage, Team

from .calendar import Days, keep_days, look_days, read_days
from .keep import Kept, keep, look
from .read import BY, Ground, Table, read_table
from .refused import Refused, Unusable
from .source import open_source

SHOWN = 50
ALIKE = 3
"""Refusals that are listed one by one, and those of one column and reason among them, unless all are asked for."""
NAMED = 8

Say = Callable[[str], None]
Ask = Callable[[str], bool]
Progress = Callable[[int], None]


async def numbers(
    storage: Storage, team: Team, catalogue: Catalogue, file: Path, now: datetime,
    say: Say, ask: Ask | None, *, sheet: str = "", adding: bool = False, every_refusal: bool = False,
    progress: Progress | None = None,
) -> None:  # fmt: skip
    """Tell what is in the file, ask, and keep it; without ``ask`` only tell. Raises ``Unusable`` when there is nothing
    to keep."""
    communities = await storage.read(lambda unit: unit.communities.of(team.id, archived=True))
    zone = zone_of(team.zone)
    ground = Ground(team.name, communities, catalogue, team.currency, zone, now, adding)
    table = read_table(open_source(file, sheet), ground)
    would = await look(storage, team.id, table)
    for line in [*_about(table, would), *_refusals(table.refused, every_refusal)]:
        say(line)
    if not table.entries or (table.refused and not would.anything):
        raise Unusable(_nothing(bool(table.entries)))
    if not would.anything:
        say("nothing to do: everything is there already")
    elif ask is not None and ask(f"Import into {team.name}?"):
        kept = await keep(storage, team.id, table, now, progress)
        say(f"{_of(kept)} imported")


async def calendar(
    storage: Storage, team: Team, file: Path, now: datetime, say: Say, ask: Ask | None, *, every_refusal: bool = False
) -> None:
    """The same for the days of the team's own calendar."""
    found = read_days(file)
    changed = await look_days(storage, team.id, found.days)
    for line in [*_of_days(found, changed), *_refusals(found.refused, every_refusal)]:
        say(line)
    if not found.days or (found.refused and not changed):
        raise Unusable(_nothing(bool(found.days)))
    if not changed:
        say("nothing to do: everything is there already")
    elif ask is not None and ask(f"Put them into the calendar of {team.name}?"):
        every = Menu.find().every
        count = await keep_days(storage, team.id, found.days, every, now, file.name)
        say(f"{_many(count, 'day')} imported; what happens by the clock follows them")


def _about(table: Table, would: Kept) -> Iterator[str]:
    yield f"{table.source.name}: {table.source.look}, {_many(table.rows, 'row')}"
    if table.entries:
        days = table.days
        yield (
            f"understood: {_many(len(table.communities), 'community', 'communities')} ({_named(table.communities)}), "
            f"{_many(len(days), 'day')} ({days[0]} to {days[-1]}), "
            f"{_many(len(table.metrics), 'metric')} ({_named(table.metrics)})"
        )
        yield f"to be added: {_of(would)}; {would.known:,} known already"
    if table.fresh:
        yield f"new communities: {_named(list(table.fresh.values()))}"
    if would.strangers:
        rows, names = _many(sum(would.strangers.values()), "figure"), _named(list(would.strangers))
        yield f"{rows} of people who are not in the team ({names}) go to {BY!r}"
    yield from (f"look twice: {warning}" for warning in table.warnings)


def _of_days(found: Days, changed: int) -> Iterator[str]:
    works = sum(own.works for own in found.days.values())
    if found.days:
        off, span = _many(len(found.days) - works, "day"), f"{min(found.days)} to {max(found.days)}"
        yield f"understood: {_many(works, 'working day')} and {off} off, {span}"
        yield f"to be changed: {_many(changed, 'day')}"


def _refusals(refused: Sequence[Refused], every: bool) -> Iterator[str]:
    if not refused:
        return
    yield f"refused: {len(refused):,}"
    left: Counter[str] = Counter()
    alike: Counter[tuple[str, str]] = Counter()
    shown = 0
    for one in refused:
        alike[one.column, one.why] += 1
        if every or (shown < SHOWN and alike[one.column, one.why] <= ALIKE):
            shown += 1
            yield f"  {one}"
        else:
            left[one.why] += 1
    if left:
        why = ", ".join(f"{count:,} {word}" for word, count in left.most_common(NAMED))
        yield f"  and {left.total():,} more ({why}); --all lists them"


def _nothing(known: bool) -> str:
    return "nothing in it can be imported" + ("; what is not refused is there already" if known else "")


def _of(kept: Kept) -> str:
    return f"{_many(kept.fresh, 'new figure')}, {_many(kept.corrections, 'correction')}, {_many(kept.notes, 'note')}"


def _named(words: Sequence[str]) -> str:
    more = f" and {len(words) - NAMED} more" if len(words) > NAMED else ""
    return ", ".join(words[:NAMED]) + more


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or one + 's'}"
