"""Every mistake in a catalogue file is named with its place and with what was probably meant, all of them at once."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit.metrics import CatalogueError, Problem, default_catalogue, load
from commands.kit.metrics.document import LARGEST


def problems(text: str) -> tuple[Problem, ...]:
    try:
        load(text, "muster.yaml", default_catalogue())
    except CatalogueError as error:
        return error.problems
    return ()


def complaints(text: str) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        load(text, "muster.yaml", default_catalogue())
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "metrics:\n  joined:\n    kind: precent\n",
            "3:11: metrics.joined.kind: must be count, money, percent, score or ratio; got 'precent'"
            " (did you mean percent?)",
        ),
        ("metric:\n", "1:1: metric: unknown key (did you mean metrics?)"),
        ("metrics:\n  joined:\n    alais: [x]\n", "3:5: metrics.joined.alais: unknown key (did you mean aliases?)"),
        (
            "metrics:\n  joined: {label: {zh_hans: x}}\n",
            "2:20: metrics.joined.label.zh_hans: unknown key (did you mean zh_Hans or zh_Hant?)",
        ),
        (
            "metrics:\n  joined: {alert: {grow: 1}}\n",
            "2:20: metrics.joined.alert.grow: unknown key (did you mean growth?)",
        ),
        ("metrics:\n  joined: {page: 1}\n  joined: {page: 2}\n", "3:3: metrics.joined: is here twice; first on line 2"),
        ("metrics:\n  joined:\n    page: 1\n    page: 2\n", "4:5: metrics.joined.page: is here twice; first on line 3"),
        (
            "metrics:\n  joined: {aliases: [活跃]}\n",
            "2:22: metrics.joined.aliases: '活跃' is already a label of active",
        ),
        ("metrics:\n  joined: {aliases: [Left]}\n", "2:22: metrics.joined.aliases: 'Left' is already the key of left"),
        (
            "metrics:\n  joined: {aliases: [fans]}\n  left: {aliases: [ok, FANS]}\n",
            "3:24: metrics.left.aliases: 'FANS' is already an alias of joined",
        ),
        ("metrics:\n  joined: {label: orders}\n", "2:19: metrics.joined.label: 'orders' is already the key of orders"),
        (
            "metrics:\n  new_members: {label: x, kind: count}\n",
            "2:3: metrics.new_members: 'new_members' is already a label of joined",
        ),
        ("metrics:\n  joined: {page: first}\n", "2:18: metrics.joined.page: must be a whole number; got 'first'"),
        ("metrics:\n  joined: {page: 1.5}\n", "2:18: metrics.joined.page: must be a whole number; got '1.5'"),
        ("metrics:\n  joined: {page: 010}\n", "2:18: metrics.joined.page: must be a whole number; got '010'"),
        ("metrics:\n  joined: {page: 0}\n", "2:18: metrics.joined.page: must be at least 1; got '0'"),
        ("metrics:\n  joined: {low: 1:30}\n", "2:17: metrics.joined.low: must be a number; got '1:30'"),
        ("metrics:\n  joined: {low: yes}\n", "2:17: metrics.joined.low: must be a number; got 'yes'"),
        ("metrics:\n  joined: {low: .inf}\n", "2:17: metrics.joined.low: must be a number; got '.inf'"),
        ("metrics:\n  joined: {low: 5, high: 2}\n", "2:26: metrics.joined.high: low 5 is over high 2"),
        ("metrics:\n  joined: {hidden: maybe}\n", "2:20: metrics.joined.hidden: must be true or false; got 'maybe'"),
        ("metrics:\n  joined: {aliases: fans}\n", "2:21: metrics.joined.aliases: must be a list; got 'fans'"),
        (
            "metrics:\n  joined: {aliases: [no]}\n",
            "2:22: metrics.joined.aliases: must be text; got 'no'; put it in quotes",
        ),
        (
            "metrics:\n  joined: {aliases: [ab, '12']}\n",
            "2:26: metrics.joined.aliases: a name must hold a letter; got '12'",
        ),
        (
            "metrics:\n  joined: {aliases: ['a:b']}\n",
            "2:22: metrics.joined.aliases: a name may not hold ':'; got 'a:b'",
        ),
        (
            "metrics:\n  joined: {aliases: [备注]}\n",
            "2:22: metrics.joined.aliases: '备注' already means something in a report",
        ),
        ("metrics:\n  joined: {label: ''}\n", "2:19: metrics.joined.label: must not be empty"),
        ("metrics:\n  joined:\n", "2:3: metrics.joined: must hold lines of key: value; got nothing"),
        ("metrics: [joined]\n", "1:10: metrics: must hold one entry for each metric"),
        ("- metrics\n", "1:1: must hold lines of key: value"),
        (
            "metrics:\n  no: {label: n, kind: count}\n",
            "2:3: metrics.no: YAML reads 'no' as false; put the key in quotes",
        ),
        (
            "metrics:\n  2024: {label: n, kind: count}\n",
            "2:3: metrics.2024: a key must be a word; put it in quotes if it is one",
        ),
        ("metrics:\n  ? [a]\n  : 1\n", "2:5: a key must be a word"),
        ("metrics:\n  Fans: {label: n, kind: count}\n", "2:3: metrics.Fans: a key has small letters"),
        (
            "metrics:\n  note: {label: n, kind: count}\n",
            "2:3: metrics.note: this word already means something in a report",
        ),
        (
            "metrics:\n  joind: {good: up}\n",
            "2:3: metrics.joind: a new metric needs label and kind (did you mean joined?)",
        ),
        (
            "metrics:\n  fans: {label: {en: a}, kind: count}\n",
            "2:17: metrics.fans.label: a new metric needs zh_Hans, zh_Hant, or",
        ),
        (
            "metrics:\n  reach: {page: 1}\n",
            "2:17: metrics.reach.page: page 1 would hold 6 metrics; a page of the form has room for 5",
        ),
        (
            "metrics:\n  roi: {page: 3}\n",
            "2:15: metrics.roi.page: is worked out by a formula, so it cannot be on a page of the form",
        ),
        (
            "metrics:\n  posts: {at_most: mesages}\n",
            "2:20: metrics.posts.at_most: there is no metric 'mesages' (did you mean messages?)",
        ),
        ("metrics:\n  posts: {at_most: [posts]}\n", "2:21: metrics.posts.at_most: a metric cannot be its own limit"),
        ("metrics:\n  posts: {at_most: roi}\n", "2:20: metrics.posts.at_most: only entered metrics can be compared"),
        (
            "metrics:\n  roi:\n    formula: revenu / spend\n",
            "3:14: metrics.roi.formula: there is no metric 'revenu' (did you mean revenue",
        ),
        (
            "metrics:\n  roi:\n    formula: 'revenue / spand'\n",
            "3:25: metrics.roi.formula: there is no metric 'spand' (did you mean spend?)",
        ),
        (
            "metrics:\n  roi:\n    formula: revenue / (spend\n",
            "3:30: metrics.roi.formula: the ( of column 11 is not closed",
        ),
        (
            "metrics:\n  roi:\n    formula: >\n      revenue /\n      spand\n",
            "3:14: metrics.roi.formula: there is no metric 'spand'",
        ),
        ("metrics:\n  roi:\n    formula: roi + 1\n", "3:14: metrics.roi.formula: goes in a circle: roi -> roi"),
        (
            "metrics:\n  roi: {formula: conversion}\n  conversion: {formula: 2 * roi}\n",
            "2:18: metrics.roi.formula: goes in a circle: roi -> conversion -> roi",
        ),
        (
            "metrics:\n  spend: {hidden: true}\n  roi: {formula: revenue / spend}\n",
            "3:18: metrics.roi.formula: needs spend, which is hidden",
        ),
        ("metrics:\n  a: &x {label: n, kind: count}\n", "2:6: anchors (&) and references (*) are not understood here"),
        (
            "metrics:\n  joined: !!python/object:os.system {}\n",
            "2:11: metrics.joined: the tag !!python/object:os.system is not understood",
        ),
        ("metrics:\n  joined: {page: !x 2}\n", "2:18: metrics.joined.page: the tag !x is not understood here"),
        ("metrics:\n  joined: [1, 2\n  left: 3\n", "3:7: not YAML: "),
        ("metrics: a: b\n", "1:11: not YAML: mapping values are not allowed"),
        ("metrics:\n---\nmetrics:\n", "2:1: not YAML: expected a single document in the stream"),
        ("metrics:\n  a\x00b: 1\n", "2:4: not YAML: a character that may not stand in a text file"),
        ("metrics:\n  a\ud800b: 1\n", "2:4: not YAML: a character that may not stand in a text file"),
        ("[[[[[[[[[[[[[[]]]]]]]]]]]]]]", "1:13: too many things inside each other"),
        ("{a: " * 100_000, "1:"),
        ("#" * (LARGEST + 1), "1:1: the file is larger than 256 KiB"),
        ("[" + "a," * 60_000 + "]", ": too many parts"),
        ("alert: {below_mean: 0}\n", "1:21: alert.below_mean: must be more than 0; got '0'"),
        ("alert: {target: 3}\n", "1:9: alert.target: unknown key"),
        ("activites: {}\n", "1:1: activites: unknown key (did you mean activities?)"),
        ("activities: 3\n", "1:13: activities: must hold lines of key: value; got '3'"),
        ("activities:\n", "1:1: activities: must hold lines of key: value; got nothing"),
        (
            "activities:\n  lest_roi: 2\n",
            "2:3: activities.lest_roi: unknown key (did you mean least_roi?)",
        ),
        (
            "activities:\n  ask_hours: 3\n  ask_hours: 4\n",
            "3:3: activities.ask_hours: is here twice; first on line 2",
        ),
        ("activities: {least_roi: 2x}\n", "1:25: activities.least_roi: must be a number; got '2x'"),
        ("activities: {least_roi: 0}\n", "1:25: activities.least_roi: must be more than 0; got '0'"),
        ("activities: {least_roi: 1001}\n", "1:25: activities.least_roi: must be at most 1000; got '1001'"),
        (
            "activities: {least_roi: 1.555}\n",
            "1:25: activities.least_roi: must have at most 2 decimal places; got '1.555'",
        ),
        ("activities: {alarm_roi: 2}\n", "1:25: activities.alarm_roi: alarm_roi 2 is over least_roi 1.5"),
        ("activities: {least_roi: 0.5}\n", "1:25: activities.least_roi: alarm_roi 1 is over least_roi 0.5"),
        ("activities: {alarm_roi: 2, least_roi: x}\n", "1:39: activities.least_roi: must be a number; got 'x'"),
        ("activities: {review_hours: 72}\n", "1:28: activities.review_hours: review_hours 72 is over share_hours 48"),
        ("activities: {preheat_days: 61}\n", "1:28: activities.preheat_days: must be at most 60; got '61'"),
        ("activities: {preheat_days: 0}\n", "1:28: activities.preheat_days: must be at least 1; got '0'"),
        ("activities: {preheat_days: 1.5}\n", "1:28: activities.preheat_days: must be a whole number; got '1.5'"),
        ("activities: {ignition_hours: yes}\n", "1:30: activities.ignition_hours: must be a whole number; got 'yes'"),
        ("activities: {lock_hours: 721}\n", "1:26: activities.lock_hours: must be at most 720; got '721'"),
        (
            "activities: {instruction_minutes: 4}\n",
            "1:35: activities.instruction_minutes: must be at least 5; got '4'",
        ),
        (
            "activities: {instruction_minutes: 241}\n",
            "1:35: activities.instruction_minutes: must be at most 240; got '241'",
        ),
        ("activities: {review_signs: 0}\n", "1:28: activities.review_signs: must be at least 1; got '0'"),
        (
            "activities: {abnormal_percent: 101}\n",
            "1:32: activities.abnormal_percent: must be at most 100; got '101'",
        ),
        (
            "activities: {abnormal_percent: 0}\n",
            "1:32: activities.abnormal_percent: must be more than 0; got '0'",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, said: str) -> None:
    found = complaints(text)
    assert any(line.startswith(f"muster.yaml:{said}") or (said[0] == ":" and said in line) for line in found), found
    assert len(found) == 1, found


def test_all_mistakes_are_named_at_once_in_the_order_of_the_file() -> None:
    found = complaints(
        "metrics:\n"
        "  joined: {kind: cuont, page: x, aliases: [1, ok, 2]}\n"
        "  left: {formula: joind / ative}\n"
        "  fans: {label: fans}\n"
        "  joined: {}\n"
        "schedule: 1\n"
        "activities: {least_roi: x, share_hours: 0, activity: 1}\n"
    )
    assert [line.split(": ")[0] for line in found] == [
        f"muster.yaml:{place}"
        for place in ("2:18", "2:31", "2:44", "2:51", "3:19", "3:27", "4:3", "5:3", "6:1", "7:25", "7:41", "7:44")
    ]


def test_a_circle_is_named_once_and_not_for_those_that_lean_on_it() -> None:
    found = complaints(
        "metrics:\n"
        "  leaning: {label: lean, kind: ratio, formula: roi + conversion}\n"
        "  roi: {formula: conversion + leaning2 + 1}\n"
        "  leaning2: {label: lean2, kind: ratio, formula: roi * roi}\n"
    )
    assert found == ["muster.yaml:3:18: metrics.roi.formula: goes in a circle: roi -> leaning2 -> roi"]


def test_a_few_lines_cannot_unfold_into_gigabytes() -> None:
    text = "a: &a [x, x]\n" + "".join(f"{n}: &{n} [*{m}, *{m}]\n" for m, n in zip("abcdef", "bcdefg", strict=True))
    assert all("anchors" in line for line in complaints(text))


def test_derived_metrics_cannot_unfold_without_end() -> None:
    lines = [f"  d{n}: {{label: d{n}, kind: ratio, formula: {'+'.join([f'd{n - 1}'] * 40)}}}" for n in range(1, 6)]
    text = "metrics:\n  d0: {label: d0, kind: count}\n" + "\n".join(lines)
    assert any("becomes too long" in line for line in complaints(text))


snippets = st.sampled_from(
    [
        "metrics:",
        "  joined:",
        "  roi:",
        "    kind: count",
        "    formula: a/b",
        "  fans: {label: x, kind: count}",
        "alert:",
        "activities:",
        "  least_roi: 2",
        "  ask_hours: x",
        "    page: 1",
        "- x",
        "    label: {en: x}",
        "  no: 1",
        "'",
        "{",
        "]",
        ": ",
        "\t",
        "    aliases: [a, b]",
        "&a",
        "!x",
    ]
)


@given(st.lists(snippets, max_size=8).map("\n".join) | st.text(max_size=60))
def test_any_file_is_a_catalogue_or_says_what_is_wrong(text: str) -> None:
    for problem in problems(text):
        assert 1 <= problem.line <= len(re.split("\r\n|[\n\r\x85\u2028\u2029]", text)) + 1
        assert problem.column >= 1
