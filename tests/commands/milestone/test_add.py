"""Adding a milestone and changing it: by managers, with a goal and a time, and the first plan stays known."""

import pytest

from bot.telegram.render import render
from commands.kit import Tongue
from commands.kit.reply import read_reply
from tests.commands.task.crew import Crew
from tests.goals import goal

from .work import milestone


async def test_all_that_is_known_of_it_stands_on_one_card(team: Crew) -> None:
    added = await milestone(
        team, "Page is live", "fri 17:00", "owner:@bob", 'deliverables:"page, form"', 'criteria:"opens on a phone"'
    )
    assert "Milestone 1: Page is live\nAdded." in added
    assert team.card().splitlines() == [
        "Milestone 1: Page is live", "• Goal: Grow", "• Owner: Bob", "• Due Fri, Nov 27 17:00",
        "• Deliverables: page, form", "• Accepted when: opens on a phone", "[Done] [Its tasks]",
    ]  # fmt: skip
    assert list(team.cards()) == ["milestone:1"]


async def test_what_is_not_said_is_asked_for(team: Crew) -> None:
    asked = await team.ann.says("/milestone add Page is live")
    assert asked.reply.form is not None
    assert [(question.field, question.required) for question in asked.reply.form.questions] == [
        ("title", True), ("goal", True), ("due", True), ("owner", False), ("deliverables", False), ("criteria", False)
    ]  # fmt: skip
    added = await team.ann.fills(asked, title="Page is live", goal="Grow", due="12-18")
    assert "Milestone 1: Page is live" in added
    assert "Due Fri, Dec 18 18:00" in team.card()
    assert "Nobody owns it yet." in team.card()


@pytest.mark.parametrize("verb", ["add X goal:g due:fri", "edit 1 title:X", "drop 1 why:x"])
async def test_only_managers_plan(team: Crew, verb: str) -> None:
    await milestone(team, "Page", "fri", "owner:@bob")
    assert "ops manager or above" in await team.bob.says(f"/milestone {verb}")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("X goal:g due:yesterday", "That time is over already."),
        ("X goal:g due:someday", "I can't read someday as “Due”."),
        ("X goal:g due:fri owner:@zoe", "I don't know @zoe in this team."),
        ("X goal:g due:fri owner:@eve", "Eve cannot be given work"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_kept(team: Crew, words: str, said: str) -> None:
    assert said in await team.ann.says(f"/milestone add {words}")
    assert "There is no milestone yet." in await team.ann.says("/milestone")


async def test_a_day_of_another_year_is_shown_with_its_year(team: Crew) -> None:
    await milestone(team, "Page", "2027-11-20")
    assert "Due 2027-11-20" in team.card()


async def test_a_moved_one_keeps_its_first_plan(team: Crew) -> None:
    await milestone(team, "Page", "fri")
    assert "It is 3 days later than first planned." in await team.ann.says("/milestone edit 1 due:11-30")
    assert "First planned for Fri, Nov 27: moved by 3 days" in team.card()
    assert "It is 5 days later than first planned." in await team.ann.says("/milestone edit 1 due:12-02")
    assert "Changed." in await team.ann.says("/milestone edit 1 due:thu")
    assert "moved" not in team.card()


async def test_everything_else_can_be_changed_too(team: Crew) -> None:
    await milestone(team, "Page", "fri", "owner:@bob", "criteria:good")
    await team.ann.says('/milestone edit 1 title:"Landing page" goal:Money owner:@dee deliverables:form criteria:-')
    assert team.card().splitlines()[:5] == [
        "Milestone 1: Landing page", "• Goal: Money", "• Owner: Dee", "• Due Fri, Nov 27 18:00", "• Deliverables: form"
    ]  # fmt: skip
    assert "Accepted" not in team.card()
    await team.ann.says("/milestone edit 1 owner:-")
    assert "Nobody owns it yet." in team.card()


async def test_a_bare_edit_asks_and_says_what_is_now(team: Crew) -> None:
    await milestone(team, "Page", "fri", "owner:@bob")
    asked = await team.ann.says("/milestone edit 1")
    assert asked.reply.form is not None
    hints = {question.field: question.hint for question in asked.reply.form.questions}
    assert "number" not in hints
    assert hints["owner"] is not None
    assert hints["owner"].values == {"words": "Bob"}
    assert "Changed." in await team.ann.fills(asked, title="Landing page")
    assert "Milestone 1: Landing page" in team.card()
    assert "• Owner: Bob" in team.card()


async def test_another_team_has_its_own(team: Crew) -> None:
    await milestone(team, "Page", "fri")
    await team.town.carol.says("/setup language:en")
    assert "There is no milestone yet." in await team.town.carol.says("/milestone")
    assert "There is no milestone 1 in this team." in await team.town.carol.says("/milestone show 1")


async def test_the_card_of_long_words_stays_one_message_and_show_says_them_all(team: Crew) -> None:
    page, opens = "\U0001f600" * 1999, "字" * 1999
    goal = "\U0001f600" * 300
    await milestone(team, "\U0001f600" * 200, "fri", f"deliverables:{page}. criteria:{opens}.", goal=goal)
    (card,) = [letter for letter in team.town.letters if letter.card]
    assert len(render(read_reply(card.body), Tongue(card.locale))["messages"]) == 1
    shown = await team.eve.says("/milestone show 1")
    assert f"Deliverables: {page}." in shown
    assert f"Accepted when: {opens}." in shown


@pytest.mark.parametrize(
    "line",
    [
        "截止：12-18 17:00 目标：一千会员 负责人：@bob 交付物：页面 验收标准：手机能开",
        "到期：12-18 17:00 目標：一千会员 負責人：@bob 交付物：页面 驗收標準：手机能开",
    ],
)
async def test_the_options_of_a_milestone_have_chinese_names(team: Crew, line: str) -> None:
    await team.ann.says(f"/milestone add 页面上线 {line}")
    for part in (
        "Milestone 1: 页面上线\n", "Goal: 一千会员", "Owner: Bob", "Due Fri, Dec 18 17:00", "Deliverables: 页面",
        "Accepted when: 手机能开",
    ):  # fmt: skip
        assert part in team.card()
    await team.ann.says("/milestone edit 1 标题：首页上线")
    assert "Milestone 1: 首页上线" in team.card()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Goal: new members 500 until Mon, Nov 30"),
        ("简体", "目标：新增到11月30日周一达到 500"),
        ("繁體", "目標：新增到11月30日 週一達到 500"),
    ],
)
async def test_a_number_that_names_a_goal_is_written_as_that_goal(team: Crew, language: str, said: str) -> None:
    await goal(team.town, "joined", 500)
    await team.ann.says(f"/setup change language:{language}")
    await team.ann.says("/milestone add Page due:12-18 goal:#1")
    assert said in team.card()


async def test_a_number_that_names_no_goal_is_a_mistake(team: Crew) -> None:
    await goal(team.town, "active", 1200, "level")
    refused = await team.ann.says("/milestone add Page due:12-18 goal:7")
    assert "There is no goal 7." in refused
    assert "Open goals are `1`." in refused
    await team.ann.says("/milestone add Page due:12-18 goal:1")
    assert "Goal: active members at least 1,200 a week" in team.card()
