"""Typed words become arguments, in any order, with any keyboard; nothing but a refusal ever comes of bad ones."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import time
from typing import Annotated, ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.daily.daily import Daily
from commands.kit import Args, Ask, Refusal, Rest, Tongue, Word, text
from commands.kit.args import unquoted
from commands.kit.fields import Moment
from commands.kit.menu import Menu

WHAT = text("What")


class Errand(Args):
    title: Annotated[str, Ask(WHAT)]
    owner: Annotated[str | None, Ask(WHAT)] = None
    level: Annotated[Literal["low", "high"] | None, Ask(WHAT, choices={"low": text("blue"), "high": text("red")})] = (
        None
    )
    slots: Annotated[int | None, Ask(WHAT)] = None


class Pair(Args):
    first: Annotated[str, Word(), Ask(WHAT)]
    second: Annotated[str | None, Word(), Ask(WHAT)] = None


class Absence(Args):
    words: Annotated[str, Rest(), Ask(WHAT)]
    why: Annotated[str | None, Ask(WHAT)] = None


def test_free_words_are_the_first_argument_and_the_order_is_free() -> None:
    for tail in (
        "write a script owner:@mei slots:3", "owner:@mei write a script slots:3", "slots=3 owner=@mei write a script",
        "slots 3 write a script owner:@mei", "write a script owner： @mei slots＝3",
    ):  # fmt: skip
        assert Errand.split(tail) == {"title": "write a script", "owner": "@mei", "slots": "3"}, tail


def test_a_chinese_keyboard_is_understood() -> None:
    found = Errand.split("写脚本　ｏｗｎｅｒ：＠mei，slots：３；level＝high")
    assert found == {"title": "写脚本", "owner": "＠mei", "slots": "３", "level": "high"}
    assert Errand.read(found).slots == 3


@pytest.mark.parametrize("quoted", ['"a b"', "“a b”", "「a b」", "'a b'"])
def test_quotes_keep_spaces_together(quoted: str) -> None:
    assert Errand.split(f"x owner:{quoted}") == {"title": "x", "owner": "a b"}


def test_a_name_that_is_no_argument_stays_a_word() -> None:
    assert Errand.split("see https://example.org at 17:30") == {"title": "see https://example.org at 17:30"}


def test_the_first_of_two_values_counts_and_the_second_is_a_word() -> None:
    assert Errand.split("owner:a owner:b") == {"owner": "a", "title": "owner:b"}


def test_words_are_taken_in_the_order_of_the_fields() -> None:
    assert Pair.split("a b") == {"first": "a", "second": "b"}
    assert Pair.split('"a b" second:c') == {"first": "a b", "second": "c"}


def test_a_word_too_many_is_named() -> None:
    with pytest.raises(Refusal) as refused:
        Pair.split("a b c d")
    assert "`c d`" in Tongue().speak(refused.value.said)


def test_the_rest_keeps_its_line_breaks() -> None:
    assert Absence.split("until\nfriday why:ill") == {"words": "until\nfriday", "why": "ill"}


def test_a_fixed_value_is_understood_by_its_key_or_its_label() -> None:
    assert Errand.read({"title": "x", "level": "RED"}).level == "high"
    assert Errand.read({"title": "x", "level": "low"}).level == "low"


def test_what_is_missing_is_known_before_anything_runs() -> None:
    assert Errand.missing({}) == ["title"]
    assert Errand.missing({"title": "x"}) == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "What is needed."),
        ({"title": "x", "level": "hih"}, "I can't read hih as “What”."),
        ({"title": "x", "slots": "many"}, "I can't read many as “What”."),
        ({"title": "x", "colour": "red"}, "I don't know the option `colour`."),
    ],
)
def test_a_bad_value_is_named_with_its_field(given: dict[str, str], says: str) -> None:
    with pytest.raises(Refusal) as refused:
        Errand.read(given)
    assert Tongue().speak(refused.value.said) == says


def test_a_bad_choice_is_answered_with_the_nearest() -> None:
    with pytest.raises(Refusal) as refused:
        Errand.read({"title": "x", "level": "hih"})
    assert [Tongue().speak(hint) for hint in refused.value.hints] == ["Did you mean `high`?"]


def test_one_answer_of_a_form_is_judged_alone() -> None:
    Errand.read_one("slots", "3")
    Errand.read_one("level", "red")
    Errand.read_one("no such field", "x")
    with pytest.raises(Refusal):
        Errand.read_one("slots", "x")


MODELS = [Errand, Pair, Absence, Daily, *(command.args for command in Menu.find().commands.values())]
SIGNS = st.text(
    st.one_of(st.characters(), st.sampled_from(list(' \n\t　:：=＝"“”「」\'，；@/abcownerslt3３'))), max_size=200
)  # fmt: skip


@given(SIGNS, st.sampled_from(MODELS))
def test_splitting_raises_nothing_but_refusals(tail: str, model: type[Args]) -> None:
    try:
        found = model.split(tail)
    except Refusal:
        return
    assert found.keys() <= model.fields().keys()
    assert all(isinstance(value, str) for value in found.values())


@given(st.dictionaries(st.sampled_from(["title", "owner", "level", "slots", "x"]), SIGNS))
def test_reading_raises_nothing_but_refusals(given_: dict[str, str]) -> None:
    try:
        Errand.read(given_)
    except Refusal as refused:
        Tongue().speak(refused.said)
        for hint in refused.hints:
            Tongue().speak(hint)


QUOTES = st.sampled_from([('"', '"'), ("“", "”"), ("「", "」")])
PLAIN = st.text(st.characters(exclude_characters='"“”「」', codec="utf-8"), min_size=1, max_size=40)


@given(PLAIN, QUOTES, st.sampled_from([":", "：", "=", "＝"]), st.sampled_from(["owner", "OWNER", "ｏｗｎｅｒ"]))
def test_a_quoted_value_comes_back_whole(value: str, quotes: tuple[str, str], sign: str, name: str) -> None:
    tail = f"title {name}{sign}{quotes[0]}{value}{quotes[1]} more"
    assert Errand.split(tail) == {"owner": value, "title": "title more"}


@given(st.text(st.characters(categories=("L", "N")), min_size=1, max_size=30))
def test_a_bare_value_comes_back_as_it_was_typed(value: str) -> None:
    assert Errand.split(f"x owner:{value}")["owner"] == value


@given(st.text(max_size=20))
def test_unquoting_takes_a_pair_of_quotes_away_and_nothing_else(word: str) -> None:
    assert unquoted(f'"{word}"') == word
    if word[:1] not in set("\"'“「"):
        assert unquoted(word) == word


class Shop(Args):
    key: Annotated[str, Ask(WHAT)]
    colour: Annotated[str | None, Ask(WHAT)] = None


class Titled(Args):
    person: Annotated[str | None, Word(), Ask(WHAT)] = None
    title: Annotated[str | None, Ask(WHAT)] = None


@pytest.mark.parametrize(
    ("model", "tail", "says", "hint"),
    [
        (Titled, "@mei titel:x", "`titel:x`", "Did you mean `title:`?"),
        (Titled, "@mei titel： x", "`titel：`", "Did you mean `title:`?"),
        (Titled, "weight:3", "`weight:3`", "It can be `person:` or `title:`."),
        (Shop, "fans color:red", "`color:red`", "Did you mean `colour:`?"),
        (Shop, "fans size=3", "`size=3`", "It can be `key:` or `colour:`."),
        (Errand, "write it ownr:@mei", "`ownr:@mei`", "Did you mean `owner:`?"),
    ],
)
def test_an_option_that_does_not_exist_is_named_with_the_nearest(
    model: type[Args], tail: str, says: str, hint: str
) -> None:
    with pytest.raises(Refusal) as refused:
        model.split(tail)
    assert Tongue().speak(refused.value.said) == f"I don't know the option {says}."
    assert [Tongue().speak(each) for each in refused.value.hints] == [hint]


@pytest.mark.parametrize(
    "words", ["late: the bus", "写脚本：第一版", "a:b", "Plan B: retreat", '"ownr:x" stays', "https://lot.s"]
)
def test_free_text_may_hold_a_colon(words: str) -> None:
    assert Errand.split(words) == {"title": words.replace('"', "")}
    assert Titled.split(f"@mei {words}") == {"person": "@mei", "title": words.replace('"', "")}


def test_words_that_run_on_after_the_rest_may_hold_anything() -> None:
    assert Absence.split("until friday whi:ill") == {"words": "until friday whi:ill"}


class Event(Args):
    number: Annotated[int, Word(), Ask(WHAT)]
    name: Annotated[str | None, Ask(WHAT)] = None
    start: Annotated[Moment | None, Ask(WHAT)] = None
    end: Annotated[Moment | None, Ask(WHAT)] = None
    goal: Annotated[str | None, Ask(WHAT, long=True)] = None
    cause: Annotated[str | None, Ask(WHAT, long=True)] = None

    also: ClassVar[Mapping[str, str]] = {"开始": "start"}


class Called(Errand):
    also: ClassVar[Mapping[str, str]] = {"岗位": "job"}


@pytest.mark.parametrize(
    ("typed", "start", "name"),
    [
        ("Sale start:12-12 20:00", "12-12 20:00", "Sale"),
        ("start:12-12 20:00 Sale", "12-12 20:00", "Sale"),
        ("写周报 start:周五 17:00", "周五 17:00", "写周报"),
        ("写周报 开始：周五　１７：００，", "周五 １７：００", "写周报"),
        ("写周报 start:12月5日 下午3点", "12月5日 下午3点", "写周报"),
        ("写周报 start:12月5日 下午 3点", "12月5日 下午 3点", "写周报"),
        ("写周报 start:12月 5日 下午3点", "12月 5日 下午3点", "写周报"),
        ("写周报 start:周五，17:00", "周五 17:00", "写周报"),
        ("Sale start:nov 28 5 pm", "nov 28 5 pm", "Sale"),
        ("Sale start:tomorrow at 17:30", "tomorrow at 17:30", "Sale"),
        ("Sale start:next fri noon", "next fri noon", "Sale"),
        ("Sale start:in 2 hours", "in 2 hours", "Sale"),
        ('Sale start:"12-12" 20:00', "12-12 20:00", "Sale"),
        ("Sale start:fri 25:00", "fri 25:00", "Sale"),
        ("写周报 start:周五 上午", "周五 上午", "写周报"),
        ("start:fri 3 posters", "fri", "3 posters"),
        ("start:17:00 18:00 call", "17:00", "18:00 call"),
        ('start:"fri 17:00" 18:00', "fri 17:00", "18:00"),
        ("start:+2h 17:00", "+2h", "17:00"),
        ("start:fri\n17:00 call", "fri", "17:00 call"),
        ("start:fri call at 17:00", "fri", "call at 17:00"),
        ("start:soon 17:00", "soon", "17:00"),
    ],
)
def test_a_time_behind_a_day_belongs_to_it_without_quotes(typed: str, start: str, name: str) -> None:
    assert Event.split(f"3 {typed}") == {"number": "3", "start": start, "name": name}


def test_two_times_without_quotes_stand_beside_each_other() -> None:
    found = Event.split("3 start:12-12 18:00 end:12-12 20:00，goal:all")
    assert found == {"number": "3", "start": "12-12 18:00", "end": "12-12 20:00", "goal": "all"}


@given(st.sampled_from(["12-12", "周五", "tomorrow", "2026-12-12"]), st.times(), SIGNS)
def test_a_clock_time_behind_a_day_is_never_lost(day: str, clock: time, more: str) -> None:
    with suppress(Refusal):
        assert Event.split(f"3 start:{day} {clock:%H:%M} x {more}")["start"] == f"{day} {clock:%H:%M}"


@pytest.mark.parametrize(
    ("typed", "cause"),
    [
        ("cause:人手不够，海报晚了一天。", "人手不够，海报晚了一天。"),
        ("cause:人手不够； 海报晚了", "人手不够； 海报晚了"),
        ("cause:late poster\nno print", "late poster\nno print"),
        ("cause:主要两点：人手不够，海报晚了", "主要两点：人手不够，海报晚了"),
        ("cause: “快” 不够", None),
        ('cause:"late" poster', None),
        ("cause:late cause:poster", None),
        ("cause:late goall:poster", None),
    ],
)
def test_words_that_nothing_else_would_take_belong_to_the_long_text_before(typed: str, cause: str | None) -> None:
    for line in (f"3 name:x {typed} goal:all", f"3 name:x goal:all，{typed}"):
        if cause is None:
            with pytest.raises(Refusal):
                Event.split(line)
        else:
            assert Event.split(line) == {"number": "3", "name": "x", "cause": cause, "goal": "all"}


def test_a_chinese_comma_within_a_sentence_does_not_end_a_long_text() -> None:
    found = Event.split("3 秋季大促 cause:人手不够，海报晚了，goal:一千人；五百单，开始：周五 20:00")
    assert found == {
        "number": "3", "name": "秋季大促", "cause": "人手不够，海报晚了", "goal": "一千人；五百单",
        "start": "周五 20:00",
    }  # fmt: skip


def test_another_name_of_no_field_stays_a_word() -> None:
    assert Called.split("写脚本 岗位:运营") == {"title": "写脚本 岗位:运营"}
