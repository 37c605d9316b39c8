"""How risks are answered, and what is known about each kind, as the operator's file says it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from commands.kit.crisis import DEFAULT, Step
from commands.kit.metrics import Catalogue, CatalogueError, default_catalogue, load
from commands.kit.playbooks import DEFAULT as BOOKS
from commands.kit.texts import Label

SAMPLE = Path(__file__).parents[3] / "muster.yaml"


def over_default(text: str) -> Catalogue:
    return load(text, "muster.yaml", default_catalogue())


def test_nothing_said_is_the_field_s_usual_answer() -> None:
    assert default_catalogue().crisis == DEFAULT
    assert default_catalogue().playbooks == BOOKS
    assert all(4 <= len(book.checklist) <= 6 for kind, book in BOOKS.items() if kind != "other")


def test_clocks_and_calls_are_changed_one_by_one_and_taken_away_by_null() -> None:
    ours = over_default("""
crisis:
  red: {ack: 5 min, statement: null, stale: null, chain: [oncall, {call: director, hours: 22:00-06:00, days: workdays}]}
  yellow: {plan: 3 d, again: null}
  blue: {respond: 2 h, chain: null}
""")
    red, yellow, blue = (ours.crisis[level] for level in ("red", "yellow", "blue"))
    assert red.clocks == {
        "ack": timedelta(minutes=5), "respond": timedelta(minutes=30), "solution": timedelta(hours=24),
    }  # fmt: skip
    assert (red.steps, red.again, red.stale) == (
        (Step("oncall"), Step("director", ("22:00", "06:00"), "workdays")), timedelta(minutes=15), None,
    )  # fmt: skip
    assert (yellow.clocks, yellow.again, yellow.steps) == ({"plan": timedelta(days=3)}, None, DEFAULT["yellow"].steps)
    assert (blue.clocks, blue.steps) == ({"respond": timedelta(hours=2)}, ())


def test_kinds_are_changed_added_and_taken_away() -> None:
    ours = over_default("""
crisis:
  playbooks:
    fraud: {label: {zh_Hans: 刷奖}, statement: We look into it.}
    leak: {label: data leak, checklist: [Close it, {en: Tell, zh_Hans: 告知, zh_Hant: 告知}]}
    weather: null
""")
    fraud, leak = ours.playbooks["fraud"], ours.playbooks["leak"]
    assert fraud.label == Label("prize fraud", "刷奖", "刷獎作弊")
    assert fraud.checklist == BOOKS["fraud"].checklist
    assert fraud.statement == Label("We look into it.", "We look into it.", "We look into it.")
    assert leak.checklist == (Label("Close it", "Close it", "Close it"), Label("Tell", "告知", "告知"))
    assert list(ours.playbooks)[-2:] == ["leak", "other"]
    assert "weather" not in ours.playbooks


def test_all_mistakes_are_listed_at_once_with_their_place_and_the_nearest() -> None:
    text = """crisis:
  red: {ack: 5, chain: [onkall, {call: team, hours: 8-22, dayz: all}], stal: 1 h}
  yelow: {plan: 1 h}
  yellow: {chain: [], plan: 91 d}
  playbooks:
    fraud: {checklist: [""], labl: x}
    leak: {label: {en: x}, checklist: [{en: a}]}
    weathr: null
    other: null
    new: {checklist: []}
    Bad key: {label: x}
"""
    with pytest.raises(CatalogueError) as caught:
        over_default(text)
    time = "must be a time such as 15 min, 2 h or 3 d, of at most 90 d"
    assert [str(one).removeprefix("muster.yaml:") for one in caught.value.problems] == [
        f"2:14: crisis.red.ack: {time}; got '5'",
        "2:25: crisis.red.chain: must be owner, oncall, backup, manager, director or team; got 'onkall'"
        " (did you mean oncall?)",
        "2:53: crisis.red.chain.hours: must be a part of the day such as 08:00-22:30; got '8-22'",
        "2:59: crisis.red.chain.dayz: unknown key (did you mean days?)",
        "2:72: crisis.red.stal: unknown key (did you mean stale?)",
        "3:3: crisis.yelow: unknown key (did you mean yellow?)",
        "4:19: crisis.yellow.chain: must not be empty; null takes it away",
        f"4:29: crisis.yellow.plan: {time}; got '91 d'",
        "6:25: crisis.playbooks.fraud.checklist: must not be empty; got nothing",
        "6:30: crisis.playbooks.fraud.labl: unknown key (did you mean label?)",
        "7:19: crisis.playbooks.leak.label: needs zh_Hans, zh_Hant, or one text for all languages",
        "7:40: crisis.playbooks.leak.checklist: needs zh_Hans, zh_Hant, or one text for all languages",
        "8:5: crisis.playbooks.weathr: there is no kind 'weathr' to take away (did you mean weather?)",
        "9:5: crisis.playbooks.other: is what a risk is whose kind nobody named, so it has to stay",
        "10:5: crisis.playbooks.new: a new kind needs label",
        "10:22: crisis.playbooks.new.checklist: must not be empty; null takes it away",
        "11:5: crisis.playbooks.Bad key: a key has small letters, digits and _, starts with a letter, and has at most"
        " 32 of them",
    ]


def test_the_sample_says_what_holds_without_it_and_its_examples_can_be_used() -> None:
    shown = SAMPLE.read_text("utf-8")
    shown = shown[shown.index("#crisis:\n") :]
    ours = over_default(re.sub(r"(?m)^#", "", "\n".join(line for line in shown.splitlines() if line[:2] != "##")))
    assert ours.crisis == DEFAULT
    assert set(ours.playbooks) == {*BOOKS, "leak"} - {"competitor"}
