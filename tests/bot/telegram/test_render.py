"""How replies look: values in, payloads out."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.columns import aligned
from bot.telegram.forms import drawn
from bot.telegram.pages import LONGEST, mono, pages, runs, units, visible, words
from bot.telegram.render import render
from commands.kit import (
    Amount,
    Bullets,
    Button,
    Choice,
    File,
    Form,
    Heading,
    Label,
    Mono,
    Question,
    Reply,
    Table,
    Tongue,
    reply,
    text,
)
from commands.kit.width import width
from tests.services.telegram.markup import parse_html

EN, ZH = Tongue("en"), Tongue("zh_Hans")
SAY = text("{words}")


def texts(said: Reply, tongue: Tongue = EN, *, repeat: bool = False, group: bool = False) -> list[str]:
    return [message["text"] for message in render(said, tongue, repeat=repeat, group=group)["messages"]]


def labels(said: Reply) -> list[list[str]]:
    rows = render(said, EN)["messages"][-1].get("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in rows]


def test_every_block_has_its_look() -> None:
    said = reply(
        Heading(text("Board & more")()),
        text("Saved by {name} as {line}.")(name="<Ann>", line=Mono("/daily a<b")),
        Bullets((text("one")(), text("two")())),
        Heading(text("Next")()),
    )
    assert texts(said) == [
        "<b>Board &amp; more</b>\nSaved by &lt;Ann&gt; as <code>/daily a&lt;b</code>.\n• one\n• two\n\n<b>Next</b>"
    ]


def test_a_message_has_no_preview_of_links_and_is_html() -> None:
    assert render(reply(text("Hi")()), EN) == {
        "photos": [],
        "messages": [{"text": "Hi", "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}],
        "files": [],
    }


def test_a_table_is_straight_in_a_font_where_a_chinese_sign_is_two_wide() -> None:
    said = reply(
        Table(
            (text("Metric")(), text("Today")(), text("Change")()),
            (
                (Label("Joined", "新增", "新增"), Amount(Decimal(1204)), Amount(Decimal(-3), "percent", signed=True)),
                (Label("Gross merchandise", "成交额", "成交額"), Amount(None), Amount(Decimal(12), signed=True)),
            ),
        )
    )
    assert texts(said) == [
        "<pre>Metric             Today  Change\n"
        "Joined             1,204     −3%\n"
        "Gross merchandise      –     +12</pre>"
    ]
    lines = texts(said, ZH)[0].removeprefix("<pre>").removesuffix("</pre>").splitlines()
    assert len({width(line) for line in lines}) == 1


def test_ragged_and_empty_tables_break_nothing() -> None:
    assert aligned([["a"], ["b", "c"], []]) == "a\nb  c\n"
    assert aligned([]) == ""


def test_a_repeat_says_so_in_every_language_and_every_piece() -> None:
    said = reply(SAY(words="x" * 5000))
    assert [piece[:10] for piece in texts(said, repeat=True)] == ["(repeat) x"] * 2
    assert all(units(piece) <= LONGEST for piece in texts(said, repeat=True))
    assert texts(reply(SAY(words="x")), ZH, repeat=True) == ["(重复) x"]
    assert texts(reply(SAY(words="x")), Tongue("zh_Hant"), repeat=True) == ["(重複) x"]


def test_buttons_stand_in_rows_a_phone_can_show() -> None:
    said = reply(text("Hi")(), buttons=[Button(SAY(words=name), "/x") for name in ("A", "B", "C", "D" * 30, "E")])
    assert labels(said) == [["A", "B", "C"], ["D" * 30], ["E"]]


def test_a_button_is_a_line_a_link_or_the_way_into_the_private_chat() -> None:
    said = reply(
        text("Hi")(),
        buttons=[
            Button(text("Claim")(), "/task claim 7", "primary"),
            Button(text("Calendar")(), "https://muster.example/a.ics"),
            Button(text("Alone")(), "private:"),
        ],
    )
    rows = render(said, EN, username="muster_bot")["messages"][0]["reply_markup"]["inline_keyboard"]
    assert [button for row in rows for button in row] == [
        {"text": "Claim", "style": "primary", "callback_data": "/task claim 7"},
        {"text": "Calendar", "url": "https://muster.example/a.ics"},
        {"text": "Alone", "url": "https://t.me/muster_bot?start=open"},
    ]
    assert labels(said) == [["Claim", "Calendar"]]


def test_a_line_longer_than_64_bytes_is_our_mistake() -> None:
    assert labels(reply(text("Hi")(), buttons=[Button(text("Go")(), "/" + "数" * 21)]))
    with pytest.raises(ValueError, match="67 bytes"):
        render(reply(text("Hi")(), buttons=[Button(text("Go")(), "/" + "数" * 22)]), EN)
    with pytest.raises(ValueError, match="101 buttons"):
        render(reply(text("Hi")(), buttons=[Button(text("Go")(), "/x")] * 101), EN)


def test_files_come_after_the_words_and_may_stand_alone() -> None:
    said = reply(text("Here.")(), File("a.csv", "/data/1"))
    assert render(said, EN)["files"] == [{"name": "a.csv", "path": "/data/1"}]
    assert texts(reply(File("a.csv", "/data/1"))) == []


def test_buttons_alone_have_something_to_hang_on() -> None:
    assert texts(reply(SAY(words=" \u200b"), buttons=[Button(SAY(words=" "), "/x")])) == ["…"]


QUESTIONS = (
    Question("joined", text("New members")(), default="1204"),
    Question("mood", text("Mood")(), choices=(Choice("good", text("Good")()), Choice("bad", "Bad")), required=True),
    Question("note", text("Note")(), long=True, hint=text("Anything else?")()),
)
FORM = Form("/daily", text("Daily of {name}")(name="Mums"), (QUESTIONS,), draft="K7QF2MXR")


def lines(said: Reply) -> dict[str, str]:
    rows = render(said, EN)["messages"][-1]["reply_markup"]["inline_keyboard"]
    return {button["text"]: button["callback_data"] for row in rows for button in row}


def test_a_question_offers_what_was_said_last_time() -> None:
    said = reply(form=FORM)
    assert texts(said, group=True) == [
        "<b>Daily of Mums 1/3</b>\nNew members\nLast time: 1204\nReply to this message with your answer."
    ]
    assert lines(said) == {
        "Keep 1204": "/form K7QF2MXR keep",
        "Skip": "/form K7QF2MXR skip",
        "Cancel": "/form K7QF2MXR cancel",
    }


def test_a_question_with_choices_is_answered_by_a_press() -> None:
    said = reply(form=replace(FORM, step=1))
    assert texts(said) == ["<b>Daily of Mums 2/3</b>\nMood (needed)\nType the answer as a message."]
    assert lines(said) == {
        "Good": "/form K7QF2MXR set good",
        "Bad": "/form K7QF2MXR set bad",
        "Back": "/form K7QF2MXR back",
        "Cancel": "/form K7QF2MXR cancel",
    }


def test_what_was_answered_is_shown_and_kept_by_going_on() -> None:
    answered = (
        replace(QUESTIONS[0], value="12"),
        replace(QUESTIONS[1], value="bad"),
        replace(QUESTIONS[2], value="a\nb"),
    )
    form = replace(FORM, pages=(answered,))
    first = lines(reply(form=form))
    assert first["Next"] == "/form K7QF2MXR set 12"  # to keep would mean yesterday's
    assert first["Save"] == "/form K7QF2MXR save"
    second = reply(form=replace(form, step=1))
    assert "Your answer so far: Bad" in texts(second)[0]
    assert lines(second)["Next"] == "/form K7QF2MXR keep"


def test_what_is_wrong_stands_on_top_and_only_once() -> None:
    wrong = text("I can't read {value}.")(value="x<y")
    form = replace(FORM, wrong=wrong)
    assert texts(reply(form=form))[0].startswith("⚠ I can't read x&lt;y.\n\n<b>Daily")
    assert texts(reply(wrong, form=form))[0].count("I can't read") == 1


def test_an_answer_that_cannot_be_read_is_no_answer_to_go_on_with() -> None:
    asked = replace(QUESTIONS[1], value="so-so")
    wrong = text("I can't read {value} as {field}.")(value="so-so", field=asked.ask)
    said = reply(form=replace(FORM, pages=((asked,),), wrong=wrong))
    assert "so far" not in texts(said)[0]
    assert list(lines(said)) == ["Good", "Bad", "Save", "Cancel"]


def test_a_form_without_questions_can_still_be_left() -> None:
    assert list(lines(reply(form=replace(FORM, pages=())))) == ["Cancel"]


@given(st.text(max_size=30), st.integers(0, 20), st.text(max_size=200))
def test_no_form_makes_a_button_telegram_refuses(choice: str, step: int, value: str) -> None:
    question = Question("a", "A", choices=(Choice(choice, choice),), default=value, value=value)
    render(drawn(reply(), replace(FORM, pages=((question,),), step=step), group=True), EN)


@given(st.lists(st.tuples(st.sampled_from(["", "b", "code", "pre"]), st.text())))
def test_what_telegram_reads_is_what_was_written(found: list[tuple[str, str]]) -> None:
    read = "".join(parse_html(page)[0] for page in pages(found))
    assert "".join(read.split()) == "".join("".join(piece for _, piece in found).split()) or not visible(read)


@given(st.text(alphabet="ab \n<&>😀👍🏽é数\u200d", max_size=400), st.integers(8, 40))
def test_no_piece_is_longer_than_allowed_and_nothing_but_blanks_is_lost(written: str, most: int) -> None:
    cut = [parse_html(page)[0] for page in pages([("", written)], most)]
    assert all(0 < units(piece) <= most for piece in cut)
    if len(written) > most and visible(written):
        assert "".join("".join(cut).split()).replace("\u200d", "") == "".join(written.split()).replace("\u200d", "")


@given(st.text(), st.text())
def test_foreign_words_cannot_pretend_to_be_code(before: str, code: str) -> None:
    said = list(runs(words(before) + mono(code)))
    assert "".join(piece for style, piece in said if not style) == words(before)
    assert "".join(piece for style, piece in said if style == "code") == words(code)


def test_pieces_are_cut_at_lines_then_at_blanks_then_between_letters() -> None:
    assert pages([("", "one two\nthree four")], 12) == ["one two", "three four"]
    assert pages([("", "onetwoo threefour")], 12) == ["onetwoo", "threefour"]
    assert pages([("b", "x" * 5)], 2) == ["<b>xx</b>", "<b>xx</b>", "<b>x</b>"]
    assert pages([("", "👍🏽" * 3)], 9) == ["👍🏽👍🏽", "👍🏽"]
