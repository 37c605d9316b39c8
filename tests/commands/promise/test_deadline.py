"""A promise that says itself until when, and the times in sentences that are no deadline."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.promise.deadline import deadline
from tests.commands.task.crew import Crew
from tests.town import SHANGHAI

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=SHANGHAI)
"""A Tuesday morning."""


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("send the list by Friday", "11-27 18:00"),
        ("By Friday, send the list to Marketing", "11-27 18:00"),
        ("send the list by fri 5pm please", "11-27 17:00"),
        ("send the list before 18:00", "11-24 18:00"),
        ("send the list before Friday", "11-26 18:00"),
        ("send the list tomorrow", "11-25 18:00"),
        ("Send the list tomorrow at 5pm.", "11-25 17:00"),
        ("send the list tonight!", "11-24 23:59"),
        ("send the list by tomorrow noon", "11-25 12:00"),
        ("send the list by the end of the day", "11-24 18:00"),
        ("send the list by the end of the month", "11-30 18:00"),
        ("send the list in 2 hours", "11-24 12:00"),
        ("send the list no later than Nov 30", "11-30 18:00"),
        ("周五前把名单发给市场部", "11-27 18:00"),
        ("把名单发给市场部，周五下午5点前", "11-27 17:00"),
        ("今晚8点前发名单", "11-24 20:00"),
        ("今晚前把名单发出", "11-24 23:59"),
        ("週五之前把名單發給市場部", "11-27 18:00"),
        ("明天下班前交名单", "11-25 18:00"),
        ("下周三之前把名单整理好", "12-02 18:00"),
        ("名单下週三晚上之前發", "12-02 23:59"),
        ("名单28号前发", "11-28 18:00"),
        ("名单5号前发", "12-05 18:00"),
        ("12月5日前发名单", "12-05 18:00"),
        ("月底前把名单发给市场部", "11-30 18:00"),
        ("本周内发名单", "11-27 18:00"),
        ("最晚周五把名单发出", "11-27 18:00"),
        ("明天把名单发给市场部", "11-25 18:00"),
        ("我明天下午3点把名单发给市场部", "11-25 15:00"),
        ("周五我把名单发出去", "11-27 18:00"),
        ("三天内把名单发出", "11-27 10:00"),
        ("两小时内回复客户", "11-24 12:00"),
        ("名单发给市场部 明天", "11-25 18:00"),
        ("三天内把新来的客户回访一遍", "11-27 10:00"),
        ("周五前把改好的海报发出", "11-27 18:00"),
        ("send the list by 12-05", "12-05 18:00"),
        ("ＦＡＱ 周五１８：３０前发", "11-27 18:30"),
    ],
)
def test_a_time_that_is_a_deadline_is_read(words: str, until: str) -> None:
    found = deadline(words, NOW)
    assert found is not None
    assert f"{found:%m-%d %H:%M}" == until


@pytest.mark.parametrize(
    "words",
    [
        "send the list", "sweep by hand", "win by 10-12 points", "put Friday's list on the wall by the door",
        "prepare the party for tomorrow", "move the fair to tomorrow", "prepare Black Friday",
        "ask why it rained before",
        "prepare tomorrow's meeting", "sum up what came in before Friday's fair", "see what the last two weeks brought",
        "send Dee the list by Thursday and Bob the poster by Friday", "keep the hall until Friday",
        "周五前端上线", "周五前后各发一次", "整理周五前的数据", "整理三天前的数据", "看三天之前的留言",
        "上周五前的名单",
        "每周五前发周报", "周五会议材料", "明天活动的海报", "准备明天的会议", "导出7天内新增用户", "三天内的数据整理好",
        "每晚8点前发日报", "活动当晚8点前到场", "活动当天10点前到场", "元旦10点前发", "月底10点前交", "下周末18点前发",
        "次日18点前发", "11月底18点前发", "每天10点前发", "每个周五前发", "每周五18点前发", "post by 8pm every day",
        "daily by 10am", "send it by Monday, December 7", "send it by Friday 11 December at 5pm",
        "send it by 17:00 next Tuesday", "send it by Friday next week", "send it by 18:00 on 12-05",
        "下个月底前完成", "下個月底前交", "上个月底前没做完的清单给你", "三天内没回的客户我来回访",
        "24小时内未付款的订单我来催", "周五前报名的人名单我来整理", "今天发的海报我来改", "今天做的表格我来排",
        "把今天前三的帖子置顶", "call everyone who joined before Sunday", "cut refunds by 3-5",
        "周五前往北京", "下月5号前发名单", "以前的名单", "前天的名单", "名单", "下下周五前发",
    ],
)  # fmt: skip
def test_a_time_that_is_not_clearly_a_deadline_is_left_alone(words: str) -> None:
    assert deadline(words, NOW) is None


@pytest.mark.parametrize("words", ["send it today", "今天把名单发出", "send it by the end of the day"])
def test_at_ten_in_the_evening_today_lasts_until_midnight(words: str) -> None:
    found = deadline(words, NOW.replace(hour=22))
    assert found is not None
    assert f"{found:%m-%d %H:%M}" == "11-24 23:59"


@given(st.text(max_size=80) | st.lists(st.sampled_from([*"周五前明天内3号 日点晚:早", "by ", "end of "])).map("".join))
def test_any_sentence_can_be_looked_at(words: str) -> None:
    found = deadline(words, NOW)
    assert found is None or found > NOW


async def test_the_answer_says_which_time_it_read_and_one_button_corrects_it(team: Crew) -> None:
    answer = await team.bob.says("/promise 周五前把名单发给市场部")
    assert answer.text.splitlines() == [
        "Promise 1: 周五前把名单发给市场部",
        "Promised, due Fri, Nov 27 18:00, as the words say.",
        "[Change]",
    ]
    assert "Changed." in await team.bob.fills(await team.bob.presses(answer, "Change"), due="mon 12:00")
    assert "Promise 1: 周五前把名单发给市场部\n• Promised by Bob\n• Due Mon, Nov 30 12:00" in team.card()


async def test_a_time_that_was_given_goes_before_the_one_in_the_words(team: Crew) -> None:
    answer = await team.bob.says('/promise Send the list by Friday due:"thu 9:00"')
    assert answer.text == "Promise 1: Send the list by Friday\nPromised, due Thu, Nov 26 09:00."
