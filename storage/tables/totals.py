"""The figures of many days put together, by the database. One row for each community, period and figure."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, case, func, literal, or_, select, type_coerce

from ..db import Db
from ..records import Total
from ..schema import Figure
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
        only: Sequence[str] | None = None,
    ) -> list[Total]:
        """Sums and counts of the current figures for each of the periods, which follow each other from the earliest and
        are at most 31 days long each; of one community, or of each of the team's. For the figures named in ``last`` the
        newest value of each period is told besides; ``only`` are the figures that are asked for, else all.

        Raises ``ValueError`` for periods that are too long or overlap.
        """
        _judge(periods)
        where = [numbers.c.workspace == team, numbers.c.current, numbers.c.value.is_not(None)]
        where.append(numbers.c.day.between(periods[0][0], periods[-1][1]))
        if any(first != last + DAY for (_, last), (first, _) in pairwise(periods)):
            where.append(or_(*(numbers.c.day.between(*span) for span in periods)))
        if community is not None:
            where.append(numbers.c.community == community)
        if only is not None:
            where.append(numbers.c.metric.in_(only))
        day: ColumnElement[int] = type_coerce(numbers.c.day, Integer)
        period = case(*((numbers.c.day <= span[1], at) for at, span in enumerate(periods)), else_=len(periods))
        first = case(*((numbers.c.day <= span[1], span[0].toordinal()) for span in periods), else_=0)
        bit = literal(1, BigInteger).bitwise_lshift(day - first)
        query = (
            select(
                numbers.c.community,
                period.label("period"),
                numbers.c.metric,
                type_coerce(func.sum(type_coerce(numbers.c.value, BigInteger)), Figure).label("total"),
                func.count().label("filled"),
                func.sum(bit).label("days"),
            )
            .where(*where)
            .group_by(numbers.c.community, period, numbers.c.metric)
        )
        newest = await self._last(where, period, last) if last else {}
        return [
            Total(
                row.community, row.period, row.metric, row.total, row.filled, int(row.days),
                newest.get((row.community, row.period, row.metric)),
            )
            for row in await self._db.execute(query)
        ]  # fmt: skip

    async def _last(self, where: list[Any], period: Any, metrics: Sequence[str]) -> dict[tuple[int, int, str], Any]:
        place = func.row_number().over(
            partition_by=(numbers.c.community, period, numbers.c.metric), order_by=numbers.c.day.desc()
        )
        columns = (numbers.c.community, period.label("period"), numbers.c.metric, numbers.c.value)
        ranked = select(*columns, place.label("place")).where(*where, numbers.c.metric.in_(metrics)).subquery()
        rows = await self._db.execute(select(ranked).where(ranked.c.place == 1))
        return {(row.community, row.period, row.metric): row.value for row in rows}


def _judge(periods: Sequence[Span]) -> None:
    before: date | None = None
    for first, last in periods:
        if not 0 <= (last - first).days < LONGEST:
            raise ValueError(f"a period has between 1 and {LONGEST} days")
        if before is not None and first <= before:
            raise ValueError("periods follow each other from the earliest")
        before = last
