"""/activity roi and thaw: what an activity brings, the alarm when it loses money, and the frozen prize pool."""

import asyncio

import pytest

from .crew import SALE, SOON, Crew, to

ALARM = "It loses money: ROI 0.5, below 1. You can stop it."


@pytest.fixture
async def sale(team: Crew) -> Crew:
    await team.burns()
    return team


async def test_the_roi_so_far_is_said_at_once_beside_the_forecast(sale: Crew) -> None:
    answer = await sale.dee.says("/activity roi 1 revenue:4500 cost:1200 refunds:300")
    assert "ROI 3.5 (forecast 3): revenue ¥4,500, refunds ¥300, cost ¥1,200" in answer
    assert "• ROI 3.5: revenue ¥4,500, refunds ¥300, cost ¥1,200" in sale.card()


@pytest.mark.parametrize(
    ("said", "roi"),
    [
        ("revenue:1.2万 cost:8千", "1.5"),
        ("revenue:１２０００ cost:¥8,000", "1.5"),
        ("销售额：1.2萬 成本：8000元", "1.5"),
        ("revenue:11999.99 cost:8000", "1.49"),
        ("revenue:12000 cost:8000 refunds:0.1", "1.49"),
        ("revenue:0 cost:8000", "0"),
        ("revenue:1.2w cost:0", "–"),
        ("cost:8000", "–"),
    ],
)
async def test_figures_are_read_as_they_are_typed(sale: Crew, said: str, roi: str) -> None:
    assert f"ROI {roi} (forecast 3)" in await sale.bob.says(f"/activity roi 1 {said}")


async def test_sales_alone_make_no_roi(sale: Crew) -> None:
    assert "Noted. The ROI needs sales and cost." in await sale.bob.says("/activity roi 1 revenue:4500")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("revenue:$4500", "The team counts in CNY."),
        ("cost:80美元", "The team counts in CNY."),
        ("revenue:-1", "I can't read -1"),
        ("revenue:1,2", "I can't read 1,2"),
        ("revenue:some", "I can't read some"),
        ("entries:1.5", "I can't read 1.5"),
        ("revenue:100 refunds:101", "The refunds are above the sales."),
        ("entries:10 abnormal:11", "There are more abnormal entries than entries."),
    ],
)
async def test_what_cannot_be_is_refused_and_not_kept(sale: Crew, said: str, why: str) -> None:
    assert why in await sale.bob.says(f"/activity roi 1 {said}")
    assert await sale.takings() == []


async def test_what_contradicts_an_earlier_figure_is_refused(sale: Crew) -> None:
    await sale.bob.says("/activity roi 1 revenue:100 entries:10")
    assert "The refunds are above the sales." in await sale.bob.says("/activity roi 1 refunds:101")
    assert "more abnormal entries" in await sale.bob.says("/activity roi 1 abnormal:11")
    assert len(await sale.takings()) == 1


async def test_what_is_not_said_stays_and_everything_that_was_said_is_kept(sale: Crew) -> None:
    await sale.bob.says("/activity roi 1 revenue:100 cost:50")
    answer = await sale.dee.says("/activity roi 1 revenue:200")
    assert "ROI 4 (forecast 3): revenue ¥200, refunds –, cost ¥50" in answer
    assert [(said.revenue, said.cost) for said in await sale.takings()] == [(100, 50), (200, None)]


async def test_of_two_who_enter_at_once_both_are_kept(sale: Crew) -> None:
    await asyncio.gather(sale.bob.says("/activity roi 1 revenue:900"), sale.dee.says("/activity roi 1 cost:300"))
    assert len(await sale.takings()) == 2
    assert "• ROI 3: revenue ¥900" in await sale.bob.says("/activity show 1")


async def test_a_bare_line_is_asked_with_a_form(sale: Crew) -> None:
    answer = await sale.bob.says("/activity roi 1")
    assert "? Sales so far\n? Refunds so far, in money\n? Cost so far" in answer
    assert "ROI 2 (forecast 3)" in await sale.bob.fills(answer, number="1", revenue="200", cost="100")


async def test_figures_are_taken_from_the_preheat_until_they_are_final(team: Crew) -> None:
    line = "/activity roi 1 revenue:3 cost:2"
    await team.bob.says(SALE)
    assert "It has to be approved first." in await team.bob.says(line)
    await team.max.says("/activity approve 1")
    assert "It has not begun yet: sales count from Wed, Nov 25 20:00." in await team.bob.says(line)
    for local in ("2026-11-25 20:00", "2026-11-28 20:00", "2026-11-29 02:00", "2026-12-01 02:00", "2026-12-03 01:59"):
        await team.jumps(local)
        assert "ROI 1.5 (forecast 3)" in await team.bob.says(line)
    await team.jumps("2026-12-03 02:00")
    was = await team.activity()
    assert "The figures are final since Thu, Dec 3 02:00: ROI 1.5." in await team.bob.says(line.replace("3 ", "900 "))
    assert await team.activity() == was
    assert len(await team.takings()) == 5


async def test_a_refused_and_a_stopped_one_have_no_figures(team: Crew) -> None:
    await team.bob.says(SALE.replace("6000", "1"))
    assert "It has to be approved first." in await team.bob.says("/activity roi 1 cost:1")
    await team.bob.says("/activity stop 1 rain")
    assert "It never began, so it has no figures." in await team.bob.says("/activity roi 1 cost:1")


async def test_an_observer_enters_nothing(sale: Crew) -> None:
    assert "is for people at the level staff" in await sale.eve.says("/activity roi 1 cost:1")


# --- losing money


async def enters(team: Crew, said: str) -> list[str]:
    """What the director is told when Bob enters something."""
    await team.bob.says(f"/activity roi 1 {said}")
    return [line.split(" ", 2)[2] for line in to(await team.told(), "ann")]


async def test_the_director_hears_once_that_it_loses_money_and_again_after_it_had_recovered(sale: Crew) -> None:
    assert await enters(sale, "revenue:500 cost:1000") == [ALARM]
    assert await enters(sale, "revenue:400") == []
    assert await enters(sale, "revenue:1000") == []
    assert await enters(sale, "revenue:2000") == []
    assert await enters(sale, "cost:4000") == [ALARM]


@pytest.mark.parametrize(
    ("said", "alarms"),
    [("revenue:1000 cost:1000", 0), ("revenue:999.99 cost:1000", 1), ("cost:1000", 0), ("revenue:0 cost:0", 0)],
)
async def test_only_below_one_it_loses_money(sale: Crew, said: str, alarms: int) -> None:
    assert len(await enters(sale, said)) == alarms


async def test_the_alarm_has_a_button_that_stops_it(sale: Crew) -> None:
    assert "It loses money. The directors know." in await sale.bob.says("/activity roi 1 revenue:500 cost:1000")
    (alarm,) = await sale.told()
    (stop,) = [button.line for button in alarm.reply.buttons if "stop" in button.line]
    assert "Stopped by Ann: ROI<1" in await sale.ann.in_private().says(stop)
    activity = await sale.activity()
    assert (activity.phase, activity.stop_why) == ("ended", "ROI<1")


async def test_a_director_who_enters_the_loss_herself_gets_the_button_too(sale: Crew) -> None:
    await sale.ann.says("/activity roi 1 revenue:500 cost:1000")
    assert to(await sale.told(), "ann")[-1].endswith(ALARM)


async def test_of_one_that_is_over_nobody_is_alarmed(sale: Crew) -> None:
    await sale.ann.says("/activity stop 1 rain")
    await sale.told()
    assert await enters(sale, "revenue:500 cost:1000") == []


# --- abnormal entries


async def test_from_five_percent_on_the_prize_pool_is_frozen_and_the_director_told(sale: Crew) -> None:
    assert await enters(sale, "entries:1000 abnormal:49") == []
    assert "• Entries: 1,000, abnormal 49 (4.9%)" in await sale.bob.says("/activity show 1")
    (told,) = await enters(sale, "abnormal:50")
    assert told.startswith("50 of 1000 entries look like fraud (5%). I froze the prize pool")
    assert "• The prize pool is frozen: 50 of 1,000 entries are abnormal (5%)." in await sale.bob.says(
        "/activity show 1"
    )
    assert await enters(sale, "abnormal:60") == []


async def test_what_is_below_the_limit_is_not_shown_as_having_reached_it(sale: Crew) -> None:
    assert await enters(sale, "entries:10000 abnormal:499") == []
    assert "abnormal 499 (4.9%)" in await sale.bob.says("/activity show 1")


@pytest.mark.parametrize("said", ["entries:0 abnormal:0", "entries:100", "abnormal:5"])
async def test_without_both_figures_nothing_is_frozen(sale: Crew, said: str) -> None:
    assert await enters(sale, said) == []
    assert (await sale.activity()).frozen_at is None


async def test_only_a_director_lifts_it_and_only_where_it_is_frozen(sale: Crew) -> None:
    assert "The prize pool is not frozen." in await sale.ann.says("/activity thaw 1")
    await enters(sale, "entries:100 abnormal:5")
    for who in (sale.max, sale.bob, sale.eve):
        assert "is for people at the level director" in await who.says("/activity thaw 1")
    assert "The prize pool is free again." in await sale.ann.says("/activity thaw 1")
    assert (await sale.activity()).frozen_at is None


async def test_after_it_was_lifted_only_more_abnormal_entries_freeze_again(sale: Crew) -> None:
    await enters(sale, "entries:100 abnormal:10")
    await sale.ann.says("/activity thaw 1")
    for said in ("revenue:5", "entries:150", "entries:120", "abnormal:10", "abnormal:9"):
        assert await enters(sale, said) == []
    assert len(await enters(sale, "abnormal:11")) == 1


async def test_a_share_that_was_low_freezes_also_by_fewer_entries(sale: Crew) -> None:
    assert await enters(sale, "entries:1000 abnormal:10") == []
    assert len(await enters(sale, "entries:100")) == 1


async def test_the_freeze_is_lifted_after_the_end_as_well(sale: Crew) -> None:
    await enters(sale, "entries:100 abnormal:5")
    await sale.ann.says("/activity stop 1 fraud")
    assert "[Lift the freeze]" in sale.card()
    assert "The prize pool is free again." in await sale.ann.says("/activity thaw 1")
    assert "[Lift the freeze]" not in sale.card()


async def test_what_is_said_before_the_main_phase_counts_as_well(team: Crew) -> None:
    await team.approved(SOON)
    assert (await team.activity()).phase == "preheat"
    assert await enters(team, "revenue:500 cost:1000") == [ALARM]
