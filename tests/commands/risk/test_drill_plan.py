"""When a drill is due: planned by somebody, or because there was none in the quarter."""

from datetime import datetime

from tests.commands.task.crew import Crew
from tests.town import SHANGHAI, Post

DUE = "[Run a drill now] [Plan a drill] [Show]"


def reminders(posts: list[Post]) -> list[str]:
    return [f"{post.local()} {post.address.chat}: {post.text.splitlines()[1]}" for post in posts if DUE in post]


async def test_those_who_lead_are_reminded_of_a_planned_drill_and_one_starts_it(team: Crew) -> None:
    said = await team.ann.says("/drill plan fri 15:00")
    assert "A drill is planned: Fri, Nov 27 15:00." in said
    assert "The drill is planned for Fri, Nov 27 15:00 already." in await team.ann.says("/drill plan fri 15:00")
    assert "The drill is planned anew: Fri, Nov 27 16:00, no longer Fri, Nov 27 15:00." in await team.ann.says(
        "/drill plan fri 16:00"
    )
    posts = await team.town.sleep_until("2026-11-27 17:00")
    assert reminders(posts) == ["2026-11-27 16:00 ann: A drill is planned for now."]
    assert [post for post in posts if "DRILL" in post] == []
    (post,) = [post for post in posts if DUE in post]
    line = next(button.line for button in post.reply.buttons)
    await team.town.hears_at(team.ann.in_private(), line)
    assert "Drill: this is an exercise" in team.town.posts()["-100"]


async def test_a_plan_is_dropped_or_done_by_a_drill_before_it(team: Crew) -> None:
    assert (await team.ann.says("/drill plan")).reply.form is not None
    assert "is over." in await team.ann.says("/drill plan 2026-11-20 15:00")
    await team.ann.says("/drill plan fri 15:00")
    assert "No drill is planned any more." in await team.ann.says("/drill drop")
    assert "No drill is planned." in await team.ann.says("/drill drop")
    await team.ann.says("/drill plan fri 15:00")
    await team.ann.says("/drill run")
    assert "None is planned." in await team.ann.says("/drill")
    await team.ann.says("/drill stop")
    assert reminders(await team.town.sleep_until("2026-11-27 17:00")) == []


async def test_a_quarter_without_a_drill_is_said_on_its_first_monday_and_every_four_weeks(team: Crew) -> None:
    said = "No drill was run in this quarter yet, and none is planned."
    for day in ("2027-01-04", "2027-02-01", "2027-03-01", "2027-03-29"):
        assert reminders(await later(team, f"{day} 09:55")) == []
        assert reminders(await later(team, f"{day} 10:00")) == [f"{day} 10:00 ann: {said}"]
    assert reminders(await later(team, "2027-04-04 10:00")) == []


async def test_nothing_is_said_where_one_was_run_or_is_planned(team: Crew) -> None:
    await later(team, "2027-01-04 09:00")
    await team.ann.says("/drill plan 2027-01-20 15:00")
    assert reminders(await later(team, "2027-01-04 11:00")) == []
    await later(team, "2027-01-19 14:00")
    await team.ann.says("/drill run")
    assert reminders(await later(team, "2027-02-01 11:00")) == []
    assert reminders(await later(team, "2027-03-01 11:00")) == []


async def test_one_that_was_stopped_is_none(team: Crew) -> None:
    await later(team, "2027-01-02 09:00")
    await team.ann.says("/drill run")
    await team.ann.says("/drill stop")
    assert len(reminders(await later(team, "2027-01-04 11:00"))) == 1


async def later(team: Crew, local: str) -> list[Post]:
    """What is said at a moment, after a time in which nobody looked at the clock."""
    team.town.now = datetime.fromisoformat(local).replace(tzinfo=SHANGHAI)
    return [post for _ in range(3) for post in await team.town.looks_at_the_clock()]
