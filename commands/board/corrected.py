"""What a digest that stands says of the figures that were corrected since it was posted, or came late."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from commands.kit import Bullets, Ctx, Day, Listed, Moment, Said, Value, text
from commands.kit.periods import Period
from commands.kit.reply import Block
from commands.kit.sheet import shown
from commands.kit.texts import Amount
from storage import Change

CORRECTED = text("Corrected {at} by {name} ({figures})")
FILLED = text("Filled up {at} by {names}")
FILLED_WITH = text("Filled up {at} by {names} ({communities})")
CHANGE = text("{name} {before} → {after}")
OF_COMMUNITY = text("{community}: {figures}")
OF_DAY = text("{day}: {figures}")
OF_BOTH = text("{community}, {day}: {figures}")
AND_MORE = text("{figures} +{n}")
EARLIER = text("and {n} earlier correction", "and {n} earlier corrections")

MOST = 4
"""Corrections that are told one by one: the digest is about the figures."""
FIGURES = 4


async def changes(ctx: Ctx, period: Period, since: datetime) -> list[Block]:
    """A line for each filing that changed what the digest of this period showed at an instant, the newest first, and
    one for all that came late."""
    found = await ctx.store.numbers.changes(ctx.team.id, period.first, period.last, since)
    corrected, late = ([one for one in found if (one.version > 1) is again] for again in (True, False))
    filings = [list(group) for _, group in groupby(corrected, lambda one: one.report)]
    names = {one.id: one.name for one in await ctx.store.communities.of(ctx.team.id, archived=True)} if found else {}
    lines = [_line(ctx, period, filing, since, names) for filing in filings[:MOST]]
    if (left := len(filings) - MOST) > 0:
        lines.append(EARLIER(n=left))
    if late:
        lines.append(_filled(ctx, late, since, names))
    return [Bullets(tuple(lines))] if lines else []


def _filled(ctx: Ctx, late: Sequence[Change], since: datetime, names: Mapping[int, str]) -> Said:
    """Whose reports, and of which communities where the team has several; the newest first."""
    who, where = (
        _some(list(dict.fromkeys(each)))
        for each in ((one.person for one in late), (names.get(one.community, "?") for one in late))
    )
    at = _at(ctx, late[0].at, since)
    return FILLED_WITH(at=at, names=who, communities=where) if len(names) > 1 else FILLED(at=at, names=who)


def _some(words: Sequence[Value]) -> Value:
    listed = Listed(tuple(words[:FIGURES]), "row")
    return AND_MORE(figures=listed, n=left) if (left := len(words) - FIGURES) > 0 else listed


def _line(ctx: Ctx, period: Period, filing: Sequence[Change], since: datetime, names: Mapping[int, str]) -> Said:
    """Where the team has one community, and for a day, that need not be said."""
    first = filing[0]
    order = [metric.key for metric in ctx.metrics.metrics]
    known = sorted(filing, key=lambda one: order.index(one.metric) if one.metric in order else len(order))
    figures = _some([_change(ctx, one) for one in known])
    community, day = names.get(first.community, "?"), Day(first.day)
    if len(names) > 1:
        figures = (
            OF_COMMUNITY(community=community, figures=figures)
            if period.length == 1
            else OF_BOTH(community=community, day=day, figures=figures)
        )
    elif period.length > 1:
        figures = OF_DAY(day=day, figures=figures)
    return CORRECTED(at=_at(ctx, first.at, since), name=first.person, figures=figures)


def _change(ctx: Ctx, one: Change) -> Said:
    metric = ctx.metrics.get(one.metric)
    if metric is None:
        return CHANGE(name=one.metric, before=Amount(one.before), after=Amount(one.value))
    return CHANGE(name=metric.label, before=shown(metric, one.before), after=shown(metric, one.value))


def _at(ctx: Ctx, at: datetime, since: datetime) -> Value:
    """The time alone on the evening it was posted."""
    local = at.astimezone(ctx.zone)
    return f"{local:%H:%M}" if local.date() == since.astimezone(ctx.zone).date() else Moment(at)
