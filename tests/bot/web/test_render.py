"""What the page is told to draw, by value."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.web.render import draw, plain, runs
from commands.kit import (
    Amount,
    Bullets,
    Button,
    Choice,
    Day,
    File,
    Form,
    Heading,
    Mono,
    Question,
    Said,
    Table,
    Tongue,
    reply,
    text,
)
from tests.bot.charts.months import DECEMBER
from tests.bot.charts.samples import WEEK

ENGLISH = Tongue("en", currency="CNY")
HELLO = text("Hello {name}, type {line}.")
NAME = text("Name")
WRONG = text("I can't read {value} as {field}.")
MAYBE = text("Did you mean {words}?")


def test_a_sentence_is_cut_where_something_is_to_be_copied() -> None:
    said = HELLO(name="Mei", line=Mono("/daily"))
    assert runs(said, ENGLISH) == [["text", "Hello Mei, type "], ["code", "/daily"], ["text", "."]]
    assert plain(said, ENGLISH) == "Hello Mei, type /daily."


def test_every_block_has_its_shape() -> None:
    table = Table((NAME(), NAME()), (("joined", Amount(Decimal(1204))), ("active", Amount(None))))
    drawn = draw(reply(Heading(NAME()), Bullets((NAME(),)), table, File("numbers.csv", "x/numbers.csv")), ENGLISH)
    name = [["text", "Name"]]
    assert drawn["blocks"] == [
        {"kind": "heading", "runs": name},
        {"kind": "bullets", "items": [name]},
        {
            "kind": "table",
            "columns": [name, name],
            "rows": [[[["text", "joined"]], [["text", "1,204"]]], [[["text", "active"]], [["text", "–"]]]],
        },
        {"kind": "file", "name": "numbers.csv", "at": 3},
    ]
    assert drawn["form"] is None


def test_a_chart_is_told_in_words_and_where_its_picture_is_is_left_to_the_page() -> None:
    (drawn,) = draw(reply(WEEK), ENGLISH)["blocks"]
    figures = drawn.pop("figures")
    assert drawn == {
        "kind": "chart", "at": 0, "title": "Moms' Circle · new members", "width": 600, "height": 338,
    }  # fmt: skip
    assert [words.partition(" 31")[0] for words in figures] == ["new members: Wed, Nov 18"]


def test_a_month_is_told_in_words_as_a_chart_is() -> None:
    (drawn,) = draw(reply(DECEMBER), ENGLISH)["blocks"]
    assert (drawn["kind"], drawn["title"], drawn["width"]) == ("chart", "Activities in December 2026", 600)
    assert len(drawn["figures"]) == 3


def test_where_a_file_lies_is_not_told() -> None:
    assert "x/numbers.csv" not in str(draw(reply(File("numbers.csv", "x/numbers.csv")), ENGLISH))


def test_a_button_is_a_line_a_link_or_the_way_to_the_private_chat() -> None:
    buttons = [
        Button(NAME(), "/daily moms", "primary"),
        Button(NAME(), "https://example.org/a"),
        Button(NAME(), "private:"),
        Button(NAME(), "javascript:alert(1)"),
    ]
    assert [(each["kind"], each["look"]) for each in draw(reply(buttons=buttons), ENGLISH)["buttons"]] == [
        ("line", "primary"),
        ("link", "plain"),
        ("private", "plain"),
        ("line", "plain"),
    ]


FORM = Form(
    "/daily",
    HELLO(name="Mei", line=Mono("/daily")),
    (
        (Question("joined", NAME(), default="31", hint=NAME()), Question("note", "Note", long=True, value="rain")),
        (Question("type", "Type", required=True, choices=(Choice("brand", text("brand")()), Choice("x", "X"))),),
    ),
    draft="K7QF2MXR",
)


def test_a_form_has_all_its_fields_at_once() -> None:
    form = draw(reply(form=FORM), ENGLISH)["form"]
    assert (form["draft"], form["save"], form["cancel"], form["open"]) == ("K7QF2MXR", "Save", "Cancel", True)
    assert (form["error"], form["wrong"]) == ([], None)
    joined, note, kind = form["fields"]
    assert joined == {
        "name": "joined",
        "label": "Name",
        "type": "line",
        "required": False,
        "choices": [],
        "value": "",
        "default": "31",
        "hint": [["text", "Name"]],
    }
    assert (note["type"], note["value"]) == ("long", "rain")
    assert (kind["type"], kind["required"], kind["choices"]) == ("choice", True, [["brand", "brand"], ["x", "X"]])


def test_a_complaint_stands_in_the_form_once_and_at_its_field() -> None:
    wrong = WRONG(value="lots", field="Type")
    hint = MAYBE(words=Mono("brand"))
    drawn = draw(reply(wrong, hint, form=replace(FORM, wrong=wrong)), ENGLISH)
    assert drawn["blocks"] == []
    assert drawn["form"]["error"] == [
        [["text", "I can't read lots as Type."]],
        [["text", "Did you mean "], ["code", "brand"], ["text", "?"]],
    ]
    assert drawn["form"]["wrong"] == "type"


def test_a_language_says_it_in_its_own_way() -> None:
    day = Day(date(2026, 11, 24))
    assert plain(Said("{day}", {"day": day}), Tongue("zh_Hans")) == "11月24日周二"
    money = Amount(Decimal(4500), "money")
    assert plain(Said("{money}", {"money": money}), Tongue("zh_Hans", currency="CNY")) == "¥4,500"


@given(st.text(), st.text())
def test_no_words_of_anybody_become_something_to_copy_or_get_lost(words: str, code: str) -> None:
    found = runs(Said("{words}|{code}", {"words": words, "code": Mono(code)}), ENGLISH)
    signs = str.maketrans("", "", "\x0e\x0f")
    assert "".join(part for _, part in found) == f"{words}|{code}".translate(signs)
    assert [part for kind, part in found if kind == "code"] == (
        [code.translate(signs)] if code.translate(signs) else []
    )
