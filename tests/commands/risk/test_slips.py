"""A red risk is not lost by a slip: the right line is a button, with all that was typed."""

import pytest

from tests.commands.task.crew import Crew

from .test_calls import calls


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("/risk raise read Gatehouse flooded, read this", "/risk raise red Gatehouse flooded, read this"),
        ("/risk raise yellow kind:opiniom moms are angry", "/risk raise yellow kind:opinion moms are angry"),
        ("/risk raise yellow kind:xyz moms are angry", "/risk raise yellow kind:other moms are angry"),
        ("/risk raise red knid:opinion moms are angry", "/risk raise red kind:opinion moms are angry"),
    ],
)
async def test_the_right_line_is_a_button(team: Crew, typed: str, right: str) -> None:
    refused = await team.ann.says(typed)
    assert right in [one.line for one in refused.reply.buttons]
    await team.presses(team.ann, right)
    assert "Risk 1, " in team.card()


async def test_a_line_that_no_button_carries_is_there_to_be_copied(team: Crew) -> None:
    words = "the gatehouse is flooded, and the cellar is as well, and it rains"
    refused = await team.ann.says(f"/risk raise read {words}")
    assert f"Did you mean `/risk raise red {words}`" in refused


CHINESE = [
    ("/risk raise 黄 类型：欺诈 红包被刷", "/risk raise 黄 类型：other 红包被刷"),
    ("/risk raise 黄 类别：刷奖作币 红包被刷", "/risk raise 黄 类别：刷奖作弊 红包被刷"),
    ("/risk raise 红 类刑：舆情 红包被举报", "/risk raise 红 类型：舆情 红包被举报"),
]


@pytest.mark.parametrize(("typed", "right"), CHINESE)
async def test_slips_in_chinese(team: Crew, typed: str, right: str) -> None:
    await team.town.storage.write(lambda unit: unit.teams.change(1, language="zh_Hans"))
    refused = await team.ann.says(typed)
    assert right in [one.line for one in refused.reply.buttons], refused.text
    assert "fraud" not in refused.text
    await team.presses(team.ann, right)
    assert "红包被" in team.card()


async def test_a_form_s_own_labels_are_options(team: Crew) -> None:
    await team.town.storage.write(lambda unit: unit.teams.change(1, language="zh_Hans"))
    await team.ann.says("/risk raise 红 红包活动被人举报 类别：舆情 社群：mums-club 已知：三个帖子")
    (risk,) = await team.town.storage.read(lambda unit: unit.risks.open(1))
    assert (risk.title, risk.kind, risk.details) == ("红包活动被人举报", "opinion", "三个帖子")
    assert risk.community is not None


@pytest.mark.parametrize(
    "line", ["number:1 text:We know.", "1 text:We know.", 'text:"1 We know."', 'number:1 text:"We know."']
)
@pytest.mark.parametrize("verb", ["statement", "note", "plan"])
async def test_free_words_may_be_called_as_on_discord(team: Crew, verb: str, line: str) -> None:
    await team.ann.says("/risk raise yellow Gatehouse flooded")
    await team.bob.says(f"/risk {verb} {line}")
    card = team.card()
    assert "We know." in card
    assert "text:" not in card


async def test_a_red_one_waits_for_no_kind_that_cannot_be_read(team: Crew) -> None:
    await team.ann.says("/risk raise red kind:opiniom moms are angry")
    assert "moms are angry" in team.card()
    assert "opiniom" in team.card()
    assert calls(await team.town.looks_at_the_clock()) != []


@pytest.mark.parametrize(
    "line",
    ["raise red kind:policy change Lotteries are forbidden", "raise red kind:Policy Change Lotteries are forbidden"],
)
async def test_a_kind_of_two_words_needs_no_quotes(team: Crew, line: str) -> None:
    await team.ann.says(f"/risk {line}")
    (risk,) = await team.town.storage.read(lambda unit: unit.risks.open(1))
    assert (risk.kind, risk.title) == ("policy", "Lotteries are forbidden")


@pytest.mark.parametrize("words", ["what:the cellar too", "the cellar too", "what:the cellar too kind:policy change"])
async def test_all_that_is_said_of_it_is_what_is_known(team: Crew, words: str) -> None:
    await team.ann.says("/risk raise red kind:opinion Gatehouse flooded")
    await team.bob.says(f"/risk edit 1 {words}")
    (risk,) = await team.town.storage.read(lambda unit: unit.risks.open(1))
    assert (risk.details, risk.kind) == ("the cellar too", "policy" if "policy" in words else "opinion")
