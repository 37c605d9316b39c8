"""A team of four for the tests of tasks: Ann leads, Bob and Dee work, Eve watches."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from storage import Activity, Milestone, Timer, Unit
from tests.town import Answer, Post, Somebody, Town


@dataclass
class Crew:
    town: Town
    ann: Somebody
    bob: Somebody
    dee: Somebody
    eve: Somebody

    async def presses(self, who: Somebody, line: str) -> Answer:
        """Press a button of a card."""
        return await self.town.hears_at(who, line)

    def cards(self) -> dict[str, str]:
        """The cards that the last line changed, as they are shown in the group."""
        posts = self.town.posts()
        shown = [letter for letter in self.town.letters if letter.card and letter.address.chat == "-100"]
        return {str(letter.card): self.town._post(letter).text for letter in shown} if posts else {}

    def card(self) -> str:
        (shown,) = self.cards().values()
        return shown

    async def told(self) -> list[Post]:
        """What the clock has to say to somebody at once."""
        return [post for post in await self.town.looks_at_the_clock() if post.letter.card is None]


async def crew(town: Town) -> Crew:
    """Everybody can be written to in private."""
    await town.founded()
    people = [town.ann, town.bob, town.person("Dee", town.ann.at), town.person("Eve", town.ann.at)]
    for one in people[1:]:
        await one.says("/join")
    for one in people:
        await one.in_private().says("/help")
    await town.ann.says("/role @eve observer")
    return Crew(town, *people)


async def activity(team: Crew, name: str = "Autumn sale", **more: Any) -> Activity:
    """One that Bob has proposed and that is approved: from Dec 1, 10:00, announced three days before."""
    bob = (await team.town.people())["Bob"].id
    starts = datetime(2026, 12, 1, 2, tzinfo=UTC)
    facts: dict[str, Any] = {
        "preheat_at": starts - timedelta(days=3), "starts_at": starts, "afterglow_at": starts + timedelta(hours=6),
        "ends_at": starts + timedelta(hours=54), "locks_at": starts + timedelta(hours=102), "proposed_by": bob,
        "proposed_at": team.town.now, "approved_at": team.town.now, "phase": "approved",
    }  # fmt: skip
    none = Decimal(0)
    kept = Activity(0, 1, 0, name, "light", "g", none, none, none, none, "", "", **facts | more)
    return await team.town.storage.write(lambda unit: unit.activities.add(kept))


async def milestone(team: Crew, title: str = "Launch") -> Milestone:
    now = team.town.now
    kept = Milestone(0, 1, 0, title, "1,000 members", now + timedelta(days=9), now + timedelta(days=9), now)
    return await team.town.storage.write(lambda unit: unit.milestones.add(kept))


async def clock_types(team: Crew, line: str) -> list[Post]:
    """The clock types a line now, and whatever follows from it at once."""
    timer = Timer(0, 1, f"test:{line}", team.town.now, line, team.ann.at, None)
    await team.town.storage.write(lambda unit: unit.timers.set(timer))
    return await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()


async def refreshes(team: Crew) -> list[str]:
    """What the clock is about to type for the cards of activities; it is forgotten then."""
    due = await team.town.storage.read(lambda unit: unit.timers.due(team.town.now, 100))
    found = [timer for timer in due if timer.line.startswith("/activity refresh")]
    for timer in found:
        await team.town.storage.write(partial(_stopped, timer.key))
    return [timer.line for timer in found]


async def _stopped(key: str, unit: Unit) -> None:
    await unit.timers.stop(key)
