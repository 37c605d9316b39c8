"""A conclusion becomes a task: of whoever was first, and the week after tells what became of it."""

import pytest

from commands.kit import Tongue

from .friday import Friday


async def concluded(team: Friday) -> None:
    await team.asks()
    await team.bob.says("/review answer next week: print earlier; call the printer\n- book the hall; Print earlier")
    await team.sums_up()


async def test_each_line_is_a_conclusion_once(team: Friday) -> None:
    await concluded(team)
    found = [(one.number, one.words) for one in await team.conclusions()]
    assert found == [(1, "print earlier"), (2, "call the printer"), (3, "book the hall")]


async def test_one_press_makes_a_task_of_the_presser_due_before_the_next_review(team: Friday) -> None:
    await concluded(team)
    assert "Task 1 is yours, due Fri, Dec 4 15:00." in await team.presses(team.dee, "/review task 2")
    (card,) = team.cards().values()
    assert "• 2 · call the printer → task 1, Dee" in card
    assert "[Make 1 a task: print earlier] [Make 3 a task: book the hall]" in card
    task = await team.bob.says("/task show 1")
    assert "call the printer" in task
    assert "Dee has it." in task
    assert "Where it comes from: `/review show 2026-11-27`" in task


async def test_a_button_says_as_much_of_a_conclusion_as_it_has_room_for(team: Friday) -> None:
    await team.asks()
    await team.bob.says("/review answer next week: 把海报提前三天打印好并送到门店; " + "call the printer " * 3)
    labels = [Tongue().speak(button.label) for button in (await team.sums_up()).reply.buttons]
    assert labels == ["Make 1 a task: 把海报提前三天打印好并…", "Make 2 a task: call the printer call t…"]


@pytest.mark.parametrize(
    ("pressed", "due"), [("2026-11-30 09:00", "Fri, Dec 4 15:00"), ("2026-12-04 15:30", "Mon, Dec 7 18:00")]
)
async def test_its_due_date_counts_from_the_review_and_not_from_the_press(team: Friday, pressed: str, due: str) -> None:
    await concluded(team)
    await team.town.sleep_until(pressed)
    assert f"Task 1 is yours, due {due}." in await team.presses(team.dee, "/review task 2")


async def test_what_nobody_made_a_task_is_counted_the_week_after(team: Friday) -> None:
    await concluded(team)
    await team.presses(team.dee, "/review task 2")
    (prompt,) = [post for post in await team.until("2026-12-04 16:00") if "Weekly review, Fri, Dec 4" in post]
    assert prompt.text.splitlines()[1:4] == [
        "Last week's to-dos: 0 kept, 1 late, 0 open.",
        "• Task 1: call the printer – Dee",
        "2 of last week's to-dos without a task.",
    ]
    assert prompt.reply.buttons[-1].line == "/review todo"


async def test_of_two_who_press_the_second_is_told_who_was_first(team: Friday) -> None:
    await concluded(team)
    await team.presses(team.dee, "/review task 2")
    assert "It is task 1 already; Dee has it." in await team.presses(team.bob, "/review task 2")
    assert "There is no task 2" in await team.bob.says("/task show 2")


async def test_what_is_no_task_yet_is_listed(team: Friday) -> None:
    await concluded(team)
    await team.bob.says("/review task 1")
    listed = await team.bob.says("/review todo")
    assert listed.text.splitlines() == [
        "2 conclusions are not tasks yet",
        "• 3 · book the hall",
        "• 2 · call the printer",
        "Last week's to-dos: 0 kept, 0 late, 1 open.",
        "• Task 1: print earlier – Bob",
        "[Make 3 a task: book the hall] [Make 2 a task: call the printer]",
    ]
    assert "There is no conclusion 9 in this team." in await team.bob.says("/review task 9")


async def test_the_next_friday_begins_with_what_was_kept_is_late_and_is_open(team: Friday) -> None:
    await concluded(team)
    for number, who in ((1, team.bob), (2, team.dee), (3, team.dee)):
        await team.presses(who, f"/review task {number}")
    await team.bob.says("/task done 1")
    await team.ann.says("/task edit 2 due:12-03")
    await team.ann.says("/task edit 3 due:12-07")
    (prompt,) = [post for post in await team.until("2026-12-04 16:00") if "Weekly review, Fri, Dec 4" in post]
    assert prompt.text.splitlines()[1:4] == [
        "Last week's to-dos: 1 kept, 1 late, 1 open.",
        "• Task 2: call the printer – Dee",
        "• Task 3: book the hall – Dee",
    ]


async def test_a_card_with_many_long_answers_stays_one_message(team: Friday) -> None:
    await team.asks()
    for who in (team.ann, team.bob, team.dee):
        words = " ".join(f"{label}: {'*_' * 300}" for label in ("well", "badly", "why"))
        await who.says(
            f"/review answer {'<&>' * 200} {words} next week: " + ";".join(f"{n} {'_' * 400}" for n in range(9))
        )
    summary = await team.sums_up()
    assert len(summary.text) < 4000
    assert "• 1 more" in summary
    assert len(summary.reply.buttons) == 6
    assert summary.reply.buttons[-1].line == "/review todo"
