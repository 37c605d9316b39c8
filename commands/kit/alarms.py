"""What opens a risk by itself: negative mentions that come too fast, and entries that look like fraud. Once, as long as
one of the same rule is open.

The room that sees the figures keeps the risk together with them, so its answer knows the number, and a line for the
clock, which starts the clocks and the calls however the process ends in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from storage import Activity, Change, Level, Risk, Timer

from .clean import one_line
from .context import Ctx
from .moments import instant_of
from .private import home
from .sheet import shown
from .texts import Amount, Moment, Said, Text, text
from .tongue import Tongue, utc
from .work import LONGEST_DETAILS, LONGEST_TITLE

OPENED: Mapping[Level, Text] = {
    "red": text("Red risk {number} was opened: {title}"), "yellow": text("Yellow risk {number} was opened: {title}"),
}  # fmt: skip
THERE = text("Risk {number} is about it already.")
FAST = text("{rate} {name} an hour")
ROSE = text("From {was} ({since}) to {now} ({when}). More than {most} an hour opens a red risk by itself.")
FRAUD = text("{abnormal} of {entries} entries of “{name}” look like fraud")
FROZEN = text(
    "Activity {number}, {name}: {abnormal} of {entries} entries are abnormal, {share}. From {most} on the prize pool "
    "is frozen and a yellow risk opens by itself."
)

CORRECTED: Final = timedelta(minutes=5)
"""What is filed of a figure within so long takes the place of what was filed before."""

NEGATIVE: Final = "negative"
"""The figure that is watched. Its limit is that of the catalogue: ``alert_above``, counted by the hour."""


@dataclass(frozen=True, slots=True)
class Rise:
    """A figure that counts up through a day came from ``was`` to ``now`` since an instant, so many an hour."""

    since: datetime
    was: Decimal
    now: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True)
class About:
    """The risk that is about figures; ``new``: they opened it."""

    risk: Risk
    new: bool

    def said(self) -> Said:
        number = str(self.risk.number)
        return OPENED[self.risk.level](number=number, title=self.risk.title) if self.new else THERE(number=number)


def fastest(reported: Sequence[tuple[datetime, Decimal]], most: Decimal) -> Rise | None:
    """The fastest rise to the last of these reports, if it is above so many an hour. ``reported`` begins with the
    beginning of the day and 0. What came in less than an hour is counted as if it had taken one: two mentions in a
    minute are no crisis. A correction downwards is no rise; what follows is counted from it."""
    if not reported:
        return None
    end, now = reported[-1]
    rises = [Rise(at, was, now, (now - was) / max(_hours(utc(end) - utc(at)), Decimal(1))) for at, was in reported[:-1]]
    worst = max(rises, key=lambda one: one.rate, default=None)
    return worst if worst is not None and worst.rate > most else None


def _hours(span: timedelta) -> Decimal:
    return Decimal(span // timedelta(seconds=1)) / 3600


async def negatives_filed(ctx: Ctx, community: int, day: date, value: Decimal | None) -> About | None:
    """So many negative mentions were filed of a day just now. Returns the risk that is about it, opened now or before.
    Only today is watched: what is filed of a past day comes too late to answer to."""
    metric, most = ctx.metrics.get(NEGATIVE), hourly_limit(ctx)
    today = ctx.now.astimezone(ctx.zone).date()
    if metric is None or most is None or value is None or value <= most or day != today:
        return None
    begin = utc(instant_of(datetime.combine(day, time()), ctx.zone))
    filed = await ctx.store.numbers.changes(ctx.team.id, day, day, begin)
    mine = [one for one in reversed(filed) if one.community == community and one.metric == NEGATIVE]
    reported = [(begin, Decimal()), *_as_meant(mine)]
    rise = fastest(reported, most)
    if rise is None:
        return None
    title = FAST(rate=shown(metric, rise.rate.quantize(Decimal(1))), name=metric.label)
    details = ROSE(
        was=shown(metric, rise.was), since=Moment(rise.since), now=shown(metric, rise.now), when=Moment(ctx.now),
        most=shown(metric, most),
    )  # fmt: skip
    return await _opened(ctx, negative_rule(community), "red", "opinion", title, details, community)


def _as_meant(filed: Sequence[Change]) -> list[tuple[datetime, Decimal]]:
    """When which value was filed, without slips: one that was corrected at once counts as if it had been right the
    first time."""
    found: list[tuple[datetime, Decimal]] = []
    for one in filed:
        if one.value is None:
            continue
        at = utc(one.at)
        if found and at - found[-1][0] < CORRECTED:
            at, _ = found.pop()
        found.append((at, one.value))
    return found


def negative_rule(community: int | None) -> str:
    """What a risk that they opened is kept with."""
    return f"{NEGATIVE}:{community}"


def hourly_limit(ctx: Ctx) -> Decimal | None:
    """``None`` where the catalogue has no such figure, or counts it by the day."""
    metric = ctx.metrics.get(NEGATIVE)
    return metric.alert.alert_above if metric is not None and metric.alert.above_per == "hour" else None


async def entries_frozen(ctx: Ctx, activity: Activity, entries: int, abnormal: int) -> About:
    """So many of its entries are abnormal that its prize pool was frozen. Returns the risk that is about it."""
    share = Decimal(abnormal * 100) / max(entries, 1)
    details = FROZEN(
        number=str(activity.number), name=activity.name, abnormal=abnormal, entries=entries,
        share=Amount(share.quantize(Decimal("0.1")), "percent"),
        most=Amount(ctx.metrics.activities.abnormal_percent, "percent"),
    )  # fmt: skip
    title = FRAUD(abnormal=abnormal, entries=entries, name=one_line(activity.name, LONGEST_TITLE // 2))
    return await _opened(ctx, f"entries:{activity.id}", "yellow", "fraud", title, details, activity.community)


async def _opened(
    ctx: Ctx, rule: str, level: Level, kind: str, title: Said, details: Said, community: int | None
) -> About:  # fmt: skip
    for one in await ctx.store.risks.open(ctx.team.id):
        if one.rule == rule:
            return About(one, new=False)
    # What is kept as words for all is in the team's language.
    tongue = Tongue(ctx.team.language, ctx.zone, ctx.team.currency)
    words, known = one_line(tongue.speak(title), LONGEST_TITLE), tongue.speak(details)[:LONGEST_DETAILS]
    risk = Risk(0, ctx.team.id, 0, level, kind, words, ctx.now, ctx.now, known, community, rule=rule)
    risk = await ctx.store.risks.add(risk)
    line = f"/risk opens {risk.number}"
    await ctx.store.timers.set(Timer(0, ctx.team.id, f"risk:{risk.id}:opens", ctx.now, line, await home(ctx), None))
    return About(risk, new=True)
