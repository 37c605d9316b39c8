"""Replies as Discord messages: by value, and whatever people write."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discord.markup import cut, escaped, mono
from bot.discord.render import render
from commands.kit import Bullets, Button, Form, Heading, Mono, Question, Reply, Table, Tongue, reply, text
from commands.kit.texts import Said

ENGLISH = Tongue("en")


def words(anything: str) -> Said:
    return text("{words}")(words=anything)


def one(said: Reply, **options: Any) -> dict[str, Any]:
    (message,) = render(said, ENGLISH, **options)
    return message


def shown(marked: str) -> str:
    """What a reader sees of escaped text, by Discord's own rule for a backslash."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", marked)


def test_a_reply_is_drawn_block_by_block() -> None:
    said = reply(
        Heading(text("Board of {team}")(team="Lake_House")),
        text("Use {line}.")(line=Mono("/daily")),
        Bullets((words("one"), words("two"))),
    )
    assert one(said)["content"] == "**Board of Lake\\_House**\nUse `/daily`.\n- one\n- two"
    assert one(said)["allowed_mentions"] == {"parse": []}


def test_a_table_is_aligned_text_in_a_code_block() -> None:
    table = Table((text("Name")(), text("Number")()), (("Ann", 12), ("小美", 7)))
    assert one(reply(table))["content"] == "```\nName  Number\nAnn       12\n小美       7\n```"


def test_a_table_that_holds_the_end_of_a_code_block_is_written_out() -> None:
    table = Table((text("Name")(),), (("``` @everyone",),))
    assert one(reply(table))["content"] == "- \\`\\`\\` \\@everyone"


def test_buttons_stand_in_rows_of_five() -> None:
    buttons = [Button(words(f"b{number}"), f"/task claim {number}") for number in range(30)]
    rows = one(reply(words("x"), buttons=buttons))["components"]
    assert [len(row["components"]) for row in rows] == [5, 5, 5, 5, 5]
    assert rows[0]["components"][0] == {"type": 2, "style": 2, "label": "b0", "custom_id": "/task claim 0"}


def test_a_link_is_a_link_and_private_chats_are_not_offered() -> None:
    buttons = [
        Button(words("site"), "https://example.org/"),
        Button(words("private"), "private:"),
        Button(words("twice"), "/board"),
        Button(words("again"), "/board"),
        Button(words("too long"), "/" + "x" * 100),
    ]
    (row,) = one(reply(words("x"), buttons=buttons))["components"]
    assert [button["label"] for button in row["components"]] == ["site", "twice"]
    assert row["components"][0]["url"] == "https://example.org/"


def test_nothing_can_be_pressed_where_nothing_can_be_answered() -> None:
    assert one(reply(words("x"), buttons=[Button(words("b"), "/board")]), buttons=False)["components"] == []


def test_a_repeat_is_labelled() -> None:
    assert one(reply(words("again")), repeat=True)["content"] == "\\(repeat\\)\nagain"


def test_a_form_in_a_message_waits_behind_a_button() -> None:
    form = Form("/say", text("Say it")(), ((Question("text", "Words"),),), draft="K7", wrong=text("Too short.")())
    message = one(reply(form=form))
    assert message["content"] == "**Say it**\nToo short."
    assert message["components"][0]["components"][0]["custom_id"] == "/form K7 open"


def test_buttons_alone_still_have_a_text() -> None:
    assert one(reply(buttons=[Button(words("b"), "/board")]))["content"]


def test_a_longer_text_is_an_embed_and_a_very_long_one_several_messages() -> None:
    middle, long = words("word " * 600), words("word " * 2000)
    assert one(reply(middle))["embeds"][0]["description"].startswith("word word")
    several = render(reply(long, buttons=[Button(words("b"), "/board")]), ENGLISH)
    assert len(several) == 5
    assert [bool(message["components"]) for message in several] == [False] * 4 + [True]


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("<@1> <#2> <@&3> <t:1> </daily:1>", "\\<\\@1\\> \\<\\#2\\> \\<\\@&3\\> \\<t:1\\> \\</daily:1\\>"),
        ("[free](https://x.org)", "\\[free\\]\\(https://x.org\\)"),
        ("# big", "\\# big"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("a\n> quote\n-# small", "a\n\\> quote\n\\-\\# small"),
        ("||secret|| ~~no~~ `code`", "\\|\\|secret\\|\\| \\~\\~no\\~\\~ \\`code\\`"),
        ("see https://x.org/a_b*c", "see https://x.org/a_b\\*c"),
        ("back\\slash", "back\\\\slash"),
    ],
)
def test_what_people_write_is_not_acted_upon(written: str, marked: str) -> None:
    assert escaped(written) == marked


@pytest.mark.parametrize(("written", "marked"), [("/a b", "`/a b`"), ("a`b", "`` a`b ``"), ("``", "\\`\\`"), ("", "")])
def test_code_format_holds_what_it_can(written: str, marked: str) -> None:
    assert mono(written) == marked


ANYTHING = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("*_~`|<>[]()#@\\\n-+.1 :/"))


@given(ANYTHING)
def test_every_text_survives_and_no_markup_in_it_is_active(written: str) -> None:
    marked = escaped(written)
    assert shown(marked) == written
    outside = re.sub(r"https?://\S+", "", marked)
    assert not re.search(r"(?<!\\)[*`|<>\[\]()#@]", outside.replace("\\\\", ""))
    assert not re.search(r"(?m)^\s*(?:[-+]|\d+[.)])(?:\s|#)", outside)


@given(ANYTHING.filter(str.strip), st.integers(20, 200))
def test_cutting_loses_nothing_but_blanks(written: str, longest: int) -> None:
    parts = cut(escaped(written), longest)
    assert all(len(part) <= longest for part in parts)
    assert "".join(shown("".join(parts)).split()) == "".join(written.split())


def sayings() -> st.SearchStrategy[Reply]:
    said = st.builds(words, ANYTHING)
    block = st.one_of(
        said,
        st.builds(Heading, said),
        st.builds(lambda items: Bullets(tuple(items)), st.lists(said, max_size=30)),
        st.builds(
            lambda rows: Table((words("a"), words("b")), tuple(rows)),
            st.lists(st.tuples(ANYTHING, st.integers(-(10**12), 10**12))),
        ),
        st.builds(lambda word, times: words(word * times), ANYTHING, st.integers(1, 2000)),
    )
    button = st.builds(Button, said, ANYTHING.map(lambda tail: "/" + tail))
    return st.builds(
        lambda blocks, buttons: reply(*blocks, buttons=buttons),
        st.lists(block, max_size=6),
        st.lists(button, max_size=40),
    )


@settings(max_examples=60)
@given(sayings(), st.booleans())
def test_every_message_is_within_the_limits(said: Reply, repeat: bool) -> None:
    for message in render(said, ENGLISH, repeat=repeat):
        assert len(message["content"]) <= 2000
        assert sum(len(embed["description"]) for embed in message["embeds"]) <= 4096
        assert message["content"] or message["embeds"]
        assert len(message["components"]) <= 5
        found = [button for row in message["components"] for button in row["components"]]
        assert all(1 <= len(row["components"]) <= 5 for row in message["components"])
        assert all(1 <= len(button["label"]) <= 80 and 1 <= len(button["custom_id"]) <= 100 for button in found)
        assert len({button["custom_id"] for button in found}) == len(found)
