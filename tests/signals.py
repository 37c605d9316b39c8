"""For tests of abnormal figures: numbers of a day are stored, and the day is looked at."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from bot.clock import SELF
from commands.kit import Ctx, Heard
from commands.kit.signals import look
from storage import Report, Signal, Unit

from .town import Town

TUESDAY = date(2026, 11, 24)
SUNDAY = date(2026, 11, 22)
A_WEEK, A_DAY = timedelta(days=7), timedelta(days=1)


async def stored(town: Town, day: date, community: int = 1, **figures: float | str | None) -> None:
    """Ann reported these, or corrected them."""
    values = {key: None if value is None else Decimal(str(value)) for key, value in figures.items()}

    async def file(unit: Unit) -> None:
        before = {one.metric: one.version for one in await unit.numbers.window(1, community, day, day)}
        report = Report(1, community, day, 1, "telegram", town.now, late=False)
        await unit.numbers.file(report, values, {key: before[key] for key in values if key in before})

    await town.storage.write(file)


async def usual(town: Town, day: date, community: int = 1, weeks: int = 4, **figures: float) -> None:
    """The same weekday of the weeks before."""
    for back in range(1, weeks + 1):
        await stored(town, day - back * A_WEEK, community, **figures)


async def week(town: Town, monday: date, values: Sequence[float | None], community: int = 1) -> None:
    """The interactions of a week, from Monday; ``None`` is not reported."""
    for at, value in enumerate(values):
        if value is not None:
            await stored(town, monday + at * A_DAY, community, engaged=value)


async def looks(town: Town, day: date = TUESDAY) -> list[str]:
    """Look at a day. What is abnormal then, the figure before the rule."""
    team = await town.team()

    async def at(unit: Unit) -> None:
        heard = Heard(SELF, town.ann.at, town.now, via="clock")
        await look(Ctx(heard, unit, town.now, town.metrics, str, team_or_none=team), day)

    await town.storage.write(at)
    return [f"{one.metric} {one.rule}" for one in await signals(town) if one.recovered_at is None]


async def signals(town: Town) -> list[Signal]:
    """All there ever were."""
    found = await town.storage.read(lambda unit: unit.signals.raised(1, date(2020, 1, 1)))
    return sorted(found, key=lambda one: one.number)
