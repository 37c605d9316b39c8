"""What does not work is said in the reader's language, or quoted."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from commands.kit import Said, Tongue
from commands.kit.reasons import QUOTED, reason

BOT = Path(__file__).parents[3] / "bot"


def said(why: str, locale: str = "en") -> str:
    return Tongue(locale).show(reason(why))


def ours() -> Iterator[str]:
    """Every reason that stands in the code of the chats and of the parts."""
    for path in sorted(BOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                last = {"Health": 1, "Gone": 0, "Fatal": 0}.get(node.func.id, len(node.args))
                yield from map(written, node.args[last : last + 1])
            elif isinstance(node, ast.Assign) and _kept(node.targets[0]) in ("_why", "_last", "FOREIGN", "THROWN_OUT"):
                yield written(node.value)


def _kept(target: ast.expr) -> str:
    """The name that something is remembered by."""
    return target.attr if isinstance(target, ast.Attribute) else target.id if isinstance(target, ast.Name) else ""


def written(node: ast.expr) -> str:
    """The words of a literal, with a 7 for what is filled in; nothing for what only the moment tells."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else ""


OURS = sorted(set(ours()))


@pytest.mark.parametrize("why", [why for why in OURS if any(sign.isalpha() for sign in why)])
def test_every_reason_of_ours_is_known(why: str) -> None:
    found = reason(why)
    assert isinstance(found, Said)
    assert found.id != QUOTED.id, "say it in commands/kit/reasons.py"


@pytest.mark.parametrize(
    ("why", "english", "chinese"),
    [
        ("removed from the chat", "I was removed from there", "我已被移出"),
        ("Forbidden: bot was kicked from the supergroup chat", "I was removed from there", "我已被移出"),
        ("Bad Request: chat not found", "it was deleted", "已被删除"),
        ("Bad Request: not enough rights to send text messages to the chat", "I have no right to write there",
         "我没有发言权限"),
        ("403 50013", "I have no right to write there", "我没有发言权限"),
        ("Conflict: terminated by other getUpdates request", "another program uses the same token",
         "另一个程序正在使用同一令牌（token）"),
        ("3 updates wait at Telegram and do not arrive", "what people write does not arrive", "收不到大家发的消息"),
        ("the clock of this machine is 40 s ahead of Telegram's", "the clock of my machine is wrong",
         "我所在机器的时钟不准"),
        ("not connected yet", "not connected yet", "尚未连上"),
        ("cannot connect: ClientConnectorError", "no connection", "连接不上"),
        ("postman died 5 times in 10 minutes: ValueError", "stops again and again", "反复异常退出"),
        ("Bad Request: SOMETHING_NEW", "“Bad Request: SOMETHING_NEW”", "“Bad Request: SOMETHING_NEW”"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_reason_is_said_in_the_reader_s_language_or_quoted(why: str, english: str, chinese: str) -> None:
    assert (said(why), said(why, "zh_Hans")) == (english, chinese)


def test_traditional_chinese_quotes_in_its_own_way() -> None:
    assert said("Bad Request: X", "zh_Hant") == "「Bad Request: X」"
