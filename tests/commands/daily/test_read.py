"""A report is read as it was meant, and what was not understood is handed back."""

from datetime import date
from decimal import Decimal

import pytest

from commands.daily.read import Entry, Reading, Unread, read_report
from commands.kit.metrics import default_catalogue

CATALOGUE = default_catalogue()
COMMUNITIES = {"fans": "fans", "粉丝群": "fans", "moms": "moms", "moms club": "moms", "🌸 vip 群": "vip"}
TODAY = date(2026, 11, 24)


def read(text: str) -> Reading:
    return read_report(text, CATALOGUE, COMMUNITIES, TODAY)


def numbers(text: str) -> dict[str, str]:
    """The numbers of a report of one entry that was understood as a whole."""
    reading = read(text)
    assert reading.unread == ()
    (entry,) = reading.entries
    return {key: "–" if value is None else str(value) for key, value in entry.numbers.items()}


def unread(text: str) -> list[tuple[str, str]]:
    """What was not understood, where nothing was."""
    reading = read(text)
    assert all(not entry.numbers for entry in reading.entries)
    return [(left.text, left.reason) for left in reading.unread]


@pytest.mark.parametrize(
    "text",
    [
        "joined 32 active 1.2万", "joined=32, active:1.2万", "active 12,000 joined 32", "新增32 活跃1.2万",
        "新增32活跃1.2万",
        "新增：３２；活跃：１．２萬", "新增 32 人、活跃 12k", "new members 32 | active members 12000",
        "JOINED 32\nActive 1.2w",
        "- joined: 32\n- active: 12000", "1. 新增 32\n2. 活跃 1万2", "① 新增 32\n② 活跃 12000",
        "• joined 32 members\n• dau 12,000",
        "joined\t32\tactive\t12000", "🎉 joined 32! ✅ active 12000 👍", "1️⃣ 新增：32\n2️⃣ 活跃：12000",
        "新增（人）：32，活跃（人）：12000",
        "* **joined**: 32\n* **active**: 12000", "joined 32 members active 12000 people",
        "日报\n新增 三十二\n活跃 一万二",
        "joined 32 / active 12000", "新增32。活跃12000。", "daily report: joined 32, active 12000.",
    ],
)  # fmt: skip
def test_one_report_is_understood_in_every_shape(text: str) -> None:
    assert numbers(text) == {"joined": "32", "active": "12000"}


def test_the_longest_label_wins() -> None:
    assert numbers("repeat orders 3 orders 9") == {"repeat_orders": "3", "orders": "9"}
    assert numbers("邀请成功 3 邀请数 9") == {"invited_joins": "3", "invites": "9"}
    assert numbers("30-day retention 65% reach / impressions 9") == {"retention": "65", "reach": "9"}


def test_signs_fit_the_kind_of_the_metric() -> None:
    assert numbers("revenue ¥4,500 满意度 93 % nps -5") == {"revenue": "4500", "satisfaction": "93", "nps": "-5"}
    assert (
        numbers("销售额：￥4,500元")
        == numbers("销售额 4,500 元")
        == numbers("revenue (CNY): 4500")
        == {"revenue": "4500"}
    )


@pytest.mark.parametrize(
    "text", ["left - joined 3", "退群：无 新增3", "left: -, joined: 3", "left n/a\njoined 3", "退群—\n新增3"]
)
def test_a_dash_is_no_value(text: str) -> None:
    assert numbers(text) == {"left": "–", "joined": "3"}


def test_a_pasted_block_is_understood() -> None:
    block = (
        "【日报】粉丝群 11月20日\n新增：12人\n退群：3\n活跃：1.2万\n销售额：￥4,500元\n"
        "备注：今天下雨，来了2个新讲师\n新增加了 3 个群\n\n活跃气氛不错"
    )
    figures: dict[str, Decimal | None] = {"joined": Decimal(12), "left": Decimal(3), "active": Decimal(12000)}
    figures["revenue"] = Decimal(4500)
    note = "今天下雨，来了2个新讲师\n新增加了 3 个群\n\n活跃气氛不错"
    assert read(block) == Reading((Entry("fans", date(2026, 11, 20), figures, note),), ())


@pytest.mark.parametrize(
    "text",
    [
        "fans joined 3\nmoms joined 4", "fans\njoined 3\nMoms Club\njoined 4", "粉丝群：新增3\nmoms：新增4",
        "粉丝群新增3\nmoms 新增4", "fans joined 3; moms joined 4", "## fans\n- joined: 3\n\n## moms\n- joined: 4",
        "【粉丝群】\n新增 3\n【moms】\n新增 4", "粉丝群日报\n新增3\nmoms 日报\n新增4",
        "community:fans joined 3\ncommunity:moms joined 4",
        "社群：粉丝群 新增3\n社群：moms 新增4",
    ],
)  # fmt: skip
def test_several_communities_are_told_apart(text: str) -> None:
    reading = read(text)
    joined = [(entry.community, str(entry.numbers["joined"])) for entry in reading.entries]
    assert joined == [("fans", "3"), ("moms", "4")]
    assert reading.unread == ()


def test_a_community_whose_name_has_decoration_is_found() -> None:
    assert [entry.community for entry in read("🌸VIP 群：新增3\nvip-群 活跃 5").entries] == ["vip"]


def test_a_numbered_community_is_not_taken_for_a_shorter_one() -> None:
    both = read_report("群12 新增3", CATALOGUE, {"群1": "one", "群12": "twelve"}, TODAY)
    assert [entry.community for entry in both.entries] == ["twelve"]
    one = read_report("群12 新增3", CATALOGUE, {"群1": "one"}, TODAY)
    assert [entry.community for entry in one.entries] == [None]
    assert [left.text for left in one.unread] == ["群12"]
    assert read_report("社群：群12", CATALOGUE, {"群1": "one"}, TODAY).unread[0].reason == "unknown_community"


def test_a_day_holds_until_the_next_one() -> None:
    reading = read("【日报】11月20日 周五\n粉丝群\n新增 3\nmoms\n新增 4\n11-19\n新增 5")
    assert [(entry.community, entry.day) for entry in reading.entries] == [
        ("fans", date(2026, 11, 20)),
        ("moms", date(2026, 11, 20)),
        ("moms", date(2026, 11, 19)),
    ]
    assert reading.unread == ()


@pytest.mark.parametrize(
    "text",
    [
        "community:fans date:昨天 joined 3", "joined 3 community:fans date:昨天",
        "社群：粉丝群，日期：11月23日，新增3",
        'date:"2026-11-23" community:"粉丝群" joined 3', "yesterday fans joined 3", "fans 11/23 joined 3",
        "date:mon fans joined 3",
    ],
)  # fmt: skip
def test_community_and_day_may_be_written_inside_the_text(text: str) -> None:
    assert read(text) == Reading((Entry("fans", date(2026, 11, 23), {"joined": Decimal(3)}, None),), ())


def test_a_text_that_names_only_a_community_opens_an_empty_entry() -> None:
    assert read("fans 11-20") == Reading((Entry("fans", date(2026, 11, 20), {}, None),), ())
    assert read("") == read("  \n ") == read("备注：") == Reading((), ())


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("joined 3 note: rain", "rain"), ("joined 3, note rain; left 9", "rain; left 9"),
        ("新增3 备注：下雨，退群9", "下雨，退群9"),
        ("新增3\n备注今天下雨", "今天下雨"), ("新增3\n備註：\n1. 退群 9 人\n2. 不错", "1. 退群 9 人\n2. 不错"),
        ("joined 3\nnotes: a\nleft early, all of them\nfans say hi", "a\nleft early, all of them\nfans say hi"),
        ("joined 3\nremark: 👨‍👩‍👧 came", "👨‍👩‍👧 came"),
        ("新增3 备注：第一\n今天退群 9 人", "第一\n今天退群 9 人"),
        ("joined 3\nnote: a\nnote: b", "a\nb"), ("新增3备注：好", "好"), ("note: first\njoined 3", "first"),
    ],
)  # fmt: skip
def test_a_note_takes_what_is_its_own(text: str, note: str) -> None:
    assert read(text) == Reading((Entry(None, None, {"joined": Decimal(3)}, note),), ())


def test_a_note_ends_before_a_label_a_community_or_a_day() -> None:
    reading = read("- joined 3\n- note: rain\n- left 1\nnote: more\nfans: joined 4\nnote: sun\n11-20\njoined 5")
    assert [(entry.community, len(entry.numbers), entry.note) for entry in reading.entries] == [
        (None, 2, "rain\nmore"),
        ("fans", 1, "sun"),
        ("fans", 1, None),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("joined 12%", "percent"), ("joined ¥5", "money"), ("satisfaction ¥5", "money"), ("revenue 5%", "percent"),
        ("互动率 30%", "derived"), ("joined 1.204", "not_whole"), ("joined 1,2", "ambiguous"),
        ("members 1 204", "ambiguous"),
        ("joined - 32", "ambiguous"), ("joined 3 - 5", "ambiguous"), ("joined 100→120", "ambiguous"),
        ("joined 3.4.5", "not_a_number"),
        ("joined ~5", "not_a_number"), ("joined 5²", "not_a_number"), ("joined 1e5", "not_a_number"),
        ("joined ١٢", "not_a_number"),
        ("joined 99999999999999", "too_large"), ("revenue 1.23456", "too_precise"), ("joined", "no_number"),
        ("joined:", "no_number"),
        ("active members were happy", "no_number"), ("新增12非活跃5", "not_a_number"),
        ("退群率 3", "unknown_label"), ("foo 12", "unknown_label"),
        ("foo12", "unknown_label"), ("paid orders 5", "unknown_label"), ("not active 5", "unknown_label"),
        ("非活跃 5", "unknown_label"),
        ("大家好", "unknown_word"), ("12", "no_label"), ("32 joined", "number_first"),
        ("12 joined 3 left", "number_first"),
        ("community:nope", "unknown_community"), ("date:02-30", "no_such_day"), ("date:someday", "not_a_day"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_handed_back_and_never_guessed(text: str, reason: str) -> None:
    (left,) = unread(text)
    assert left[1] == reason
    assert left[0].rstrip(":") in text


def test_an_unread_part_does_not_spoil_the_rest() -> None:
    reading = read("foo 12 joined 3, 12 left, active 5")
    assert reading.entries == (Entry(None, None, {"joined": Decimal(3), "active": Decimal(5)}, None),)
    assert [left.text for left in reading.unread] == ["foo 12", "12 left"]


def test_an_unknown_label_gets_the_nearest_names() -> None:
    (left,) = read("joinde 5").unread
    assert (left.text, left.reason, left.nearest[0]) == ("joinde 5", "unknown_label", "joined")
    assert read("community:fan").unread == (Unread("community:fan", ("fans",), "unknown_community"),)
    assert read("date:02-30").unread == (Unread("02-30", ("02-28",), "no_such_day"),)


@pytest.mark.parametrize("text", ["moms joind 32 active 9", "moms：joind 32，active 9", "昨天 moms joind 32 active 9"])
def test_a_misspelled_label_does_not_take_its_community_along(text: str) -> None:
    reading = read(text)
    assert [(entry.community, entry.numbers) for entry in reading.entries] == [("moms", {"active": 9})]
    assert [(left.text, left.nearest[0]) for left in reading.unread] == [("joind 32", "joined")]


@pytest.mark.parametrize(
    "line", ["yoga joined 4 active 9", "yoga joined 4", "瑜伽群新增4 活跃9", "yoga: 4 active 9", "activ 9 left 3"]
)
@pytest.mark.parametrize("between", ["\n", "; ", "\n- "])
def test_numbers_of_an_unknown_community_are_not_filed_under_the_one_before(line: str, between: str) -> None:
    reading = read(f"moms joined 3{between}{line}\nfans left 1")
    assert [(entry.community, entry.numbers) for entry in reading.entries] == [
        ("moms", {"joined": 3}), ("fans", {"left": 1})
    ]  # fmt: skip
    assert [(left.text, left.reason) for left in reading.unread] == [(line, "stranger")]


def test_below_a_community_on_a_line_of_its_own_every_line_is_about_it() -> None:
    reading = read("moms\nactiv 9 joined 4\nmoms left 1\nactiv 9")
    assert reading.entries == (Entry("moms", None, {"joined": Decimal(4), "left": Decimal(1)}, None),)
    assert [(left.text, left.reason) for left in reading.unread] == [("activ 9", "unknown_label")] * 2


def test_the_same_metric_twice_keeps_the_first_value_and_hands_back_the_second() -> None:
    assert numbers("joined 3 新增 3") == {"joined": "3"}
    reading = read("joined 3 新增 4")
    assert reading.entries[0].numbers == {"joined": 3}
    assert reading.unread == (Unread("新增 4", ("joined",), "twice"),)


def test_money_of_another_currency_is_handed_back_when_the_team_has_one() -> None:
    assert read_report("revenue $5", CATALOGUE, {}, TODAY, "CNY").unread[0].reason == "currency"
    assert read_report("revenue ¥5", CATALOGUE, {}, TODAY, "CNY").unread == ()


def test_control_characters_and_lone_surrogates_never_reach_the_store() -> None:
    (entry,) = read("joined\x00 3\r\nnote: a\x07b \ud800\u202ec\x1b").entries
    assert entry == Entry(None, None, {"joined": Decimal(3)}, "ab \ufffdc")


def test_a_text_that_is_too_long_is_refused_as_a_whole() -> None:
    reading = read("joined 3 " * 1000)
    assert reading.entries == ()
    assert [left.reason for left in reading.unread] == ["too_long"]


@pytest.mark.parametrize("heading", ["yoga", "瑜伽群", "瑜伽群：", "【瑜伽群】"])
def test_numbers_below_an_unknown_heading_are_nobodys(heading: str) -> None:
    reading = read(f"moms\n新增 31\n{heading}\n活跃 9\n备注：下雨\nfans\nleft 1")
    assert [(entry.community, entry.numbers, entry.note) for entry in reading.entries] == [
        ("moms", {"joined": 31}, None), ("fans", {"left": 1}, None)
    ]  # fmt: skip
    assert [(left.text, left.reason) for left in reading.unread[1:]] == [
        ("活跃 9", "below_stranger"), ("下雨", "below_stranger")
    ]  # fmt: skip


def test_a_kind_word_below_a_heading_costs_nobody_her_numbers() -> None:
    (entry,) = read("moms\n大家辛苦了\n新增 31\n活跃 9").entries
    assert entry.numbers == {"joined": 31, "active": 9}


@pytest.mark.parametrize(
    ("text", "option"),
    [("joined 3 nte: hallo", "note:"), ("joined 3 comunity:fans", "community:"), ("joined 3 dte:fri", "date:")],
)
def test_a_misspelt_option_is_answered_with_the_right_one(text: str, option: str) -> None:
    (left,) = read(text).unread
    assert left.nearest[0] == option


def test_a_misspelt_label_with_a_colon_is_no_option() -> None:
    assert "note:" not in read("joind: 3").unread[0].nearest
