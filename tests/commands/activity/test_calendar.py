"""/activity calendar and /activity feed."""

from datetime import date

import pytest

from commands.kit import Timeline
from tests.activities import activity, local, milestone
from tests.town import Answer, Town


@pytest.fixture
async def club(town: Town) -> Town:
    """Ann directs, Bob is staff, Olga observes, and Carol has another team."""
    await town.founded()
    await town.bob.says("/join")
    olga = town.person("Olga", town.ann.at)
    await olga.says("/join")
    await town.ann.says("/role @olga observer")
    await town.carol.says("/setup language:en zone:Asia/Shanghai currency:CNY country:CN")
    return town


def drawn(answer: Answer) -> Timeline:
    (found,) = [block for block in answer.reply.blocks if isinstance(block, Timeline)]
    return found


def names(answer: Answer) -> list[str]:
    return [line.removeprefix("• ") for line in str(answer).splitlines() if line.startswith("• ")]


async def test_this_month_is_a_picture_and_a_line_for_each(club: Town) -> None:
    await activity(club, "Book swap", "2026-11-26 20:00")
    await milestone(club, "500 members", "2026-11-28 18:00")
    answer = await club.bob.says("/activity calendar")
    assert names(answer) == [
        "Book swap: Mon, Nov 23 – Sun, Nov 29, ignition Thu, Nov 26 20:00",
        "Milestone 500 members: Sat, Nov 28 18:00",
    ]
    month = drawn(answer)
    assert (month.first, month.last, month.today) == (date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 24))
    assert [[span.look for span in bar.spans] for bar in month.bars] == [
        ["preheat", "ignition", "afterglow"], ["milestone"],
    ]  # fmt: skip
    assert "timeline Activities in November 2026" in answer
    assert not answer.reply.private


async def test_what_crosses_the_end_of_a_month_is_in_both(club: Town) -> None:
    await activity(club, "Quiz night", "2026-11-30 22:00")
    assert "Quiz night" in await club.bob.says("/activity calendar")
    december = await club.bob.says("/activity calendar december")
    assert "Quiz night" in december
    assert drawn(december).today is None
    assert "Nothing is planned for January 2027." in await club.bob.says("/activity calendar 1")


async def test_a_month_begins_and_ends_on_the_clock_of_the_team(club: Town) -> None:
    await milestone(club, "First hour", "2026-12-01 00:00")
    await milestone(club, "Last hour", "2026-12-31 23:59")
    await milestone(club, "Too late", "2027-01-01 00:00")
    assert [bar.name for bar in drawn(await club.bob.says("/activity calendar 12")).bars] == ["First hour", "Last hour"]


async def test_the_days_off_of_the_team_are_passed_on(club: Town) -> None:
    await club.ann.says("/schedule day 12-24 off")
    await club.ann.says("/schedule day 12-26 workday")
    await milestone(club, "Budget", "2026-12-10 18:00")
    off = drawn(await club.bob.says("/activity calendar 12")).off
    assert {5, 6, 24, 27} <= {day.day for day in off}
    assert not {7, 26} & {day.day for day in off}


async def test_what_state_it_is_in_is_told(club: Town) -> None:
    await activity(club, "Flash sale", "2026-11-26 20:00", phase="proposed")
    await activity(club, "Refused", "2026-11-26 20:00", phase="refused")
    await activity(club, "Stopped", "2026-11-26 20:00", phase="stopped")
    await milestone(club, "Late", "2026-11-24 19:00")
    await milestone(club, "Done", "2026-11-24 19:30", state="done", criteria="500")
    await milestone(club, "Reached", "2026-11-24 19:45", state="verified")
    await milestone(club, "Dropped", "2026-11-24 19:50", state="dropped")
    answer = await club.bob.says("/activity calendar")
    assert names(answer) == [
        "Flash sale: Mon, Nov 23 – Sun, Nov 29, ignition Thu, Nov 26 20:00, waits for approval",
        "Milestone Late: Tue, Nov 24 19:00, overdue",
        "Milestone Done: Tue, Nov 24 19:30, to be verified",
        "Milestone Reached: Tue, Nov 24 19:45, reached",
    ]
    assert [span.look for bar in drawn(answer).bars[1:] for span in bar.spans] == ["milestone", "milestone", "reached"]


async def test_a_milestone_without_criteria_is_reached_when_it_is_done(club: Town) -> None:
    await milestone(club, "Free", "2026-11-24 19:00", state="done")
    await milestone(club, "Strict", "2026-11-24 19:30", state="done", criteria="500 in the list")
    answer = await club.bob.says("/activity calendar")
    assert names(answer) == [
        "Milestone Free: Tue, Nov 24 19:00, reached",
        "Milestone Strict: Tue, Nov 24 19:30, to be verified",
    ]
    assert [span.look for bar in drawn(answer).bars for span in bar.spans] == ["reached", "milestone"]


async def test_a_preheat_begins_when_it_was_approved_if_that_came_later(club: Town) -> None:
    late = local("2026-12-02 12:00")
    await activity(club, "Late", "2026-12-03 20:00", approved_at=late)
    await activity(club, "Too late", "2026-12-03 20:00", approved_at=local("2026-12-03 21:00"))
    assert "Nothing is planned for November 2026." in await club.bob.says("/activity calendar")
    answer = await club.bob.says("/activity calendar december")
    assert names(answer) == [
        "Late: Wed, Dec 2 – Sun, Dec 6, ignition Thu, Dec 3 20:00",
        "Too late: Thu, Dec 3 – Sun, Dec 6, ignition Thu, Dec 3 20:00",
    ]
    assert [[span.look for span in bar.spans] for bar in drawn(answer).bars] == [
        ["preheat", "ignition", "afterglow"], ["ignition", "afterglow"],
    ]  # fmt: skip
    assert drawn(answer).bars[0].spans[0].first == late


async def test_an_empty_month_is_said_in_words_and_leads_on(club: Town) -> None:
    await milestone(club, "Budget", "2026-12-10 18:00")
    answer = await club.bob.says("/activity calendar")
    assert "Nothing is planned for November 2026." in answer
    assert not [block for block in answer.reply.blocks if isinstance(block, Timeline)]
    after = await club.bob.presses(answer, "December 2026 ›")
    assert "Milestone Budget" in after
    assert "November 2026" in await club.bob.presses(after, "‹ November 2026")


async def test_of_very_many_the_first_are_named_and_the_rest_counted(club: Town) -> None:
    for number in range(1, 28):
        await milestone(club, f"Step {number}", "2026-12-10 18:00")
    answer = await club.bob.says("/activity calendar 12")
    assert names(answer)[24:] == ["Milestone Step 25: Thu, Dec 10 18:00"]
    assert "and 2 more" in answer
    assert len(drawn(answer).bars) == 27


@pytest.mark.parametrize("words", ["next", "next month", "month:12", "2026-12", "12月", "下个月", "December"])
async def test_a_month_is_named_in_many_ways(club: Town, words: str) -> None:
    assert "December 2026" in await club.bob.says(f"/activity calendar {words}")


async def test_what_is_no_month_is_refused_with_examples(club: Town) -> None:
    answer = await club.bob.says("/activity calendar smarch")
    assert "I can't read `smarch` as a month." in answer
    assert "`2026-12`, `12`, `december`, or `next month`" in answer


async def test_an_observer_reads_it_and_another_team_sees_nothing(club: Town) -> None:
    await activity(club, "Book swap", "2026-11-26 20:00")
    await milestone(club, "500 members", "2026-11-28 18:00")
    olga = club.person("Olga", club.ann.at)
    assert "Book swap" in await olga.says("/activity calendar")
    assert "Nothing is planned for November 2026." in await club.carol.says("/activity calendar")


async def test_a_chinese_team_reads_it_in_chinese(town: Town) -> None:
    await town.founded(language="简体")
    await activity(town, "读书会", "2026-11-26 20:00")
    answer = await town.ann.says("/activity calendar 11月")
    assert "2026年11月活动" in answer
    assert names(answer) == ["读书会：11月23日周一 – 11月29日周日，11月26日周四 20:00引爆"]


async def test_the_link_is_for_her_alone_and_a_new_one_replaces_it_only_when_she_says_so(club: Town) -> None:
    answer = await club.bob.presses(await club.bob.says("/activity calendar"), "Calendar link")
    assert answer.reply.private
    assert "https://muster.example/calendar/" in answer
    assert "no longer works" not in answer
    assert "not public" not in answer
    asked = await club.bob.says("/activity feed")
    assert "You have a link already. A new one ends it." in asked
    assert "cannot be shown again" in asked
    assert "https://" not in asked
    assert asked.reply.private
    again = await club.bob.presses(asked, "New link")
    assert "Your earlier link no longer works." in again
    assert "https://muster.example/calendar/" in again
    olga = club.person("Olga", club.ann.at)
    assert "no longer works" not in await olga.says("/activity feed")


async def test_the_journal_does_not_hold_the_link(club: Town) -> None:
    await club.bob.says("/activity feed")
    row = (await club.journal())[-1]
    assert row.line == "/activity feed"
    assert "calendar/" not in str(row)
