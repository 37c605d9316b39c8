"""The week in figures: beside last week, like with like, and what moved most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commands.kit import Bullets, Ctx, Table, Value, text
from commands.kit.against import Against, against
from commands.kit.aims import Aims, judged
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
MARKED = text("{change} *")
FEWER = text("* Compared over what was reported in both weeks, sums over the same days.")

MOST_MOVED = 3
EASE = Decimal(20)
"""What a count has to be about, before its change says something: half of it is believed at this size."""


@dataclass(frozen=True)
class Week:
    """``now`` and ``last`` are all that was reported, ``like`` both over what can be compared."""

    now: Sheet
    last: Sheet
    like: Against

    def percent(self, metric: Metric) -> Decimal | None:
        return percent(self.like.now[metric.key].value, self.like.before[metric.key].value)

    def plain(self, metric: Metric) -> bool:
        """Whether the change is the difference of the two values that stand beside it."""
        return self.like.change(metric) == change(self.now[metric.key].value, self.last[metric.key].value)


async def read(ctx: Ctx, subject: Subject, week: Period) -> Week:
    only = subject.communities[0].id if len(subject.communities) == 1 else None
    found = await read_compared(ctx.store, ctx.metrics, ctx.team.id, week, ctx.today, only)
    mine = {each.id for each in subject.communities}
    now, last = ({number: sheet for number, sheet in sheets.items() if number in mine} for sheets in found)
    return weighed(ctx.metrics, now, last, week.length * len(mine))


def weighed(metrics: Catalogue, now: Mapping[int, Sheet], last: Mapping[int, Sheet], of: int) -> Week:
    return Week(together(metrics, now, of), together(metrics, last, of), against(metrics, now, last))


def blocks(ctx: Ctx, week: Period, found: Week, aims: Aims) -> list[Block]:
    """The table, what is to be known of it, and what was to be reached."""
    if found.now.empty and found.last.empty:
        return [EMPTY()]
    said = _table(ctx, week, found)
    if week.first <= ctx.today < week.last:
        said.append(RUNNING())
    if not all(found.plain(metric) for metric in _rows(ctx, found)):
        said.append(FEWER())
    if lines := tuple(judged(ctx.metrics.metrics, "week", found.now, found.like, aims)):
        said.append(Bullets(lines))
    return said


def _rows(ctx: Ctx, found: Week) -> list[Metric]:
    """The figures that have a value in either week."""
    known = {*found.now, *found.last}
    return [metric for metric in ctx.metrics.metrics if metric.key in known and not metric.hidden]


def _table(ctx: Ctx, week: Period, found: Week) -> list[Block]:
    """A missing value is – and never 0. How many days it covers stands beside it, or once below where it is the same
    for all."""
    rows: list[tuple[Value, ...]] = []
    covers: list[str] = []
    for metric in _rows(ctx, found):
        now, last = found.now[metric.key], found.last[metric.key]
        gap: Value = shown(metric, found.like.change(metric), signed=True)
        gap = gap if found.plain(metric) else MARKED(change=gap)
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


def moved(metrics: Catalogue, found: Week) -> list[Metric]:
    """What moved most against last week, the largest movement first."""
    sizes = {one.key: movement(one, found.like.now, found.like.before) for one in metrics.metrics if not one.hidden}
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
