"""The tables that can be had, column by column. The columns are promised: other programs read them."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from commands.kit.metrics import Catalogue, default_catalogue
from commands.kit.periods import period_of
from commands.kit.zone import zone_of
from storage import Account, Person, Role, Team, Unit

from .cells import Cell


@dataclass(frozen=True, slots=True)
class Selection:
    """Which teams, and from which day to which, both included; ``None`` is no limit."""

    teams: Sequence[Team]
    first: date | None = None
    last: date | None = None
    metrics: Catalogue = field(default_factory=default_catalogue)
    """For the units of the numbers."""


Rows = Callable[[Unit, Selection], AsyncIterator[Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    columns: tuple[str, ...]
    rows: Rows


async def _numbers(unit: Unit, asked: Selection) -> AsyncIterator[Sequence[Cell]]:
    """Every version of every figure, and the notes that were filed without any, whose metric and value are empty. The
    unit of money is the currency of the team."""
    for team in asked.teams:
        zone = zone_of(team.zone)
        async for row in unit.numbers.rows(team.id, asked.first, asked.last):
            metric = asked.metrics.get(row.metric)
            measured = (team.currency if metric.kind == "money" else metric.kind) if metric else ""
            yield (
                row.workspace, row.community, row.day, row.metric, row.value, measured, row.version, row.person,
                row.platform, row.at.astimezone(zone), row.late, row.note,
            )  # fmt: skip


async def _journal(unit: Unit, asked: Selection) -> AsyncIterator[Sequence[Cell]]:
    for team in asked.teams:
        zone = zone_of(team.zone)
        first, last = _span(asked, zone)
        async for row in unit.journal.rows(team.id, first, last):
            yield row.workspace, row.at.astimezone(zone), row.person, row.platform, row.line, row.outcome


async def _people(unit: Unit, asked: Selection) -> AsyncIterator[Sequence[Cell]]:
    """Who is a member now; the days do not matter. An account is written as its user name, or as its number where it
    has none; several of one platform are joined by a comma, titles by a semicolon."""
    for team in asked.teams:
        accounts: dict[int, list[Account]] = {}
        for person, account in await unit.people.names(team.id):
            accounts.setdefault(person.id, []).append(account)
        for person in await unit.people.of(team.id):
            level = "waiting" if person.waiting else Role(person.level).name.lower()
            yield (
                team.name, person.name, level, "; ".join(person.titles),
                _called(person, accounts, "telegram"), _called(person, accounts, "discord"),
            )  # fmt: skip


async def _tasks(unit: Unit, asked: Selection) -> AsyncIterator[Sequence[Cell]]:
    """Those that were added in these days; several owners are joined by a comma."""
    for team in asked.teams:
        zone = zone_of(team.zone)
        first, last = _span(asked, zone)
        async for row in unit.work_rows.tasks(team.id, first, last):
            yield (
                row.workspace, row.id, row.title, row.state, row.owner, _local(row.due, zone), row.slots, row.activity,
                row.created_by, _local(row.created_at, zone), _local(row.closed_at, zone),
            )  # fmt: skip


async def _activities(unit: Unit, asked: Selection) -> AsyncIterator[Sequence[Cell]]:
    """Those that start in these days. Money is in the currency of the team; what was not worked out yet is empty."""
    for team in asked.teams:
        zone = zone_of(team.zone)
        first, last = _span(asked, zone)
        async for row in unit.work_rows.activities(team.id, first, last):
            yield (
                row.workspace, row.id, row.name, row.tier, row.state, row.community, row.budget, row.forecast_roi,
                row.locked_roi, _local(row.starts, zone), _local(row.ends, zone),
            )  # fmt: skip


async def _risks(unit: Unit, asked: Selection) -> AsyncIterator[Sequence[Cell]]:
    """Those that were raised in these days, without exercises."""
    for team in asked.teams:
        zone = zone_of(team.zone)
        first, last = _span(asked, zone)
        async for row in unit.work_rows.risks(team.id, first, last):
            yield (
                row.workspace, row.id, row.level, row.kind, row.title, row.state, row.raised_by,
                row.raised_at.astimezone(zone), row.acked_by,
                *(_local(at, zone) for at in (row.acked_at, row.statement_at, row.solved_at, row.closed_at)),
            )  # fmt: skip


async def _weeklies(unit: Unit, asked: Selection) -> AsyncIterator[Sequence[Cell]]:
    """Every version of those whose week begins in these days. The subject is a person's name, or the keys of the
    communities, joined by a comma; ``filed_by`` and ``filed_at`` tell of the version, a draft's too."""
    for team in asked.teams:
        zone = zone_of(team.zone)
        names = {f"p{one.id}": one.name for one in await unit.people.of(team.id, left=True)}
        names |= {f"c{one.id}": one.key for one in await unit.communities.of(team.id, archived=True)}
        async for row in unit.weeklies.rows(team.id, asked.first, asked.last):
            yield (
                row.workspace, ",".join(names.get(part, part) for part in row.subject.split(",")),
                period_of("week", row.week).written(), row.version, row.state, row.filed_by,
                row.filed_at.astimezone(zone), row.highlights, row.problems, row.plan, row.help,
            )  # fmt: skip


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return None if at is None else at.astimezone(zone)


def _called(person: Person, accounts: Mapping[int, Sequence[Account]], platform: str) -> str:
    mine = (account for account in accounts.get(person.id, ()) if account.platform == platform)
    return ", ".join(account.username or account.user for account in mine)


def _span(asked: Selection, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """From the midnight before the first day to the one after the last, on the clock of the team."""
    return _midnight(asked.first, zone), _midnight(asked.last and asked.last + timedelta(days=1), zone)


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), zone).astimezone(UTC)


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "numbers",
            ("workspace", "community", "date", "metric", "value", "unit", "version", "person", "platform", "at",
             "late", "note"),
            _numbers,
        ),
        Kind("journal", ("workspace", "at", "person", "platform", "line", "outcome"), _journal),
        Kind(
            "tasks",
            ("workspace", "id", "title", "state", "owner", "due", "slots", "activity", "created_by", "created_at",
             "closed_at"),
            _tasks,
        ),
        Kind(
            "activities",
            ("workspace", "id", "name", "tier", "state", "community", "budget", "forecast_roi", "locked_roi", "starts",
             "ends"),
            _activities,
        ),
        Kind(
            "weeklies",
            ("workspace", "subject", "week", "version", "state", "filed_by", "filed_at", "highlights", "problems",
             "plan", "help"),
            _weeklies,
        ),
        Kind(
            "risks",
            ("workspace", "id", "level", "kind", "title", "state", "raised_by", "raised_at", "acked_by", "acked_at",
             "statement_at", "solved_at", "closed_at"),
            _risks,
        ),
        Kind("people", ("workspace", "person", "level", "titles", "telegram", "discord"), _people),
    )
}  # fmt: skip
