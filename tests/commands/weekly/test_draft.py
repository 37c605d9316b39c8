"""What a draft says before anybody has written a word."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from storage import Activity, Signal, Takings, Unit
from tests.goals import goal
from tests.town import Somebody, Town


async def test_the_figures_of_both_weeks_stand_beside_each_other(desk: Town) -> None:
    draft = await desk.bob.says("/weekly")
    assert "Weekly report: moms, week 2026-W48 (Mon, Nov 23 – Sun, Nov 29)" in draft
    assert "Number | This week | Last week | vs last week" in draft
    assert "new members | 45 | 30 | +15" in draft
    assert "active members | 240 | 120 | +120" in draft
    # 120 ÷ 480 against 120 ÷ 240: from the sums, not from the rates of the days.
    assert "interaction rate | 25% | 50% | −25" in draft
    assert "Covers 2/7 days." in draft
    assert "✓ new members: 45, target +5% against last week" in draft


async def test_a_day_that_is_missing_is_no_loss(desk: Town) -> None:
    """Wednesday of last week is there and this week's is not: sums are not compared, means are."""
    await desk.bob.says("/daily community:moms date:2026-11-18 active 120 joined 70")
    await desk.sleep_until("2026-11-26 20:00")
    draft = await desk.bob.says("/weekly")
    assert "new members | 45 | 100 | – *" in draft
    assert "active members | 240 | 120 | +120" in draft
    assert "* Compared over what was reported in both weeks, sums over the same days." in draft


async def test_a_change_that_is_not_the_difference_beside_it_is_marked(desk: Town, dee: Somebody) -> None:
    """Moms are there in both weeks, runners in this one only."""
    await desk.bob.says("/daily community:runners date:2026-11-24 joined 7")
    draft = await desk.ann.says("/weekly communities:moms,runners")
    assert "new members | 52 | 30 | +15 *" in draft
    assert "active members | 240 | 120 | +120 | 2/14" in draft
    assert draft.text.count("*") == 2
    assert "*" not in await desk.bob.says("/weekly moms")


async def test_what_is_covered_stands_in_the_table_where_it_differs(desk: Town) -> None:
    await desk.bob.says("/daily community:moms date:2026-11-24 orders 4")
    draft = await desk.bob.says("/weekly")
    assert "Number | This week | Last week | vs last week | Days" in draft
    assert "orders | 4 | – | – | 1/7" in draft
    assert "new members | 45 | 30 | +15 | 2/7" in draft


async def test_the_three_largest_movements_ask_for_a_reason(desk: Town) -> None:
    draft = await desk.bob.says("/weekly")
    moved = draft.text.partition("What moved most:\n")[2].splitlines()[:3]
    assert moved[0] == "• active members: 120 → 240 (+100%) – why?"
    assert {line.split(":")[0] for line in moved} == {"• active members", "• interaction rate", "• new members"}


async def test_whoever_looks_after_several_has_her_own_week_and_a_choice(desk: Town, dee: Somebody) -> None:
    await desk.bob.says("/daily community:runners active 50 joined 7")
    own = await dee.says("/weekly")
    assert "Weekly report: Dee, week 2026-W48" in own
    assert "new members | 7 | – | –" in own
    assert "1/14 daily reports" in own
    assert "You look after several communities: this is your own week. One of them:" in own
    runners = await dee.presses(own, "runners")
    assert "Weekly report: runners" in runners
    assert "Covers 1/7 days." in runners


async def test_tasks_of_the_week_are_told(desk: Town) -> None:
    for title in ("Write the FAQ", "Draw a poster"):
        await desk.bob.says(f'/task add {title} owner:@bob due:"fri 17:00"')
    await desk.ann.says("/task add Buy paper owner:@ann")
    await desk.bob.says("/task done 1")
    for subject in ("moms", "@bob"):
        draft = await desk.ann.says(f"/weekly {subject}")
        assert "1 finished task:\n• 1 · Write the FAQ" in draft
        assert "1 open task:\n• 2 · Draw a poster, due Fri, Nov 27 17:00" in draft
    assert "Buy paper" not in draft


async def test_tasks_that_were_finished_in_another_week_are_not_told(desk: Town) -> None:
    await desk.bob.says("/task add Old one owner:@bob")
    await desk.bob.says("/task done 1")
    await desk.sleep_until("2026-11-30 10:00")
    assert "Old one" not in await desk.bob.says("/weekly this week moms")
    assert "Old one" in await desk.bob.says("/weekly last week moms")


async def test_activities_are_told_with_their_roi(desk: Town) -> None:
    starts = datetime(2026, 11, 24, 2, tzinfo=UTC)
    none = Decimal(0)

    async def add(unit: Unit) -> None:
        moms, runners = [one.id for one in await unit.communities.of(1)][:2]
        for name, community in (("Sale", moms), ("Race", runners)):
            kept = Activity(
                0, 1, 0, name, "light", "g", none, none, none, none, "", "", starts - timedelta(days=3), starts,
                starts + timedelta(hours=6), starts + timedelta(hours=54), starts + timedelta(hours=102), starts,
                phase="afterglow", community=community,
            )  # fmt: skip
            activity = await unit.activities.add(kept)
            await unit.activities.take(activity.id, Takings(starts, None, Decimal(300), None, Decimal(100)))
            # Only the refunds are said again: the rest stays.
            await unit.activities.take(activity.id, Takings(starts, None, None, Decimal(60), None))

    await desk.storage.write(add)
    draft = await desk.bob.says("/weekly moms")
    assert "1 activity of the week:\n• 1 · Sale – afterglow, ROI 2.4" in draft
    assert "Race" not in draft


async def test_open_signals_of_the_community_are_told(desk: Town) -> None:
    async def add(unit: Unit) -> None:
        communities = await unit.communities.of(1)
        for each, value in zip(communities, (80, 50), strict=False):
            day = date(2026, 11, 23)
            kept = Signal(
                0, 1, 0, "active", "below_mean", day, Decimal(value), Decimal(96), desk.now, community=each.id
            )
            await unit.signals.add(kept)

    await desk.storage.write(add)
    draft = await desk.bob.says("/weekly moms")
    assert "1 open signal:\n• moms: active members 80 (limit 96) · Mon, Nov 23" in draft


@pytest.mark.parametrize(
    "words",
    ["last week runners", "runners last week", "last runners week", "runners W47", "上周 runners", "11-18 runners"],
)
async def test_names_and_weeks_go_in_any_order(desk: Town, words: str) -> None:
    assert "Weekly report: runners, week 2026-W47" in await desk.bob.says(f"/weekly {words}")


async def test_people_are_found_by_their_names(desk: Town) -> None:
    for words in ("@dee last week", "last week Dee"):
        assert "Weekly report: Dee, week 2026-W47" in await desk.bob.says(f"/weekly {words}")
    assert "Weekly report: Bob, week 2026-W48" in await desk.bob.says("/weekly me")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("moms fiel", "no week called fiel.\n[/weekly file moms]"),
        ("修改 last week", "no week called 修改.\n[/weekly edit last week]"),
        ("runers", "Did you mean `runners` or `readers`?"),
        ("moms runners", "One at a time: `moms` or `runners`? Several communities are put together with"),
        ("moms 2026-10", "A weekly report is about one week: `2026-W40` or `2026-W44`?"),
        ("moms 2027-W20", "has not begun yet."),
        ("moms 2026-02-30", "There is no day or week 2026-02-30."),
        ("moms version:3", "Nothing has been written of this report yet."),
        ("#r77", "That report is not there any more."),
        ("#c77", "That report is not there any more."),
        ("moms communities:moms", "Name either several communities or one person or community."),
        ("communities:moms,nobody", "There is no community called nobody."),
    ],
)  # fmt: skip
async def test_what_is_not_understood_is_named_with_the_nearest(desk: Town, words: str, said: str) -> None:
    assert said in await desk.bob.says(f"/weekly {words}")


async def test_observers_read_and_do_not_write(desk: Town, eve: Somebody) -> None:
    draft = await eve.says("/weekly moms")
    assert "new members | 45" in draft
    assert "[" not in draft
    assert "Kept" not in await eve.says("/weekly edit moms highlights:mine")


async def test_another_team_sees_nothing(desk: Town) -> None:
    await desk.bob.says("/weekly edit highlights:secret")
    await desk.carol.says("/setup language:en zone:Asia/Shanghai currency:CNY country:CN")
    assert "secret" not in await desk.carol.says("/weekly #r1")
    assert "moms" not in await desk.carol.says("/weekly #c2")


async def test_a_report_is_held_against_the_goals_of_its_community(desk: Town) -> None:
    moms = next(one for one in await desk.storage.read(lambda unit: unit.communities.of(1)) if one.key == "moms")
    await goal(desk, "joined", 40, "level", per="week", community=moms.id)
    await goal(desk, "joined", 500, community=moms.id)
    await goal(desk, "joined", 900)
    draft = await desk.bob.says("/weekly moms")
    assert "✓ new members: 45, target at least 40" in draft
    assert "Goals:\n• new members (moms) 75 of 500" in draft
    assert "of 900" not in draft
