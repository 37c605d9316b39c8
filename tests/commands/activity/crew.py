"""A team of five for the tests of activities: Ann directs, Max manages, Bob and Dee work, Eve watches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from storage import Activity, Takings
from tests.town import SHANGHAI, Answer, Post, Somebody, Town

SALE = (
    '/activity propose Autumn sale tier:light goal:"more orders" start:"11-28 20:00" revenue:6000 cost:2000 '
    'refunds:0 risks:rain plan:indoors'
)  # fmt: skip
"""Forecast ROI 3. Said on Tuesday, November 24 at 20:00; the preheat begins on Wednesday at 20:00."""
WEAK = SALE.replace("revenue:6000", "revenue:2400")
"""Forecast ROI 1.2."""
SOON = SALE.replace('start:"11-28 20:00"', "start:+1h")
"""So near that its preheat has begun when it is approved."""


@dataclass
class Crew:
    town: Town
    ann: Somebody
    max: Somebody
    bob: Somebody
    dee: Somebody
    eve: Somebody

    async def presses(self, who: Somebody, line: str) -> Answer:
        """Press a button of a card."""
        return await self.town.hears_at(who, line)

    async def carol_founds(self) -> None:
        """Another team, in another chat."""
        await self.town.carol.says("/setup language:en zone:Asia/Shanghai currency:CNY country:CN")

    async def approved(self, line: str = SALE) -> None:
        """Bob proposes it and Max approves it; what is told of that is told."""
        await self.bob.says(line)
        await self.max.says("/activity approve 1")
        for _ in range(2):  # its tasks come, and what is told of them is told
            await self.town.looks_at_the_clock()

    async def burns(self) -> None:
        """An activity in its main phase, since just now."""
        await self.approved()
        self.town.sleep(minutes=1)
        await self.bob.says("/activity start 1")
        for _ in range(2):  # it begins, and what is told of that is told
            await self.town.looks_at_the_clock()

    async def activity(self, number: int = 1) -> Activity:
        found = await self.town.storage.read(lambda unit: unit.activities.get(1, number))
        assert found is not None
        return found

    async def takings(self, number: int = 1) -> list[Takings]:
        id = (await self.activity(number)).id
        return await self.town.storage.read(lambda unit: unit.activities.takings(id))

    async def outcomes(self, start: str) -> list[str]:
        """What the journal says became of the lines that begin so."""
        return [row.outcome for row in await self.town.journal() if row.line.startswith(start)]

    async def jumps(self, local: str) -> list[Post]:
        """The program is away until then, and does what is left to be done."""
        self.town.now = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI).astimezone(UTC)
        return [post for _ in range(3) for post in await self.town.looks_at_the_clock()]

    def card(self) -> str:
        """The card that the last line changed, as it is shown in the group."""
        posts = [self.town._post(letter) for letter in self.town.letters]
        (shown,) = [post.text for post in posts if post.letter.card and post.address.chat == "-100"]
        return shown

    async def told(self) -> list[Post]:
        """What the clock has to say at once, without cards and tasks."""
        return said(await self.town.looks_at_the_clock())


def said(posts: Sequence[Post]) -> list[Post]:
    """What was said about activities, cards left out."""
    return [post for post in posts if post.letter.card is None and post.text.startswith("Activity ")]


def to(posts: Sequence[Post], chat: str, zone: ZoneInfo = SHANGHAI) -> list[str]:
    """What one chat was told, each with its time, without the title of the activity and without the buttons."""
    return [
        f"{post.local(zone)} {' '.join(line for line in post.text.splitlines()[1:] if not line.startswith('['))}"
        for post in said(posts)
        if post.address.chat == chat
    ]  # fmt: skip


def an_activity(start: datetime, preheat: datetime, afterglow: datetime, end: datetime, lock: datetime) -> Activity:
    return Activity(
        1, 1, 1, "Sale", "light", "goal", Decimal(1), Decimal(3), Decimal(1), Decimal(), "rain", "indoors", preheat,
        start, afterglow, end, lock, preheat, phase="approved",
    )  # fmt: skip


async def crew(town: Town) -> Crew:
    """Everybody can be written to in private."""
    await town.founded()
    people = [town.ann, *(town.person(name, town.ann.at) for name in ("Max", "Bob", "Dee", "Eve"))]
    for one in people[1:]:
        await one.says("/join")
    for one in people:
        await one.in_private().says("/help")
    await town.ann.says("/role @max manager")
    await town.ann.says("/role @eve observer")
    await town.ann.says('/role @dee title:"activity operator"')
    await town.looks_at_the_clock()
    return Crew(town, *people)
