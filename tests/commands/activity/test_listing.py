"""/activity list and show: what is planned and running, what is over, and which reviews are owed."""

from decimal import Decimal

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.activities import activity

from .crew import SALE, WEAK, Crew

FIVE = "goal:g achieved:a deviation:d cause:c improvement:i"


async def lines(team: Crew, what: str = "") -> list[str]:
    answer = await team.eve.says(f"/activity list {what}")
    return [line.removeprefix("• ") for line in str(answer).splitlines() if not line.startswith("[")]


async def test_an_empty_team_has_none_of_any_kind(team: Crew) -> None:
    assert await lines(team) == ["No activity is planned or running."]
    assert await lines(team, "owed") == ["No review is owed."]
    assert await lines(team, "over") == ["No activity is finished yet."]


async def test_planned_and_running_ones_come_by_their_start(team: Crew) -> None:
    await team.bob.says(SALE)
    await team.bob.says(WEAK.replace("Autumn sale", "Cheap sale").replace("11-28", "11-27"))
    for name, start, phase in (("C", "11-23", "preheat"), ("D", "11-22", "ignition"), ("E", "11-21", "afterglow")):
        await activity(team.town, name, f"2026-{start} 20:00", phase=phase)
    await activity(team.town, "Over", "2026-11-01 20:00", phase="ended")
    assert await lines(team) == [
        "5 activities", "5 · E (light) – afterglow until Tue, Nov 24 02:00",
        "4 · D (light) – ignition until Mon, Nov 23 02:00", "3 · C (light) – preheat until Mon, Nov 23 20:00",
        "2 · Cheap sale (light) – refused: ROI too low, starts Fri, Nov 27 20:00",
        "1 · Autumn sale (light) – waits for approval, starts Sat, Nov 28 20:00",
    ]  # fmt: skip


async def test_finished_ones_come_latest_first_and_say_what_is_owed(team: Crew) -> None:
    await activity(team.town, "First", "2026-11-01 20:00", phase="locked", locked_roi=Decimal(2))
    await activity(team.town, "Second", "2026-11-08 20:00", phase="stopped")
    await activity(team.town, "Third", "2026-11-15 20:00", phase="ended")
    await team.ann.says(f"/activity review 1 {FIVE}")
    assert await lines(team, "over") == [
        "3 finished activities", "3 · Third (light) – ended, review owed", "2 · Second (light) – stopped",
        "1 · First (light) – closed, ROI 2",
    ]  # fmt: skip
    assert await lines(team, "owed") == ["1 review is owed", "3 · Third (light) – ended, review owed"]
    assert (await team.eve.says("/activity list")).line("Reviews owed") == "/activity list owed"


async def test_a_short_review_of_a_weak_one_is_still_owed(team: Crew) -> None:
    await activity(team.town, "Weak", "2026-11-01 20:00", phase="ended")
    await team.ann.says(f"/activity review 1 {FIVE}")
    assert await lines(team, "owed") == ["No review is owed."]
    await team.town.storage.write(lambda unit: unit.activities.move(1, ["ended"], "locked", locked_roi=Decimal(1)))
    assert await lines(team, "owed") == ["1 review is owed", "1 · Weak (light) – closed, ROI 1, review owed"]


async def test_eight_stand_on_a_page(team: Crew) -> None:
    for day in range(1, 18):
        await activity(team.town, f"Day {day}", f"2026-12-{day:02} 20:00")
    first = await team.bob.says("/activity list")
    assert "17 activities\n• 1 · Day 1 (light)" in first
    assert "Day 8 " in first
    assert "Day 9 " not in first
    second = await team.bob.says(first.line("Next page"))
    assert "Day 9 " in second
    third = await team.bob.says(second.line("Next page"))
    assert "• 17 · Day 17 (light)" in third
    assert "Next page" not in third
    for page in ("0", "-3", "99"):
        assert "17 activities" in await team.bob.says(f"/activity list page:{page}")


async def test_whoever_may_propose_is_offered_it(team: Crew) -> None:
    assert (await team.bob.says("/activity list")).line("Propose") == "/activity propose"
    assert "Propose" not in await team.eve.says("/activity list")


async def test_one_by_itself_has_all_its_figures_also_afterwards(team: Crew) -> None:
    await team.burns()
    await team.ann.says("/activity roi 1 revenue:3000 cost:1500")
    await team.ann.says("/activity stop 1 rain")
    shown = await team.eve.says("/activity show 1")
    for line in (
        "Ended Tue, Nov 24 20:01. The figures are final Thu, Nov 26 20:01.", "Community: Mums club",
        "Goal: more orders", "Forecast ROI 3: revenue ¥6,000, refunds ¥0, cost ¥2,000, budget ¥2,000", "Risks: rain",
        "Plan B: indoors",
        "ROI 2: revenue ¥3,000, refunds –, cost ¥1,500", "Stopped by Ann: rain", "Review due Wed, Nov 25 20:01",
    ):  # fmt: skip
        assert f"• {line}" in str(shown).splitlines()


async def test_its_tasks_are_shown_with_their_owners(team: Crew) -> None:
    await team.approved()
    shown = str(await team.eve.says("/activity show 1"))
    assert shown.count("☐") == 5
    assert (shown.count("– Bob"), shown.count("Material listing – Dee")) == (4, 1)
    await team.ann.says("/task drop 2 why:because")
    await team.bob.says("/task done 1")
    shown = str(await team.eve.says("/activity show 1"))
    assert (shown.count("☐"), shown.count("✓")) == (3, 1)


async def test_what_is_not_there_is_said_with_a_way_on(team: Crew) -> None:
    for number in ("7", "0", "-1", "99999999999999999999"):
        answer = await team.bob.says(f"/activity show {number}")
        assert f"There is no activity {number} in this team." in answer
        assert answer.line("Activities") == "/activity list"


async def test_a_list_asks_as_seldom_however_many_are_over(team: Crew) -> None:
    asked: list[str] = []

    def note(_db: object, _cursor: object, statement: str, *_: object) -> None:
        if "activity_reviews" in statement:
            asked.append(statement)

    for number in range(5):
        await activity(team.town, f"A{number}", "2026-11-01 20:00", phase="ended")
    event.listen(Engine, "before_cursor_execute", note)
    shown = await lines(team, "owed")
    event.remove(Engine, "before_cursor_execute", note)
    assert (len(shown), len(asked)) == (6, 1)
