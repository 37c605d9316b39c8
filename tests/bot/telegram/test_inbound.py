"""What Telegram's JSON means. Pure: nothing but ``Malformed`` ever comes out of bad JSON."""

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ports import Malformed
from bot.telegram.inbound import (
    NOT_FOR_US,
    SAY,
    Asked,
    Me,
    Nameless,
    Stray,
    Understood,
    command_line,
    key_of,
    lane_of,
    understand,
)
from storage import Account, Address

from .office import NOON

ME = Me(42, "Muster_Bot")
ANN = {"id": 7, "is_bot": False, "first_name": "Ann", "last_name": "Lee", "username": "ann", "language_code": "zh-hans"}
GROUP = {"id": -100, "type": "supergroup", "title": "Mums\u202e club"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ann"}
MESSAGE: dict[str, Any] = {"message_id": 5, "date": 1, "from": ANN, "chat": GROUP, "text": "/task claim 7"}


def meaning(**update: Any) -> Understood:
    return understand(json.dumps({"update_id": 1, **update}), ME, NOON)


def asked(found: Understood) -> Asked:
    assert isinstance(found, Asked)
    return found


def test_a_command_has_a_speaker_a_place_and_something_to_answer() -> None:
    call = asked(meaning(message=MESSAGE)).call
    assert call.line == "/task claim 7"
    assert call.heard.account == Account("telegram", "7", "Ann Lee", "ann", "zh-hans", None)
    assert call.heard.address == Address("telegram", "-100")
    assert (call.heard.title, call.heard.private, call.heard.at) == ("Mums club", False, NOON)
    assert (call.answer_to, call.heard.message, call.heard.via) == ("5", "5", "typed")


@pytest.mark.parametrize(("ago", "at"), [(0, 0), (3600, 3600), (86_400, 86_400), (90_000, 0), (-600, 0)])
def test_what_waited_at_telegram_was_said_when_telegram_got_it(ago: int, at: int) -> None:
    message = MESSAGE | {"date": int(NOON.timestamp()) - ago}
    assert asked(meaning(message=message)).call.heard.at == NOON - timedelta(seconds=at)


def test_a_private_message_tells_where_she_can_be_written_to() -> None:
    heard = asked(meaning(message=MESSAGE | {"chat": PRIVATE})).call.heard
    assert heard.private
    assert heard.account.direct == "7"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("/task claim 7", "/task claim 7"),
        ("  /task", "/task"),
        ("\u200e／ｔａｓｋ　claim　７", "/task　claim　７"),
        ("/ task", "/task"),
        ("/Task@muster_bot claim", "/task claim"),
        ("/task＠Muster_Bot", "/task"),
        ("/daily\njoined 3\nactive 4", "/daily\njoined 3\nactive 4"),
        ("/任务 列表", "/任务 列表"),
        ("/goal set members 1 → 2", "/goal set members 1 → 2"),
        ("/task@other_bot claim", NOT_FOR_US),
        ("/task@ claim", NOT_FOR_US),
        ("/usr/bin", None),
        ("//", None),
        ("/", None),
        ("and/or", None),
        ("/start", "/help"),
        ("/start@muster_bot", "/help"),
        ("/start K7QF-2MXR", "/link K7QF-2MXR"),
        ("/start K7QF_2MXR", "/link K7QF-2MXR"),
        ("/start k7qf2mxr", "/link k7qf2mxr"),
        ("/start open", "/help"),
    ],
)
def test_a_command_is_recognised_as_people_type_it(written: str, line: str | None) -> None:
    assert command_line(written, ME) == line


@pytest.mark.parametrize(
    "more",
    [
        {"forward_origin": {"type": "hidden_user"}},
        {"is_automatic_forward": True},
        {"via_bot": {"id": 9}},
        {"from": ANN | {"is_bot": True}},
        {"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}},
        {"text": None, "caption": "our new gate", "photo": []},
        {"text": "hello"},
        {"text": "/task@other_bot"},
        {"text": "/"},
        {"text": "/", "reply_to_message": {"message_id": 4, "from": {"id": 42, "is_bot": True}}},
        {"text": "hello", "reply_to_message": {"message_id": 4, "from": {"id": 9, "is_bot": True}}},
        {"text": "hi", "reply_to_message": {"message_id": 4, "from": {"id": 42}, "forum_topic_created": {"name": "x"}}},
    ],
    ids=str,
)
def test_what_is_not_said_to_us_by_a_person_means_nothing(more: dict[str, Any]) -> None:
    assert meaning(message=MESSAGE | more) is None


@pytest.mark.parametrize("sign", ["/", " ／ "])
def test_a_bare_sign_of_a_command_asks_for_help_in_private(sign: str) -> None:
    assert asked(meaning(message=MESSAGE | {"text": sign, "chat": PRIVATE})).call.line == "/help"


def test_a_command_below_a_picture_is_one() -> None:
    picture: dict[str, Any] = {"text": None, "caption": "/task claim 7", "photo": []}
    assert asked(meaning(message=MESSAGE | picture)).call.line == "/task claim 7"


def test_edits_and_unknown_kinds_mean_nothing() -> None:
    assert meaning(edited_message=MESSAGE) is None
    assert meaning(some_new_thing=[1]) is None


def test_words_in_private_or_to_our_own_message_may_answer_a_form() -> None:
    for more in ({"chat": PRIVATE}, {"reply_to_message": {"message_id": 4, "from": {"id": 42, "is_bot": True}}}):
        call = asked(meaning(message=MESSAGE | {"text": "32"} | more)).call
        assert (call.line, call.given) == (SAY, {"value": "32"})


def test_whose_message_is_answered_is_known_unless_it_is_a_bots() -> None:
    bob = {"id": 8, "is_bot": False, "first_name": "Bob"}
    found = asked(meaning(message=MESSAGE | {"reply_to_message": {"message_id": 4, "from": bob}}))
    assert found.call.heard.reply_to == Account("telegram", "8", "Bob")
    found = asked(meaning(message=MESSAGE | {"reply_to_message": {"message_id": 4, "from": bob | {"is_bot": True}}}))
    assert found.call.heard.reply_to is None


def test_a_message_of_our_own_that_is_answered_is_known_by_its_number() -> None:
    bob, ours = {"id": 8, "is_bot": False, "first_name": "Bob"}, {"id": ME.number, "is_bot": True}
    for author, replies in ((ours, "4"), (bob, None)):
        message = MESSAGE | {"reply_to_message": {"message_id": 4, "from": author}}
        assert asked(meaning(message=message)).call.heard.replies == replies


def test_what_the_answered_message_says_is_heard_up_to_a_length() -> None:
    def heard(**message: object) -> str:
        answered = {"message_id": 4, "from": {"id": 8, "first_name": "Bob"}, **message}
        return asked(meaning(message=MESSAGE | {"reply_to_message": answered})).call.heard.reply_text

    assert heard(text="Fix the\r\ngate\x00") == "Fix the\ngate"
    assert heard(caption="the broken gate", photo=[]) == "the broken gate"
    assert heard(text="x" * 5000) == "x" * 4000
    assert heard(sticker={}) == ""
    assert heard(text="topic", forum_topic_created={"name": "x"}) == ""
    assert asked(meaning(message=MESSAGE)).call.heard.reply_text == ""


def test_a_thread_is_a_topic_only_when_telegram_says_so() -> None:
    assert asked(meaning(message=MESSAGE | {"message_thread_id": 3})).call.heard.address.thread == ""
    topic = MESSAGE | {"message_thread_id": 3, "is_topic_message": True}
    assert asked(meaning(message=topic)).call.heard.address.thread == "3"


def test_nobody_speaks_for_a_channel_or_an_anonymous_admin() -> None:
    anonymous = MESSAGE | {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": GROUP}
    assert meaning(message=anonymous) == Nameless("/task claim 7", Address("telegram", "-100"), 5)
    post = {name: value for name, value in MESSAGE.items() if name != "from"}
    assert meaning(channel_post=post) == Nameless("/task claim 7", Address("telegram", "-100"), 5)
    assert meaning(channel_post=post | {"text": "news"}) is None


PRESS: dict[str, Any] = {"id": "99", "from": ANN, "message": MESSAGE, "data": "/task claim 7"}


def test_a_press_is_a_line_with_the_message_it_stood_on() -> None:
    found = asked(meaning(callback_query=PRESS))
    assert found.press == "99"
    assert (found.call.line, found.call.heard.via, found.call.heard.message) == ("/task claim 7", "pressed", "5")


@pytest.mark.parametrize("more", [{"message": None}, {"inline_message_id": "x"}, {"data": "nonsense"}, {"data": None}])
def test_a_press_without_a_message_or_a_line_leads_nowhere(more: dict[str, Any]) -> None:
    assert meaning(callback_query=PRESS | more) == Stray("99")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["message_id", "from", "chat", "text", "reply_to_message", "message_thread_id", "is_topic_message", "via_bot",
     "migrate_to_chat_id", "migrate_from_chat_id", "data", "message", "new_chat_member", "inline_message_id"]
)  # fmt: skip
SEAT = {"chat": GROUP, "from": ANN, "new_chat_member": {"status": "left"}}


@given(
    st.sampled_from([("message", MESSAGE), ("channel_post", MESSAGE), ("callback_query", PRESS),
                     ("my_chat_member", SEAT)]),
    st.dictionaries(NAMES, JSON, max_size=3),
    JSON,
)  # fmt: skip
def test_bad_json_is_malformed_and_nothing_worse(
    kind: tuple[str, dict[str, Any]], more: dict[str, Any], number: Any
) -> None:
    update = {"update_id": number, kind[0]: {**kind[1], **more}}
    body = json.dumps(update)
    assert len(key_of(42, update, body)) <= 80
    assert len(lane_of(update)) <= 64
    for written in (body, json.dumps({**update, "update_id": 1})):
        with suppress(Malformed):
            understand(written, ME, NOON)


@given(st.text() | JSON.map(json.dumps))
def test_anything_at_all_is_malformed_or_means_nothing(body: str) -> None:
    with suppress(Malformed):
        assert understand(body, ME, NOON) is None


def test_json_without_an_end_is_malformed() -> None:
    for body in ("", "{", "[" * 100_000, '{"update_id": ' + "9" * 5000 + "}", "[]", "null", '{"update_id": true}'):
        with pytest.raises(Malformed):
            understand(body, ME, NOON)


def test_an_update_without_a_number_is_known_by_its_content() -> None:
    assert key_of(42, {"update_id": 3}, "") == "42:3"
    assert key_of(42, None, "a") != key_of(42, None, "b")
    assert key_of(42, {"update_id": 2**70}, "a").startswith("42:?")
