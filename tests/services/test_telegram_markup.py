"""Reading HTML as Telegram does: our own reader, held against TDLib's when it is installed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.telegram.errors import Refused
from tests.services.telegram.markup import parse_html
from tests.services.telegram.texts import commands_in, cut, units

try:
    from tdjson import td_execute
except ImportError:
    NO_TDLIB = True
else:
    NO_TDLIB = False

GOOD = [
    "plain & simple &lt;3 &zz; &#65; &#x1F600; &quot;x&amp;",
    "  <b> spaced </b>  ",
    "<b>x</b><strong>y</strong><i>z</i><em>a</em><u>b</u><ins>c</ins><s>d</s><strike>e</strike><del>f</del>",
    "<b>bold <i>both</i></b> 🎉<u>😀</u><s>é</s>",
    '<a href="http://a.example/">link</a> <a href="tg://user?id=123">Ann</a>',
    "<code>a &lt; b</code><pre>two\nlines</pre>",
    '<pre><code class="language-py">x = 1</code></pre>',
    "<blockquote>q</blockquote><blockquote expandable>q</blockquote>",
    '<tg-spoiler>😀a</tg-spoiler><span class="tg-spoiler">q</span>',
    "<B>x</B><b class=x>y</b><b >z</b ><b></b>",
    '<a href="nowhere">words stay</a>',
]
BAD = [
    "<b>hi",
    "a<b",
    "<",
    "a <3 b",
    "<foo>x</foo>",
    "<br>",
    "<b/>x",
    "任务 <b>x</i>",
    "</b>",
    "<b>x</b",
    "<b>x</b y>",
    "<span>x</span>",
    "<b =>q</b>",
    "<b>a<i>b</b></i>",
    '<a href="x',
]
KINDS = {"TextUrl": "text_link", "MentionName": "text_mention", "PreCode": "pre", "BlockQuote": "blockquote"}


def ours(source: str) -> tuple[str, Any]:
    try:
        text, entities = parse_html(source)
    except Refused as refused:
        return "refused", refused.description.removeprefix("Bad Request: c")
    return text, sorted((e["type"], e["offset"], e["length"], e.get("url"), e.get("language")) for e in entities)


def telegrams(source: str) -> tuple[str, Any]:
    query = {"@type": "parseTextEntities", "text": source, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = json.loads(td_execute(json.dumps(query).encode()) or b"{}")
    if answer["@type"] == "error":
        return "refused", answer["message"].removeprefix("C")
    found = []
    for entity in answer["entities"]:
        kind = entity["type"]["@type"].removeprefix("textEntityType")
        name = KINDS.get(kind) or "".join(f"_{c.lower()}" if c.isupper() else c for c in kind).lstrip("_")
        name = name.replace("expandable_block_quote", "expandable_blockquote")
        about = entity["type"]
        found.append((name, entity["offset"], entity["length"], about.get("url"), about.get("language")))
    return answer["text"], sorted(found)


needs_tdlib = pytest.mark.skipif(NO_TDLIB, reason="tdjson is not installed: TDLib's own verdict is not compared")


@pytest.fixture(autouse=True, scope="module")
def quiet() -> None:
    if not NO_TDLIB:
        td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())


@pytest.mark.parametrize("source", GOOD)
def test_allowed_markup_is_read(source: str) -> None:
    assert ours(source)[0] != "refused"


@pytest.mark.parametrize("source", BAD)
def test_broken_markup_is_refused(source: str) -> None:
    kind, reason = ours(source)
    assert kind == "refused"
    assert reason.startswith("an't parse entities: ")


@needs_tdlib
@pytest.mark.parametrize("source", GOOD + BAD)
def test_our_verdict_is_telegrams(source: str) -> None:
    assert ours(source) == telegrams(source)


TAGS = "<b> </b> <i> </i> <code> </code> <pre> </pre> <u <blockquote> </ < > <a_href <a_href='x.example'> </a>"
WORDS = "&lt; &amp &#65; & 任 🎉 a = \" ' / _"
PIECES = st.sampled_from([piece.replace("_", " ") for piece in f"{TAGS} {WORDS}".split()])


@needs_tdlib
@given(st.lists(PIECES, max_size=12).map("".join))
def test_random_markup_gets_telegrams_verdict(source: str) -> None:
    assert ours(source) == telegrams(source)


@given(st.text(alphabet="a任🎉/@ ", max_size=30))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    plain, entities = parse_html("x" + text + "<b>y</b>")
    assert plain == "x" + text + "y"
    assert cut(plain, entities[0]) == "y"
    assert units(plain) == len(plain.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("/task_42 do", ["/task_42"]),
        ("/daily@muster_bot", ["/daily@muster_bot"]),
        ("/任务 8", []),
        ("see/that http://x/y", []),
        ("（/daily）", ["/daily"]),
    ],
)
def test_only_latin_words_are_commands(text: str, commands: list[str]) -> None:
    assert commands_in(text) == commands
