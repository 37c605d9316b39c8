"""A workspace's file lies over the built-in catalogue and says only what is different."""

import re
from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from commands.kit.filing import Filing
from commands.kit.metrics import Catalogue, Metric, default_catalogue, load
from commands.kit.metrics.entries import ActivitiesEntry, WeeklyEntry, moment
from commands.kit.rules import ReviewRules, Rules

SAMPLE = Path(__file__).parents[3] / "muster.yaml"


def over_default(text: str) -> Catalogue:
    return load(text, "muster.yaml", default_catalogue())


def metric(catalogue: Catalogue, key: str) -> Metric:
    found = catalogue.get(key)
    assert found is not None
    return found


@pytest.mark.parametrize("text", ["", "# nothing\n", "metrics:\n", "metrics: {}\n", "\ufeffmetrics:\n"])
def test_an_empty_file_changes_nothing(text: str) -> None:
    assert over_default(text) == default_catalogue()


def test_the_sample_changes_nothing_as_it_stands() -> None:
    assert over_default(SAMPLE.read_text("utf-8")) == default_catalogue()


def test_the_sample_with_its_examples_taken_does_what_it_says() -> None:
    text = re.sub(r"(?m)^#(?!#)", "", SAMPLE.read_text("utf-8"))
    catalogue = over_default(text)
    assert metric(catalogue, "joined").label.zh_Hant == "新粉"
    assert [found.key for word in ("新增", "涨粉", "new fans") if (found := catalogue.find(word))] == ["joined"] * 3
    assert catalogue.find("曝光") is None
    roi = metric(catalogue, "roi").formula
    assert roi is not None
    assert roi.keys == ("revenue", "refunded_revenue", "spend")
    assert ("refunded_revenue", "revenue") in catalogue.at_most
    assert [m.key for m in catalogue.pages()[2]][-1] == "refunded_revenue"
    assert metric(catalogue, "conversion").alert.target == 20
    assert metric(catalogue, "conversion").alert.north_star
    assert metric(catalogue, "revenue").alert.below_mean == 75
    assert catalogue.activities == default_catalogue().activities


def test_a_renamed_metric_is_still_understood_by_its_old_name() -> None:
    catalogue = over_default("metrics:\n  joined:\n    label: fans\n")
    assert metric(catalogue, "joined").label.in_("zh_Hans") == "fans"
    assert catalogue.find("新增") is catalogue.find("fans") is catalogue.get("joined")


def test_one_language_can_be_renamed_alone() -> None:
    label = metric(over_default("metrics:\n  joined:\n    label: {zh_Hans: 新粉}\n"), "joined").label
    assert (label.en, label.zh_Hans, label.zh_Hant) == ("new members", "新粉", "新增")


def test_a_new_metric_needs_a_label_and_a_kind_only() -> None:
    new = metric(over_default("metrics:\n  likes: {label: likes, kind: count}\n"), "likes")
    assert (new.over, new.good, new.page, new.low, new.high, new.formula) == ("sum", "up", None, 0, None, None)


def test_two_labels_of_one_new_metric_may_be_equal() -> None:
    assert over_default("metrics:\n  fans: {label: {en: f, zh_Hans: 粉, zh_Hant: 粉}, kind: count}\n").find("粉")


def test_a_hidden_metric_keeps_the_name_of_its_old_numbers() -> None:
    catalogue = over_default("metrics:\n  posts: {hidden: true}\n")
    assert "posts" not in [m.key for m in catalogue.entered]
    assert catalogue.find("发布数") is None
    assert not any("发布" in word for word in catalogue.nearest("发布数"))
    assert metric(catalogue, "posts").label.zh_Hans == "发布数"
    assert [m.key for m in catalogue.pages()[1]] == ["messages", "orders", "revenue", "refunds"]


def test_what_is_worked_out_from_a_hidden_metric_hides_as_well() -> None:
    catalogue = over_default("metrics:\n  orders: {hidden: true}\n")
    assert {m.key for m in default_catalogue().derived} - {m.key for m in catalogue.derived} == {
        "repeat_rate", "average_order", "refund_rate", "roi",
    }  # fmt: skip
    assert not any("orders" in pair for pair in catalogue.at_most)


def test_the_word_of_a_hidden_metric_can_be_given_away() -> None:
    catalogue = over_default("metrics:\n  reach: {hidden: true}\n  views2: {label: 曝光, kind: count}\n")
    assert catalogue.find("曝光") is catalogue.get("views2")


def test_a_word_of_the_file_wins_over_an_inherited_alias() -> None:
    catalogue = over_default("metrics:\n  fans: {label: fans, kind: count, aliases: [sales]}\n")
    assert catalogue.find("sales") is catalogue.get("fans")
    assert "sales" not in metric(catalogue, "revenue").aliases


def test_two_metrics_can_swap_their_names() -> None:
    catalogue = over_default("metrics:\n  joined: {label: members lost}\n  left: {label: new members}\n")
    assert catalogue.find("new members") is catalogue.get("left")
    assert catalogue.find("members lost") is catalogue.get("joined")


def test_a_new_formula_reaches_what_is_worked_out_from_it() -> None:
    catalogue = over_default("metrics:\n  average_order: {formula: revenue / payers}\n")
    roi = metric(catalogue, "roi").formula
    assert roi is not None
    assert roi.keys == ("revenue", "refunds", "payers", "spend")


def test_an_entered_metric_can_be_worked_out_instead_and_back() -> None:
    worked_out = over_default("metrics:\n  members: {formula: joined - left}\n")
    assert worked_out.pages()[0][0].key == "joined"
    assert "members" in [m.key for m in worked_out.derived]
    back = load("metrics:\n  members: {formula: null}\n", "second.yaml", worked_out)
    assert "members" in [m.key for m in back.entered]


def test_thresholds_are_changed_one_by_one_and_taken_away_by_null() -> None:
    text = "metrics:\n  joined:\n    alert: {growth: 7.5, below_mean: null}\n"
    alert = metric(over_default(text), "joined").alert
    assert (alert.growth, alert.per, alert.below_mean, alert.mean_weeks) == (Decimal("7.5"), "week", None, 4)


def test_null_brings_back_the_usual_number_where_there_must_be_one() -> None:
    text = "metrics:\n  conversion:\n    alert: {mean_weeks: null, per: null, north_star: null}\n"
    alert = metric(over_default(text), "conversion").alert
    assert (alert.mean_weeks, alert.per, alert.north_star) == (4, "week", False)


def test_one_number_for_all_leaves_those_alone_that_are_not_judged_by_it() -> None:
    catalogue = over_default("metrics:\n  active: {alert: {below_mean: 90}}\nalert: {below_mean: 70}\n")
    assert metric(catalogue, "orders").alert.below_mean == 70
    assert metric(catalogue, "active").alert.below_mean == 90
    assert metric(catalogue, "left").alert.below_mean is None


def test_a_file_without_a_base_is_the_whole_catalogue() -> None:
    catalogue = load("metrics:\n  likes: {label: likes, kind: count}\n", "whole.yaml", None)
    assert [m.key for m in catalogue.metrics] == ["likes"]


def test_decimals_are_exact() -> None:
    assert metric(over_default("metrics:\n  nps: {high: 0.1, low: -0.30}\n"), "nps").high == Decimal("0.1")


def test_how_activities_are_judged_and_run_can_be_changed() -> None:
    changed = {
        "least_roi": "2.25", "alarm_roi": "1.2", "preheat_days": "1", "ignition_hours": "2",
        "instruction_minutes": "15", "afterglow_hours": "24", "ask_hours": "3", "lock_hours": "12",
        "review_hours": "10", "share_hours": "20", "review_signs": "300", "abnormal_percent": "2.5",
    }  # fmt: skip
    text = "activities:\n" + "".join(f"  {key}: {value}\n" for key, value in changed.items())
    assert over_default(text).activities == Rules(
        Decimal("2.25"), Decimal("1.2"), 1, 2, 15, 24, 3, 12, 10, 20, 300, Decimal("2.5")
    )


def test_every_figure_of_reviews_can_be_set_and_is_in_the_sample() -> None:
    text = "reviews: {week_minutes: 60, topic_days: 2, table_days: 1, diary_signs: 100, promise_days: 7}\n"
    ours = over_default(text)
    assert ours.reviews == ReviewRules(60, 2, 1, 100, 7)
    assert load("reviews: {diary_signs: null}\n", "muster.yaml", ours).reviews == ReviewRules(60, 2, 1, 300, 7)
    shown = SAMPLE.read_text("utf-8").partition("#reviews:\n")[2].partition("\n\n")[0]
    assert {field.name for field in fields(ReviewRules)} == set(re.findall(r"(?m)^#  (\w+):", shown))


def test_every_figure_of_activities_can_be_set_and_is_in_the_sample() -> None:
    figures = {field.name for field in fields(Rules)}
    shown = SAMPLE.read_text("utf-8").partition("#activities:\n")[2].partition("\n\n")[0]
    assert set(ActivitiesEntry.model_fields) == figures == set(re.findall(r"(?m)^#  (\w+):", shown))


def test_a_figure_of_activities_that_is_not_said_stays_and_null_brings_the_usual_one_back() -> None:
    ours = over_default("activities: {least_roi: 2, preheat_days: 1}\n")
    assert ours.activities == Rules(least_roi=Decimal(2), preheat_days=1)
    over_ours = load("activities: {least_roi: null, ask_hours: 3}\n", "muster.yaml", ours)
    assert over_ours.activities == Rules(preheat_days=1, ask_hours=3)


def test_when_weekly_reports_are_filed_can_be_changed() -> None:
    ours = over_default("weekly: {opens: fri 16:00, closes: 周二 10:30}\n")
    assert ours.weekly == Filing(timedelta(days=4, hours=16), timedelta(days=1, hours=10, minutes=30))
    over_ours = load("weekly: {opens: null}\n", "muster.yaml", ours)
    assert over_ours.weekly == Filing(closes=ours.weekly.closes)


def test_when_weekly_reports_are_filed_is_in_the_sample_as_it_is() -> None:
    shown = SAMPLE.read_text("utf-8").partition("#weekly:\n")[2]
    said = dict(re.findall(r"(?m)^#  (\w+): (\w+ [0-9:]+)", shown))
    assert set(said) == set(WeeklyEntry.model_fields) == {field.name for field in fields(Filing)}
    assert Filing(**{name: moment(words) for name, words in said.items()}) == Filing()
