"""What was just entered crosses a limit: the answer says so, and a risk is one press away, or open already."""

import pytest

from storage import Risk
from tests.commands.task.crew import Crew, crew
from tests.signals import A_DAY, TUESDAY, looks, signals, usual
from tests.town import Answer, Town


@pytest.fixture
async def team(town: Town) -> Crew:
    """A usual Tuesday has four percent of refunds and 200 messages."""
    found = await crew(town)
    await usual(town, TUESDAY, orders=1000, refunds=40, messages=200)
    return found


async def open_ones(team: Crew) -> list[Risk]:
    return await team.town.storage.read(lambda unit: unit.risks.open(1))


async def drafted(team: Crew, answer: Answer) -> dict[str, str | None]:
    form = (await team.bob.presses(answer, "Raise a risk")).reply.form
    assert form is not None
    return {question.field: question.value for question in form.questions}


async def test_a_figure_over_its_limit_is_named_and_a_risk_about_it_is_offered(team: Crew) -> None:
    said = await team.bob.says("/daily orders 1000 refunds 150")
    assert str(said).splitlines()[-2:] == [
        "Abnormal: refund rate 15% (mean 4%, limit 7%)",
        "[Raise a risk] [Correct]",
    ]
    assert await signals(team.town) == []
    asked = await team.bob.presses(said, "Raise a risk")
    form = asked.reply.form
    assert form is not None
    known = {question.field: question.value for question in form.questions if question.value}
    assert (known["level"], known["kind"], known["community"]) == ("red", "refunds", "mums-club")
    assert known["details"] == "Abnormal figure 1: Mums club: refund rate 15% (mean 4%, limit 7%) · Tue, Nov 24"
    await team.bob.fills(asked, **known)
    (risk,) = await open_ones(team)
    assert (risk.title, risk.rule) == ("Mums club: refund rate 15% (mean 4%, limit 7%)", "signal:1")
    again = await team.bob.says("/daily refunds 151")
    assert "Raise a risk" not in again
    assert "Bob has it, risk 1" in await team.dee.says("/signal")


async def test_it_speaks_chinese(team: Crew) -> None:
    await team.town.storage.write(lambda unit: unit.teams.change(1, language="zh_Hans"))
    await team.bob.says("/language 简体")
    said = await team.bob.says("/daily 订单 1000 退款数 150")
    assert str(said).splitlines()[-2:] == ["异常：退款率 15%（均值 4%，警戒线 7%）", "[上报风险] [更正]"]


async def test_what_is_usual_and_what_was_not_entered_is_not_named(team: Crew) -> None:
    await team.bob.says("/daily orders 1000 refunds 150")
    assert "Abnormal" not in await team.bob.says("/daily messages 190")
    assert "Abnormal: messages 120 (mean 200, limit 160)" in await team.bob.says("/daily messages 120")


async def test_of_several_figures_there_is_one_line_and_one_button(team: Crew) -> None:
    said = await team.bob.says("/daily orders 1000 refunds 150 messages 120 complaints 30")
    assert "Abnormal: messages 120 (mean 200), complaints 30 (limit 10), and refund rate 15% (mean 4%)" in said
    known = await drafted(team, said)
    assert (
        known["title"] == "Mums club: complaints 30 (limit 10), refund rate 15% (mean 4%), and messages 120 (mean 200)"
    )
    assert known["level"] == "red"


async def test_of_several_communities_the_button_says_which(team: Crew) -> None:
    await team.ann.says("/community add dads")
    said = await team.bob.says("/daily mums-club orders 1000 refunds 150\ndads complaints 30")
    assert said.line("Raise a risk · Mums club") == "/risk draft of:1 date:2026-11-24"
    assert said.line("Raise a risk · dads") == "/risk draft of:2 date:2026-11-24"


async def test_what_was_corrected_meanwhile_is_no_risk(team: Crew) -> None:
    said = await team.bob.says("/daily orders 1000 refunds 150")
    await team.bob.says("/daily refunds 41")
    assert "What was entered is not abnormal any more." in await team.bob.presses(said, "Raise a risk")
    assert await signals(team.town) == []


async def test_what_was_entered_stands_before_what_waits_since_a_day_before(team: Crew) -> None:
    """All of a community is one line, which is taken with one press."""
    await usual(team.town, TUESDAY - A_DAY, messages=200, active=100, payers=100)
    await team.bob.says("/daily yesterday messages 120 active 50 payers 40")
    await looks(team.town, TUESDAY - A_DAY)
    asked = await team.bob.presses(await team.bob.says("/daily orders 1000 refunds 150"), "Raise a risk")
    form = asked.reply.form
    assert form is not None
    known = {question.field: question.value for question in form.questions if question.value}
    assert known["title"].startswith("Mums club: refund rate 15% (mean 4%), ")
    assert known["details"].startswith("Abnormal figure 4: Mums club: refund rate 15%")
    await team.bob.fills(asked, **known)
    assert {one.taken_by is None for one in await signals(team.town)} == {False}


async def test_one_that_stands_since_a_day_before_is_the_same(team: Crew) -> None:
    await team.bob.says("/daily yesterday complaints 30")
    await looks(team.town, TUESDAY - A_DAY)
    known = await drafted(team, await team.bob.says("/daily complaints 40"))
    assert known["details"] == (
        "Abnormal figure 1: Mums club: complaints 30 (limit 10) · Mon, Nov 23\nLast 7 days: – · – · – · – · – · 30 · 40"
    )
    assert len(await signals(team.town)) == 1


async def test_a_draft_leaves_the_other_communities_and_figures_alone(team: Crew) -> None:
    """Of today more may be entered; only the one she looks at is looked at."""
    await team.ann.says("/community add dads")
    await team.bob.says("/daily dads complaints 30")
    await drafted(team, await team.bob.says("/daily mums-club orders 1000 refunds 150"))
    assert [one.metric for one in await signals(team.town)] == ["refund_rate"]
    assert await looks(team.town) == ["refund_rate over_mean", "complaints above"]
    await drafted(team, await team.bob.says("/daily mums-club complaints 40"))
    standing = [one.metric for one in await signals(team.town) if one.recovered_at is None]
    assert standing == ["refund_rate", "complaints", "complaints"]


async def test_an_old_day_is_no_news(team: Crew) -> None:
    assert "Abnormal: complaints 30 (limit 10)" in await team.bob.says("/daily 11-17 complaints 30")
    assert "Raise a risk" not in await team.bob.says("/daily 11-16 complaints 30")


async def test_what_opens_by_itself_is_said_with_its_number_and_not_offered_again(team: Crew) -> None:
    said = await team.bob.says("/daily negative 300")
    assert str(said).splitlines()[-2:] == [
        "Red risk 1 was opened: 15 negative mentions an hour",
        "[Risk 1] [Correct]",
    ]
    await team.town.looks_at_the_clock()
    assert "Risk 1, red: 15 negative mentions an hour" in await team.bob.presses(said, "Risk 1")
    assert "Risk 1 is about it already." in await team.bob.says("/daily negative 400")
    assert [one.number for one in await open_ones(team)] == [1]


async def test_where_both_happen_the_answer_stays_short(team: Crew) -> None:
    await team.ann.says("/community add dads")
    said = await team.bob.says("/daily mums-club negative 300 orders 1000 refunds 150 messages 120 joind 3")
    assert "Red risk 1 was opened: 15 negative mentions an hour" in said
    assert "Abnormal: messages 120 (mean 200) and refund rate 15% (mean 4%)" in said
    assert [str(button.line) for button in said.reply.buttons][:2] == [
        "/risk show 1",
        "/risk draft of:1 date:2026-11-24",
    ]
    assert len(said.reply.buttons) <= 5
