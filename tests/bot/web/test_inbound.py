"""What the page hands in is understood, or refused without repeating it."""

import json

import pytest

from bot.ports import Malformed
from bot.web import inbound


def read(**what: object) -> inbound.Thing:
    return inbound.read(json.dumps({"as": "mei", "room": "team-room", **what}))


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("/daily moms joined 32", "/daily moms joined 32"),
        ("／daily moms 新增３２", "/daily moms 新增３２"),
        ("  /team", "/team"),
    ],
)
def test_a_line_with_a_slash_of_any_width_is_a_command(typed: str, line: str) -> None:
    thing = read(kind="say", text=typed)
    assert (thing.line, thing.given) == (line, {})


def test_plain_words_are_talk_and_answer_no_form() -> None:
    thing = read(kind="say", text="32 / 4")
    assert (thing.line, thing.given) == ("/form _", {})


def test_a_form_is_submitted_as_a_whole() -> None:
    thing = read(kind="form", message="7", draft="K7QF2MXR", answers={"joined": "32", "note": "a\nb"})
    assert (thing.line, thing.given) == ("/form K7QF2MXR submit", {"joined": "32", "note": "a\nb"})
    assert inbound.draft_of(thing) == "K7QF2MXR"


@pytest.mark.parametrize(
    ("line", "draft"),
    [("/form K7QF2MXR cancel", "K7QF2MXR"), ("/form _", None), ("/daily moms", None), ("/form", None)],
)
def test_a_press_may_be_about_a_form(line: str, draft: str | None) -> None:
    assert inbound.draft_of(read(kind="press", message="7", line=line)) == draft


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"kind": "say", "as": "mei", "room": "r"}',
        '{"kind": "say", "as": "mei", "room": "r", "text": ""}',
        '{"kind": "say", "as": "mei", "room": "r", "text": "secret", "more": 1}',
        '{"kind": "shout", "as": "mei", "room": "r", "text": "secret"}',
        '{"kind": "form", "as": "mei", "room": "r", "message": "1", "draft": "a b", "answers": {}}',
        json.dumps({"kind": "say", "as": "mei", "room": "r", "text": "secret" * inbound.LONGEST}),
    ],
)
def test_what_makes_no_sense_is_malformed_and_not_repeated(body: str) -> None:
    with pytest.raises(Malformed) as found:
        inbound.read(body)
    assert "secret" not in str(found.value)


def test_what_was_written_is_read_again() -> None:
    for thing in (
        read(kind="say", text="/daily 新增 32"),
        read(kind="press", message="7", line="/daily moms"),
        read(kind="form", message="7", draft="K7", answers={"joined": "32"}),
    ):
        assert inbound.read(inbound.write(thing)) == thing
