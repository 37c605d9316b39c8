"""The progress of a week: what slips first; and the lists."""

from datetime import UTC, datetime

import pytest

from bot.telegram.pages import LONGEST
from tests.commands.task.crew import Crew

from .work import milestone, task_of


async def test_what_slips_comes_first_then_this_week_then_the_rest(team: Crew) -> None:
    for title, due, owner in (
        ("Ahead", "12-10", "@dee"), ("This week", "sun", "@bob"), ("Late a little", "wed 12:00", "@bob"),
        ("Late today", "thu 09:00", ""), ("Moved a little", "fri", "@dee"), ("Moved far", "sat", "@bob"),
        ("Reached", "wed", "@bob"), ("Reached early", "12-24", "@bob"), ("Given up", "wed", "@bob"),
        ("To check", "fri", "@dee criteria:good"), ("Soon", "thu 18:00", "@bob"),
    ):  # fmt: skip
        await milestone(team, title, due, f"owner:{owner}" if owner else "")
    for line in ("edit 5 due:12-01", "edit 6 due:12-24", "done 7", "done 8", "drop 9 why:no", "done 10"):
        await team.ann.says(f"/milestone {line}")
    for title in ("Draw", "Write", "Print"):
        await task_of(team, 2, title)
    await team.ann.says("/task done 1")
    await team.ann.says("/task drop 3 why:no")
    await team.dee.says("/away until 12-24")
    await team.town.sleep_until("2026-11-26 12:00")
    board = await team.eve.says("/milestone")
    assert board.text.splitlines() == [
        "Milestones, week 2026-W48 (Mon, Nov 23 – Sun, Nov 29): 2/6 done",
        "Overdue",
        "• 3 · Late a little – Bob, 1 day overdue → Grow",
        "• 4 · Late today – nobody, overdue since today → Grow",
        "Moved later than planned",
        "• 6 · Moved far – Bob, due Thu, Dec 24 (moved by 26 days) → Grow",
        "• 5 · Moved a little – Dee (away), due Tue, Dec 1 (moved by 4 days) → Grow",
        "Due this week",
        "• 11 · Soon – Bob, due Thu, Nov 26 → Grow",
        "• 2 · This week – Bob, due Sun, Nov 29, 1/2 tasks → Grow",
        "Waiting for a check",
        "• 10 · To check – Dee (away) (done) → Grow",
        "Due later",
        "• 1 · Ahead – Dee (away), due Thu, Dec 10 → Grow",
        "[Show 3] [Show 4] [Show 6] [By person]",
    ]


async def test_the_week_ends_on_sunday_midnight_of_the_team(team: Crew) -> None:
    await milestone(team, "In it", "2026-11-29 23:59")
    await milestone(team, "After it", "2026-11-30 00:00")
    board = await team.bob.says("/milestone")
    assert "0/1 done" in board
    assert board.text.index("Due this week") < board.text.index("In it") < board.text.index("Due later")
    await team.town.sleep_until("2026-11-29 23:30")
    assert "0/1 done" in await team.bob.says("/milestone")
    await team.town.sleep_until("2026-11-30 00:30")
    assert "week 2026-W49 (Mon, Nov 30 – Sun, Dec 6): 0/2 done" in await team.bob.says("/milestone")


async def test_fifty_fit_one_message_and_the_rest_is_a_press_away(team: Crew) -> None:
    for number in range(50):
        team.town.sleep(minutes=1)
        await milestone(team, f"{number:02d}" + "long " * 30, "fri", "owner:@bob", goal="very long goal " * 15)
    board = await team.bob.says("/milestone")
    assert len(board.text) < LONGEST
    seen = set()
    for more in ("38 more", "26 more", "14 more", "2 more", ""):
        seen |= {line.split(" ")[1] for line in board.text.splitlines() if line.startswith("• ")}
        if more:
            board = await team.bob.presses(board, more)
    assert seen == {str(number) for number in range(1, 51)}
    assert "more]" not in board


async def test_a_look_changes_nothing(team: Crew) -> None:
    await milestone(team, "Page", "fri")
    before = len(await team.town.journal())
    for line in ("/milestone", "/milestone list", "/milestone show 1", "/milestone people"):
        await team.eve.says(line)
        assert team.cards() == {}
    assert len(await team.town.journal()) == before


async def test_the_lists_hold_what_is_open_what_is_to_be_checked_and_what_is_over(team: Crew) -> None:
    for title, more in (("Open", ""), ("Checked", "criteria:good"), ("Over", "")):
        await milestone(team, title, "fri", more)
    await team.ann.says("/milestone done 2")
    await team.ann.says("/milestone done 3")
    assert "1 open milestone\n• 1 · Open – nobody" in await team.bob.says("/milestone list")
    assert "1 milestone waits for a check\n• 2 · Checked" in await team.bob.says("/milestone list check")
    assert "1 finished milestone\n• 3 · Over – nobody (done)" in await team.bob.says("/milestone list done")
    assert "It can be" in await team.bob.says("/milestone list soon")


async def test_one_by_itself_has_its_tasks_the_open_ones_first(team: Crew) -> None:
    await milestone(team, "Page", "fri", "owner:@bob")
    assert "It has no task yet." in await team.bob.says("/milestone show 1")
    await task_of(team, 1, "Draw", "owner:@bob")
    await task_of(team, 1, "Write", 'due:"wed 10:00"')
    await team.bob.says("/task done 1")
    shown = (await team.bob.says("/milestone show 1")).text.splitlines()
    assert shown[-4:] == ["• 1 of 2 tasks are done", "• 2 · Write, due Wed, Nov 25", "• ✓ 1 · Draw – Bob", "[Done]"]
    assert "[Done]" not in await team.dee.says("/milestone show 1")
    assert "There is no milestone 2" in await team.bob.says("/milestone show 2")


async def test_the_clock_posts_the_board_once_a_week_in_the_morning_of_the_team(team: Crew) -> None:
    await milestone(team, "Page", "12-20", "owner:@bob")
    posts = [post for post in await team.town.sleep_until("2026-12-08 12:00") if "Milestones," in post]
    assert [(post.local(), post.address.chat) for post in posts] == [
        ("2026-11-30 09:40", "-100"), ("2026-12-07 09:40", "-100")
    ]  # fmt: skip
    assert posts[0].text.splitlines()[:3] == [
        "Milestones, week 2026-W49 (Mon, Nov 30 – Sun, Dec 6): none due", "Due later",
        "• 1 · Page – Bob, due Sun, Dec 20 → Grow",
    ]  # fmt: skip


async def test_a_late_board_says_so(team: Crew) -> None:
    await milestone(team, "Page", "12-20")
    team.town.now = datetime(2026, 11, 30, 8, tzinfo=UTC)
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    (board,) = [post for post in posts if "Milestones," in post]
    assert "This was due Mon, Nov 30 09:40." in board


@pytest.mark.parametrize("over", [False, True])
async def test_where_there_is_nothing_to_tell_it_is_quiet(team: Crew, over: bool) -> None:
    if over:
        await milestone(team, "Page", "fri")
        await team.ann.says("/milestone done 1")
    posts = await team.town.sleep_until("2026-12-08 12:00")
    assert not any("ilestone" in post for post in posts if post.at.weekday() == 0 and post.letter.card is None)


async def test_it_is_moved_and_sent_to_one_channel_like_all_by_the_clock(team: Crew) -> None:
    await milestone(team, "Page", "12-20")
    await team.ann.says("/setup code")
    await team.ann.at_chat("-200", admin=True).says("/setup join CODE-0001")
    assert "Milestone board (`milestone.board`): Monday 09:40" in await team.ann.says("/schedule")
    await team.ann.says("/schedule move milestone.board tue 10:00")
    await team.ann.at_chat("-200").says("/schedule here milestone.board")
    posts = [post for post in await team.town.sleep_until("2026-12-01 12:00") if "Milestones," in post]
    assert [(post.local(), post.address.chat) for post in posts] == [("2026-12-01 10:00", "-200")]
    await team.ann.says("/schedule everywhere milestone.board")
    await team.ann.says("/schedule run milestone.board")
    posts = [post for post in await team.town.looks_at_the_clock() if "Milestones," in post]
    assert {post.address.chat for post in posts} == {"-100", "-200"}
