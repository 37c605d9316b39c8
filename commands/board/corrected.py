"""What a digest that stands says of the figures that were corrected since it was posted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from commands.kit import Bullets, Ctx, Day, Listed, Moment, Said, Value, text
from commands.kit.periods import Period
from commands.kit.reply import Block
from commands.kit.sheet import shown
from commands.kit.texts import Amount
from storage import Correction

CORRECTED = text("Corrected {at} by {name} ({figures})")
CHANGE = text("{name} {before} → {after}")
OF_COMMUNITY = text("{community}: {figures}")
OF_DAY = text("{day}: {figures}")
OF_BOTH = text("{community}, {day}: {figures}")
AND_MORE = text("{figures} +{n}")
EARLIER = text("and {n} earlier correction", "and {n} earlier corrections")

MOST = 4
"""Corrections that are told one by one: the digest is about the figures."""
FIGURES = 4


async def corrections(ctx: Ctx, period: Period, since: datetime) -> list[Block]:
    """A line for each filing that changed what the digest of this period showed at an instant, the newest first."""
    found = await ctx.store.numbers.corrections(ctx.team.id, period.first, period.last, since)
    filings = [list(group) for _, group in groupby(found, lambda one: one.report)]
    names = {one.id: one.name for one in await ctx.store.communities.of(ctx.team.id, archived=True)} if found else {}
    lines = [_line(ctx, period, filing, since, names) for filing in filings[:MOST]]
    if (left := len(filings) - MOST) > 0:
        lines.append(EARLIER(n=left))
    return [Bullets(tuple(lines))] if lines else []


def _line(ctx: Ctx, period: Period, filing: Sequence[Correction], since: datetime, names: Mapping[int, str]) -> Said:
    """Where the team has one community, and for a day, that need not be said."""
    first = filing[0]
    order = [metric.key for metric in ctx.metrics.metrics]
    known = sorted(filing, key=lambda one: order.index(one.metric) if one.metric in order else len(order))
    figures: Value = Listed(tuple(_change(ctx, one) for one in known[:FIGURES]), "row")
    if (left := len(known) - FIGURES) > 0:
        figures = AND_MORE(figures=figures, n=left)
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


def _change(ctx: Ctx, one: Correction) -> Said:
    metric = ctx.metrics.get(one.metric)
    if metric is None:
        return CHANGE(name=one.metric, before=Amount(one.before), after=Amount(one.value))
    return CHANGE(name=metric.label, before=shown(metric, one.before), after=shown(metric, one.value))


def _at(ctx: Ctx, at: datetime, since: datetime) -> Value:
    """The time alone on the evening it was posted."""
    local = at.astimezone(ctx.zone)
    return f"{local:%H:%M}" if local.date() == since.astimezone(ctx.zone).date() else Moment(at)
