"""People of two teams who type ``/daily`` lines, no two alike: in private, in their group, alone or several in one
message, some of them correcting an earlier one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random

from storage import Account, Address, Community, Role, Team, Unit, open_storage
from tests.services.telegram import Chat, Person, TelegramServer

FOUNDED = datetime(2025, 1, 1, tzinfo=UTC)
BACK = timedelta(days=80)
"""From when on reports are made: of more than a quarter ago they would be asked back."""
TREES = (
    "alder", "birch", "cedar", "elder", "hazel", "larch", "maple", "olive", "poplar", "rowan", "spruce", "willow",
)  # fmt: skip
TEAMS = (Team(0, "Wood", "en", "Europe/Berlin", "DE", "EUR"), Team(0, "林", "zh_Hans", "Asia/Shanghai", "CN", "CNY"))
PRIVATE = ("one", "two", "three", "five")
TOGETHER = "four"
"""What the communities are called that are reported in the group: each is reported in one chat only."""
IN_GROUP = 24
"""One message in so many is said in the group, which must be answered slowly."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line somebody typed. ``token`` stands in no other one; ``update`` is what Telegram delivers it by."""

    token: str
    chat: int
    community: str
    day: date
    value: int
    update: int


@dataclass(slots=True)
class Member:
    """One of the people, and how many lines of each of her communities were said."""

    person: Person
    group: Chat
    tree: str
    said: dict[str, int]


class Crowd:
    """``most``: how many lines are said in all, about days before ``today``."""

    def __init__(self, server: TelegramServer, dice: Random, most: int, today: date) -> None:
        self.server = server
        self.most = most
        self.lines: list[Line] = []
        self._dice = dice
        self._first = today - BACK
        self._teams: list[list[Member]] = []
        for team in TEAMS:
            group = server.group(team.name)
            group.add_bot()
            members = []
            for tree in TREES:
                person = server.person(f"{tree.title()} {team.name}", language="en")
                group.add(person)
                members.append(Member(person, group, tree, {}))
            self._teams.append(members)
        server.updates.clear()
        self._turns = cycle([member for pair in zip(*self._teams, strict=True) for member in pair])

    async def settle(self, file: Path) -> None:
        """Found the teams in a new database: what comes later is about messages."""
        file.parent.mkdir(mode=0o700)
        storage = open_storage(f"sqlite:///{file}")
        await storage.migrate()
        for team, members in zip(TEAMS, self._teams, strict=True):

            async def found(unit: Unit, team: Team = team, members: list[Member] = members) -> None:
                number = await unit.teams.add(team, FOUNDED)
                group = members[0].group
                await unit.places.bind(number, Address("telegram", str(group.id)), group.title)
                for member in members:
                    person = member.person
                    account = Account("telegram", str(person.id), person.name, direct=str(person.id))
                    await unit.people.add(number, account, Role.STAFF, FOUNDED)
                    for end in (*PRIVATE, TOGETHER):
                        key = member.tree + end
                        await unit.communities.add(Community(0, number, key, key.title()))

            await storage.write(found)
        await storage.close()

    def says(self, messages: int) -> None:
        """So many messages arrive at Telegram, in turn from everybody, of one line or several."""
        for member in islice(self._turns, messages):
            if len(self.lines) == self.most:
                return
            if self._dice.randrange(IN_GROUP) == 0:
                self._message(member, member.group, (TOGETHER,))
            else:
                ends = self._dice.choice([(self._dice.choice(PRIVATE),), PRIVATE, PRIVATE])
                self._message(member, member.person.chat, ends[: self.most - len(self.lines)])

    def _message(self, member: Member, chat: Chat, ends: tuple[str, ...]) -> None:
        found = list(self._lines(member, ends))
        text = "\n".join(
            f"{community} date:{day} joined {value} note: {token}" for token, community, day, value in found
        )
        member.person.started = True
        self.server.spoken(chat, member.person.wire(), f"/daily {text}")
        update = self.server.updates.pending[-1].id
        self.lines += [
            Line(token, chat.id, f"{member.group.title}/{community}", day, value, update)
            for token, community, day, value in found
        ]

    def _lines(self, member: Member, ends: tuple[str, ...]) -> Iterator[tuple[str, str, date, int]]:
        for at, end in enumerate(ends):
            community = member.tree + end
            before = member.said.get(end, 0)
            member.said[end] = before + 1
            # Two lines for each day: the second one corrects the first.
            day = self._first + timedelta(days=before // 2)
            yield f"q{len(self.lines) + at:05}z", community, day, 100 + before % 7
