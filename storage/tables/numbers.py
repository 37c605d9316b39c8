"""Reports and their figures. Nothing is overwritten: a correction adds a version and the old one stays readable."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    Select,
    String,
    Table,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal,
    null,
    select,
    update,
)  # fmt: skip

from ..db import Db
from ..records import Change, Number, NumberRow, Past, Report
from ..schema import DayNumber, Figure, Instant, Key, Sorted, counted, metadata
from .communities import communities
from .people import people
from .teams import workspaces

reports = Table(
    "reports", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("community", ForeignKey("communities.id"), nullable=False),
    Column("day", DayNumber, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("at", Instant, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("note", String(8000)),
    Index("ix_reports_day", "workspace", "day"),
)  # fmt: skip

numbers = Table(
    "numbers", metadata,
    Column("workspace", Key, nullable=False),
    Column("community", Key, nullable=False),
    Column("day", DayNumber, nullable=False),
    Column("metric", Sorted, nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("value", Figure),
    Column("report", Key, nullable=False),
    # One community's weeks lie side by side on the disk; day before metric keeps inserts cheap at any size.
    PrimaryKeyConstraint("workspace", "community", "day", "metric", "version"),
    sqlite_with_rowid=False,
)  # fmt: skip


TRAILING = 14
"""Days that are looked back on."""


def _past() -> Select[Any]:
    """Everything a new report is compared with, one row for each metric: built once, it is asked for each report."""
    day = bindparam("day", type_=DayNumber)
    on = {
        name: case((numbers.c.day == bindparam(name, type_=DayNumber), numbers.c.value))
        for name in ("day_before", "week_before")
    }
    trailing = case((numbers.c.day < day, numbers.c.value))
    today = {name: case((numbers.c.day == day, numbers.c[name])) for name in ("version", "value", "report")}
    return (
        select(
            numbers.c.metric,
            func.count(trailing).label("n"),
            func.min(trailing).label("low"),
            func.max(trailing).label("high"),
            func.sum(trailing).label("total"),
            *(func.max(value).label(name) for name, value in {**on, **today}.items()),
        )
        .where(numbers.c.workspace == bindparam("workspace"), numbers.c.community == bindparam("community"))
        .where(numbers.c.current, numbers.c.day.between(bindparam("first", type_=DayNumber), day))
        .group_by(numbers.c.metric)
    )


_PAST = _past()
_REPORT = insert(reports).returning(reports.c.id)
_NUMBERS = insert(numbers)


def _exported(
    source: FromClause, of: Table, figure: Iterable[ColumnElement[Any]],
    team: int | None, first: date | None, last: date | None,
) -> Select[Any]:  # fmt: skip
    """Rows for an export, behind two columns that they are sorted by."""
    query = (
        select(
            of.c.workspace.label("team"), of.c.community.label("place"),
            workspaces.c.name, communities.c.key, of.c.day.label("day"), *figure, people.c.name,
            reports.c.platform, reports.c.at, reports.c.late, reports.c.note,
        )
        .select_from(source)
        .join(people, people.c.id == reports.c.person)
        .join(communities, communities.c.id == of.c.community)
        .join(workspaces, workspaces.c.id == of.c.workspace)
    )  # fmt: skip
    if team is not None:
        query = query.where(of.c.workspace == team)
    if first is not None:
        query = query.where(of.c.day >= first)
    return query if last is None else query.where(of.c.day <= last)


def _bare_notes(team: int | None, first: date | None, last: date | None) -> Select[Any]:
    """Notes whose report has no figure."""
    day = [reports.c[name] for name in ("workspace", "community", "day")]
    same = [numbers.c[column.name] == column for column in day]
    figured = select(numbers.c.report).where(*same, numbers.c.report == reports.c.id).exists()
    version = func.row_number().over(partition_by=day, order_by=reports.c.id)
    nothing = (literal("", Sorted), null(), version)
    return _exported(reports, reports, nothing, team, first, last).where(reports.c.note.is_not(None), ~figured)


_REPORTERS = (
    select(reports.c.person, reports.c.community)
    .where(reports.c.workspace == bindparam("workspace"), reports.c.day == bindparam("day", type_=DayNumber))
    .distinct()
)
_NEWEST = (
    select(reports.c.person)
    .select_from(numbers.join(reports, reports.c.id == numbers.c.report))
    .join(people, people.c.id == reports.c.person)
    .where(numbers.c.workspace == bindparam("workspace"), numbers.c.community == communities.c.id)
    .where(numbers.c.day.between(bindparam("first", type_=DayNumber), bindparam("last", type_=DayNumber)))
    .where(people.c.left_at.is_(None))
    .order_by(numbers.c.day.desc(), numbers.c.report)
    .limit(1)
    .scalar_subquery()
    .label("person")
)
_LAST_REPORTERS = select(communities.c.id, _NEWEST).where(communities.c.workspace == bindparam("workspace"))


class Numbers:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def file(self, report: Report, values: Mapping[str, Decimal | None], before: Mapping[str, int]) -> int:
        """Store one report. ``before`` holds the current version of each figure that this one corrects, read in the
        same unit of work. Raises ``Taken`` when somebody else corrected it meanwhile. Returns the report's number."""
        facts = {"workspace": report.team, "community": report.community, "day": report.day, "person": report.person}
        facts |= {"platform": report.platform, "at": report.at, "late": report.late, "note": report.note}
        filed = int((await self._db.execute(_REPORT, facts)).scalar_one())
        place = {"workspace": report.team, "community": report.community, "day": report.day, "report": filed}
        if corrected := [metric for metric in values if metric in before]:
            where = and_(*(numbers.c[k] == place[k] for k in ("workspace", "community", "day")), numbers.c.current)
            await self._db.execute(update(numbers).where(where, numbers.c.metric.in_(corrected)).values(current=False))
        rows = [
            {**place, "metric": metric, "version": before.get(metric, 0) + 1, "current": True, "value": value}
            for metric, value in values.items()
        ]
        if rows:
            await self._db.execute(_NUMBERS, rows)
        return filed

    async def window(self, team: int, community: int, first: date, last: date) -> list[Number]:
        """The current figures of one community between two days, both included."""
        query = (
            select(numbers, reports.c.person, reports.c.at)
            .join(reports, reports.c.id == numbers.c.report)
            .where(numbers.c.workspace == team, numbers.c.community == community, numbers.c.current)
            .where(numbers.c.day.between(first, last))
        )
        return [
            Number(row.community, row.day, row.metric, row.value, row.version, row.person, row.at)
            for row in await self._db.execute(query)
        ]

    async def history(
        self, team: int, community: int, first: date, last: date
    ) -> dict[tuple[date, str], list[Decimal | None]]:
        """The values of every figure of one community between two days, both included, from its first version on."""
        query = select(numbers.c.day, numbers.c.metric, numbers.c.value)
        query = query.where(numbers.c.workspace == team, numbers.c.community == community)
        query = query.where(numbers.c.day.between(first, last)).order_by(*numbers.primary_key)
        found: dict[tuple[date, str], list[Decimal | None]] = {}
        for day, metric, value in await self._db.execute(query):
            found.setdefault((day, metric), []).append(value)
        return found

    async def changes(self, team: int, first: date, last: date, since: datetime) -> list[Change]:
        """Every figure of the days between two, both included, that was filed after an instant, the newest first."""
        earlier = numbers.alias()
        key = ("workspace", "community", "day")
        filed = and_(*(numbers.c[name] == reports.c[name] for name in key), numbers.c.report == reports.c.id)
        same = and_(*(earlier.c[name] == numbers.c[name] for name in (*key, "metric")))
        query = (
            select(
                reports.c.community, reports.c.day, numbers.c.metric, numbers.c.version,
                earlier.c.value.label("before"), numbers.c.value, reports.c.id, people.c.name, reports.c.at,
            )
            .select_from(reports)
            .join(numbers, filed)
            .outerjoin(earlier, and_(same, earlier.c.version == numbers.c.version - 1))
            .join(people, people.c.id == reports.c.person)
            .where(reports.c.workspace == team, reports.c.day.between(first, last), reports.c.at > since)
            .order_by(reports.c.at.desc(), reports.c.id.desc(), numbers.c.metric)
        )  # fmt: skip
        return [Change(*row) for row in await self._db.execute(query)]

    async def notes(self, team: int, community: int, first: date, last: date) -> set[tuple[date, str]]:
        """What was noted of one community between two days, both included."""
        query = select(reports.c.day, reports.c.note).where(reports.c.workspace == team, reports.c.note.is_not(None))
        query = query.where(reports.c.community == community, reports.c.day.between(first, last))
        return {(day, note) for day, note in await self._db.execute(query)}

    async def past(self, team: int, community: int, day: date) -> dict[str, Past]:
        """What each metric of a community was in the ``TRAILING`` days until ``day``, and is on the day itself."""
        days = {"day": day, "day_before": day - timedelta(days=1), "week_before": day - timedelta(days=7)}
        days["first"] = day - timedelta(days=TRAILING)
        rows = await self._db.execute(_PAST, {"workspace": team, "community": community, **days})
        return {row.metric: past_of(row) for row in rows}

    async def authors(self, reports_: Collection[int]) -> dict[int, int]:
        """Who filed each of these reports."""
        query = select(reports.c.id, reports.c.person).where(reports.c.id.in_(reports_))
        return {row.id: row.person for row in await self._db.execute(query)}

    async def reporters(self, team: int, day: date) -> list[tuple[int, int]]:
        """Who reported which community for a day: (person, community), each pair once."""
        rows = await self._db.execute(_REPORTERS, {"workspace": team, "day": day})
        return [(person, community) for person, community in rows]

    async def last_reporters(self, team: int, first: date, last: date) -> dict[int, int]:
        """Who filed the newest figures of each community between two days, both included: community to person.
        Whoever only corrected them did not, and who has left is passed over."""
        rows = await self._db.execute(_LAST_REPORTERS, {"workspace": team, "first": first, "last": last})
        return {row.id: row.person for row in rows if row.person is not None}

    async def last_note(self, team: int, community: int, day: date) -> str | None:
        """The newest note of a day."""
        query = select(reports.c.note).where(reports.c.workspace == team, reports.c.community == community)
        query = query.where(reports.c.day == day, reports.c.note.is_not(None)).order_by(reports.c.id.desc()).limit(1)
        found: str | None = (await self._db.execute(query)).scalar_one_or_none()
        return found

    async def rows(self, team: int | None, first: date | None, last: date | None) -> AsyncIterator[NumberRow]:
        """Every version of every figure, for an export; one page in memory at a time. A note that was filed without
        figures is a row without metric and value, before the figures of its day; such notes are counted from 1."""
        where = (team, first, last)
        filed = numbers.join(reports, reports.c.id == numbers.c.report)
        figures = _exported(filed, numbers, (numbers.c.metric, numbers.c.value, numbers.c.version), *where)
        query = figures.union_all(_bare_notes(*where)).order_by("team", "place", "day", "metric", "version")
        async with self._db.stream(query) as stream:
            async for row in stream:
                yield NumberRow(*row[2:])

    async def merge(self, team: int, old: int, new: int) -> None:
        """Two identities turned out to be one person: her earlier reports are hers under one name."""
        where = (reports.c.workspace == team, reports.c.person == old)
        await self._db.execute(update(reports).where(*where).values(person=new))

    async def seed(self, filed: Collection[tuple[Report, Mapping[str, Decimal | None]]]) -> None:
        """Store many first reports at once (sample data, imports)."""
        for report, values in filed:
            await self.file(report, values, {})


def past_of(row: Row[Any]) -> Past:
    mean = row.total / row.n if row.n else None
    return Past(
        row.metric, row.n, row.low, row.high, mean, row.day_before, row.week_before,
        row.version or 0, row.value, row.report or 0,
    )  # fmt: skip
