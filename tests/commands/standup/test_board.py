"""The board of the morning: what it says, when it comes, and that it follows what people do."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from bot.discord.render import render as discord
from bot.telegram.render import render as telegram
from commands.kit import Tongue
from storage import Address, Community, Milestone, Promise, Signal, Task, Unit
from tests.commands.task.crew import Crew, clock_types, crew
from tests.goals import goal
from tests.town import Post, Town


@pytest.fixture
async def team(town: Town) -> Crew:
    return await crew(town)


def boards(posts: list[Post]) -> list[Post]:
    return [post for post in posts if (post.letter.card or "").startswith("standup:")]


async def stands(team: Crew, day: str) -> None:
    """The card was delivered."""
    await team.town.storage.write(lambda unit: unit.cards.stands(1, f"standup:{day}", Address("telegram", "-100"), "7"))


async def follows(team: Crew) -> Post:
    """The card as it is after what was just said."""
    posts = []
    for _ in range(2):  # what is abnormal is looked for first
        team.town.sleep(seconds=3)
        posts += boards(await team.town.looks_at_the_clock())
    (board,) = posts
    return board


async def test_the_board_says_who_is_missing_and_what_is_due(team: Crew) -> None:
    await team.bob.says("/daily joined 32 active 1200 date:2026-11-24")
    await team.ann.says('/task add Write due:"2026-11-25 17:00" owner:@bob')
    await team.dee.says("/away until fri")
    (board,) = boards(await team.town.sleep_until("2026-11-25 10:00"))
    assert board.local() == "2026-11-25 09:30"
    assert board.text.startswith("Stand-up · Wed, Nov 25\nFigures of Tue, Nov 24")
    assert "new members 32" in board
    assert "1 · Write – Bob, due Wed, Nov 25 17:00" in board
    assert "Dee until Fri, Nov 27" in board
    assert "No report yet" not in board


async def test_it_follows_what_people_do(team: Crew) -> None:
    await team.ann.says('/task add Write due:"2026-11-25 17:00" owner:@bob')
    await team.town.sleep_until("2026-11-25 10:00")
    await stands(team, "2026-11-25")
    await team.bob.says("/task done 1")
    assert "Write" not in await follows(team)
    await team.dee.says("/away until fri")
    assert "Dee until Fri" in await follows(team)
    await team.dee.says("/back")
    assert "Dee until Fri" not in await follows(team)
    await team.bob.says("/daily joined 32 active 120 date:yesterday")
    assert "new members 32" in await follows(team)


async def test_national_day_and_its_make_up_days(town: Town) -> None:
    town.now = datetime(2026, 9, 29, 4, tzinfo=UTC)
    await town.founded()
    posts = boards(await town.sleep_until("2026-10-12 12:00"))
    assert [post.local() for post in posts] == [
        "2026-09-30 09:30", "2026-10-08 09:30", "2026-10-09 09:30", "2026-10-10 09:30", "2026-10-12 09:30",
    ]  # fmt: skip
    assert "Days off since the last board: Thu, Oct 1 – Wed, Oct 7." in posts[1]
    assert "make-up working day" in posts[3]
    assert "Day off since the last board: Sun, Oct 11." in posts[4]


async def test_after_a_restart_it_comes_once_and_says_that_it_is_late(team: Crew) -> None:
    team.town.now = datetime(2026, 11, 26, 4, tzinfo=UTC)
    posts = boards(await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock())
    (board,) = posts
    assert "This was due Thu, Nov 26 09:30." in board
    assert "There was no board since Wed, Nov 25." in board
    assert "Tue, Nov 24 and Wed, Nov 25" in board
    await team.dee.says("/away until fri")
    again = await follows(team)
    assert "Dee until Fri" in again
    for words in ("This was due", "There was no board since", "Tue, Nov 24 and Wed, Nov 25"):
        assert words in again


async def test_a_channel_that_was_chosen_is_the_only_one(team: Crew) -> None:
    code = (await team.ann.says("/setup code")).text.split("`")[1]
    await team.ann.at_chat("-200", admin=True).says(f"/setup join {code}")
    both = boards(await team.town.sleep_until("2026-11-25 10:00"))
    assert {post.address.chat for post in both} == {"-100", "-200"}
    await team.ann.says("/schedule here standup.board")
    (only,) = boards(await team.town.sleep_until("2026-11-26 10:00"))
    assert only.address.chat == "-100"
    await team.dee.says("/away until fri")
    assert (await follows(team)).address.chat == "-100"


async def test_on_monday_it_looks_back_to_friday(team: Crew) -> None:
    for day, n in (("2026-11-27", 20), ("2026-11-28", 21), ("2026-11-29", 22)):
        team.town.now = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        await team.bob.says(f"/daily joined {n} active 100")
    posts = boards(await team.town.sleep_until("2026-11-30 10:00"))
    assert "Figures of Sun, Nov 29\n• new members 22: +1 on the day before" in posts[-1]
    assert "Sat, Nov 28: new members 21 and active members 100" in posts[-1]
    assert "Fri, Nov 27: new members 20 and active members 100" in posts[-1]


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
async def test_much_of_everything_is_one_message_and_nothing_is_lost(team: Crew, language: str) -> None:
    now = team.town.now

    async def plenty(unit: Unit) -> None:
        for number in range(49):
            name = f"{number} " + "_很长的名字" * 9
            await unit.communities.add(Community(0, 1, f"c{number:02d}", name, owner=2))
        communities = await unit.communities.of(1)
        for number in range(100):
            await unit.tasks.add(Task(0, 1, 0, "<*长>" * 40, now, due_at=now + timedelta(hours=1)))
            if number < 40:
                one = communities[number].id
                figures = (Decimal(1), Decimal(5), now)
                day = now.date()
                await unit.signals.add(Signal(0, 1, 0, "active", "below_mean", day, *figures, community=one))
                await unit.promises.add(Promise(0, 1, 0, "<*长>" * 100, now, now))
                await unit.milestones.add(Milestone(0, 1, 0, "<*长>" * 40, "g", now, now, now))

    await team.town.storage.write(plenty)
    board = await team.eve.in_private().says("/standup")
    tongue = Tongue(language)
    assert len(telegram(board.reply, tongue)["messages"]) == 1
    assert len(discord(board.reply, tongue)) == 1
    seen = board.text
    while "The rest" in board:
        board = await team.eve.in_private().presses(board, "The rest")
        seen += board.text
        assert len(discord(board.reply, tongue)) == len(telegram(board.reply, tongue)["messages"]) == 1
    assert all(f"• {number} · <" in seen for number in range(1, 101))
    assert seen.count("active members 1 ") + seen.count("active members 1（") == 40


async def test_what_is_abnormal_can_be_taken_from_the_board(team: Crew) -> None:
    now = team.town.now
    signal = Signal(0, 1, 0, "active", "above", now.date(), Decimal(1), Decimal(5), now)
    await team.town.storage.write(lambda unit: unit.signals.add(signal))
    shown = await team.bob.in_private().says("/standup")
    assert "Abnormal, nobody has it yet" in shown
    assert shown.line("I'll take it · 1") == "/signal take 1"
    await stands(team, "2026-11-24")
    await team.bob.says("/signal take 1")
    assert "Bob has it" in await follows(team)
    await team.bob.says("/task done 1")
    assert "Abnormal" not in await follows(team)


async def test_where_no_board_stands_nothing_is_made_anew(team: Crew) -> None:
    assert boards(await clock_types(team, "/standup refresh")) == []


async def test_the_goal_of_a_day_is_the_target_of_a_figure(team: Crew) -> None:
    await goal(team.town, "joined", 40, "level", per="day")
    await team.bob.says("/daily joined 32 date:2026-11-24")
    (board,) = boards(await team.town.sleep_until("2026-11-25 10:00"))
    assert "✗ new members 32, target 40" in board


async def test_on_monday_morning_weekly_reports_are_awaited_and_from_noon_on_missing(team: Crew) -> None:
    await team.ann.says("/community edit mums-club owner:@bob")
    await team.town.sleep_until("2026-11-30 09:00")
    (board,) = boards(await team.town.sleep_until("2026-11-30 10:00"))
    assert "Weekly reports still awaited\n• Mums club (Bob)" in board
    await team.town.sleep_until("2026-11-30 12:30")
    assert "No weekly report\n• Mums club (Bob)" in await team.bob.says("/standup")
    await team.town.sleep_until("2026-12-01 10:00")
    assert "No weekly report\n• Mums club (Bob)" in await team.bob.says("/standup")
    await team.town.sleep_until("2026-12-02 10:00")
    assert "No weekly report" not in await team.bob.says("/standup")


async def test_whose_weekly_report_is_filed_is_not_on_the_board(team: Crew) -> None:
    await team.ann.says("/community edit mums-club owner:@bob")
    await team.town.sleep_until("2026-11-30 10:00")
    await stands(team, "2026-11-30")
    await team.bob.says('/weekly edit mums-club last week highlights:"Good"')
    await team.bob.says("/weekly file mums-club last week")
    assert "Weekly reports" not in await follows(team)


async def test_a_community_owes_nothing_of_the_days_before_it_was_added(team: Crew) -> None:
    await team.town.sleep_until("2026-11-25 09:00")
    await team.ann.says("/community add moms")
    (board,) = boards(await team.town.sleep_until("2026-11-25 10:00"))
    assert "No report yet" in board
    assert "moms" not in board
    (board,) = boards(await team.town.sleep_until("2026-11-26 10:00"))
    assert "moms" in board


async def test_a_figure_that_not_all_communities_have_told_says_of_how_many_it_is(team: Crew) -> None:
    for community in ("moms", "runners"):
        await team.ann.says(f"/community add {community}")
    await team.bob.says("/daily moms joined 32 active 1200 date:2026-11-24")
    await team.bob.says("/daily runners joined 8 date:2026-11-24")
    (board,) = boards(await team.town.sleep_until("2026-11-25 10:00"))
    assert "new members 40 (2/3)" in board
    assert "active members 1,200 (1/3)" in board
    await stands(team, "2026-11-25")
    await team.bob.says("/daily mums-club joined 1 date:2026-11-24")
    whole = await follows(team)
    assert "new members 41" in whole
    assert "new members 41 (" not in whole


async def test_open_risks_come_first_with_their_nearest_clock_and_who_is_on_call_is_named(team: Crew) -> None:
    await team.ann.says('/oncall rota primary:@bob backup:@dee rotation:weekly handover:"mon 09:00"')
    await team.ann.says("/risk raise yellow Posts are late")
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 2")
    (board,) = boards(await team.town.sleep_until("2026-11-25 10:00"))
    lines = board.text.splitlines()
    at = lines.index("Open risks")
    assert lines[at + 1 : at + 3] == [
        "• 2 · red: Gatehouse flooded – nobody has it, 13 h overdue",
        "• 1 · yellow: Posts are late – nobody has it, 1 d 10 h left",
    ]  # fmt: skip
    assert "• Bob and Dee until Mon, Nov 30 09:00" in lines
    await stands(team, "2026-11-25")
    await team.bob.says("/risk ack 2")
    assert "2 · red: Gatehouse flooded – Bob" in await follows(team)
