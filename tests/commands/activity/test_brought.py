"""What an activity changed, against a calculation by hand: three days after it beside the same weekdays before."""

from datetime import date, timedelta

import pytest

from .crew import SALE, Crew

NOTHING = "• Before and after: no day has figures on both sides yet"
# The main day is Saturday, November 28; the preheat begins on Wednesday, November 25. The three days after are Sunday,
# Monday and Tuesday; the same weekdays before anybody heard of it are November 22, 23 and 24.
BEFORE, AFTER = ("11-22", "11-23", "11-24"), ("11-29", "11-30", "12-01")


async def reports(team: Crew, figures: dict[str, str], community: str = "") -> None:
    """Numbers of the days, said on the day after the last."""
    for day, said in figures.items():
        answer = await team.ann.says(f"/daily {community} date:2026-{day} {said}")
        if any("save" in button.line for button in answer.reply.buttons):
            await team.presses(team.ann, answer.line("Save anyway"))


async def shown(team: Crew) -> list[str]:
    answer = await team.bob.says("/activity show 1")
    return [line for line in str(answer).splitlines() if " a day:" in line or line == NOTHING]


async def over(team: Crew, line: str = SALE) -> None:
    await team.approved(line)
    await team.jumps("2026-12-02 12:00")


async def test_the_mean_of_three_days_on_each_side(team: Crew) -> None:
    await over(team)
    await reports(team, dict(zip(BEFORE, ("active 100", "active 110", "active 120"), strict=True)))
    await reports(team, dict(zip(AFTER, ("active 150", "active 160", "active 185"), strict=True)))
    await reports(team, {"11-25": "active 9", "11-28": "active 999", "12-02": "active 9", "11-21": "active 9"})
    # (100 + 110 + 120) ÷ 3 = 110 and (150 + 160 + 185) ÷ 3 = 165, half as much again
    assert await shown(team) == ["• active members a day: 110 → 165 (+50%); 3 of 3 days"]


async def test_a_day_that_is_missing_on_one_side_is_left_out_on_both(team: Crew) -> None:
    await over(team)
    await reports(team, {"11-22": "active 100", "11-23": "active 900", "11-24": "active 120"})
    await reports(team, {"11-29": "active 50", "12-01": "active 60", "11-30": "active - orders 7"})
    # without Monday: (100 + 120) ÷ 2 = 110 and (50 + 60) ÷ 2 = 55; orders are on one side only
    assert await shown(team) == ["• active members a day: 110 → 55 (−50%); 2 of 3 days"]


async def test_nothing_before_is_no_change_in_percent(team: Crew) -> None:
    await over(team)
    await reports(team, {"11-22": "orders 0", "11-29": "orders 4"})
    assert await shown(team) == ["• orders a day: 0 → 4; 1 of 3 days"]


async def test_without_a_pair_of_days_it_says_so(team: Crew) -> None:
    await over(team)
    await reports(team, {"11-22": "active 100", "11-30": "active 50"})
    assert await shown(team) == [NOTHING]


async def test_of_all_communities_each_pair_of_days_counts(team: Crew) -> None:
    await team.ann.says("/community add moms")
    await over(team)
    await reports(team, {"11-22": "active 100", "11-29": "active 130", "11-24": "active 7"}, "mums-club")
    await reports(
        team, {"11-22": "active 10", "11-29": "active 20", "11-23": "active 40", "11-30": "active 75"}, "moms"
    )
    # on two days: ((100 + 10) + 40) ÷ 2 = 75 and ((130 + 20) + 75) ÷ 2 = 112.5, which is written 113
    assert await shown(team) == ["• active members a day: 75 → 113 (+50%); 3 of 6 reports"]


async def test_of_one_community_the_others_do_not_count(team: Crew) -> None:
    await team.ann.says("/community add moms")
    await over(team, SALE + " community:moms")
    await reports(team, {"11-22": "active 100", "11-29": "active 300"}, "mums-club")
    await reports(team, {"11-22": "active 10", "11-29": "active 5"}, "moms")
    assert await shown(team) == ["• active members a day: 10 → 5 (−50%); 1 of 3 days"]


async def test_what_it_is_to_move_comes_in_one_order_and_money_as_money(team: Crew) -> None:
    await over(team)
    await reports(team, {"11-22": "revenue 1000 joined 4 active 100", "11-29": "revenue 1500 joined 6 active 100"})
    assert await shown(team) == [
        "• active members a day: 100 → 100 (0%); 1 of 3 days", "• new members a day: 4 → 6 (+50%); 1 of 3 days",
        "• revenue a day: ¥1,000 → ¥1,500 (+50%); 1 of 3 days",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "before", "after"),
    [
        # ends before six in the morning: Saturday is the last day
        ("11-28 23:00", "11-29 05:59", "11-22", "11-29"),
        # ends later: Sunday is, and of Wednesday, the third day after, the week before lies in the preheat
        ("11-28 23:00", "11-29 06:00", "11-16", "11-30"),
        # a week long: the weekday before the preheat lies two weeks back
        ("11-28 10:00", "12-05 10:00", "11-22", "12-06"),
    ],
)
async def test_the_days_after_begin_when_the_main_phase_is_over_and_those_before_are_before_the_preheat(
    team: Crew, start: str, end: str, before: str, after: str
) -> None:
    await team.approved(SALE.replace("11-28 20:00", start) + f' end:"{end}"')
    await team.jumps("2026-12-09 12:00")
    for day in (before, after):
        earlier = date.fromisoformat(f"2026-{day}") - timedelta(days=1)
        await reports(team, {f"{earlier:%m-%d}": "active 999", day: "active 100"})
    assert await shown(team) == ["• active members a day: 100 → 100 (0%); 1 of 3 days"]


async def test_the_closed_card_has_what_it_changed_what_it_cost_and_who_did_what(team: Crew) -> None:
    await team.approved()
    await team.bob.says("/task done 1")
    await team.jumps("2026-12-02 12:00")
    await reports(team, {"11-22": "active 100", "11-29": "active 150"})
    await team.bob.says("/activity roi 1 revenue:4500 cost:2000 refunds:500")
    await team.bob.says("/activity review 1 goal:g achieved:a deviation:d cause:c improvement:i")
    posts = await team.town.sleep_until("2026-12-03 02:00")
    card = [post.text for post in posts if post.letter.card == "activity:1" and post.address.chat == "-100"][-1]
    assert "• Closed. The final ROI is 2.\n" in card
    assert "• ROI 2: revenue ¥4,500, refunds ¥500, cost ¥2,000\n" in card
    assert "• active members a day: 100 → 150 (+50%); 1 of 3 days\n" in card
    assert "• ✓ 1 · Script – Bob\n• ☐ 2 · " in card
    assert "• Achieved: a\n• Deviation: d\n• Root cause: c\n• Improvement: i" in card


async def test_while_it_runs_nothing_is_said_of_before_and_after(team: Crew) -> None:
    await team.burns()
    assert await shown(team) == []
