"""Puts the sample team into an empty memory, and keeps its numbers up to yesterday. Doing it again changes nothing."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from commands.kit.metrics import Catalogue
from commands.kit.zone import zone_of
from storage import Account, Address, Community, Report, Storage, Team, Unit

from ..ports import Clock
from ..settings import ConfigurationError
from ..web.cast import WEB, account
from .activities import Planting, plant
from .crises import plant_crises
from .numbers import DAYS, samples
from .people import COUNTRY, CURRENCY, MEMBERS, PARKS, ROOMS, TEAM, ZONE, people
from .rhythm import plant_rhythm

MARK = "demo.team"


async def seed(storage: Storage, clock: Clock, metrics: Catalogue, *, late: bool = False) -> None:
    """The team and its activities are made at the first start. At every start, days without any report are filled in
    until yesterday, or ``late``: now; what a visitor reported is left alone. Raises ``ConfigurationError`` for a memory
    with a team that is no sample."""
    now = clock()

    async def planting(unit: Unit) -> None:
        last = now.astimezone(zone_of(ZONE)).date() - timedelta(days=1)
        known = await planted(unit)
        if known is None and await unit.teams.all():
            raise ConfigurationError(["this database holds a real team: give the demo a MUSTER_DATA_DIR of its own"])
        if known is None:
            known = await _found(unit, now), last
            await unit.marks.set(MARK, f"{known[0]} {last.isoformat()}")
        team, first_last = known
        await _fill(unit, team, metrics, (first_last, last), now, late=late)

    await storage.write(planting)


async def planted(unit: Unit) -> tuple[int, date] | None:
    """The sample team, and the last day of the numbers it started with; ``None`` before the first start."""
    kept = await unit.marks.get(MARK)
    return (int(kept.split()[0]), date.fromisoformat(kept.split()[1])) if kept else None


async def _found(unit: Unit, now: datetime) -> int:
    # Whoever is not in the team has to be let in: so the demo shows that, too.
    team = await unit.teams.add(Team(0, TEAM, "en", ZONE, COUNTRY, CURRENCY, joining="approval"), now)
    for room in ROOMS:
        await unit.places.bind(team, Address(WEB, room.id), room.title)
    accounts: dict[str, Account] = {}
    for persona in people():
        accounts[persona.id] = account(persona, persona.locale)
        await unit.accounts.keep(accounts[persona.id], None)
    owners: dict[str, int] = {}
    for member in MEMBERS:
        person = await unit.people.add(team, accounts[member.id], member.level, now)
        owners[member.id] = person.id
        if member.title:
            await unit.people.change(team, person.id, titles=[member.title])
    for park in PARKS:
        await unit.communities.add(
            Community(0, team, park.key, park.name, park.type, park.stage, park.audience, owners[park.owner])
        )
    communities = {each.key: each.id for each in await unit.communities.of(team)}
    it = Planting(unit, team, now, now.astimezone(zone_of(ZONE)).date(), owners, communities)
    await plant(it)
    await plant_rhythm(it)
    await plant_crises(it)
    return team


async def _fill(
    unit: Unit, team: int, metrics: Catalogue, days: tuple[date, date], now: datetime, *, late: bool
) -> None:
    """``days``: the last day of the first start, and of this one."""
    zone, last = zone_of(ZONE), days[1]
    communities = {each.key: each for each in await unit.communities.of(team)}
    known = {metric.key for metric in metrics.entered}
    for park in PARKS:
        community = communities.get(park.key)
        if community is None or community.owner is None:
            continue
        there = await unit.numbers.window(team, community.id, last - timedelta(days=DAYS), last)
        newest = max((number.day for number in there), default=date.min)
        filed: list[tuple[Report, dict[str, Decimal | None]]] = []
        for sample in samples(park, *days, known):
            if sample.day <= newest or not sample.values:
                continue
            evening = datetime(sample.day.year, sample.day.month, sample.day.day, 20, 40, tzinfo=zone)
            at = now if late else evening + timedelta(hours=13) if sample.late else evening
            report = Report(
                team, community.id, sample.day, community.owner, WEB, min(at, now), late or sample.late, sample.note
            )  # fmt: skip
            filed.append((report, dict(sample.values)))
        await unit.numbers.seed(filed)
