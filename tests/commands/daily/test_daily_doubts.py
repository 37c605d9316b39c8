"""Unlikely numbers are asked back before anything is saved."""

import pytest

from tests.town import Answer, Town


async def two_weeks(town: Town, line: str = "joined 30 active 1000") -> None:
    """The numbers of the fourteen days before today."""
    for day in range(10, 24):
        await town.bob.says(f"/daily date:2026-11-{day:02} {line}")


async def asked(town: Town, line: str) -> Answer:
    before = len(await town.versions())
    answer = await town.bob.says(line)
    assert "Please check this before I save:" in answer
    assert "Nothing is saved yet." in answer
    assert "[Save anyway] [Change] [Cancel]" in answer
    assert len(await town.versions()) == before
    return answer


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/daily active 120 members 100", "active members (120) is more than members (100)."),
        ("/daily refunds 5 orders 3", "refunded orders (5) is more than orders (3)."),
        ("/daily satisfaction 130%", "content satisfaction: 130% is above 100%."),
        ("/daily joined -5", "new members: −5 is below 0."),
        ("/daily nps -130", "net promoter score: −130 is below −100."),
        ("/daily retention 101", "30-day retention: 101% is above 100%."),
    ],
)
async def test_what_contradicts_itself_is_asked_back_without_any_history(town: Town, line: str, why: str) -> None:
    await town.founded()
    assert why in await asked(town, line)


async def test_a_number_far_from_the_last_fourteen_days_is_asked_back(town: Town) -> None:
    await town.founded()
    await two_weeks(town)
    answer = await asked(town, "/daily joined 3000 active 1001")
    assert "new members: 3,000 is far from the last 14 days (30 to 30)." in answer
    assert "active members" not in answer


async def test_a_number_far_below_is_asked_back_too(town: Town) -> None:
    await town.founded()
    await two_weeks(town)
    assert "active members: 10 is far from" in await asked(town, "/daily active 10")


@pytest.mark.parametrize("said", ["60", "6", "0"])
async def test_a_dropped_digit_is_asked_back_where_the_days_differ_much(town: Town, said: str) -> None:
    await town.founded()
    for day in range(10, 24):
        await town.bob.says(f"/daily date:2026-11-{day:02} active {739 if day % 2 else 391}")
    answer = await asked(town, f"/daily active {said}")
    assert f"active members: {said} is far from the last 14 days (391 to 739)." in answer
    assert "Mums club · Tue, Nov 24" in answer
    for usual in ("131", "391", "1250"):
        assert "Saved" in await town.bob.says(f"/daily active {usual}")


async def test_a_few_less_of_something_small_are_not_asked_back(town: Town) -> None:
    await town.founded()
    await two_weeks(town, "joined 9")
    assert "Saved" in await town.bob.says("/daily joined 0")


async def test_usual_ups_and_downs_are_not_asked_back(town: Town) -> None:
    await town.founded()
    await two_weeks(town)
    assert "Saved: 2 numbers." in await town.bob.says("/daily joined 38 active 1300")


async def test_with_little_history_nothing_is_called_unusual(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily date:yesterday joined 3")
    assert "Saved" in await town.bob.says("/daily joined 3000")


async def test_a_zero_is_judged_like_any_number_and_no_value_is_not_judged(town: Town) -> None:
    await town.founded()
    await two_weeks(town, "active 1000")
    await asked(town, "/daily active 0")
    assert "Saved" in await town.bob.says("/daily active -")


async def test_what_is_stored_for_the_day_counts_in_contradictions(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily members 100")
    assert "active members (120) is more than members (100)." in await asked(town, "/daily active 120")


async def test_an_old_contradiction_is_not_asked_about_again(town: Town) -> None:
    await town.founded()
    await town.bob.presses(await asked(town, "/daily active 120 members 100"), "Save anyway")
    assert "Saved: 1 number." in await town.bob.says("/daily joined 3")


async def test_save_anyway_saves_all_of_it_once(town: Town) -> None:
    await town.founded()
    answer = await asked(town, "/daily refunds 5 orders 3 note: strange")
    saved = await town.bob.presses(answer, "Save anyway")
    assert "Saved: 2 numbers." in saved
    assert saved.reply.replace
    assert {row.note for row in await town.versions()} == {"strange"}
    again = await town.bob.presses(answer, "Save anyway")
    assert "were saved or dropped already" in again
    assert len(await town.versions()) == 2


async def test_cancel_drops_the_numbers(town: Town) -> None:
    await town.founded()
    answer = await asked(town, "/daily refunds 5 orders 3")
    assert "Dropped. Nothing was saved." in await town.bob.presses(answer, "Cancel")
    await town.bob.presses(answer, "Save anyway")
    assert await town.versions() == []


async def test_nobody_else_answers_for_the_person_who_was_asked(town: Town) -> None:
    await town.founded()
    answer = await asked(town, "/daily refunds 5 orders 3")
    for label in ("Save anyway", "Change", "Cancel"):
        assert "somebody else's" in await town.ann.presses(answer, label)
    assert await town.versions() == []
    await town.bob.presses(answer, "Save anyway")
    assert len(await town.versions()) == 2


async def test_the_answer_to_a_question_of_one_team_is_not_taken_in_another(town: Town) -> None:
    await town.founded()
    await town.carol.says("/setup")
    answer = await asked(town, "/daily refunds 5 orders 3")
    await town.hears_at(town.bob.at_chat("-666"), answer.line("Save anyway"))
    assert await town.versions() == []


async def test_change_opens_the_form_filled(town: Town) -> None:
    await town.founded()
    answer = await asked(town, "/daily date:yesterday refunds 5 orders 3 note: strange")
    form = await town.bob.presses(answer, "Change")
    assert "form Daily report · Mon, Nov 23 · Mums club" in form
    assert "? refunded orders = 5" in form
    assert "? orders = 3" in form
    assert "? Note (problems, ideas) = strange" in form
    saved = await town.bob.fills(form, refunds="3", orders="5", note="strange")
    assert "Mums club · Mon, Nov 23" in saved
    assert {(r.metric, str(r.value), r.day.day) for r in await town.versions()} == {
        ("refunds", "3", 23), ("orders", "5", 23),
    }  # fmt: skip


async def test_change_can_be_pressed_again_when_the_form_was_closed(town: Town) -> None:
    await town.founded()
    answer = await asked(town, "/daily refunds 5 orders 3")
    await town.bob.presses(answer, "Change")
    assert "? refunded orders = 5" in await town.bob.presses(answer, "Change")


@pytest.mark.parametrize("label", ["Save anyway", "Change", "Cancel"])
async def test_what_was_changed_is_not_undone_by_the_question_before_it(town: Town, label: str) -> None:
    await town.founded()
    answer = await asked(town, "/daily active 50 members 40")
    form = await town.bob.presses(answer, "Change")
    assert "Saved: 2 numbers." in await town.bob.fills(form, active="50", members="60")
    assert "were saved or dropped already" in await town.bob.presses(answer, label)
    assert await town.figures() == {"active": "50", "members": "60"}


async def test_what_was_changed_and_is_doubtful_again_is_one_question(town: Town) -> None:
    await town.founded()
    answer = await asked(town, "/daily active 50 members 40")
    form = await town.bob.presses(answer, "Change")
    again = await town.bob.fills(form, active="50", members="30")
    assert "were saved or dropped already" in await town.bob.presses(answer, "Save anyway")
    await town.bob.presses(again, "Save anyway")
    assert await town.figures() == {"active": "50", "members": "30"}


async def test_each_change_settles_its_own_question(town: Town) -> None:
    await town.founded("fans")
    first = await asked(town, "/daily\nfans joined 3\nmums-club refunds 5 orders 3")
    form = await town.bob.presses(first, "Change")
    second = await town.bob.fills(form, text="fans joined 3\nmums-club refunds 6 orders 3")
    form = await town.bob.presses(second, "Change")
    assert "Saved" in await town.bob.fills(form, text="fans joined 3\nmums-club refunds 3 orders 5")
    for answer in (first, second):
        assert "were saved or dropped already" in await town.bob.presses(answer, "Save anyway")


async def test_a_change_that_cannot_be_read_settles_nothing(town: Town) -> None:
    await town.founded()
    answer = await asked(town, "/daily active 50 members 40")
    form = await town.bob.presses(answer, "Change")
    assert "not a number I can read" in await town.bob.fills(form, active="50", members="many")
    assert "Saved: 2 numbers." in await town.bob.presses(answer, "Save anyway")


async def test_one_doubt_holds_back_every_community_of_the_message(town: Town) -> None:
    await town.founded("fans")
    answer = await asked(town, "/daily\nfans joined 3\nmums-club refunds 5 orders 3")
    await town.bob.presses(answer, "Save anyway")
    assert {row.community for row in await town.versions()} == {"fans", "mums-club"}


async def test_several_communities_come_back_as_they_were_typed(town: Town) -> None:
    await town.founded("fans")
    answer = await asked(town, "/daily\nfans joined 3\nmums-club refunds 5 orders 3")
    form = await town.bob.presses(answer, "Change")
    assert "fans joined 3\nmums-club refunds 5 orders 3" in form
    await town.bob.fills(form, text="fans joined 3\nmums-club refunds 3 orders 5")
    assert {(r.community, r.metric) for r in await town.versions()} == {
        ("fans", "joined"), ("mums-club", "refunds"), ("mums-club", "orders"),
    }  # fmt: skip


async def test_a_community_archived_meanwhile_takes_no_numbers(town: Town) -> None:
    await town.founded("fans")
    answer = await asked(town, "/daily fans refunds 5 orders 3")
    await town.ann.says("/community archive fans")
    assert "There is no community called" in await town.bob.presses(answer, "Save anyway")
    assert await town.versions() == []


async def test_somebody_made_observer_meanwhile_saves_nothing(town: Town) -> None:
    await town.founded()
    answer = await asked(town, "/daily refunds 5 orders 3")
    await town.ann.says("/role @bob observer")
    assert "staff or above" in await town.bob.presses(answer, "Save anyway")
    assert await town.versions() == []


async def test_a_day_of_long_ago_is_asked_back_as_a_wrong_month_would_be(town: Town) -> None:
    await town.founded()
    why = "The day is 2025-12-24: that is 335 days ago."
    assert why in (answer := await asked(town, "/daily 12-24 joined 3"))
    assert "Saved" in await town.bob.presses(answer, "Save anyway")
    assert "Saved" in await town.bob.says("/daily date:2026-08-24 joined 3")
