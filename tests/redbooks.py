"""A month of which there is something in every chapter of its book."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from commands.kit import Book, Reply
from storage import ActivityReview, Lesson, LessonKind, Promise, Report, Round, Signal, Task, Unit
from tests.activities import activity, local
from tests.town import Town

Filed = tuple[Report, dict[str, Decimal | None]]
EVIL = "<script>alert(1)</script>"
HALLOWEEN = "We learnt <b>much</b> & more.\n\nNext month: fewer posters, earlier."


async def founded(town: Town, *communities: str, language: str = "en", start: str = "2026-10-01 09:00") -> Town:
    """Ann leads, Bob and Dee work; the clock stands on the first morning of October."""
    town.now = local(start)
    await town.founded(*communities, language=language)
    for name in (town.bob, town.person("Dee", town.ann.at)):
        await name.says("/join")
    return town


async def planted(town: Town) -> None:
    """October 2026 of the team of ``founded``: numbers of two communities, an activity that won, one that failed, one
    that was stopped, two lessons, two diaries, and what people did."""
    people = {name: person.id for name, person in (await town.people()).items()}
    bob, dee = people["Bob"], people["Dee"]
    await town.storage.write(lambda unit: _numbers(unit, bob))
    win = await activity(
        town, "Autumn sale", "2026-10-10 10:00", phase="locked", locked_roi=Decimal("2.31"), forecast=Decimal(2),
        approved_at=local("2026-10-05 10:00"), proposed_at=local("2026-10-05 10:00"),
        locked_at=local("2026-10-14 16:00"),
    )  # fmt: skip
    await activity(
        town, f"Lantern night {EVIL}", "2026-10-16 10:00", phase="locked", locked_roi=Decimal("0.8"), tier="heavy",
        forecast=Decimal("1.7"), approved_at=local("2026-10-12 10:00"), proposed_at=local("2026-10-12 10:00"),
        locked_at=local("2026-10-20 16:00"),
    )  # fmt: skip
    await activity(town, "Raffle", "2026-10-20 10:00", phase="stopped", stopped_at=local("2026-10-19 10:00"))
    await activity(town, "Winter sale", "2026-12-01 10:00", proposed_at=local("2026-10-30 10:00"))

    async def work(unit: Unit) -> None:
        review = ActivityReview(
            "200 members", "260 members", "30% more", "An early countdown", "Again", local("2026-10-15 10:00"), bob
        )
        await unit.activities.review(win.id, review)
        learnt: list[tuple[LessonKind, str, str]] = [
            ("reusable", "Countdown wording for three days\nDay three: what, day two: why.", "2026-10-15 10:00"),
            ("pitfall", f"Order posters ten days before {EVIL}", "2026-10-21 10:00"),
            ("pitfall", "Of September", "2026-09-30 23:59"),
        ]
        for kind, words, at in learnt:
            title = words.partition("\n")[0]
            await unit.lessons.add(Lesson(0, 1, 0, kind, title, words, local(at), made_by=dee), words)
        closed = await unit.rounds.open(
            Round(0, 1, "month", date(2026, 10, 30), local("2026-10-30 15:00"), local("2026-10-31 15:00"))
        )
        await unit.rounds.answer(closed.id, bob, {"diary": "A first try."}, local("2026-10-30 15:30"))
        await unit.rounds.answer(closed.id, dee, {"diary": HALLOWEEN}, local("2026-10-30 16:00"))
        await unit.rounds.answer(closed.id, bob, {"diary": f"It was a good month. {EVIL}"}, local("2026-10-30 16:30"))
        task = await unit.tasks.add(Task(0, 1, 0, "Write the FAQ", local("2026-10-05 10:00")))
        await unit.tasks.take(task.id, dee, local("2026-10-05 11:00"))
        await unit.tasks.finish(task.id, dee, local("2026-10-06 11:00"))
        signal = await unit.signals.add(
            Signal(0, 1, 0, "nps", "goal", date(2026, 10, 9), Decimal(10), Decimal(20), local("2026-10-10 09:30"))
        )
        await unit.signals.take(signal.id, bob, local("2026-10-10 09:35"))
        promise = await unit.promises.add(
            Promise(0, 1, 0, "Call the winners", local("2026-10-20 17:00"), local("2026-10-19 10:00"), owner=dee)
        )
        await unit.promises.end(promise.id, "kept", local("2026-10-20 12:00"), dee)

    await town.storage.write(work)


def numbers(communities: Sequence[int], bob: int, last: date = date(2026, 10, 31), days: int = 92) -> list[Filed]:
    """Reports of these communities, every day until the last."""
    filed: list[Filed] = []
    for back in range(days):
        day = last - timedelta(days=back)
        for at, community in enumerate(communities):
            grown = days - back + at * 40
            values: dict[str, Decimal | None] = {
                "members": Decimal(1000 + grown), "joined": Decimal(5 + grown % 7), "left": Decimal(2),
                "active": Decimal(300 + grown * 2), "engaged": Decimal(150 + grown), "payers": Decimal(50 + grown // 2),
                "revenue": Decimal(4000 + grown * 10), "nps": Decimal(50 + at * 6), "retention": Decimal(66),
            }  # fmt: skip
            report = Report(1, community, day, bob, "telegram", local(f"{day} 21:00"), late=False)
            filed.append((report, values))
    return filed


async def _numbers(unit: Unit, bob: int) -> None:
    communities = [one.id for one in await unit.communities.of(1)]
    await unit.numbers.seed(numbers(communities, bob))


def book_of(said: Reply) -> Book:
    (book,) = (block for block in said.blocks if isinstance(block, Book))
    return book
