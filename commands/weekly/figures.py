"""The week in figures: beside last week, like with like, and what moved most."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commands.kit import Amount, Bullets, Ctx, Said, Table, Text, Value, text
from commands.kit.aims import Aims
from commands.kit.metrics import Catalogue, Metric
from commands.kit.periods import Period
from commands.kit.reply import Block
from commands.kit.sheet import Sheet, change, percent, read_compared, shown, together

from .subject import Subject

NUMBER = text("Number")
THIS_WEEK = text("This week", context="column")
LAST_WEEK = text("Last week", context="column")
CHANGE = text("vs last week")
DAYS = text("Days")
REPORTS = text("Reports")
COVER = text("Covers {covered} days.")
COVER_REPORTS = text("Covers {covered} daily reports.")
EMPTY = text("Nothing was reported.")
RUNNING = text("Still running: last week is counted until the same day.")
FEWER = text("Changes compare only what was reported in both weeks, sums only on the same days.")
REACHED = text("✓ {name}: {value}, target {target}")
MISSED = text("✗ {name}: {value}, target {target}")
GROWTH = text("{target} against last week")
AT_LEAST = text("at least {target}")
AT_MOST = text("at most {target}")

MOST_MOVED = 3
EASE = Decimal(20)
"""What a count has to be about, before its change says something: half of it is believed at this size."""


@dataclass(frozen=True)
class Week:
    """``now`` and ``last`` are all that was reported. ``like`` are the same two over what can be compared: of a sum the
    communities that reported the same days of both weeks, of anything else those that have it in both."""

    now: Sheet
    last: Sheet
    like: tuple[Sheet, Sheet]
    uneven: bool
    """Whether something was reported in both weeks that cannot be compared."""

    def change(self, metric: Metric) -> Decimal | None:
        return change(*(sheet[metric.key].value for sheet in self.like))

    def percent(self, metric: Metric) -> Decimal | None:
        return percent(*(sheet[metric.key].value for sheet in self.like))


async def read(ctx: Ctx, subject: Subject, week: Period) -> Week:
    only = subject.communities[0].id if len(subject.communities) == 1 else None
    found = await read_compared(ctx.store, ctx.metrics, ctx.team.id, week, ctx.today, only)
    mine = {each.id for each in subject.communities}
    now, last = ({number: sheet for number, sheet in sheets.items() if number in mine} for sheets in found)
    return weighed(ctx.metrics, now, last, week.length * len(mine))


def weighed(metrics: Catalogue, now: Mapping[int, Sheet], last: Mapping[int, Sheet], of: int) -> Week:
    chosen = {
        metric.key: [number for number in now if number in last and _alike(metric, now[number], last[number])]
        for metric in (*metrics.entered, *metrics.derived)
    }
    like = (together(metrics, now, 0, chosen), together(metrics, last, 0, chosen))
    whole = (together(metrics, now, of), together(metrics, last, of))
    both = (key for key in chosen if all(sheet.part(key) for sheet in whole))
    uneven = any(len(chosen[key]) < max(_having(key, now), _having(key, last)) for key in both)
    return Week(*whole, like, uneven)


def _having(key: str, sheets: Mapping[int, Sheet]) -> int:
    return sum(sheet.part(key) is not None for sheet in sheets.values())


def _alike(metric: Metric, now: Sheet, last: Sheet) -> bool:
    """Whether a figure of one community can be compared: a day that is missing is neither a loss nor a gain."""
    mine, theirs = now.part(metric.key), last.part(metric.key)
    if mine is None or theirs is None:
        return False
    return not metric.adds_up or mine.which & (1 << last.of) - 1 == theirs.which


def blocks(ctx: Ctx, week: Period, found: Week, aims: Aims) -> list[Block]:
    """The table, what is to be known of it, and what was to be reached."""
    if found.now.empty and found.last.empty:
        return [EMPTY()]
    said = _table(ctx, week, found)
    if week.first <= ctx.today < week.last:
        said.append(RUNNING())
    if found.uneven:
        said.append(FEWER())
    if judged := list(_targets(ctx, found, aims)):
        said.append(Bullets(tuple(judged)))
    return said


def _table(ctx: Ctx, week: Period, found: Week) -> list[Block]:
    """A row for each figure that has a value in either week: a missing one is – and never 0. How many days it covers
    stands beside it, or once below where it is the same for all."""
    rows: list[tuple[Value, ...]] = []
    covers: list[str] = []
    for metric in ctx.metrics.metrics:
        now, last = found.now[metric.key], found.last[metric.key]
        if metric.hidden or not (now.days or last.days):
            continue
        gap = shown(metric, found.change(metric), signed=True)
        covers.append(f"{now.days}/{found.now.of}")
        rows.append((metric.label, shown(metric, now.value), shown(metric, last.value), gap))
    columns = (NUMBER(), THIS_WEEK(), LAST_WEEK(), CHANGE())
    # Of several communities each day counts once for each of them.
    several = found.now.of != week.length
    if len(set(covers)) == 1:
        # Said once below: a table of five columns is too wide for a phone.
        return [Table(columns, tuple(rows)), (COVER_REPORTS if several else COVER)(covered=covers[0])]
    covered = tuple((*row, days) for row, days in zip(rows, covers, strict=True))
    return [Table((*columns, (REPORTS if several else DAYS)()), covered)]


def _targets(ctx: Ctx, found: Week, aims: Aims) -> Iterator[Said]:
    """What was to be reached, for the figures that have a value; the director's own first."""
    for metric in sorted(ctx.metrics.metrics, key=lambda metric: not metric.alert.north_star):
        value = found.now[metric.key].value
        if metric.hidden or value is None:
            continue
        if (target := aims.level(metric, "week")) is not None:
            limit = (AT_MOST if metric.aim == "down" else AT_LEAST)(target=shown(metric, target))
            yield _judged(metric, value, limit, value, target)
        before, gap = found.like[1][metric.key].value, found.change(metric)
        growth = aims.growth(metric, "week")
        if growth is not None and before and gap is not None:
            limit = GROWTH(target=Amount(growth, "percent", signed=True))
            yield _judged(metric, value, limit, gap / abs(before) * 100, growth)


def _judged(metric: Metric, value: Decimal, limit: Said, reached: Decimal, target: Decimal) -> Said:
    good = reached <= target if metric.aim == "down" else reached >= target
    said: Text = REACHED if good else MISSED
    return said(name=metric.label, value=shown(metric, value), target=limit)


def moved(metrics: Catalogue, found: Week) -> list[Metric]:
    """What moved most against last week, the largest movement first."""
    sizes = {one.key: movement(one, *found.like) for one in metrics.metrics if not one.hidden}
    moving: Sequence[Metric] = [one for one in metrics.metrics if sizes.get(one.key)]
    return sorted(moving, key=lambda one: -sizes[one.key])[:MOST_MOVED]


def movement(metric: Metric, now: Sheet, last: Sheet) -> Decimal:
    """How large a change is, to be ranked and not to be shown: the change over the larger of the two values, so that a
    figure that doubled and one that halved moved alike, times how far the counts behind it can be believed.

    From one complaint to three is +200 %, and chance. So ``EASE`` is added to what the change is divided by: 1 → 3 has
    2 ÷ 23, 100 → 130 has 30 ÷ 150. What is worked out is as sure as the smallest count that it is worked out from: a
    conversion of 1 payer in 4 is believed as a count of 1 is, and net growth is measured by those who came and went.
    Money and scores are taken as counts are."""
    value, before = now[metric.key].value, last[metric.key].value
    if value is None or before is None or value == before:
        return Decimal()
    gap, largest = abs(value - before), max(abs(value), abs(before))
    if metric.formula is None:
        return gap / (largest + EASE)
    sums = [sheet.rates[metric.key].sums for sheet in (now, last)]
    behind = [max(abs(each[key]) for each in sums) for key in metric.formula.keys]
    if metric.adds_up:
        return gap / (max(behind) + EASE)
    least = min(behind)
    return gap / largest * least / (least + EASE)
