"""The review of the week: asked once, answered until its summary, counted without names."""

from datetime import UTC, datetime

import pytest

from tests.town import Town

from .friday import Friday, friday


async def test_friday_asks_counts_and_sums_up_by_question_without_names(team: Friday) -> None:
    (prompt,) = [post for post in await team.until("2026-11-27 16:00") if "Weekly review" in post]
    assert prompt.local() == "2026-11-27 16:00"
    assert "Answers until Fri, Nov 27 17:30." in prompt
    assert "0 of 3 have answered." in prompt
    form = await team.presses(team.bob.in_private(), prompt.reply.buttons[0].line)
    assert [form.text.count(word) for word in ("went well", "went badly", "Root cause", "Do next week")] == [1, 1, 1, 1]
    answer = await team.bob.in_private().fills(form, well="The fair", cause="One printer", next="Print earlier")
    assert "Weekly review: noted. You can change it until Fri, Nov 27 17:30." in answer
    assert "1 of 3 has answered." in team.prompt()
    assert "Bob" not in team.prompt()
    await team.dee.says("/review answer went well: The cake\nwhy: rain\nAnd we laughed")
    posts = await team.until("2026-11-27 17:30")
    closed, summary = posts
    assert closed.text.splitlines() == ["Weekly review, Fri, Nov 27", "Closed with 2 answers.", "[Summary]"]
    assert summary.text.splitlines() == [
        "Weekly review, Fri, Nov 27: 2 answers",
        "What went well",
        "• The cake",
        "• The fair",
        "Root cause",
        "• One printer",
        "• rain And we laughed",
        "To do",
        "• 1 · Print earlier",
        "[Make 1 a task: Print earlier]",
    ]
    assert (summary.local(), await team.until("2026-11-28 09:00")) == ("2026-11-27 17:30", [])


async def test_who_is_away_is_neither_asked_nor_counted_until_she_is_back(team: Friday) -> None:
    await team.dee.says("/away until fri")
    (prompt,) = [post for post in await team.until("2026-11-27 16:00") if "Weekly review" in post]
    assert "0 of 2 have answered." in prompt
    await team.dee.says("/back")
    (again,) = [post for post in await team.until("2026-11-27 16:01") if "Weekly review" in post]
    assert "0 of 3 have answered." in again
    assert again.letter.card == prompt.letter.card
    await team.bob.says("/away today")
    (fewer,) = [post for post in await team.until("2026-11-27 16:02") if "Weekly review" in post]
    assert "0 of 2 have answered." in fewer


async def test_an_observer_cannot_answer(team: Friday) -> None:
    line = await team.asks()
    assert "staff" in await team.presses(team.eve, line)


async def test_an_answer_is_changed_until_the_summary_and_refused_kindly_after_it(team: Friday) -> None:
    line = await team.asks()
    await team.bob.says("/review answer well: The fair next week: print earlier")
    form = await team.presses(team.bob, line)
    assert "? What went well = The fair" in form
    late = await team.presses(team.dee, line)
    await team.bob.fills(form, well="The whole fair")
    await team.town.sleep_until("2026-11-27 17:29")
    await team.bob.says("/review answer badly: The bus")
    summary = await team.sums_up()
    assert "• The whole fair" in summary
    assert "• The bus" in summary
    assert "print earlier" not in summary
    said = await team.dee.fills(late, well="All of it", next="Print earlier")
    assert "The review was closed Fri, Nov 27 17:30, so this is not in its summary." in said
    assert "• What went well: All of it" in said
    assert said.line("Make it a task") == "/task add Print earlier"
    said = await team.dee.says("/review answer next week: " + "call the printer " * 20)
    assert "As a task: `/task add call the printer call" in said


async def test_when_nobody_answered_the_prompt_itself_says_so_and_no_second_message_comes(team: Friday) -> None:
    (prompt,) = [post for post in await team.until("2026-11-27 16:00") if "Weekly review" in post]
    (closed,) = await team.until("2026-11-27 17:30")
    assert closed.letter.card == prompt.letter.card
    assert closed.text.splitlines()[1:] == ["Nobody found the time to answer. Never mind: next time."]
    assert "Nobody found the time" in await team.bob.says("/review show week")


async def test_a_form_from_before_a_restart_is_taken_after_it(team: Friday) -> None:
    form = await team.presses(team.bob, await team.asks())
    team.town.__post_init__()
    assert "noted" in await team.bob.fills(form, well="The fair")
    assert "• The fair" in await team.sums_up()


async def test_after_an_hour_without_power_it_is_asked_once_with_a_label_and_half_an_hour(team: Friday) -> None:
    await team.town.sleep_until("2026-11-27 15:00")
    team.town.now = datetime(2026, 11, 27, 9, 10, tzinfo=UTC)  # 17:10 in Shanghai
    posts = [post for post in await team.town.looks_at_the_clock() if "Weekly review" in post]
    (prompt,) = posts
    assert "This was due Fri, Nov 27 16:00." in prompt
    assert "Answers until Fri, Nov 27 17:40." in prompt
    await team.bob.says("/review answer well: The fair")
    await team.town.looks_at_the_clock()
    team.town.now = datetime(2026, 11, 27, 10, 30, tzinfo=UTC)
    _, summary = await team.town.looks_at_the_clock()
    assert "This was due Fri, Nov 27 17:40." in summary
    assert await team.town.looks_at_the_clock() == []


async def test_on_another_day_it_is_left_out_and_says_so(team: Friday) -> None:
    await team.town.sleep_until("2026-11-27 15:00")
    team.town.now = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
    (said,) = await team.town.looks_at_the_clock()
    assert said.text == "Weekly review, Fri, Nov 27: left out, I could not ask in time."


@pytest.mark.parametrize(
    ("now", "until", "asked"),
    [
        ("2026-12-28", "2027-01-03 23:00", "2026-12-31 16:00"),  # Friday is New Year
        ("2026-10-05", "2026-10-11 23:00", "2026-10-10 16:00"),  # Saturday is worked
    ],
)
async def test_a_holiday_moves_it_and_a_make_up_saturday_is_a_working_day(
    town: Town, now: str, until: str, asked: str
) -> None:
    town.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
    team = await friday(town)
    posts = [post for post in await team.until(until) if "Weekly review" in post and "Answer" in post]
    assert [post.local() for post in posts] == [asked]


async def test_a_prompt_that_was_moved_takes_its_summary_along(team: Friday) -> None:
    await team.ann.says("/schedule move review.week thu 11:00")
    posts = [post for post in await team.until("2026-11-28 09:00") if "Weekly review" in post]
    assert [post.local() for post in posts] == ["2026-11-26 11:00", "2026-11-26 12:30"]


async def test_what_is_open_comes_first_and_then_the_latest(team: Friday) -> None:
    assert "There was no review yet." in await team.bob.says("/review")
    await team.ann.says("/schedule off review.topic")
    await team.asks()
    bob = team.bob.in_private()
    assert "You have not answered yet." in await bob.says("/review")
    open = await team.bob.says("/review")  # in the group, where others read it
    assert "Weekly review: answers until" in open
    assert "You have" not in open
    await team.bob.says("/review answer 好：市集 下周：早点打印")
    assert "You have answered." in await bob.says("/review")
    assert "There was no review yet." in await team.eve.says("/review")  # she is not asked
    await team.sums_up()
    for line in ("/review", "/review show 2026-11-27", "/review show 2026-11-24", "/review show 2026-W48"):
        assert "• 市集" in await team.eve.says(line)
    assert "[/review show]" in await team.bob.says("/review shwo")
    assert "There was no review then." in await team.bob.says("/review show 2026-W40")


async def test_a_review_that_was_run_by_hand_in_the_morning_opens_again_in_the_afternoon(team: Friday) -> None:
    await team.ann.says("/schedule off review.topic")
    await team.town.sleep_until("2026-11-27 09:00")
    run = await team.ann.says("/schedule run review.week")
    assert run.text
    await team.until("2026-11-27 09:01")
    await team.bob.says("/review answer well: the fair next week: print earlier")
    await team.until("2026-11-27 15:00")
    await team.presses(team.dee, "/review task 1")
    posts = [post for post in await team.until("2026-11-27 16:00") if "Answers until" in post]
    assert "Answers until Fri, Nov 27 17:30." in posts[-1]
    assert "1 of 3 has answered." in posts[-1]
    await team.dee.says("/review answer next week: call Mei")
    assert "• the fair" in await team.sums_up()
    assert [(one.words, one.task) for one in await team.conclusions()] == [("print earlier", 1), ("call Mei", None)]


async def test_what_is_too_long_to_be_kept_comes_back_whole_in_its_form(team: Friday) -> None:
    line, long = await team.asks(), "好" * 8001
    bob = team.bob.in_private()
    form = await team.presses(bob, line)
    form = await bob.fills(form, well=long)
    assert "An answer has at most 8,000 characters; this one has 8,001." in form
    assert long in form
    assert "noted" in await bob.fills(form, well=long[1:])
    typed = await bob.says("/review answer kind:week", text=long)
    assert long in typed
    assert "noted" in await bob.fills(typed, text="short")


async def test_a_dash_in_a_form_is_no_answer(team: Friday) -> None:
    await team.until("2026-11-27 16:00")
    form = await team.bob.in_private().says("/review answer kind:week")
    assert "noted" in await team.bob.in_private().fills(form, well="The fair", badly="-", cause=" — ")
    (_, summary) = await team.until("2026-11-27 17:30")
    assert summary.text.splitlines()[1:] == ["What went well", "• The fair"]
