"""A year of fifty teams in different parts of the world: every call for help and every nudge comes at its time, to whom
it must, and nobody is called after somebody acknowledged."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Beats
from bot.inbox import Intake
from bot.pace import TELEGRAM
from bot.planner import Planner
from bot.ports import Call
from bot.postman import Postman
from storage import Account, Address, Community, Letter, Level, RiskEntry, Role, Storage, Team, Unit
from tests.town import Somebody, Town

from .year import CLOCKS, HOUR, ZONES, Club, Member, Story, layers, rota, shifts

BEGINS = datetime(2027, 1, 1, tzinfo=UTC)
A_YEAR = timedelta(days=365)
CLUBS, RISKS = 50, 100
LATE, QUARTER = timedelta(seconds=5), timedelta(minutes=15)
NAMES = ("Ann", "Bob", "Cai", "Dee", "Eve", "Fay", "Gus")
ROLES = {"staff": Role.STAFF, "manager": Role.MANAGER, "director": Role.DIRECTOR}
CALLED = re.compile(r"risk:(\d+):\d+:(\d+)")


class Year:
    def __init__(self, storage: Storage, seed: int) -> None:
        self.dice = Random(seed)
        self.town = Town(storage, now=BEGINS)
        storage.tell(self._wrote)
        clock = lambda: self.town.now  # noqa: E731
        postman = Postman(storage, clock, lambda: 0.0, "one", {"telegram": TELEGRAM})
        self.beats = Beats(
            storage, clock, self.town.desk, Intake(storage, clock, "one"), postman, Planner(storage, clock, {})
        )  # fmt: skip
        self.letters: dict[int, list[Letter]] = defaultdict(list)

    def _wrote(self, letters: Sequence[Letter]) -> None:
        for letter in letters:
            self.letters[letter.team or 0].append(letter)

    async def club(self, at: int) -> Club:
        zone, country = list(ZONES.items())[at % len(ZONES)]

        async def found(unit: Unit) -> Club:
            team = await unit.teams.add(Team(0, f"Club {at}", "en", zone, country, "CNY"), BEGINS)
            await unit.places.bind(team, Address("telegram", f"-{team}"), "Club")
            people = [
                await self._member(unit, team, name, role)
                for name, role in zip(NAMES, ("director", "manager", "manager", *["staff"] * 4), strict=True)
            ]
            owner = self.dice.choice([None, people[-1].id])
            await unit.communities.add(Community(0, team, "lake", "Lake", owner=owner))
            made = Club(team, ZoneInfo(zone), country, people, owner)
            made.turns = rota(self.dice, at % 5, [one.id for one in people])
            for layer in layers(made, BEGINS):
                await unit.rotas.add(layer)
            return made

        made = await self.town.storage.write(found)
        made.shifts = [shifts(made, turns, BEGINS, BEGINS + A_YEAR + timedelta(days=9)) for turns in made.turns]
        return made

    async def _member(self, unit: Unit, team: int, name: str, role: str) -> Member:
        reached = self.dice.random() < 0.8 or name == "Ann"
        account = Account("telegram", f"{name}{team}", name, direct=f"{name}{team}" if reached else None)
        await unit.accounts.keep(account, None)
        who = await unit.people.add(team, account, ROLES[role], BEGINS)
        leave: tuple[date, date] | None = None
        if self.dice.random() < 0.6:
            first = BEGINS.date() + timedelta(days=self.dice.randrange(300))
            leave = first, first + timedelta(days=self.dice.randrange(90))
            await unit.people.change(team, who.id, away_from=leave[0], away_until=leave[1])
        return Member(who.id, role, leave, reached)

    def stories(self, clubs: Sequence[Club]) -> list[Story]:
        numbers: Counter[int] = Counter()
        found = []
        for raised in sorted(BEGINS + A_YEAR * self.dice.random() for _ in range(RISKS)):
            club = self.dice.choice(clubs)
            numbers[club.id] += 1
            level: Level = self.dice.choices(("red", "yellow", "blue"), (7, 3, 1))[0]
            span = {"red": 3 * HOUR, "yellow": 30 * HOUR, "blue": 9 * HOUR}[level]
            acked = None
            if self.dice.random() < 0.7:
                acked = clear(raised + span * self.dice.random() ** 2 / 2, raised)
            closed = clear(max(raised, acked or raised) + span * self.dice.uniform(0.1, 0.5), raised, acked or raised)
            found.append(Story(club, numbers[club.id], level, raised, acked, closed))
        # One that nobody ever looks at, until everything was due.
        longest = Story(clubs[7], numbers[clubs[7].id] + 1, "red", BEGINS + A_YEAR, None, BEGINS + A_YEAR + 25 * HOUR)
        return [*found, longest]

    def says(self, story: Story, name: str, line: str) -> Call:
        team = story.club.id
        who = Somebody(self.town, Account("telegram", f"{name}{team}", name), Address("telegram", f"-{team}"))
        return Call(line, who.heard("typed"))

    async def lives(self, stories: Sequence[Story]) -> None:
        """What people do comes at its instant; the clock beats at the full second after something is due."""
        acts: list[tuple[datetime, Story, str, str]] = []
        for one in stories:
            acts.append((one.raised, one, "Dee", f"/risk raise {one.level} community:lake Flood {one.number}"))
            if one.acked is not None:
                acts.append((one.acked, one, "Eve", f"/risk ack {one.number}"))
            acts.append((one.closed, one, "Fay", f"/risk solve {one.number}"))
            acts.append((one.closed, one, "Gus", f"/risk verify {one.number} dry"))
        acts.sort(key=lambda act: act[0])
        beat = BEGINS
        while True:
            due = await self.town.storage.read(lambda unit: unit.timers.soonest())
            if due is None and not acts:
                return
            tick = max(_second(due), beat + timedelta(seconds=1)) if due is not None else None
            if acts and (tick is None or acts[0][0] <= tick):
                self.town.now, story, name, line = acts.pop(0)
                await self.town.desk.hear(self.says(story, name, line))
            elif tick is not None:
                self.town.now = beat = tick
                await self.beats.timers()

    async def told(self, story: Story) -> list[RiskEntry]:
        async def look(unit: Unit) -> list[RiskEntry]:
            risk = await unit.risks.get(story.club.id, story.number)
            assert risk is not None
            assert risk.closed_at == story.closed
            return await unit.risk_story.story(risk.id)

        return await self.town.storage.read(look)


def clear(at: datetime, *others: datetime) -> datetime:
    """Not in the seconds in which a call is on its way: what is right then, others test."""
    while any((at - one) % QUARTER < 2 * LATE for one in others):
        at += 2 * LATE
    return at


def _second(at: datetime) -> datetime:
    return datetime.fromtimestamp(math.ceil(at.timestamp()), UTC)


def called(letters: Sequence[Letter], story: Story) -> list[tuple[datetime, int]]:
    """Who was written to because she has to come, and when."""
    found = []
    for letter in letters:
        card = CALLED.fullmatch(letter.card or "")
        if card is not None and int(card[1]) == story.number and "You are called" in letter.body:
            found.append((letter.created_at, int(card[2])))
    return sorted(found)


def hear_of(story: Story, deed: str, owner: int | None) -> list[tuple[datetime, str]]:
    """In which private chats a nudge comes, or that it is late, and when. Whoever has to acknowledge is called anyway;
    who cannot be written to is told in the channel, by name."""
    found = []
    for at, clock, what, people in story.nudges():
        has_it = {owner} if story.owner_at(at) and owner is not None else set()
        for one in people - has_it if clock == "ack" else people | has_it:
            if what == deed and story.club.member(one).reached:
                found.append((at, direct(story.club, one)))
    return found


def nudged(letters: Sequence[Letter], story: Story, words: str) -> list[tuple[datetime, str]]:
    found = []
    for letter in letters:
        of_it = letter.card is None and words in letter.body and f'"{story.number}"' in letter.body
        if of_it and not letter.address.chat.startswith("-"):
            found.append((letter.created_at, letter.address.chat))
    return sorted(found)


def direct(club: Club, person: int) -> str:
    """Her private chat."""
    return f"{NAMES[[one.id for one in club.people].index(person)]}{club.id}"


def paired(wanted: Sequence[tuple[datetime, object]], found: Sequence[tuple[datetime, object]]) -> list[timedelta]:
    """How late each of them came. Nothing is missing, nothing comes too early, and nothing is there besides."""
    left, late = list(found), []
    for at, what in wanted:
        hit = next((one for one in left if one[1] == what and at <= one[0] <= at + LATE), None)
        assert hit is not None, f"{what} was due at {at}, there is {left}"
        left.remove(hit)
        late.append(hit[0] - at)
    assert left == [], f"nobody expected {left}"
    return late


@pytest.mark.timeout(300)
async def test_in_a_year_of_fifty_teams_each_step_comes_in_time_to_whom_it_must(
    sqlite_storage: Storage, capsys: pytest.CaptureFixture[str]
) -> None:
    year = Year(sqlite_storage, seed=7)
    clubs = [await year.club(at) for at in range(CLUBS)]
    stories = year.stories(clubs)
    await year.lives(stories)
    late: list[timedelta] = []
    for story in stories:
        letters, entries = year.letters[story.club.id], await year.told(story)
        wanted = [(at, person) for at, people in story.calls() for person in sorted(people)]
        late += paired(wanted, called(letters, story))
        nudges = [(one.at, (one.words, one.deed)) for one in entries if one.deed in ("nudged", "late")]
        late += paired([(at, (clock, deed)) for at, clock, deed, _ in story.nudges()], sorted(nudges))
        owner = next(one.person for one in entries if one.deed in ("acked", "solved"))
        for deed, words in (("nudged", "left, until"), ("late", "Nobody has done it")):
            late += paired(hear_of(story, deed, owner), nudged(letters, story, words))
    with capsys.disabled():
        print(f"\nyear: {len(stories)} risks, {len(late)} steps and nudges, the latest {max(late)} late ", end="")  # noqa: T201
    assert set(CLOCKS) == {story.level for story in stories}
    assert len(late) > 900
