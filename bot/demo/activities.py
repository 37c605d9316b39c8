"""Sample activities of the past and of the days to come, what was learnt, and milestones. What they tell is invented,
as the numbers are; their days hang on the day of the first start, so that the numbers bear it out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from commands.kit.lessons import sought
from commands.kit.rules import DEFAULT, roi
from commands.kit.zone import zone_of
from storage import Activity, ActivityReview, Address, Lesson, LessonKind, Milestone, Takings, Task, Tier, Timer, Unit

from ..web.cast import WEB
from .numbers import samples
from .people import GROUP, PARKS, ZONE

FAIR, TRIAL, TASTING = "Autumn fair", "Trial evening", "Winter tasting"
SAMPLE = "Sample data."
WORK = (
    ("Script", "tom", "content planner"),
    ("Poster design", "tom", "content planner"),
    ("Customer-service FAQ", "aisha", "customer service"),
    ("Material listing", "bo", "activity operator"),
    ("Data tracking", "sofia", "data analyst"),
)
"""The five work lines, and who did them."""
LEARNT: tuple[tuple[LessonKind, str, str, str], ...] = (
    (
        "reusable", "aisha", FAIR,
        "Bring a friend: both get the same gift\nSay so on the poster and in the first countdown. Members ask their "
        "friends by themselves, and most of those who come stay.",
    ),
    (
        "pitfall", "tom", FAIR,
        "The poster came a day late\nThe first countdown went out without a picture. Order the poster ten days before "
        "the preheat.",
    ),
    (
        "reusable", "aisha", "",
        "Begin at eight in the evening\nMost members read and write between eight and ten. What began at lunch time "
        "had half as many.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planting:
    """Where and when the sample is planted: ``today`` is the team's day of the first start."""

    unit: Unit
    team: int
    now: datetime
    today: date
    owners: Mapping[str, int]
    communities: Mapping[str, int]

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """So many days from the first day on."""
        return datetime.combine(self.today + timedelta(days=days), time(hour, minute), zone_of(ZONE))


async def plant(it: Planting) -> None:
    """One closed and looked back at, one that owes its review, one that is to be approved, and three milestones."""
    fair = await _fair(it)
    await _trial(it)
    tasting = _proposal(it, TASTING, "light", "coffee", "aisha", start=it.at(5, 20), made=it.at(-1, 17, 20))
    await it.unit.activities.add(
        replace(
            tasting, goal=f"80 owners taste three roasts and tell which one stays. {SAMPLE}",
            revenue=Decimal(8000), refunds=Decimal(200), cost=Decimal(3200), budget=Decimal(3500),
            forecast=roi(Decimal(8000), Decimal(200), Decimal(3200)),
            risks="beans arrive late", plan="taste two roasts, send the third by post",
        )
    )  # fmt: skip
    for kind, who, origin, words in LEARNT:
        activity, tier = (fair.id, fair.tier) if origin else (None, "light")
        lesson = Lesson(
            0, it.team, 0, kind, words.partition("\n")[0], words, it.at(-19, 11), it.owners[who], activity, tier
        )  # fmt: skip
        await it.unit.lessons.add(lesson, sought(lesson, origin))
    await _milestones(it)


async def _fair(it: Planting) -> Activity:
    """Its main day is the first of the week in which the numbers of its community rise (``people.Park.bump``)."""
    park, begun = next((park, park.bump[0]) for park in PARKS if park.key == "moms" and park.bump)
    day = -1 - begun
    last = it.today - timedelta(days=1)
    week = {it.today + timedelta(days=day + step) for step in range(7)}
    joined = sum(sample.values["joined"] for sample in samples(park, last, last, {"joined"}) if sample.day in week)
    fair = _proposal(it, FAIR, "medium", "moms", "bo", start=it.at(day, 14), made=it.at(day - 12, 15, 40))
    fair = replace(
        fair, goal=f"300 new members within a week. {SAMPLE}",
        revenue=Decimal(15000), refunds=Decimal(300), cost=Decimal(5000), budget=Decimal(6000),
        forecast=roi(Decimal(15000), Decimal(300), Decimal(5000)),
        risks="gifts run out", plan="vouchers instead of gifts",
    )  # fmt: skip
    said = (
        (6, 4200, 0, 3900, 160, 2), (18, 8900, 80, 4300, 290, 4), (30, 11600, 150, 4600, 412, 6),
        (54, 13900, 240, 4800, 486, 9),
    )  # fmt: skip
    fair = await _over(it, fair, "mei", "bo", said)
    final = roi(Decimal(13900), Decimal(240), Decimal(4800))
    await it.unit.activities.change(fair.id, phase="locked", locked_roi=final, locked_at=fair.locks_at)
    review = ActivityReview(
        fair.goal.removesuffix(f" {SAMPLE}"),
        f"{joined} new members within the week, most of them brought by a friend.",
        "Sales came to 13,900 instead of 15,000; the gifts cost less than planned.",
        "Both who invite and who are invited got the same gift. The poster came a day late.",
        "Order the poster ten days before. Name the winners on the same evening.",
        fair.ends_at + timedelta(hours=20), it.owners["bo"],
    )  # fmt: skip
    await it.unit.activities.review(fair.id, review)
    return fair


async def _trial(it: Planting) -> None:
    """It ended just now: its review is due tomorrow at the same time, and its figures are not final yet."""
    trial = _proposal(it, TRIAL, "light", "python", "mei", start=it.at(-2, 12), made=it.at(-9, 11, 5))
    trial = replace(
        trial, goal=f"20 beginners book the evening course. {SAMPLE}",
        revenue=Decimal(6000), refunds=Decimal(300), cost=Decimal(2500), budget=Decimal(2500),
        forecast=roi(Decimal(6000), Decimal(300), Decimal(2500)),
        risks="the stream breaks off", plan="a recording and a second evening",
    )  # fmt: skip
    said = ((6, 2691, 0, 2100, 61, 0), (30, 4485, 0, 2300, 84, 1), (54, 5681, 299, 2400, 97, 1))
    trial = await _over(it, trial, "grace", "mei", said)
    await it.unit.activities.change(trial.id, phase="ended", beaten_at=it.now)
    # What comes next is worked out by the clock itself, which says nothing of what is over.
    await wind(it, f"activity:{trial.id}:beat", it.now, f"/activity beat {trial.number}")


def _proposal(
    it: Planting, name: str, tier: Tier, community: str, who: str, *, start: datetime, made: datetime
) -> Activity:
    none, times = Decimal(), DEFAULT.times(start, zone_of(ZONE))
    return Activity(
        0, it.team, 0, name, tier, "", none, none, none, none, "", "", times["preheat_at"], start,
        times["afterglow_at"], times["ends_at"], times["locks_at"], made, it.owners[who],
        community=it.communities[community],
    )  # fmt: skip


async def _over(
    it: Planting, activity: Activity, manager: str, who: str, said: tuple[tuple[int, int, int, int, int, int], ...]
) -> Activity:
    """Keep it as one that is approved and has run, with its five tasks done. ``said``: hours after the start, revenue,
    refunds, cost, entries, abnormal entries, all of them totals."""
    approved = activity.proposed_at + timedelta(days=1)
    activity = await it.unit.activities.add(
        replace(activity, approved_by=it.owners[manager], approved_at=approved, beaten_at=activity.ends_at)
    )
    for hours, revenue, refunds, cost, entries, abnormal in said:
        at = activity.starts_at + timedelta(hours=hours)
        takings = Takings(
            at, it.owners[who], Decimal(revenue), Decimal(refunds), Decimal(cost), entries, abnormal
        )  # fmt: skip
        await it.unit.activities.take(activity.id, takings)
    for place, (work, doer, job) in enumerate(WORK):
        due = activity.preheat_at if place < 2 else activity.starts_at - timedelta(hours=18)
        title = f"{activity.name}: {work}"
        task = await it.unit.tasks.add(
            Task(0, it.team, 0, title, approved, due_at=due, job=job, activity=activity.id)
        )  # fmt: skip
        person, done = it.owners[doer], due - timedelta(hours=place + 2)
        await it.unit.tasks.take(task.id, person, approved)
        await it.unit.tasks.finish(task.id, person, done)
        await it.unit.tasks.end(task.id, ["claimed"], "done", done, person)
    return activity


async def _milestones(it: Planting) -> None:
    goal, lead = "15,000 members by spring", it.owners["grace"]
    made = it.at(-40, 10)
    first, second = it.at(-12, 18), it.at(-6, 18)
    await it.unit.milestones.add(
        Milestone(
            0, it.team, 0, "A welcome post in every community", goal, first, first, made,
            f"five posts, pinned. {SAMPLE}", "read by ten new members each", "verified", it.owners["aisha"], lead,
            first - timedelta(hours=3), it.owners["aisha"], first - timedelta(hours=1), lead,
        )
    )  # fmt: skip
    late = await it.unit.milestones.add(
        Milestone(
            0, it.team, 0, "Poster templates", goal, it.at(-1, 18), second, made,
            f"one for each community, in three sizes. {SAMPLE}", "a poster takes an hour, not a day",
            owner=it.owners["tom"], made_by=lead,
        )
    )  # fmt: skip
    ahead = await it.unit.milestones.add(
        Milestone(
            0, it.team, 0, "Ten partners for winter gifts", goal, it.at(10, 18), it.at(10, 18), made,
            f"ten signed offers. {SAMPLE}", owner=it.owners["bo"], made_by=lead,
        )
    )  # fmt: skip
    for milestone, verb, at in (
        (late, "late", it.at(1, 10)), (ahead, "soon", it.at(9, 18)), (ahead, "late", it.at(10, 18)),
        (ahead, "escalate", it.at(11, 18)),
    ):  # fmt: skip
        await wind(it, f"milestone:{milestone.id}:{verb}", at, f"/milestone {verb} {milestone.number}")


async def wind(it: Planting, key: str, at: datetime, line: str) -> None:
    await it.unit.timers.set(Timer(0, it.team, key, at, line, Address(WEB, GROUP.id), None))
