"""A team of four for the tests of reviews: Ann leads, Bob and Dee work, Eve watches. Only reviews come by the clock."""

from dataclasses import dataclass

from storage import Conclusion, Round, Unit
from tests.commands.task.crew import Crew, crew
from tests.town import Post, Town

OTHERS = (
    "digest.daily", "digest.weekly", "nudge.first", "nudge.second", "milestone.board", "sop.planning", "sop.review",
    "sop.publishing", "sop.interaction", "sop.analysis",
)  # fmt: skip


@dataclass
class Friday(Crew):
    async def until(self, local: str) -> list[Post]:
        """What reviews post until then."""
        posts = await self.town.sleep_until(local)
        return [post for post in posts if (post.letter.card or "").startswith("review:")]

    async def asks(self) -> str:
        """It is Friday, 16:00. The line of the button that answers."""
        (prompt,) = [post for post in await self.until("2026-11-27 16:00") if "Weekly review" in post]
        return next(button.line for button in prompt.reply.buttons)

    async def sums_up(self) -> Post:
        """It is Friday, 17:30."""
        return (await self.until("2026-11-27 17:30"))[-1]

    def prompt(self) -> str:
        """How the last line has changed the card that asks."""
        (shown,) = [face for key, face in self.cards().items() if key.count(":") == 1 and key.startswith("review:")]
        return shown

    async def rounds(self) -> list[Round]:
        return await self.town.storage.read(lambda unit: unit.rounds.latest(1, n=20))

    async def conclusions(self) -> list[Conclusion]:
        async def all_of_them(unit: Unit) -> list[Conclusion]:
            return await unit.rounds.conclusions([one.id for one in await unit.rounds.latest(1, n=20)])

        return await self.town.storage.read(all_of_them)


async def friday(town: Town) -> Friday:
    found = await crew(town)
    for name in OTHERS:
        await found.ann.says(f"/schedule off {name}")
    return Friday(found.town, found.ann, found.bob, found.dee, found.eve)
