"""Who lives in the tests of the storage: two teams that must never see each other."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from storage import Account, Address, Community, Person, Role, Storage, Team, Unit

NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
FRIDAY = date(2026, 11, 27)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

ANN = Account("telegram", "101", "Ann", "ann", "en", "101")
BOB = Account("telegram", "102", "Bob", "bob", "de")
CHARLIE = Account("telegram", "103", "Charlie")
ANN_ELSEWHERE = Account("discord", "9001", "Ann of the lake")

LAKE = Team(0, "Lake", "en", "Europe/Berlin", "DE", "EUR")
HILL = Team(0, "Hill", "zh_Hans", "Asia/Shanghai", "CN", "CNY", joining="approval")

LOBBY = Address("telegram", "-100")
HILLTOP = Address("telegram", "-200")


@dataclass(frozen=True, slots=True)
class Town:
    """Ann directs the Lake and Bob is on its staff; Charlie directs the Hill. One community each."""

    lake: int
    hill: int
    ann: Person
    bob: Person
    charlie: Person
    harbour: int
    summit: int


async def settle(storage: Storage) -> Town:
    return await storage.write(_settle)


async def _settle(unit: Unit) -> Town:
    lake, hill = await unit.teams.add(LAKE, NOON), await unit.teams.add(HILL, NOON)
    await unit.places.bind(lake, LOBBY, "The lobby")
    await unit.places.bind(hill, HILLTOP, "Hilltop")
    for account in (ANN, BOB, CHARLIE):
        await unit.accounts.keep(account, None)
    ann = await unit.people.add(lake, ANN, Role.DIRECTOR, NOON)
    bob = await unit.people.add(lake, BOB, Role.STAFF, NOON)
    charlie = await unit.people.add(hill, CHARLIE, Role.DIRECTOR, NOON)
    harbour = await unit.communities.add(Community(0, lake, "harbour", "Harbour"))
    summit = await unit.communities.add(Community(0, hill, "summit", "Summit"))
    return Town(lake, hill, ann, bob, charlie, harbour, summit)


def team(id: int, like: Team) -> Team:
    return replace(like, id=id)
