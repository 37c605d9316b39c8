"""/schedule: seeing and changing what happens by the clock."""

from datetime import UTC, datetime

import pytest

from tests.town import Town

LINE = "Daily digest (`digest.daily`)"


@pytest.fixture
async def lake(town: Town) -> Town:
    return await town.founded()


async def state(town: Town) -> str:
    """What the list says of the daily digest."""
    return next(line for line in (await town.ann.says("/schedule")).text.splitlines() if LINE in line)


async def digests(town: Town, until: str) -> list[str]:
    return [post.local() for post in await town.sleep_until(until) if "Daily digest" in post]


async def test_the_list_says_what_comes_when(lake: Town) -> None:
    answer = await lake.ann.says("/schedule")
    assert f"{LINE}: every day 22:00; next Tue, Nov 24 22:00" in answer
    assert "Weekly digest (`digest.weekly`): Monday 09:35; next Mon, Nov 30 09:35" in answer
    assert "not more than" not in answer
    assert "between 22:30 and 08:00" in answer


async def test_who_looks_is_answered_alone_and_who_changes_is_heard_by_all(lake: Town) -> None:
    for line in ("/schedule", "/schedule next", "/schedule next digest.daily", "/schedule days"):
        assert (await lake.ann.says(line)).reply.private, line
    for line in ("/schedule move digest.daily 21:30", "/schedule off digest.weekly", "/schedule quiet 22-8"):
        assert not (await lake.ann.says(line)).reply.private, line


async def test_what_is_no_part_of_it_is_answered_with_what_is_used_most(lake: Town) -> None:
    refused = await lake.ann.says("/schedule whatever")
    assert "Did you mean `/schedule list`, `/schedule move`, `/schedule on`, `/schedule off`" in refused
    assert (await lake.ann.says("/help schedule")).text.startswith("`/schedule list`: ")


async def test_ten_coming_runs_and_why_one_is_skipped(lake: Town) -> None:
    await lake.ann.says("/schedule move digest.daily workdays 22:00")
    lake.now = datetime(2026, 9, 29, 4, tzinfo=UTC)
    answer = await lake.ann.says("/schedule next digest.daily")
    lines = answer.text.splitlines()[1:-1]
    assert sum("skipped" not in line for line in lines) == 10
    assert "• Thu, Oct 1 22:00: Daily digest – skipped, holiday: National Day" in lines
    assert "• Sun, Oct 4 22:00: Daily digest – skipped, weekend" in lines
    assert "• Sat, Oct 10 22:00: Daily digest – make-up working day" in lines


async def test_make_up_days_that_are_not_announced_are_said_and_not_guessed(lake: Town) -> None:
    unsure = "The make-up working days of 2028 are not announced yet"
    lake.now = datetime(2027, 8, 20, 4, tzinfo=UTC)
    assert unsure not in await lake.ann.says("/schedule")
    lake.now = datetime(2027, 12, 30, 4, tzinfo=UTC)
    assert unsure not in await lake.ann.says("/schedule move digest.daily workdays 22:00")  # the next one is tonight
    assert unsure in await lake.ann.says("/schedule next digest.daily")
    lake.now = datetime(2027, 12, 31, 15, tzinfo=UTC)
    assert unsure in await lake.ann.says("/schedule")
    assert unsure in await lake.ann.says("/schedule move digest.daily workdays 21:00")
    assert unsure not in await lake.ann.says("/schedule move digest.daily every day 21:00")


async def test_a_moved_time_counts_at_once_and_can_be_taken_back(lake: Town) -> None:
    moved = await lake.ann.says("/schedule move digest.daily 20:15")
    assert "every day 20:15; next Tue, Nov 24 20:15" in moved
    assert await digests(lake, "2026-11-24 23:00") == ["2026-11-24 20:15"]
    undone = await lake.ann.presses(moved, "Undo")
    assert "every day 22:00" in undone
    assert [row.line for row in await lake.journal() if "move" in row.line] == [
        "/schedule move digest.daily 20:15", "/schedule move digest.daily 22:00",
    ]  # fmt: skip


async def test_a_time_alone_keeps_the_days(lake: Town) -> None:
    assert "Monday 10:00" in await lake.ann.says("/schedule move digest.weekly 10:00")
    assert "Tuesday 10:00" in await lake.ann.says("/schedule move digest.weekly tue")


@pytest.mark.parametrize(
    ("typed", "meant"), [("25:00", "01:00"), ("21:3o", "21:30"), ("mnday 10:00", "monday 10:00")]
)  # fmt: skip
async def test_a_wrong_time_changes_nothing_and_the_nearest_right_one_is_a_press_away(
    lake: Town, typed: str, meant: str
) -> None:
    answer = await lake.ann.says(f"/schedule move digest.daily {typed}")
    assert f"I can't read {typed} as a time." in answer
    assert f"{LINE}: every day 22:00" in await lake.ann.says("/schedule")
    assert meant.split()[-1] in await lake.ann.presses(answer, meant)


async def test_a_wrong_name_is_answered_with_the_nearest(lake: Town) -> None:
    answer = await lake.ann.says("/schedule off digest.dialy")
    assert "Did you mean `digest.daily`" in answer
    assert "can be `nudge.first`, `nudge.second`, or `weekly.nudge`" in await lake.ann.says("/schedule off nudge")


async def test_it_is_called_by_its_name_in_any_language_or_a_part_of_it(lake: Town) -> None:
    assert "switched off" in await lake.ann.says("/schedule off second")
    assert "switched off" in await lake.ann.says('/schedule off "Daily digest"')
    assert "switched off" in await lake.ann.says("/schedule off 每周简报")


async def test_off_and_on(lake: Town) -> None:
    off = await lake.ann.says("/schedule off digest.daily")
    assert await digests(lake, "2026-11-25 23:00") == []
    await lake.ann.presses(off, "Undo")
    assert await digests(lake, "2026-11-26 23:00") == ["2026-11-26 22:00"]


async def test_a_pause_ends_by_itself(lake: Town) -> None:
    answer = await lake.ann.says("/schedule pause digest.daily thu")
    assert "paused until Thu, Nov 26" in answer
    assert "skipped, paused until Thu, Nov 26" in await lake.ann.says("/schedule next digest.daily")
    assert await digests(lake, "2026-11-28 12:00") == ["2026-11-27 22:00"]


async def test_a_pause_without_a_day_is_for_today(lake: Town) -> None:
    await lake.ann.says("/schedule pause digest.daily")
    assert await digests(lake, "2026-11-25 23:00") == ["2026-11-25 22:00"]


@pytest.mark.parametrize("before", ["off", "pause", "on"])
@pytest.mark.parametrize("said", ["off", "pause", "on"])
async def test_undo_restores_what_was(lake: Town, before: str, said: str) -> None:
    await lake.ann.says(f"/schedule {before} digest.daily" + " fri" * (before == "pause"))
    was = await state(lake)
    changed = await lake.ann.says(f"/schedule {said} digest.daily" + " thu" * (said == "pause"))
    offered = (said != before or said == "pause") and {said, before} != {"off", "pause"}
    assert ("Undo" in changed) is offered
    if offered:
        await lake.ann.presses(changed, "Undo")
        assert await state(lake) == was


async def test_undo_of_another_channel_is_offered_where_it_restores_what_was(lake: Town) -> None:
    code = (await lake.ann.says("/setup code")).text.split("`")[1]
    other = lake.ann.at_chat("-200", admin=True, title="Numbers")
    await other.says(f"/setup join {code}")
    assert "Undo" in await other.says("/schedule here digest.daily")
    assert "Undo" not in await lake.ann.says("/schedule here digest.daily")


async def test_a_pause_that_is_over_already_is_refused(lake: Town) -> None:
    assert "is over already" in await lake.ann.says("/schedule pause digest.daily 2026-11-20")


async def test_run_now_does_not_take_the_place_of_the_evening(lake: Town) -> None:
    assert "comes in a moment" in await lake.ann.says("/schedule run digest.daily")
    assert await digests(lake, "2026-11-24 23:00") == ["2026-11-24 20:00", "2026-11-24 22:00"]


async def test_a_digest_goes_to_the_topic_it_was_pointed_at(lake: Town) -> None:
    code = (await lake.ann.says("/setup code")).text.split("`")[1]
    other = lake.ann.at_chat("-200", admin=True, title="Numbers")
    await other.says(f"/setup join {code}")
    assert "in Numbers" in await other.says("/schedule here digest.daily")
    posts = await lake.sleep_until("2026-11-24 23:00")
    assert [post.address.chat for post in posts if "Daily digest" in post] == ["-200"]
    await other.says("/schedule everywhere digest.daily")
    posts = await lake.sleep_until("2026-11-25 23:00")
    assert sorted(post.address.chat for post in posts if "Daily digest" in post) == ["-100", "-200"]


async def test_a_working_day_of_the_team_counts_at_once(lake: Town) -> None:
    await lake.ann.says("/schedule move digest.daily workdays 22:00")
    await lake.ann.says("/schedule day 2026-11-25 off Offsite")
    assert "skipped, holiday: Offsite" in await lake.ann.says("/schedule next digest.daily")
    await lake.ann.says("/schedule day 2026-11-28 workday")
    await lake.ann.says("/schedule day 2026-12-05 workday")
    assert "Sat, Dec 5: working day (set by the team)" in await lake.bob.says("/schedule days")
    await lake.ann.says("/schedule day 2026-12-05 usual")
    assert "Sat, Dec 5" not in (await lake.bob.says("/schedule days")).text
    assert await digests(lake, "2026-11-29 23:00") == [f"2026-11-{day} 22:00" for day in (24, 26, 27, 28)]


async def test_hours_that_make_no_sense_are_refused(lake: Town) -> None:
    assert "I can't read late as hours." in await lake.ann.says("/schedule quiet late")
    dayed = "mon 22:00-tue 08:00"
    assert f"I can't read {dayed} as hours." in await lake.ann.says(f"/schedule quiet {dayed}")
    assert "between 23:00 and 07:30" in await lake.ann.says("/schedule quiet 23:00-7:30")
    assert "no quiet hours" in await lake.ann.says("/schedule quiet off")
    assert "0 to 5" in await lake.ann.says("/schedule nudges 9")


async def test_only_managers_change_the_clock(lake: Town) -> None:
    assert "at the level ops manager" in await lake.bob.says("/schedule off digest.daily")


async def test_a_digest_is_previewed_for_the_asker_alone(lake: Town) -> None:
    await lake.bob.in_private().says("/join")
    await lake.bob.says("/daily joined 32 active 120")
    answer = await lake.bob.says("/digest")
    assert "new members 32" in answer
    assert [chat for chat in lake.posts() if "new members" in lake.posts()[chat]] == ["bob"]


async def test_the_director_of_another_team_sees_and_changes_nothing_here(lake: Town) -> None:
    await lake.carol.says("/setup zone:Asia/Shanghai")
    await lake.carol.says("/schedule off digest.daily")
    posts = await lake.sleep_until("2026-11-24 23:00")
    assert [post.address.chat for post in posts if "Daily digest" in post] == ["-100"]


async def test_quiet_hours_that_silence_every_reminder_can_be_taken_back(lake: Town) -> None:
    await lake.ann.says("/schedule quiet 20:00-08:00")
    assert "next" not in next(line for line in (await lake.ann.says("/schedule")).text.splitlines() if "First" in line)
    await lake.sleep_until("2026-11-26 12:00")
    await lake.ann.says("/schedule quiet off")
    posts = await lake.sleep_until("2026-11-26 21:00")
    assert [post.local() for post in posts if "are not in yet" in post] == ["2026-11-26 20:31"]


async def test_hours_without_length_are_none(lake: Town) -> None:
    assert "I can't read 22:00-22:00 as hours." in await lake.ann.says("/schedule quiet 22:00-22:00")


async def test_run_now_goes_where_the_clock_would_post(lake: Town) -> None:
    code = (await lake.ann.says("/setup code")).text.split("`")[1]
    reports = lake.ann.at_chat("-200", admin=True, title="Numbers")
    await reports.says(f"/setup join {code}")
    await reports.says("/setup change purpose:reports")
    await lake.ann.says("/schedule run digest.daily")
    posts = await lake.sleep_until("2026-11-24 20:01")
    assert [post.address.chat for post in posts if "Daily digest" in post] == ["-200"]
    await lake.ann.says("/schedule here digest.daily")
    await reports.says("/schedule run digest.daily")
    posts = await lake.sleep_until("2026-11-24 20:02")
    assert [post.address.chat for post in posts if "Daily digest" in post] == ["-100"]


async def test_reminders_run_now_go_to_those_who_have_not_reported(lake: Town) -> None:
    await lake.bob.in_private().says("/join")
    await lake.bob.says("/daily joined 10 active 100 date:yesterday")
    await lake.ann.says("/schedule run nudge.first")
    posts = await lake.sleep_until("2026-11-24 20:10")
    assert [post.address.chat for post in posts] == ["bob"]
    assert "Bob, today's numbers are not in yet: Mums club." in posts[0]


async def test_a_topic_that_is_no_channel_of_its_own_is_not_posted_in(lake: Town) -> None:
    topic = lake.ann.at_chat("-100", thread="7", admin=True)
    answer = await topic.says("/schedule here digest.daily")
    assert "This topic is not a channel of its own but a part of Mums club." in answer


async def test_a_chat_that_is_not_the_teams_cannot_be_chosen(lake: Town) -> None:
    stranger = await lake.ann.at_chat("-300").says("/schedule here digest.daily")
    assert "does not belong to a team yet" in stranger
    await lake.ann.in_private().says("/help")
    assert "is not one of the team's channels" in await lake.ann.in_private().says("/schedule here digest.daily")
    posts = await lake.sleep_until("2026-11-24 22:10")
    assert {post.address.chat for post in posts if "Daily digest" in post} == {"-100"}


async def test_a_pause_of_years_ends_by_itself(lake: Town) -> None:
    await lake.ann.says("/schedule off nudge.first")
    await lake.ann.says("/schedule off nudge.second")
    await lake.ann.says("/schedule off digest.weekly")
    await lake.ann.says("/schedule pause digest.daily 2028-06-01")
    lake.now = datetime(2028, 5, 31, 4, tzinfo=UTC)
    await lake.planner.welcome()
    assert await digests(lake, "2028-06-03 12:00") == ["2028-06-02 22:00"]


async def test_a_move_to_a_time_that_is_over_today_begins_tomorrow(lake: Town) -> None:
    assert "next Wed, Nov 25 19:00" in await lake.ann.says("/schedule move digest.daily 19:00")
    assert await digests(lake, "2026-11-25 23:00") == ["2026-11-25 19:00"]


async def test_the_list_tells_what_became_of_the_last_time(lake: Town) -> None:
    assert "last" not in (await lake.ann.says("/schedule")).text.replace("last working", "")
    await lake.sleep_until("2026-11-24 23:00")
    assert (
        f"{LINE}: every day 22:00; next Wed, Nov 25 22:00; last Tue, Nov 24 22:00\n"
        in (await lake.ann.says("/schedule")).text
    )
    lake.now = datetime(2026, 11, 25, 16, 30, tzinfo=UTC)  # half past midnight
    await lake.looks_at_the_clock()
    listed = (await lake.ann.says("/schedule")).text
    assert "last Wed, Nov 25 22:00, late" in listed
    assert "left out Wed, Nov 25 21:30, it would have come too late" in listed
