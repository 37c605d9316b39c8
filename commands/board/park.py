"""The board of all communities: what they are together, then each of them, those that fell most first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commands.kit import Amount, Bullets, Button, Ctx, Heading, Listed, Said, Table, Value, text
from commands.kit.hints import VERBATIM, verbatim
from commands.kit.metrics import Metric
from commands.kit.periods import Period, with_befores
from commands.kit.reply import Block
from commands.kit.sheet import NOTHING, Sheet, percent, read_sheets, shown, together
from storage import Community

from .asked import Asked
from .one import BEFORE, EMPTY, RUNNING, TITLE, WEEK_BEFORE, table, targets

PAGE = 10
"""Communities that are listed at a time: what still reads well on a phone."""
COMMUNITY = text("Community")
COVERS = text("Reported: {filed} of {all} communities, {days}/{of} daily reports.")
COVERS_DAY = text("Reported: {filed} of {all} communities.")
MISSING = text("Not reported yet: {names}")
MORE = text("{n} more", "{n} more")
OTHERS = text("{n} more community", "{n} more communities")
NEXT_PAGE = text("More", context="button")


@dataclass(frozen=True, slots=True)
class Standing:
    """How one community stands: its headline figure, and how it changed, in percent."""

    community: Community
    value: Decimal | None
    change: Decimal | None


@dataclass(frozen=True)
class Park:
    """``now`` and ``befores`` put all communities together, ``sheets`` has each of them by number, now and before;
    ``standings`` are the worst first, the silent last."""

    now: Sheet
    befores: tuple[Sheet, ...]
    sheets: tuple[Mapping[int, Sheet], ...]
    standings: tuple[Standing, ...]

    @property
    def filed(self) -> int:
        """How many communities have reported."""
        return len(self.sheets[0])


async def read(ctx: Ctx, period: Period, headline: Metric) -> Park:
    communities = {community.id: community for community in (await ctx.communities()).values()}
    sheets = await read_sheets(ctx.store, ctx.metrics, ctx.team.id, with_befores(period, ctx.today))
    living = [{number: by[number] for number in by if number in communities} for by in reversed(sheets)]
    of = period.length * len(communities)
    now, *befores = (together(ctx.metrics, by.values(), of) for by in living)
    # Against the same weekday where days are compared: a Sunday is not worse for not being a Saturday.
    standings = [_standing(community, living[0], living[-1], headline) for community in communities.values()]
    return Park(now, tuple(befores), tuple(living), tuple(sorted(standings, key=lambda one: _badness(one, headline))))


def _standing(community: Community, now: Mapping[int, Sheet], before: Mapping[int, Sheet], metric: Metric) -> Standing:
    value = now[community.id][metric.key].value if community.id in now else None
    was = (before[community.id][metric.key] if community.id in before else NOTHING).value
    return Standing(community, value, percent(value, was))


def _badness(one: Standing, metric: Metric) -> tuple[int, Decimal]:
    if one.value is None:
        return 2, Decimal()
    if one.change is None:
        return 1, Decimal()
    return 0, -one.change if metric.good == "down" else one.change


def blocks(ctx: Ctx, asked: Asked, park: Park, headline: Metric, page: int) -> list[Block]:
    period = asked.period
    found: list[Block] = [Heading(TITLE(community=ctx.team.name, period=period.said(ctx.today)))]
    if park.now.empty:
        return [*found, EMPTY()]
    if page == 1:
        found.append(table(ctx, period, park.now, park.befores))
        found.append(covers(park, period))
        if period.first <= ctx.today < period.last:
            found.append(RUNNING())
        if judged := list(targets(ctx.metrics.metrics, period, park.now, park.befores[-1])):
            found.append(Bullets(tuple(judged)))
    found.append(standings(period, park, headline, page))
    left = len(park.standings) - page * PAGE
    if left > 0:
        found.append(MORE(n=left))
    if period.kind == "day" and page == 1 and (silent := [s.community.name for s in park.standings if s.value is None]):
        found.append(MISSING(names=listed(silent)))
    return found


def covers(park: Park, period: Period) -> Said:
    of = len(park.standings)
    if period.kind == "day":
        return COVERS_DAY(filed=park.filed, all=of)
    days = max((park.now[key].days for key in park.now), default=0)
    return COVERS(filed=park.filed, all=of, days=days, of=park.now.of)


def standings(period: Period, park: Park, headline: Metric, page: int) -> Table:
    rows: list[tuple[Value, ...]] = [
        (one.community.name, shown(headline, one.value), Amount(one.change, "percent", signed=True))
        for one in park.standings[(page - 1) * PAGE : page * PAGE]
    ]
    against = WEEK_BEFORE() if period.kind == "day" else BEFORE[period.kind]()
    return Table((COMMUNITY(), VERBATIM(words=headline.label), against), tuple(rows))


def listed(names: Sequence[Value]) -> Listed:
    """As many as still read well, and how many there are besides."""
    left = len(names) - PAGE
    return Listed((*names[:PAGE], OTHERS(n=left)) if left > 0 else tuple(names))


def buttons(asked: Asked, park: Park, page: int) -> list[Button]:
    """The three that fell most, and the rest of the list."""
    worst = [one.community for one in park.standings[(page - 1) * PAGE :][:3]]
    found = [Button(verbatim(one.name), asked.line(key=one.key)) for one in worst]
    if len(park.standings) > page * PAGE:
        found.append(Button(NEXT_PAGE(), asked.line(page=page + 1)))
    return found
