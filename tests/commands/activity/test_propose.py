"""/activity propose and edit: the forecast is said at once; what contradicts itself or is too weak does not pass."""

from decimal import Decimal

import pytest

from storage import Activity

from .crew import SALE, SOON, WEAK, Crew, said


async def test_the_forecast_is_said_at_once_and_the_card_has_it_all(team: Crew) -> None:
    answer = await team.bob.says(SALE.replace("refunds:0", "refunds:1000"))
    assert "Forecast ROI 2.5. A manager approves it." in answer
    assert team.card() == (
        "Activity 1: Autumn sale (light)\n• Proposed by Bob. A manager approves it.\n• Starts Sat, Nov 28 20:00\n"
        "• Community: Mums club\n• Goal: more orders\n"
        "• Forecast ROI 2.5: revenue ¥6,000, refunds ¥1,000, cost ¥2,000, budget ¥2,000\n"
        "• Risks: rain\n• Plan B: indoors\n[Approve] [Show]"
    )


async def test_all_who_can_approve_it_are_asked_and_nobody_else(team: Crew) -> None:
    await team.bob.says(SALE)
    told = await team.told()
    assert sorted(post.address.chat for post in told) == ["ann", "max"]
    assert all("Bob proposes this. The forecast ROI is 3. It starts Sat, Nov 28 20:00." in post for post in told)
    await team.max.says(SALE)
    assert [post.address.chat for post in await team.told()] == ["ann"]


@pytest.mark.parametrize(
    ("revenue", "refunds", "cost", "shown", "passes"),
    [
        ("3000", "0", "2000", "1.5", True),
        ("3000", "0.2", "2000", "1.49", False),
        ("2999.99", "0", "2000", "1.49", False),
        ("4500", "1500", "2000", "1.5", True),
        ("0", "0", "2000", "0", False),
        ("1.2万", "０", "８千", "1.5", True),
        ("¥3,000", "0元", "２０００", "1.5", True),
        ("9999999999999", "0", "0.0001", "9,999,999,999,999", True),
    ],
)
async def test_one_and_a_half_is_enough_and_nothing_below(
    team: Crew, revenue: str, refunds: str, cost: str, shown: str, passes: bool
) -> None:
    line = SALE.replace("6000", f'"{revenue}"').replace("refunds:0", f"refunds:{refunds}").replace("2000", cost)
    answer = await team.bob.says(line)
    assert f"Forecast ROI {shown}" in answer
    assert ("is below 1.5, so it is refused" in answer) is not passes
    assert (await team.activity()).phase == ("proposed" if passes else "refused")


async def test_nobody_is_asked_to_approve_what_is_refused(team: Crew) -> None:
    await team.bob.says(WEAK)
    assert await team.told() == []


async def test_what_costs_nothing_has_no_roi_and_a_manager_judges(team: Crew) -> None:
    answer = await team.bob.says(SALE.replace("cost:2000", "cost:0"))
    assert "It costs nothing, so there is no ROI to judge." in answer
    activity = await team.activity()
    assert (activity.forecast, activity.phase) == (None, "proposed")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (SALE.replace("cost:2000", "cost:-5"), "I can't read -5"),
        (SALE.replace("cost:2000", "cost:$5"), "The team counts in CNY."),
        (SALE.replace("cost:2000", "cost:-"), "I can't read -"),
        (SALE.replace("cost:2000", "cost:5%"), "I can't read 5%"),
        (SALE.replace("cost:2000", "cost:1,2"), "I can't read 1,2"),
        (SALE.replace("refunds:0", "refunds:6001"), "The refunds are above the revenue."),
        (SALE + " budget:1999", "The cost is above the budget."),
        (SALE.replace('"11-28 20:00"', '"2026-11-24 19:59"'), "The start is over already"),
        (SALE.replace('"11-28 20:00"', '"2026-11-24 20:00"'), "The start is over already"),
        (SALE + ' end:"11-28 20:00"', "It cannot end before it starts."),
        (SALE + ' end:"2099-11-28 20:00"', "The main phase lasts 31 days at most."),
        (SALE + " community:nope", "There is no community called nope."),
        (SALE.replace('"more orders"', '" "'), "An activity needs a goal."),
        (SALE.replace("tier:light", "tier:huge"), "I can't read huge"),
    ],
)
async def test_what_cannot_be_is_refused_with_a_reason(team: Crew, wrong: str, why: str) -> None:
    assert why in await team.bob.says(wrong)
    assert await team.town.storage.read(lambda unit: unit.activities.get(1, 1)) is None


async def test_what_is_missing_is_asked_on_three_short_pages(team: Crew) -> None:
    answer = await team.bob.says("/activity propose Autumn sale tier:light")
    assert "? Name of the activity = Autumn sale\n? How large = light\n? Goal: what it is to reach" in answer
    done = await team.bob.fills(
        answer, name="Autumn sale", tier="light", goal="more orders", start="11-28 20:00", revenue="6000", cost="2000",
        risks="rain", plan="indoors",
    )  # fmt: skip
    assert "Forecast ROI 3." in done
    assert (await team.activity()).budget == 2000


async def test_an_observer_proposes_nothing(team: Crew) -> None:
    assert "is for people at the level staff or above" in await team.eve.says(SALE)


async def test_in_chinese_it_is_proposed_with_the_words_of_the_field(team: Crew) -> None:
    line = "名称：双11大促 级别：轻 目标：涨粉 开始：周五晚上8点 收入：1.2万 成本：4000元 风险：下雨 预案：室内"
    await team.bob.says(f"/activity propose {line}")
    found = await team.activity()
    assert (found.name, found.tier, found.goal, found.plan) == ("双11大促", "light", "涨粉", "室内")
    assert (found.revenue, found.cost, found.forecast) == (12000, 4000, 3)


async def test_where_there_are_several_communities_it_is_of_all_unless_one_is_named(team: Crew) -> None:
    await team.ann.says("/community add moms")
    await team.bob.says(SALE)
    await team.bob.says(SALE + " community:moms")
    assert [(await team.activity(number)).community for number in (1, 2)] == [None, 2]


async def test_the_six_hours_are_hours_that_pass_also_in_the_night_in_which_the_clocks_change(team: Crew) -> None:
    await team.ann.says("/setup change zone:Europe/Berlin")
    await team.bob.says(SALE.replace("11-28 20:00", "2027-03-27 23:00"))
    found = await team.activity()
    assert (found.afterglow_at - found.starts_at).total_seconds() == 6 * 3600
    assert (found.ends_at - found.afterglow_at).total_seconds() == 48 * 3600
    assert (found.locks_at - found.ends_at).total_seconds() == 48 * 3600


async def test_what_was_learnt_from_a_similar_one_is_offered(team: Crew) -> None:
    await team.bob.says("/lesson add pitfall The poster of the autumn sale was late")
    await team.bob.says("/lesson add reusable Ask the printers twice")
    answer = await team.bob.says(SALE)
    assert "From the case library:\n• Lesson 1 (pitfall): The poster of the autumn sale was late" in answer
    assert answer.line("Lesson 1") == "/lesson show 1"
    assert "printers" not in answer


# --- changing a proposal


async def test_a_change_is_judged_anew(team: Crew) -> None:
    await team.bob.says(WEAK)
    assert "Forecast ROI 3." in await team.bob.says("/activity edit 1 revenue:6000")
    assert sorted(post.address.chat for post in await team.told()) == ["ann", "max"]
    assert "Forecast ROI 1.49 is below 1.5, so it is refused." in await team.bob.says("/activity edit 1 revenue:2999")
    assert (await team.activity()).phase == "refused"


async def test_what_is_not_named_stays_and_another_start_moves_the_end_along(team: Crew) -> None:
    await team.bob.says(SALE + ' end:"11-28 23:00"')
    was = await team.activity()
    await team.bob.says('/activity edit 1 Winter sale start:"11-29 10:00"')
    now = await team.activity()
    assert (now.name, now.goal, now.revenue) == ("Winter sale", was.goal, was.revenue)
    for name in ("preheat_at", "afterglow_at", "ends_at", "locks_at"):
        assert getattr(now, name) - now.starts_at == getattr(was, name) - was.starts_at
    assert now.starts_at > was.starts_at


async def test_a_change_that_contradicts_itself_changes_nothing(team: Crew) -> None:
    await team.bob.says(SALE)
    was = await team.activity()
    for wrong in ("cost:2001", "refunds:7000", 'start:"2026-11-23 20:00"', "revenue:6000"):
        await team.bob.says(f"/activity edit 1 {wrong}")
        assert await team.activity() == was
    assert (await team.outcomes("/activity edit"))[-1].startswith("refused: Say what is to be changed")


async def test_only_who_proposed_it_changes_it_and_only_before_the_yes(team: Crew) -> None:
    await team.bob.says(SALE)
    for other in (team.dee, team.max, team.ann):  # who may approve it does not set the figures
        assert "Only Bob can change activity 1." in await other.says("/activity edit 1 revenue:7000")
    await team.bob.says("/activity edit 1 revenue:7000")
    assert (await team.activity()).revenue == 7000
    await team.ann.says("/activity approve 1")
    assert "It is approved already." in await team.bob.says("/activity edit 1 revenue:1")
    await team.bob.says(SALE)
    await team.bob.says("/activity stop 2 why:rain")
    assert "It is over." in await team.bob.says("/activity edit 2 revenue:1")


async def overridden(team: Crew, more: str) -> Activity:
    await team.bob.says(WEAK + " budget:90000")
    await team.ann.says("/activity override 1 brand day")
    await team.bob.says(f"/activity edit 1 {more}")
    return await team.activity()


async def test_an_override_stands_while_the_figures_stay(team: Crew) -> None:
    activity = await overridden(team, 'goal:"many more orders"')
    assert (activity.phase, activity.override_why) == ("proposed", "brand day")


@pytest.mark.parametrize("more", ["revenue:2300", "cost:20000 revenue:24000"])
async def test_an_override_is_gone_with_the_figures_it_was_for_even_where_the_roi_is_the_same(
    team: Crew, more: str
) -> None:
    activity = await overridden(team, more)
    assert (activity.phase, activity.overridden_by, activity.override_why) == ("refused", None, "")
    await team.bob.says("/activity edit 1 cost:2000 revenue:2400")
    assert (await team.activity()).phase == "refused"


async def test_figures_that_need_no_override_any_more_have_none(team: Crew) -> None:
    activity = await overridden(team, "revenue:9000")
    assert (activity.phase, activity.overridden_by, activity.forecast) == ("proposed", None, Decimal("4.5"))
    assert "overrode" not in team.card()


async def test_teams_see_nothing_of_each_others_proposals(team: Crew) -> None:
    await team.bob.says(SALE)
    await team.carol_founds()
    assert "No activity is planned or running." in await team.town.carol.says("/activity list")
    for verb in ("show 1", "edit 1 revenue:1", "approve 1", "stop 1 why:x", "roi 1 cost:1"):
        assert "There is no activity 1 in this team." in await team.town.carol.says(f"/activity {verb}")
    assert said(await team.town.looks_at_the_clock())


async def test_a_proposal_that_is_near_has_its_preheat_in_the_past(team: Crew) -> None:
    await team.bob.says(SOON)
    assert "Approved. The preheat has begun" in await team.max.says("/activity approve 1")
    assert (await team.activity()).phase == "preheat"


@pytest.mark.parametrize(("part", "most"), [("goal", 1000), ("risks", 2000), ("plan", 2000)])
async def test_words_that_are_too_many_are_refused_and_not_cut_off(team: Crew, part: str, most: int) -> None:
    was = {"goal": 'goal:"more orders"', "risks": "risks:rain", "plan": "plan:indoors"}[part]
    answer = await team.bob.says(SALE.replace(was, f"{part}:{'字' * (most + 1)}"))
    assert f"Each part has at most {most:,} signs" in answer
    assert f"has {most + 1:,}." in answer
    await team.bob.says(SALE.replace(was, f"{part}:{'字' * most}"))
    assert getattr(await team.activity(), part) == "字" * most


async def test_where_nobody_else_can_approve_it_that_is_said_with_what_helps(team: Crew) -> None:
    await team.ann.says("/role @max staff")
    nobody = "Nobody else here can approve it yet. A director makes somebody a manager: `/role @name manager`"
    assert nobody in await team.ann.says(SALE)
    assert "can approve it yet" not in await team.bob.says(SALE)
    await team.ann.says(WEAK)
    assert nobody in await team.ann.says("/activity override 3 yearly brand day")
    await team.ann.says("/role @max manager")
    assert "can approve it yet" not in await team.ann.says("/activity edit 1 revenue:7000")
