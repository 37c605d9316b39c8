"""The figures of many days put together, by the database. One row for each community, period and figure."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
)

from ..db import Db
from ..records import Total
from ..schema import DayNumber, Figure
from .communities import communities
from .numbers import numbers

DAY = timedelta(days=1)
LONGEST = 31
"""Days of one period: which of them have a value is told by the bits of one number."""

Span = tuple[date, date]
"""First and last day, both included."""


class Totals:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def of(
        self,
        team: int,
        periods: Sequence[Span],
        community: int | None = None,
        last: Sequence[str] = (),
        only: Sequence[str] = (),
    ) -> list[Total]:
        """Sums and counts of the current figures for each of the periods, which follow each other from the earliest and
        are at most 31 days long each; of one community, or of each of the team's. For the figures named in ``last`` the
        newest value of each period is told besides; ``only`` are the figures that are asked for, else all.

        Raises ``ValueError`` for periods that are too long or overlap.
        """
        _judge(periods)
        gaps = any(first != before + DAY for (_, before), (first, _) in pairwise(periods))
        values: dict[str, Any] = {"workspace": team}
        for at, (first, end) in enumerate(periods):
            values |= {f"first{at}": first, f"last{at}": end}
        starts = {f"start{at}": first.toordinal() for at, (first, _) in enumerate(periods)}
        if community is not None:
            values["community"] = community
        shape = (len(periods), community is not None, gaps)
        newest = await self._newest(shape, values, last) if last else {}
        asked = values | starts | {f"metric{at}": metric for at, metric in enumerate(only)}
        return [
            Total(number, period, metric, total, count, days, newest.get((number, period, metric)))
            for number, period, metric, total, count, days in await self._db.execute(_sums(*shape, len(only)), asked)
        ]

    async def _newest(
        self, shape: tuple[int, bool, bool], values: dict[str, Any], metrics: Sequence[str]
    ) -> dict[tuple[int, int, str], Any]:
        asked = values | {f"metric{at}": metric for at, metric in enumerate(metrics)}
        rows = await self._db.execute(_last(*shape, len(metrics)), asked)
        return {(community, period, metric): value for community, period, metric, value in rows}


# Each shape of question is built once: building it costs more than the answer.


@cache
def _sums(periods: int, one: bool, gaps: bool, only: int) -> Select[Any]:
    first = case(
        *((numbers.c.day <= _day(f"last{at}"), bindparam(f"start{at}", type_=Integer)) for at in range(periods))
    )
    bit = literal(1, BigInteger).bitwise_lshift(type_coerce(numbers.c.day, Integer) - first)
    period = _period(periods).label("period")
    return (
        select(
            numbers.c.community,
            period,
            numbers.c.metric,
            type_coerce(func.sum(type_coerce(numbers.c.value, BigInteger)), Figure).label("total"),
            func.count().label("filled"),
            type_coerce(func.sum(bit), BigInteger).label("days"),
        )
        .where(*_where(periods, one=one, gaps=gaps, only=only))
        .group_by(numbers.c.community, period, numbers.c.metric)
    )


@cache
def _last(periods: int, one: bool, gaps: bool, only: int) -> Select[Any]:
    """The newest value of each figure in each period."""
    columns = (numbers.c.community, _period(periods).label("period"), numbers.c.metric, numbers.c.value, numbers.c.day)
    each = select(*columns).where(*_where(periods, one=one, gaps=gaps, only=only)).subquery()
    place = func.row_number().over(
        partition_by=(each.c.community, each.c.period, each.c.metric), order_by=each.c.day.desc()
    )
    ranked = select(each.c.community, each.c.period, each.c.metric, each.c.value, place.label("place")).subquery()
    return select(ranked.c.community, ranked.c.period, ranked.c.metric, ranked.c.value).where(ranked.c.place == 1)


def _where(periods: int, *, one: bool, gaps: bool, only: int) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        numbers.c.workspace == bindparam("workspace"),
        numbers.c.current,
        numbers.c.value.is_not(None),
        numbers.c.day.between(_day("first0"), _day(f"last{periods - 1}")),
    ]
    if gaps:
        found.append(or_(*(numbers.c.day.between(_day(f"first{at}"), _day(f"last{at}")) for at in range(periods))))
    if one:
        found.append(numbers.c.community == bindparam("community"))
    else:
        # So that the days of each are looked for, and not all that the team ever reported is read.
        here = select(communities.c.id).where(communities.c.workspace == bindparam("workspace"))
        found.append(numbers.c.community.in_(here))
    if only:
        found.append(or_(*(numbers.c.metric == bindparam(f"metric{at}") for at in range(only))))
    return found


def _period(periods: int) -> ColumnElement[int]:
    return case(*((numbers.c.day <= _day(f"last{at}"), literal(at)) for at in range(periods)), else_=literal(periods))


def _day(name: str) -> ColumnElement[Any]:
    return bindparam(name, type_=DayNumber)


def _judge(periods: Sequence[Span]) -> None:
    before: date | None = None
    for first, last in periods:
        if not 0 <= (last - first).days < LONGEST:
            raise ValueError(f"a period has between 1 and {LONGEST} days")
        if before is not None and first <= before:
            raise ValueError("periods follow each other from the earliest")
        before = last
