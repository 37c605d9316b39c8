"""The board of all communities: what they are together, then each of them, those that fell most first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commands.kit import Amount, Button, Ctx, Heading, Listed, Said, Table, Value, text
from commands.kit.against import Against, against, compared
from commands.kit.aims import Aims
from commands.kit.hints import VERBATIM, verbatim
from commands.kit.metrics import Metric
from commands.kit.periods import Period
from commands.kit.reply import Block
from commands.kit.sheet import Sheet, change, percent, read_compared, shown, together
from storage import Community

from .asked import Asked
from .one import BEFORE, EMPTY, TITLE, WEEK_BEFORE, figures

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
    """How one community stands: its headline figure, and what that was where it can be compared."""

    community: Community
    value: Decimal | None
    was: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """In percent."""
        return percent(self.value, self.was)


@dataclass(frozen=True)
class Park:
    """``now`` puts all communities together, and ``befores`` those that can be compared; ``sheets`` has each of them by
    number, now and before; ``standings`` are the worst first, the silent last."""

    now: Sheet
    befores: tuple[Against, ...]
    sheets: tuple[Mapping[int, Sheet], ...]
    standings: tuple[Standing, ...]

    @property
    def filed(self) -> int:
        """How many communities have reported."""
        return len(self.sheets[0])


async def read(ctx: Ctx, period: Period, headline: Metric) -> Park:
    communities = {community.id: community for community in (await ctx.communities()).values()}
    sheets = await read_compared(ctx.store, ctx.metrics, ctx.team.id, period, ctx.today)
    living = [{number: by[number] for number in by if number in communities} for by in sheets]
    now, *befores = living
    # Against the same weekday where days are compared: a Sunday is not worse for not being a Saturday.
    standings = [_standing(community, now, befores[-1], headline) for community in communities.values()]
    return Park(
        together(ctx.metrics, now, period.length * len(communities)),
        tuple(against(ctx.metrics, now, before) for before in befores),
        tuple(living),
        tuple(sorted(standings, key=lambda one: _badness(one, headline))),
    )


def _standing(community: Community, now: Mapping[int, Sheet], before: Mapping[int, Sheet], metric: Metric) -> Standing:
    return Standing(community, *compared(metric, now.get(community.id), before.get(community.id)))


def _badness(one: Standing, metric: Metric) -> tuple[int, Decimal]:
    if one.value is None:
        return 2, Decimal()
    if one.change is None:
        return 1, Decimal()
    return 0, -one.change if metric.good == "down" else one.change


def blocks(ctx: Ctx, asked: Asked, park: Park, headline: Metric, page: int, aims: Aims) -> list[Block]:
    period = asked.period
    found: list[Block] = [Heading(TITLE(community=ctx.team.name, period=period.said(ctx.today)))]
    if park.now.empty:
        return [*found, EMPTY()]
    if page == 1:
        found += figures(ctx, period, park.now, park.befores, aims, covers(park, period))
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
        (one.community.name, shown(headline, one.value), _changed(headline, one))
        for one in park.standings[(page - 1) * PAGE : page * PAGE]
    ]
    against = WEEK_BEFORE() if period.kind == "day" else BEFORE[period.kind]()
    return Table((COMMUNITY(), VERBATIM(words=headline.label), against), tuple(rows))


def _changed(metric: Metric, one: Standing) -> Amount:
    """In percent, as beside the picture; what is a percentage or a score itself in points."""
    if metric.kind in ("count", "money"):
        return Amount(one.change, "percent", signed=True)
    return shown(metric, change(one.value, one.was), signed=True)


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
