"""/schedule: what is refused, what is proposed instead, and what is left out."""

import pytest

from tests.town import Town

LINE = "Daily digest (`digest.daily`)"


@pytest.fixture
async def lake(town: Town) -> Town:
    return await town.founded()


async def test_reminders_beyond_the_most_in_a_day_are_skipped_among_the_coming_runs(lake: Town) -> None:
    assert "reminder a day" not in await lake.ann.says("/schedule next")
    await lake.ann.says("/schedule nudges 1")
    answer = await lake.ann.says("/schedule next")
    assert "• Tue, Nov 24 20:30: First reminder to report\n" in answer
    assert "• Tue, Nov 24 21:30: Second reminder to report – skipped, no more than 1 reminder a day\n" in answer
    await lake.sleep_until("2026-11-24 21:00")
    answer = await lake.ann.says("/schedule next nudge.second")
    assert "• Tue, Nov 24 21:30: Second reminder to report – skipped, no more than 1 reminder a day\n" in answer
    await lake.ann.says("/schedule off nudge.first")
    assert "• Wed, Nov 25 21:30: Second reminder to report\n" in await lake.ann.says("/schedule next nudge.second")
    await lake.ann.says("/schedule nudges 0")
    assert "Wed, Nov 25 21:30: Second reminder to report – skipped" in await lake.ann.says("/schedule next")


async def test_what_is_switched_off_is_named_among_the_coming_runs(lake: Town) -> None:
    assert "Switched off" not in await lake.ann.says("/schedule next")
    await lake.ann.says("/schedule off nudge.first")
    await lake.ann.says("/schedule off digest.daily")
    assert "Switched off: Daily digest and First reminder to report." in await lake.ann.says("/schedule next")
    answer = await lake.ann.says("/schedule next digest.daily")
    assert "Nothing is planned.\nSwitched off: Daily digest." in answer


async def test_a_near_time_that_no_button_can_carry_is_only_named(lake: Town) -> None:
    answer = await lake.ann.says("/schedule move digest.weekly 星期一、星期二、星期三、星期四 25:00")
    assert "Did you mean `周一、周二、周三、周四 01:00`" in answer
    assert not answer.reply.buttons


async def test_what_is_off_or_on_already_stays_so_and_has_no_undo(lake: Town) -> None:
    on = await lake.ann.says("/schedule on digest.daily")
    assert "It is like that already." in on
    assert "[Undo]" not in on
    await lake.ann.says("/schedule off digest.daily")
    off = await lake.ann.says("/schedule off digest.daily")
    assert f"It is like that already.\n• {LINE}: every day 22:00; switched off" in off
    assert "[Undo]" not in off
    await lake.ann.says("/schedule on digest.daily")
    await lake.ann.says("/schedule pause digest.daily fri")
    assert "Changed." in await lake.ann.says("/schedule on digest.daily")


async def test_quiet_hours_and_the_number_of_reminders_can_be_taken_back(lake: Town) -> None:
    off = await lake.ann.says("/schedule quiet off")
    assert "between 22:30 and 08:00" in await lake.ann.presses(off, "Undo")
    other = await lake.ann.says("/schedule quiet 23:00-07:00")
    assert "between 22:30 and 08:00" in await lake.ann.presses(other, "Undo")
    assert "[Undo]" not in await lake.ann.says("/schedule quiet 22:30-08:00")
    less = await lake.ann.says("/schedule nudges 0")
    assert "more than 2 times a day" in await lake.ann.presses(less, "Undo")
    assert "[Undo]" not in await lake.ann.says("/schedule nudges 2")


async def test_a_pause_that_would_begin_later_is_refused_with_the_line_for_that_day(lake: Town) -> None:
    answer = await lake.ann.says("/schedule pause digest.daily 12-10..12-12")
    assert "A pause begins at once." in answer
    assert "type `/schedule pause digest.daily 2026-12-12` on Thu, Dec 10." in answer
    assert "paused" not in await lake.ann.says("/schedule")
    assert "paused until Thu, Nov 26" in await lake.ann.says("/schedule pause digest.daily today - thu")


async def test_the_days_that_the_team_set_are_listed_however_far_they_are_and_make_their_year_known(lake: Town) -> None:
    assert "make-up working days of 2027 are not announced yet" in await lake.bob.says("/schedule days")
    await lake.ann.says("/schedule day 2027-04-05 off Qingming")
    await lake.ann.says("/schedule day 2027-04-06 off Qingming")
    assert "2027 are not announced" in await lake.bob.says("/schedule days")
    await lake.ann.says("/schedule day 2027-04-10 workday")
    answer = await lake.bob.says("/schedule days")
    assert "• 2027-04-05: holiday: Qingming (set by the team)" in answer
    assert "• 2027-04-10: working day (set by the team)" in answer
    assert "not announced" not in answer


@pytest.mark.parametrize(
    "hours",
    [
        "22-8",
        "２２：００－０８：００",
        "22:00~8:00",
        "10pm-8am",
        "22点至8点",
        "22 - 8",
        "22:00 to 08:00",
        "22:00到8:00",
    ],
)
async def test_quiet_hours_are_read_as_people_write_them(lake: Town, hours: str) -> None:
    assert "between 22:00 and 08:00" in await lake.ann.says(f"/schedule quiet {hours}")


async def test_quiet_hours_that_cannot_be_read_are_answered_with_the_nearest_and_with_off(lake: Town) -> None:
    answer = await lake.ann.says("/schedule quiet 22:30-25:00")
    assert "Did you mean `22:30-01:00` or `22:30-23:30`?" in answer
    assert "For example `22:30-08:00` or `off`." in answer
    assert "Did you mean `22:00-08:00`" in await lake.ann.says("/schedule quiet mon 22:00-08:00")
    assert "Did you mean" not in await lake.ann.says("/schedule quiet late")


async def test_reminders_are_private_and_go_on_whatever_channel_was_chosen_for_them(lake: Town) -> None:
    await lake.bob.in_private().says("/join")
    await lake.bob.says("/daily joined 10 active 100 date:yesterday")
    for verb in ("here", "everywhere"):
        answer = await lake.ann.says(f"/schedule {verb} nudge.second")
        assert "Second reminder to report is sent to each person in private" in answer
    places = await lake.storage.read(lambda unit: unit.places.of(1))
    await lake.storage.write(lambda unit: unit.schedules.put(1, "nudge.second", place=places[0].id))
    assert "in Mums club" not in await lake.ann.says("/schedule")
    await lake.sleep_until("2026-11-24 21:00")
    posts = await lake.sleep_until("2026-11-24 21:40")
    assert [post.address.chat for post in posts] == ["bob"]
