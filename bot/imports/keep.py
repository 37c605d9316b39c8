"""What a file adds to what the team remembers, found out anew in the unit of work that keeps it.

A figure that is there already is left alone; another value of it becomes a new version. Where the file numbers its
versions they are added in their order, as far as they are not known. So the same file a second time changes nothing,
and after an interruption it goes on where it stopped.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from commands.kit.posts import figures_changed
from commands.kit.standup import stir_board
from commands.kit.words import fold
from storage import Account, Community, Entry, Report, Role, Storage, Unit

from . import read
from .read import BY, Table

BATCH = 2000
"""Figures of one unit of work: it takes some hundredths of a second, so a desk that is running hardly waits."""
LINES = 8000
SELF = Account(BY, BY, BY)

Values = list[Decimal | None]


@dataclass
class Kept:
    """What came, or would come, of a table. ``strangers``: names of people who are not in the team, with their rows."""

    fresh: int = 0
    corrections: int = 0
    known: int = 0
    notes: int = 0
    strangers: dict[str, int] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        return bool(self.fresh or self.corrections or self.notes)

    def add(self, other: "Kept") -> None:
        self.fresh += other.fresh
        self.corrections += other.corrections
        self.known += other.known
        self.notes += other.notes
        for name, rows in other.strangers.items():
            self.strangers[name] = self.strangers.get(name, 0) + rows


@dataclass
class _Filing:
    """One report that is to be made."""

    like: read.Entry
    values: dict[str, Decimal | None] = field(default_factory=dict)
    version: int = 0
    """The highest of its figures."""

    def add(self, entry: read.Entry) -> None:
        self.values[entry.metric] = entry.value
        self.version = max(self.version, entry.version)

    @property
    def moment(self) -> tuple[date, float, int]:
        """What has no time of its own happens now, hence last."""
        at = self.like.at
        return self.like.day, at.timestamp() if at is not None else float("inf"), self.version


async def look(storage: Storage, team: int, table: Table) -> Kept:
    """What would come of it; nothing is changed."""
    found = Kept()
    for batch in _batches(table.entries):
        found.add(await storage.read(partial(_one, team=team, batch=batch)))
    return found


async def keep(
    storage: Storage, team: int, table: Table, now: datetime, progress: Callable[[int], None] | None = None
) -> Kept:
    """Keep it, batch by batch. Raises ``StorageError``; what was kept until then stays, and the rest can be tried
    again with the same file."""
    found, done = Kept(), 0
    await storage.write(partial(_prepare, team=team, fresh=table.fresh, now=now))
    for batch in _batches(table.entries):
        found.add(await storage.write(partial(_one, team=team, batch=batch, now=now, name=table.source.name)))
        done += len(batch)
        if progress is not None:
            progress(done)
    return found


def _batches(entries: Sequence[read.Entry]) -> Iterator[list[read.Entry]]:
    """Of one community each; all of a day is in one."""
    batch: list[read.Entry] = []
    for entry in sorted(entries, key=lambda entry: (entry.community, entry.day, entry.version, entry.line)):
        if batch and entry.community != batch[0].community:
            yield batch
            batch = []
        if len(batch) >= BATCH and entry.day != batch[-1].day:
            yield batch
            batch = []
        batch.append(entry)
    if batch:
        yield batch


async def _prepare(unit: Unit, team: int, fresh: Mapping[str, str], now: datetime) -> None:
    """Communities that are to be added, and somebody in whose name things come in."""
    await unit.teams.get(team)
    there = {each.key for each in await unit.communities.of(team, archived=True)}
    for key, name in fresh.items():
        if key not in there:
            await unit.communities.add(Community(0, team, key, name))
            await unit.journal.write(Entry(team, now, None, BY, f"/community add {key}", "ok"))
    if await unit.people.by_account(team, SELF.platform, SELF.user) is None:
        nobody = await unit.people.add(team, SELF, Role.OBSERVER, now)
        # Nobody expects a report of hers, and she is in no list.
        await unit.people.change(team, nobody.id, left_at=now)


async def _one(unit: Unit, team: int, batch: Sequence[read.Entry], now: datetime | None = None, name: str = "") -> Kept:
    """Compare a batch with what is there; with ``now``, keep it, and what shows it somewhere follows."""
    whole = await unit.teams.get(team)
    place = {each.key: each.id for each in await unit.communities.of(team, archived=True)}.get(batch[0].community)
    first, last = batch[0].day, batch[-1].day
    known = await unit.numbers.history(team, place, first, last) if place is not None else {}
    noted = await unit.numbers.notes(team, place, first, last) if place is not None else set()
    people = await _people(unit, team)
    found, days = Kept(), set[date]()
    for entry in batch:
        if entry.person != BY and fold(entry.person) not in people:
            found.strangers[entry.person] = found.strangers.get(entry.person, 0) + 1
    for filing in _filings(batch, known, noted, found):
        if now is None or place is None:
            continue
        like = filing.like
        who = people.get(fold(like.person)) or people[fold(BY)]
        report = Report(team, place, like.day, who, like.platform, like.at or now, like.late, like.note)
        before = {metric: len(known.get((like.day, metric), ())) for metric in filing.values}
        before = {metric: version for metric, version in before.items() if version}
        await unit.numbers.file(report, filing.values, before)
        days |= {like.day} if filing.values else set()
        for metric, value in filing.values.items():
            known.setdefault((like.day, metric), []).append(value)
    if now is not None and found.anything:
        for day in days:
            await figures_changed(unit, team, day, now)
        await stir_board(unit, whole, now)
        count = found.fresh + found.corrections
        what = f"{count} figures, {found.notes} notes of {batch[0].community}, {first} to {last}"
        await unit.journal.write(Entry(team, now, None, BY, f"import numbers {name}"[:LINES], what))
    return found


async def _people(unit: Unit, team: int) -> dict[str, int]:
    """Who is called what: a living member before one who has left; a name of several living people is nobody's."""
    found: dict[str, int] = {}
    everybody = await unit.people.of(team, left=True)
    living = [fold(person.name) for person in everybody if person.left_at is None]
    for person in sorted(everybody, key=lambda person: person.left_at is not None):
        if living.count(fold(person.name)) < 2:
            found.setdefault(fold(person.name), person.id)
    return found


def _filings(
    batch: Sequence[read.Entry], known: Mapping[tuple[date, str], Values], noted: set[tuple[date, str]], found: Kept
) -> Iterator[_Filing]:
    """The reports that add what is not there yet, in an order that keeps the order of versions."""
    added = _added(batch, known, found)
    filings: dict[tuple[object, ...], _Filing] = {}
    for entry in added:
        about = (entry.day, entry.person, entry.platform, entry.at, entry.late, entry.note)
        again = 0
        while (key := (*about, again)) in filings and entry.metric in filings[key].values:
            again += 1
        filings.setdefault(key, _Filing(entry)).add(entry)
    ordered = sorted(filings.values(), key=lambda filing: filing.moment)
    if not _in_order(ordered, added):
        # The times of the file contradict its versions: each version by itself, as they are numbered.
        ordered = [_Filing(entry, {entry.metric: entry.value}) for entry in added]
    yield from ordered
    said = {(filing.like.day, filing.like.note) for filing in ordered}
    for entry in batch:
        here = (entry.day, entry.note)
        if entry.note is not None and here not in said and (entry.day, entry.note) not in noted:
            said.add(here)
            found.notes += 1
            yield _Filing(entry)


def _added(batch: Sequence[read.Entry], known: Mapping[tuple[date, str], Values], found: Kept) -> list[read.Entry]:
    figures: dict[tuple[date, str], list[read.Entry]] = {}
    for entry in batch:
        if entry.metric:
            figures.setdefault((entry.day, entry.metric), []).append(entry)
    added = []
    for key, entries in figures.items():
        there = known.get(key, [])
        new = entries[_there_already(entries, there) :]
        found.known += len(entries) - len(new)
        if new:
            first = 0 if there else 1
            found.fresh += first
            found.corrections += len(new) - first
        added += new
    return added


def _there_already(entries: Sequence[read.Entry], there: Values) -> int:
    """How many of the versions need not be added: all when the last is current, else those that the history holds in
    this order."""
    if there and entries[-1].value == there[-1]:
        return len(entries)
    if not entries[0].version:
        return 0
    at = 0
    for value in there:
        if at < len(entries) and entries[at].value == value:
            at += 1
    return at


def _in_order(filings: Sequence[_Filing], added: Sequence[read.Entry]) -> bool:
    wanted: dict[tuple[date, str], Values] = {}
    for entry in added:
        wanted.setdefault((entry.day, entry.metric), []).append(entry.value)
    got: dict[tuple[date, str], Values] = {}
    for filing in filings:
        for metric, value in filing.values.items():
            got.setdefault((filing.like.day, metric), []).append(value)
    return wanted == got
