"""Sample goals, promises, weekly reports, a Friday review and a diary of the last month. What they tell is invented, as
the numbers are; their days hang on the day of the first start."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from commands.kit.periods import period_of
from commands.kit.plan import calendar_of
from storage import Goal, Objective, Promise, Round, RoundKind, Task, Weekly

from .activities import SAMPLE, Planting, wind
from .diaries import AISHA
from .numbers import samples
from .people import PARKS, Park

REVIEW: Final[Mapping[str, Mapping[str, str]]] = {
    "aisha": {
        "well": f"Half of the club took part in the quiz. Thank you, Tom, for the questions. {SAMPLE}",
        "badly": "A delivery came late, and members heard of it from each other first.",
        "cause": "Nobody owns the first message when something goes wrong.",
        "next": "Write the first message for late deliveries",
    },
    "tom": {
        "well": "The recordings of the course came out on time.",
        "badly": "Two posters waited for one word of text.",
        "cause": "The text is only asked for when the poster is made.",
        "next": "Ask for the poster text with the briefing",
    },
    "ning": {
        "well": "Three members lead reading circles by themselves.",
        "next": "Thank the leaders of the reading circles",
    },
}
"""Who answered what on the last Friday."""
BECAME: Final = (
    ("Write the first message for late deliveries", "aisha", -1),
    ("Ask for the poster text with the briefing", "tom", 1),
)
"""The first is done, the second is open: whose it is, and how many days from now it was or is due."""


async def plant_rhythm(it: Planting) -> None:
    """An objective with two key results and a weekly target; three promises; last week's reports of two communities;
    the last review with what became of it; and last month's diary."""
    await _goals(it)
    await _promises(it)
    await _weeklies(it)
    await _review(it)
    await _diaries(it)


async def _goals(it: Planting) -> None:
    lead, made = it.owners["grace"], it.at(-30, 10)
    objective = await it.unit.goals.add_objective(
        Objective(0, it.team, 0, "15,000 members by spring", made, it.today + timedelta(days=90), lead, lead)
    )
    members = sum(_members(it, park, it.today - timedelta(days=31)) for park in PARKS)
    await it.unit.goals.add(
        Goal(
            0, it.team, 0, "members", "span", Decimal(15_000), it.today - timedelta(days=30), made,
            start=Decimal(members), last=it.today + timedelta(days=90), owner=lead,
            objective=objective.id, weight=3, made_by=lead,
        )
    )  # fmt: skip
    await it.unit.goals.add(
        Goal(
            0, it.team, 0, "invited_joins", "span", Decimal(3000), it.today - timedelta(days=30), made,
            start=Decimal(), last=it.today + timedelta(days=30), owner=it.owners["aisha"],
            objective=objective.id, made_by=lead,
        )
    )  # fmt: skip
    await it.unit.goals.add(
        Goal(
            0, it.team, 0, "joined", "growth", Decimal(5), it.today - timedelta(days=30), made, "week",
            owner=it.owners["mei"], made_by=lead,
        )
    )  # fmt: skip


def _members(it: Planting, park: Park, day: date) -> int:
    """What the numbers say of a community on a day, or on the last one before it that was reported."""
    known = [sample for sample in samples(park, it.today - timedelta(days=1), day, {"members"}) if sample.values]
    return int(known[-1].values["members"])


async def _promises(it: Planting) -> None:
    lead = it.owners["grace"]
    tomorrow = {"soon": it.at(1, 16), "late": it.at(1, 18), "escalate": it.at(2, 18)}
    told: tuple[tuple[str, str, datetime, datetime | None, dict[str, datetime]], ...] = (
        (f"Tell the circle leaders what we do about spam. {SAMPLE}", "ning", it.at(-5, 18), it.at(-5, 11), {}),
        ("Bring the list of gift partners", "tom", it.at(-1, 18), None, {"late": it.at(1, 10)}),
        ("Show the new welcome text to three members", "aisha", it.at(1, 18), None, tomorrow),
    )
    for words, who, due, kept, times in told:
        promise = await it.unit.promises.add(Promise(0, it.team, 0, words, due, it.at(-8, 10), it.owners[who], lead))
        if kept is not None:
            await it.unit.promises.end(promise.id, "kept", kept, it.owners[who])
        for verb, at in times.items():
            await wind(it, f"promise:{promise.id}:{verb}", at, f"/promise {verb} {promise.number}")


async def _weeklies(it: Planting) -> None:
    week = period_of("week", it.today).before()
    for key, who, words in (
        ("coffee", "aisha", ("Half of the club took part in the quiz.", "A delivery came late.",
                             "Write the first message for such days.", "Somebody who reads it before it goes out.")),
        ("readers", "ning", ("Three reading circles lead themselves.", "Reports of two evenings are missing.",
                             "A circle for short stories.", "")),
    ):  # fmt: skip
        at = datetime.combine(week.last, time(19, 30), it.at(0, 0).tzinfo)
        await it.unit.weeklies.keep(
            Weekly(
                0, it.team, f"c{it.communities[key]}", week.first, 0, "filed", it.owners[who], at,
                f"{words[0]} {SAMPLE}", *words[1:],
            )
        )  # fmt: skip


async def _review(it: Planting) -> None:
    calendar = await calendar_of(it.unit, await it.unit.teams.get(it.team))
    monday = period_of("week", it.today).first
    day = next(monday - timedelta(days=back) for back in range(1, 15) if calendar.works(monday - timedelta(days=back)))
    round_ = await _round(it, "week", day, (16, 0), (17, 30), REVIEW)
    said = [(words["next"], it.owners[who]) for who, words in REVIEW.items()]
    made = await it.unit.rounds.conclude(it.team, round_.id, said)
    for conclusion, (title, who, days) in zip(made, BECAME, strict=False):
        person, at = it.owners[who], datetime.combine(day, time(17, 40), it.at(0, 0).tzinfo)
        task = await it.unit.tasks.add(
            Task(0, it.team, 0, title, at, due_at=it.at(days, 18), origin=f"/review show {day}", made_by=person)
        )
        await it.unit.tasks.take(task.id, person, at)
        await it.unit.rounds.becomes(conclusion.id, task.number)
        if days < 0:
            await it.unit.tasks.finish(task.id, person, it.at(days, 15))
            await it.unit.tasks.end(task.id, ["claimed"], "done", it.at(days, 15), person)
        else:
            for verb, at in (("late", it.at(days, 18)), ("escalate", it.at(days + 1, 18))):
                await wind(it, f"task:{task.id}:{verb}", at, f"/task {verb} {task.number}")


async def _diaries(it: Planting) -> None:
    calendar = await calendar_of(it.unit, await it.unit.teams.get(it.team))
    month = period_of("month", it.today).before()
    day = calendar.working_days(month.first, month.last)[-1]
    await _round(it, "month", day, (15, 0), (20, 0), {"aisha": {"diary": AISHA}})


async def _round(
    it: Planting, kind: RoundKind, day: date, opened: tuple[int, int], closed: tuple[int, int],
    said: Mapping[str, Mapping[str, str]],
) -> Round:  # fmt: skip
    zone = it.at(0, 0).tzinfo
    opens, closes = (datetime.combine(day, time(*at), zone) for at in (opened, closed))
    round_ = await it.unit.rounds.open(Round(0, it.team, kind, day, opens, closes))
    for at, (who, words) in enumerate(said.items(), start=1):
        await it.unit.rounds.answer(round_.id, it.owners[who], words, opens + timedelta(minutes=7 * at))
    await it.unit.rounds.close(round_.id, closes)
    return round_
