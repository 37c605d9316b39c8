"""Whole quarters by the clock: every post once, at the right time of the wall clock, to the right people. Which days
those are is written down by hand from the calendars of two countries, not asked of the calendar that is tested."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.town import SHANGHAI, Answer, Post, Somebody, Town

BERLIN = ZoneInfo("Europe/Berlin")
GROUP = "-100"


def days(**months: str) -> list[str]:
    """``days(sep="1-4 7", oct="8")``, each month with its year."""
    found = []
    for month, words in months.items():
        for word in words.split():
            first, _, last = word.partition("-")
            found += [f"{MONTHS[month]}-{day:02d}" for day in range(int(first), int(last or first) + 1)]
    return found


MONTHS = {
    "mar": "2026-03", "apr": "2026-04", "may": "2026-05", "sep": "2026-09", "oct": "2026-10", "nov": "2026-11",
    "dec": "2026-12", "jan": "2027-01",
}  # fmt: skip


def at(found: Iterable[str], time: str) -> list[str]:
    return [f"{day} {time}" for day in found]


def without(found: Iterable[str], *left: str) -> list[str]:
    return [day for day in found if day not in left]


@dataclass
class Life:
    """Ann leads. Bob looks after the only community, Dee plans what is posted; both can be written to in private. Eve
    only watches. A milestone is open all the time. The standing work of the week has tests of its own."""

    town: Town
    zone: ZoneInfo
    posts: list[Post] = field(default_factory=list)

    @property
    def dee(self) -> Somebody:
        return self.town.person("Dee", self.town.ann.at)

    @property
    def eve(self) -> Somebody:
        return self.town.person("Eve", self.town.ann.at)

    async def begins(self, local: str, country: str, until: str) -> "Life":
        town = self.town
        town.carries = True
        town.now = datetime.fromisoformat(local).replace(tzinfo=self.zone)
        await town.ann.says(f"/setup language:en zone:{self.zone.key} country:{country}")
        for name in ("planning", "review", "publishing", "analysis", "interaction"):
            await town.ann.says(f"/schedule off sop.{name}")
        for one in (town.bob, self.dee, self.eve):
            await one.says("/join")
            await one.in_private().says("/help")
        await town.ann.says("/role @eve observer")
        await town.ann.says('/role @dee title:"content planner"')
        await town.ann.says("/community edit mums-club owner:@bob")
        await town.ann.says(f'/milestone add "A hundred members" goal:"A full club" due:{until} owner:@bob')
        return self

    async def until(self, local: str) -> None:
        self.posts += await self.town.sleep_until(local, self.zone)

    async def says(self, local: str, who: Somebody, *lines: str) -> Answer:
        await self.until(local)
        for line in lines:
            answer = await who.says(line)
        return answer

    def new(self, chat: str = GROUP) -> list[Post]:
        """What came as a message of its own."""
        return [post for post in self.posts if post.address.chat == chat and post.letter.edits is None]

    def cards(self, kind: str, words: str = "", *, ends: str = "") -> list[str]:
        """When the live messages of a kind came: one that came twice is there twice."""
        return [
            post.local(self.zone)
            for post in self.new()
            if (key := post.letter.card or "").startswith(kind) and key.endswith(ends) and words in post
        ]

    def said(self, words: str, chat: str = GROUP) -> list[str]:
        return [post.local(self.zone) for post in self.new(chat) if words in post]

    def closed(self, words: str) -> list[str]:
        """When a prompt lost its button."""
        return [
            post.local(self.zone)
            for post in self.posts
            if words in post and ("Closed with" in post or "Nobody found" in post)
        ]

    def rest(self, known: Sequence[str]) -> list[str]:
        """What came to the group and is none of these."""
        return [
            post.text
            for post in self.new()
            if not (post.letter.card or "").startswith(("standup:", "digest:", "review:", "task:"))
            and not any(words in post for words in known)
        ]


KNOWN = ("Milestones, week ", "Milestone review", "Red Book", "No drill was run")


async def test_a_quarter_in_shanghai_with_national_day_and_its_make_up_days(town: Town) -> None:
    """25 September is the Mid-Autumn festival, 1–7 October are off; Sunday 20 September and Saturday 10 October are
    worked instead."""
    life = await Life(town, SHANGHAI).begins("2026-09-01 00:30", "CN", "2026-12-20")
    await life.says("2026-09-11 16:10", town.bob, "/review answer well: the fair next week: print earlier")
    await life.says("2026-09-11 16:20", life.dee, "/review answer next week: print earlier")
    await life.says("2026-09-11 18:00", town.bob, "/weekly edit highlights:fair", "/weekly file")
    await life.says("2026-09-19 12:00", life.dee, "/away 2026-09-21..2026-10-11")
    await life.says("2026-10-30 18:00", town.bob, "/away 2026-11-01..2026-11-08")
    await life.says("2026-11-12 20:00", town.bob, "/daily joined 5 active 50")
    await life.until("2026-11-30 23:59")

    every_day = days(sep="1-30", oct="1-31", nov="1-30")
    work = days(
        sep="1-4 7-11 14-18 20-24 28-30", oct="8-10 12-16 19-23 26-30", nov="2-6 9-13 16-20 23-27 30"
    )  # fmt: skip
    mondays = days(sep="7 14 21 28", oct="5 12 19 26", nov="2 9 16 23 30")
    lasts = days(sep="4 11 20 24 30", oct="10 16 23 30", nov="6 13 20 27")
    assert life.cards("standup:") == at(work, "09:30")
    assert life.cards("digest:", "Daily digest") == at(every_day, "22:00")
    assert life.cards("digest:", "Weekly digest") == at(mondays, "09:35")
    assert life.said("Milestones, week ") == at(mondays, "09:40")
    assert life.said("Red Book") == at(days(sep="1", oct="8", nov="2"), "10:00")
    assert life.said("Milestone review") == at(days(sep="11 24", oct="10 23", nov="6 20"), "16:30")
    assert life.cards("review:", "Weekly review", ends=":sum") == ["2026-09-11 17:30"]
    assert life.closed("Weekly review") == at(lasts, "17:30")
    assert life.cards("review:", "Answers until") == sorted(
        at(lasts, "16:00") + at(days(sep="25", oct="25", nov="25"), "10:00") + at(["2026-10-08"], "10:00")
    )
    assert life.cards("review:", "Diaries are taken until") == at(days(sep="30", oct="30", nov="30"), "15:00")
    assert life.closed("Diary of the month") == ["2026-10-08 09:30", "2026-11-02 09:30"]
    assert life.said("No drill was run") == at(days(oct="8", nov="5"), "10:00")
    assert life.rest(KNOWN) == []

    filed = days(sep="14")
    (summed,) = [post for post in life.new() if "2 answers" in post and "Weekly review" in post]
    assert summed.local() == "2026-09-11 17:30"
    assert "print earlier" in summed
    assert life.said("your weekly report", "bob") == at(
        sorted([*without(mondays, *filed, *days(oct="5", nov="2 9")), *days(oct="8")]), "09:00"
    )
    reported, gone = "2026-11-12", days(nov="1-8")
    assert life.said("are not in yet", "bob") == sorted(
        at(without(every_day, reported, *gone), "20:30") + at(without(every_day, reported, *gone), "21:30")
    )
    assert life.said("Topic meeting", "dee") == at(days(oct="25", nov="25"), "10:00")
    away = days(sep="21-30", oct="1-11")
    assert [post.text for post in life.new("dee") if post.local()[:10] in away] == []
    assert life.new("eve") == []


async def test_a_spring_in_berlin_with_easter_and_the_first_of_may(town: Town) -> None:
    """The clocks go forward on 29 March. Off are Good Friday and Easter Monday, 3 and 6 April, 1 May, Ascension Day on
    the 14th, and Whit Monday on the 25th."""
    life = await Life(town, BERLIN).begins("2026-03-01 00:30", "DE", "2026-06-20")
    await life.until("2026-05-31 23:59")

    every_day = days(mar="1-31", apr="1-30", may="1-31")
    work = days(
        mar="2-6 9-13 16-20 23-27 30-31", apr="1-2 7-10 13-17 20-24 27-30", may="4-8 11-13 15 18-22 26-29"
    )  # fmt: skip
    mondays = days(mar="2 9 16 23 30", apr="6 13 20 27", may="4 11 18 25")
    lasts = days(mar="6 13 20 27", apr="2 10 17 24 30", may="8 15 22 29")
    assert life.cards("standup:") == at(work, "09:30")
    assert life.cards("digest:", "Daily digest") == at(every_day, "22:00")
    assert life.cards("digest:", "Weekly digest") == at(mondays, "09:35")
    assert life.said("Red Book") == at(days(mar="2", apr="1", may="4"), "10:00")
    assert life.said("Milestone review") == at(days(mar="13 27", apr="10 24", may="8 22"), "16:30")
    assert life.cards("review:", ends=":sum") == []
    assert life.closed("Topic meeting") == at(days(mar="30", apr="29", may="28"), "18:00")
    assert life.closed("Round table") == ["2026-04-13 18:00"]
    assert life.cards("review:", "Answers until") == sorted(
        at(lasts, "16:00") + at(days(mar="25", apr="25", may="25"), "10:00") + at(["2026-04-07"], "10:00")
    )
    assert life.cards("review:", "Diaries are taken until") == at(days(mar="31", apr="30", may="29"), "15:00")
    assert life.closed("Weekly review") == at(lasts, "17:30")
    nudged = sorted([*without(mondays, *days(apr="6", may="25")), *days(apr="7", may="26")])
    assert life.said("your weekly report", "bob") == at(nudged, "09:00")
    assert life.said("Topic meeting", "dee") == at(days(mar="25", apr="25", may="25"), "10:00")
    assert life.said("No drill was run") == at(days(apr="7", may="5"), "10:00")
    assert life.rest(KNOWN) == []
    utc = {post.local(BERLIN)[:10]: f"{post.at:%H:%M}" for post in life.new() if "Daily digest" in post}
    assert (utc["2026-03-28"], utc["2026-03-29"]) == ("21:00", "20:00")


async def test_an_october_in_berlin_whose_clocks_go_back(town: Town) -> None:
    """On Sunday the 25th."""
    life = await Life(town, BERLIN).begins("2026-10-01 00:30", "DE", "2026-12-20")
    await life.until("2026-10-31 23:59")

    assert life.cards("standup:") == at(days(oct="1-2 5-9 12-16 19-23 26-30"), "09:30")
    assert life.cards("digest:", "Daily digest") == at(days(oct="1-31"), "22:00")
    assert life.cards("digest:", "Weekly digest") == at(days(oct="5 12 19 26"), "09:35")
    assert life.said("Red Book") == ["2026-10-01 10:00"]
    assert life.said("Milestone review") == at(days(oct="9 23"), "16:30")
    assert life.cards("review:", "Answers until") == sorted(
        at(days(oct="2 9 16 23 30"), "16:00") + at(days(oct="5 25"), "10:00")
    )
    assert life.cards("review:", "Diaries are taken until") == ["2026-10-30 15:00"]
    assert life.said("No drill was run") == ["2026-10-05 10:00"]
    assert life.rest(KNOWN) == []
    utc = {post.local(BERLIN)[:10]: f"{post.at:%H:%M}" for post in life.new() if "Daily digest" in post}
    assert (utc["2026-10-24"], utc["2026-10-25"]) == ("20:00", "21:00")


async def test_new_year_does_not_shift_the_rhythm_of_two_weeks(town: Town) -> None:
    """2026 has 53 weeks. The first of January is a Friday, and off."""
    life = await Life(town, SHANGHAI).begins("2026-12-01 00:30", "CN", "2027-03-20")
    await life.until("2027-01-31 23:59")

    lasts = days(dec="4 11 18 25 31", jan="8 15 22 29")
    assert life.said("Milestone review") == at(days(dec="4 18 31", jan="15 29"), "16:30")
    assert life.cards("review:", "Weekly review") == at(lasts, "16:00")
    assert life.closed("Weekly review") == at(lasts, "17:30")
    assert life.cards("review:", "Round table") == ["2027-01-04 10:00"]
    assert life.closed("Round table") == ["2027-01-08 18:00"]
    assert life.cards("review:", "Diaries are taken until") == at(days(dec="31", jan="29"), "15:00")
    assert life.said("Red Book") == at(days(dec="1", jan="4"), "10:00")
