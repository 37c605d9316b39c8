"""From rows of words to figures of communities and days. What cannot be read is refused by itself; the rest is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from commands.daily.figures import unfit
from commands.kit.clean import cleaned, one_line
from commands.kit.context import named
from commands.kit.days import read_day
from commands.kit.dayword import UnreadableDay
from commands.kit.metrics import Catalogue, Metric
from commands.kit.numbers import Quantity, Unreadable, read_number
from commands.kit.slug import slug
from commands.kit.words import fold, nearest
from storage import Community

from .header import LOOKED_AT, Header, read_header
from .refused import Refused, Unread, Unusable
from .sense import contradictions, out_of_bounds
from .source import MOST_ROWS, Source

LONGEST_NOTE = 8000
BY = "import"
"""The person and platform of what comes from a file that does not say."""

WHY = {
    "empty": "is empty",
    "too_long": "is too long for a number",
    "not_a_number": "is not a number",
    "ambiguous": "can be read in two ways",
    "too_large": "is too large",
    "too_precise": "has more than four decimals",
    "derived": "is worked out, not entered",
    "percent": "is a percentage, and the metric is not",
    "money": "is an amount of money, and the metric is not",
    "currency": "is in another currency than the team's",
    "not_whole": "is not a whole number; did a comma become a point?",
}
_TRUE = frozenset({"true", "yes", "1", "是", "late", "迟", "遲"})
_FALSE = frozenset({"", "false", "no", "0", "否"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure, or a note without one (``metric`` is empty then). ``version`` is 0 where the file has none."""

    line: int
    community: str
    day: date
    metric: str
    value: Decimal | None
    version: int
    person: str
    platform: str
    at: datetime | None
    late: bool
    note: str | None


@dataclass
class Table:
    """What was understood and what was refused. ``fresh`` are the communities that would have to be added, by key."""

    source: Source
    rows: int = 0
    entries: list[Entry] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    fresh: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    @property
    def communities(self) -> list[str]:
        return sorted({entry.community for entry in self.entries})

    @property
    def days(self) -> list[date]:
        return sorted({entry.day for entry in self.entries})

    @property
    def metrics(self) -> list[str]:
        return sorted({entry.metric for entry in self.entries if entry.metric})


@dataclass(frozen=True)
class Ground:
    """What a file is read against: the team's communities, its metrics and its day. ``workspace`` is the name that rows
    must carry where they carry one; ``adding``: communities that are not there may be added."""

    workspace: str
    communities: Sequence[Community]
    catalogue: Catalogue
    currency: str
    zone: ZoneInfo
    now: datetime
    adding: bool = False

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


def read_table(source: Source, ground: Ground) -> Table:
    """Raises ``Unusable`` where nothing in the file looks like a table of numbers."""
    rows = source.rows
    header = _header(rows, ground.catalogue)
    if "community" not in header.at and len([each for each in ground.communities if each.archived_at is None]) != 1:
        raise Unusable(f"line {header.line} names no column for the community")
    table = Table(source, refused=list(header.refused))
    reader = _Reader(header, ground, table)
    for line, row in rows:
        table.rows += 1
        if table.rows > MOST_ROWS:
            raise Unusable(f"there are more than {MOST_ROWS:,} rows; cut the file into several")
        reader.take(line, row)
    table.warnings += reader.warnings() if source.look.startswith("workbook") else []
    return table


def _header(rows: Iterator[tuple[int, Sequence[str]]], catalogue: Catalogue) -> Header:
    for at, (line, row) in enumerate(rows):
        if (found := read_header(line, row, catalogue)) is not None:
            return found
        if at + 1 == LOOKED_AT:
            break
    raise Unusable(
        "no row names the columns: there must be date, community, metric and value, as export writes them, "
        "or date, community and a column for each metric"
    )


class _Reader:
    def __init__(self, header: Header, ground: Ground, table: Table) -> None:
        self._header, self._ground, self._table = header, ground, table
        living = {each.key: each for each in ground.communities if each.archived_at is None}
        archived = {each.key: each for each in ground.communities if each.archived_at is not None}
        self._names = named(archived) | named(living)
        self._spelled = [name for each in living.values() for name in (each.key, each.name)]
        self._only = next(iter(living), "")
        self._taken: set[tuple[str, date, str, int]] = set()
        self._shares: dict[str, bool] = {}
        """Percentages of which all so far lie between 0 and 1."""

    def take(self, line: int, row: Sequence[str]) -> None:
        try:
            about = self._about(line, row)
            found = self._wide(row) if self._header.wide else self._long(row)
        except Unread as unread:
            self._table.refused.append(Refused(line, *unread.at))
            return
        values: dict[str, Decimal | None] = {}
        for column, word, metric in found:
            try:
                values[metric.key] = self._value(column, word, metric, row, versioned=about.version > 0)
            except Unread as unread:
                self._table.refused.append(Refused(line, *unread.at))
        wrong = {} if about.version else contradictions(values, self._ground.catalogue.at_most)
        for column, word, metric in found:
            if metric.key in wrong:
                self._table.refused.append(Refused(line, column, word, wrong[metric.key]))
            elif metric.key in values:
                self._figure(about, column, word, metric, values[metric.key])
        if not found and about.note:
            self._table.entries.append(about)

    def warnings(self) -> list[str]:
        return [
            f"every {key} lies between 0 and 1: a cell that shows 93% holds 0.93. Write 93 if that is meant."
            for key, share in self._shares.items()
            if share
        ]

    def _about(self, line: int, row: Sequence[str]) -> Entry:
        """What a row says besides its figures."""
        of, header = self._ground, self._header
        workspace = header.word(row, "workspace")
        if workspace and fold(workspace) != fold(of.workspace):
            raise Unread(header.called("workspace"), workspace, f"is another team than {of.workspace!r}")
        note = cleaned(header.word(row, "note"))
        if len(note) > LONGEST_NOTE:
            raise Unread(header.called("note"), note, f"is longer than {LONGEST_NOTE:,} signs")
        late = header.word(row, "late").casefold()
        if late not in _TRUE | _FALSE:
            raise Unread(header.called("late"), late, "is neither true nor false")
        person = one_line(header.word(row, "person"), 200) or BY
        platform = one_line(header.word(row, "platform"), 16) or BY
        at = self._at(header.word(row, "at"))
        place, day = self._place(header.word(row, "community")), self._day(header.word(row, "date"))
        return Entry(line, place, day, "", None, self._version(row), person, platform, at, late in _TRUE, note or None)

    def _place(self, word: str) -> str:
        if "community" not in self._header.at:
            return self._only
        if (key := self._names.get(fold(word))) is not None:
            return key
        column = self._header.called("community")
        if not word:
            raise Unread(column, word, "is empty")
        if not self._ground.adding:
            raise Unread(column, word, "is no community of the team", nearest(word, self._spelled))
        name = one_line(word)
        key = self._names.setdefault(fold(slug(name)), slug(name))
        self._names[fold(word)] = key
        self._table.fresh[key] = name
        return key

    def _day(self, word: str) -> date:
        column = self._header.called("date")
        try:
            day = _day(word, self._ground.today)
        except UnreadableDay as error:
            why = "is no day that there is" if error.reason == "no_such_day" else "is not a day such as 2026-11-20"
            raise Unread(column, word, why, error.nearest) from error
        if day > self._ground.today:
            raise Unread(column, word, "has not come yet")
        return day

    def _at(self, word: str) -> datetime | None:
        if not word:
            return None
        try:
            at = datetime.fromisoformat(word)
        except ValueError as error:
            why = "is not a time such as 2026-11-23T17:40:00+08:00"
            raise Unread(self._header.called("at"), word, why) from error
        at = at if at.tzinfo else at.replace(tzinfo=self._ground.zone)
        if at > self._ground.now:
            raise Unread(self._header.called("at"), word, "has not come yet")
        return at

    def _version(self, row: Sequence[str]) -> int:
        word = self._header.word(row, "version")
        if not word:
            return 0
        if not (word.isascii() and word.isdigit() and 0 < int(word[:9]) == int(word)):
            raise Unread(self._header.called("version"), word, "is not a version such as 1")
        return int(word)

    def _long(self, row: Sequence[str]) -> list[tuple[str, str, Metric]]:
        header = self._header
        name = header.word(row, "metric")
        if not name and not header.word(row, "value"):
            return []
        metric = self._ground.catalogue.find(name) or self._ground.catalogue.get(name)
        if metric is None:
            near = self._ground.catalogue.nearest(name)
            raise Unread(header.called("metric"), name, "is not a metric", near)
        return [(header.called("value"), header.word(row, "value"), metric)]

    def _wide(self, row: Sequence[str]) -> list[tuple[str, str, Metric]]:
        """An empty cell of a wide table says nothing; ``-`` says that there is no value."""
        return [
            (self._header.names[at].strip(), row[at].strip(), metric)
            for at, metric in self._header.metrics.items()
            if at < len(row) and row[at].strip()
        ]

    def _figure(self, about: Entry, column: str, word: str, metric: Metric, value: Decimal | None) -> None:
        once = (about.community, about.day, metric.key, about.version)
        if once in self._taken:
            why = f"is {metric.key} of {about.day} a second time; the first one counts"
            self._table.refused.append(Refused(about.line, column, word, why))
            return
        self._taken.add(once)
        if metric.kind == "percent" and value:
            self._shares[metric.key] = self._shares.get(metric.key, True) and 0 < value <= 1
        self._table.entries.append(replace(about, metric=metric.key, value=value))

    def _value(self, column: str, word: str, metric: Metric, row: Sequence[str], *, versioned: bool) -> Decimal | None:
        if not word:  # an export writes *no value* like this
            return None
        unit = self._header.word(row, "unit")
        code = unit.upper() if len(unit) == 3 and unit.isascii() and unit.isalpha() else ""
        if metric.kind == "money" and code and code != self._ground.currency:
            raise Unread(self._header.called("unit"), unit, WHY["currency"])
        try:
            quantity = _number(word)
        except Unreadable as error:
            raise Unread(column, word, WHY[error.reason]) from error
        reason = unfit(quantity, metric, self._ground.currency)
        # What was stored once, from a form, may have a fraction; in a sheet it is a slip.
        if reason and not (reason == "not_whole" and versioned):
            raise Unread(column, word, WHY[reason])
        # So may what somebody was asked about and meant; of a file nobody can ask.
        if not versioned and (why := out_of_bounds(metric, quantity.value)):
            raise Unread(column, word, why)
        return quantity.value


@lru_cache(maxsize=4096)
def _day(word: str, today: date) -> date:
    return read_day(word, today)


@lru_cache(maxsize=4096)
def _number(word: str) -> Quantity:
    return read_number(word)
