"""The time that is left stands on the card in words: it is drawn anew by the clock, and disturbs nobody."""

from datetime import timedelta

from commands.kit.wording import next_word
from storage import Timer
from tests.commands.task.crew import Crew
from tests.town import Post


def drawn(posts: list[Post], part: str) -> list[str]:
    """When the card was drawn by the clock alone, and what it says of one clock."""
    found = [post for post in posts if post.letter.card == "risk:1" and post.letter.lane > 1]
    return [f"{post.local()[11:]} {line}" for post in found for line in post.text.splitlines() if part in line]


async def waiting(team: Crew) -> list[Timer]:
    due = await team.town.storage.read(lambda unit: unit.timers.due(team.town.now + timedelta(days=60), 100))
    return [one for one in due if one.line.startswith("/risk refresh")]


async def test_the_time_left_is_never_far_off_and_only_edits_what_stands(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    await team.bob.says("/risk note 1 Pumps are on")
    await team.town.looks_at_the_clock()
    posts = await team.town.sleep_until("2026-11-24 21:20")
    assert drawn(posts, "Statement:")[:6] == [
        "20:15 • Statement: until 22:00, 1 h 45 min left",
        "20:30 • Statement: until 22:00, 1 h 30 min left",
        "20:45 • Statement: until 22:00, 1 h 15 min left",
        "21:00 • Statement: until 22:00, 1 h left",
        "21:05 • Statement: until 22:00, 55 min left",
        "21:10 • Statement: until 22:00, 50 min left",
    ]
    assert {post.letter.edits is not None for post in posts if post.letter.card == "risk:1"} == {True}


async def test_what_is_overdue_is_drawn_anew_too_and_ever_more_seldom(team: Crew) -> None:
    await team.ann.says("/risk raise yellow Posts are late")
    await team.bob.says("/risk ack 1")
    await team.town.looks_at_the_clock()
    posts = await team.town.sleep_until("2026-11-30 20:00")
    days = [post.local()[8:10] for post in drawn_anew(posts)]
    per_day = [days.count(str(day)) for day in range(24, 31)]
    assert per_day[1] <= 30, "a plan within 48 hours is looked at once an hour"
    assert 30 <= max(per_day) <= 60, "around the hour in which it is due it is looked at often"
    assert per_day[-1] <= 6, "two days later nobody counts hours any more"
    assert "Revised plan: 4 d overdue" in [post.text for post in posts if post.letter.card == "risk:1"][-1]


async def test_it_stops_with_the_risk_and_does_not_begin_where_no_clock_runs(team: Crew) -> None:
    await team.ann.says("/risk raise blue A form is clumsy")
    assert await waiting(team) == []
    await team.bob.says("/risk level 1 red")
    assert len(await waiting(team)) == 1
    await team.bob.says("/risk solve 1")
    assert len(await waiting(team)) == 1, "its statement is still due"
    await team.dee.says("/risk verify 1 dry")
    assert await waiting(team) == []


async def test_an_exercise_that_runs_faster_is_drawn_more_often(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.town.storage.write(lambda unit: unit.risks.change(1, drill=True, pace=12))
    await team.bob.says("/risk note 1 An exercise")
    (timer,) = await waiting(team)
    assert timer.due_at - team.town.now <= timedelta(minutes=2)


async def test_what_the_clock_draws_does_not_stand_before_a_call(team: Crew) -> None:
    """Both are due at the same instant, and nothing was carried for a while."""
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.town.looks_at_the_clock()
    team.town.carries = False
    posts = await team.town.sleep_until("2026-11-24 20:15")
    calls = [post.letter.lane for post in posts if (post.letter.card or "").startswith("risk:1:")]
    clocks = [post.letter.lane for post in drawn_anew(posts)]
    assert calls
    assert clocks
    assert max(calls) < min(clocks)


def drawn_anew(posts: list[Post]) -> list[Post]:
    return [post for post in posts if post.letter.card == "risk:1" and post.letter.lane > 1]


async def test_a_chat_that_cannot_be_reached_is_not_asked_every_ten_seconds(team: Crew) -> None:
    """The statement is on its way for an hour: the looks for its links come ever more seldom."""
    await team.ann.says("/risk raise blue A form is clumsy")
    await team.bob.says("/risk statement 1 We mend the form.")
    await team.town.looks_at_the_clock()
    team.town.carries = False
    await team.ann.says("/risk approve 1")
    looks = 0
    end = team.town.now + timedelta(hours=1)
    while (timers := await waiting(team)) and timers[0].due_at <= end:
        team.town.now, looks = timers[0].due_at, looks + 1
        await team.town.looks_at_the_clock()
    assert 5 <= looks <= 12


async def test_the_next_word_is_promised_for_a_round_time(team: Crew) -> None:
    for minute in range(60):
        now = team.town.now.replace(minute=minute, second=minute)
        found = next_word(now)
        assert timedelta(hours=2) <= found - now < timedelta(hours=2, minutes=30)
        assert (found.minute % 30, found.second) == (0, 0)


async def test_what_is_due_this_minute_is_not_zero_minutes_overdue(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    await team.town.sleep_until("2026-11-24 20:30")
    await team.bob.says("/risk help 1")
    assert "First response: due now" in team.card()
    team.town.sleep(minutes=1)
    await team.dee.says("/risk help 1")
    assert "First response: 1 min overdue" in team.card()
