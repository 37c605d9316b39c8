"""The built-in catalogue is the table of the field, and every word in it finds its metric."""

from decimal import Decimal

import pytest

from commands.kit.metrics import Catalogue, Metric, default_catalogue
from commands.kit.words import fold

ENTERED = """
members        | members                | 成员数     | 成員數     | count   | last | up
joined         | new members            | 新增       | 新增       | count   | sum  | up
left           | members lost           | 退群       | 退群       | count   | sum  | down
active         | active members         | 活跃       | 活躍       | count   | mean | up
engaged        | members who interacted | 互动人数   | 互動人數   | count   | sum  | up
messages       | messages               | 消息数     | 訊息數     | count   | sum  | up
posts          | content published      | 发布数     | 發佈數     | count   | sum  | up
reach          | reach / impressions    | 曝光       | 曝光       | count   | sum  | up
invites        | invitations sent       | 邀请数     | 邀請數     | count   | sum  | up
invited_joins  | joined by invitation   | 邀请成功   | 邀請成功   | count   | sum  | up
payers         | paying members         | 付费人数   | 付費人數   | count   | sum  | up
orders         | orders                 | 订单数     | 訂單數     | count   | sum  | up
repeat_orders  | repeat orders          | 复购订单   | 復購訂單   | count   | sum  | up
revenue        | revenue                | 销售额     | 銷售額     | money   | sum  | up
refunds        | refunded orders        | 退款数     | 退款數     | count   | sum  | down
complaints     | complaints             | 投诉       | 投訴       | count   | sum  | down
negative       | negative mentions      | 负面声量   | 負面聲量   | count   | sum  | down
nps            | net promoter score     | NPS        | NPS        | score   | mean | up
satisfaction   | content satisfaction   | 内容满意度 | 內容滿意度 | percent | mean | up
retention      | 30-day retention       | 月度留存率 | 月度留存率 | percent | last | up
spend          | money spent            | 花费       | 花費       | money   | sum  | none
"""

DERIVED = """
interaction_rate    | interaction rate           | 互动率     | 互動率     | percent | up   | 50
messages_per_active | messages per active member | 人均消息   | 人均訊息   | ratio   | up   | 2.5
conversion          | paid conversion            | 付费转化率 | 付費轉化率 | percent | up   | 20
repeat_rate         | repeat-purchase rate       | 复购率     | 復購率     | percent | up   | 12.5
average_order       | average order              | 客单价     | 客單價     | money   | up   | 100
refund_rate         | refund rate                | 退款率     | 退款率     | percent | down | 2.5
complaint_rate      | complaint rate             | 投诉率     | 投訴率     | percent | down | 1
k_factor            | K-factor                   | K因子      | K因子      | ratio   | up   | 0.04
net_growth          | net growth                 | 净增       | 淨增       | count   | up   | 30
roi                 | ROI                        | ROI        | ROI        | ratio   | up   | 3.9
"""

NUMBERS = {
    key: Decimal(value)
    for key, value in {
        "members": 500, "joined": 32, "left": 2, "active": 200, "engaged": 100, "messages": 500, "payers": 40,
        "orders": 40, "repeat_orders": 5, "revenue": 4000, "refunds": 1, "complaints": 2, "invited_joins": 20,
        "spend": 1000,
    }.items()
}  # fmt: skip


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.fixture
def catalogue() -> Catalogue:
    return default_catalogue()


def metric(catalogue: Catalogue, key: str) -> Metric:
    found = catalogue.get(key)
    assert found is not None
    return found


def test_the_entered_metrics_are_those_of_the_field(catalogue: Catalogue) -> None:
    assert [
        [m.key, m.label.en, m.label.zh_Hans, m.label.zh_Hant, m.kind, m.over, m.good] for m in catalogue.entered
    ] == rows(ENTERED)


def test_the_derived_metrics_are_those_of_the_field(catalogue: Catalogue) -> None:
    assert [[m.key, m.label.en, m.label.zh_Hans, m.label.zh_Hant, m.kind, m.good] for m in catalogue.derived] == [
        row[:-1] for row in rows(DERIVED)
    ]


@pytest.mark.parametrize(("key", "value"), [(row[0], row[-1]) for row in rows(DERIVED)])
def test_a_derived_metric_is_worked_out_from_entered_ones(catalogue: Catalogue, key: str, value: str) -> None:
    formula = metric(catalogue, key).formula
    assert formula is not None
    assert formula.value(NUMBERS) == Decimal(value)
    assert set(formula.keys) <= {entered.key for entered in catalogue.entered}


def test_a_rate_without_its_denominator_has_no_value(catalogue: Catalogue) -> None:
    for derived in catalogue.derived:
        assert derived.formula is not None
        assert derived.formula.value({}) is None
        if "/" in derived.formula.text:
            assert derived.formula.value(dict.fromkeys(NUMBERS, Decimal(0))) is None


def test_the_form_asks_for_the_daily_figures_five_a_page(catalogue: Catalogue) -> None:
    assert [[m.key for m in page] for page in catalogue.pages()] == [
        ["members", "joined", "left", "active", "engaged"],
        ["messages", "posts", "orders", "revenue", "refunds"],
        ["payers", "complaints", "negative", "satisfaction"],
    ]


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("joined", "joined"),
        ("New Members", "joined"),
        ("new_members", "joined"),
        ("新增成员", "joined"),
        ("新进", "joined"),
        ("加入", "joined"),
        ("退出", "left"),
        ("活躍", "active"),
        ("活跃人数", "active"),
        ("销售", "revenue"),
        ("营业额", "revenue"),
        ("ＧＭＶ", "revenue"),
        ("sales", "revenue"),
        ("net-promoter score", "nps"),
        ("k因子", "k_factor"),
        ("K factor", "k_factor"),
        ("付費轉化率", "conversion"),
        ("訊息數", "messages"),
        ("成本", "spend"),
        ("30-day retention", "retention"),
    ],
)
def test_a_metric_is_found_by_what_people_call_it(catalogue: Catalogue, word: str, key: str) -> None:
    found = catalogue.find(word)
    assert found is not None
    assert found.key == key


def test_every_word_belongs_to_one_metric(catalogue: Catalogue) -> None:
    words = [(fold(name), m.key) for m in catalogue.metrics for name in m.names]
    assert len({word for word, _ in words}) == len(set(words)) == len(catalogue.names)
    assert all(catalogue.names[word].key == key for word, key in words)


def test_every_metric_has_words_of_its_own_in_chinese(catalogue: Catalogue) -> None:
    for m in catalogue.metrics:
        assert any(not name.isascii() for name in m.names), m.key


def test_an_unknown_word_is_not_guessed_but_gets_proposals(catalogue: Catalogue) -> None:
    assert catalogue.find("revenu") is None
    assert catalogue.find("") is None
    assert catalogue.nearest("revenu") == ["revenue"]
    assert catalogue.nearest("新曾")[0] == "新增"
    assert catalogue.nearest("今天天气不错") == []
    assert catalogue.nearest("averag_order") == ["order", "repeat_orders"], "what is worked out cannot be entered"


def test_each_proposal_is_another_metric(catalogue: Catalogue) -> None:
    proposals = catalogue.nearest("orders count")
    keys = [found.key for word in proposals if (found := catalogue.find(word))]
    assert len(keys) == len(set(keys)) == len(proposals) <= 3


def test_what_contradicts_itself_in_one_report_is_known(catalogue: Catalogue) -> None:
    assert set(catalogue.at_most) == {
        ("active", "members"),
        ("refunds", "orders"),
        ("repeat_orders", "orders"),
        ("invited_joins", "joined"),
        ("payers", "members"),
    }


def test_bounds_follow_from_what_is_counted(catalogue: Catalogue) -> None:
    bounds = {m.key: (m.low, m.high) for m in catalogue.entered}
    assert bounds.pop("nps") == (-100, 100)
    assert bounds.pop("satisfaction") == bounds.pop("retention") == (0, 100)
    assert set(bounds.values()) == {(Decimal(0), None)}


def test_only_retention_is_entered_monthly(catalogue: Catalogue) -> None:
    assert [m.key for m in catalogue.entered if m.entered == "monthly"] == ["retention"]


def test_north_stars_and_team_targets_are_set(catalogue: Catalogue) -> None:
    stars = {m.key: m.alert.target for m in catalogue.metrics if m.alert.north_star}
    assert stars == {"conversion": 18, "retention": 65, "k_factor": Decimal("1.2")}
    levels = {m.key: m.alert.target for m in catalogue.metrics if m.alert.target is not None and m.key not in stars}
    assert levels == {"satisfaction": 90, "nps": 55}
    growth = {m.key: (m.alert.growth, m.alert.per) for m in catalogue.metrics if m.alert.growth is not None}
    assert growth == {"joined": (5, "week"), "active": (3, "week")}


def test_what_counts_as_abnormal_is_set(catalogue: Catalogue) -> None:
    negative = metric(catalogue, "negative").alert
    assert (negative.alert_above, negative.above_per) == (10, "hour")
    assert metric(catalogue, "complaints").alert.alert_above is not None
    assert metric(catalogue, "refund_rate").alert.points_over_mean == 3
    assert metric(catalogue, "engaged").alert.falling_weeks == 2
    daily = [m for m in catalogue.entered if m.good == "up" and m.entered == "daily" and m.kind != "score"]
    assert {(m.alert.below_mean, m.alert.mean_weeks) for m in daily} == {(80, 4)}


def test_more_days_make_a_sum_more_but_neither_a_mean_nor_a_rate(catalogue: Catalogue) -> None:
    level = {metric.key for metric in catalogue.metrics if not metric.adds_up}
    rates = {metric.key for metric in catalogue.derived} - {"net_growth"}
    assert level == {"members", "active", "nps", "satisfaction", "retention"} | rates
