"""Reasons, as they are typed."""

from typing import Annotated

import pytest

from commands.kit import Ask, Refusal, Word, text
from commands.kit.fields import Numbered
from commands.kit.why import Because


class Drop(Because):
    number: Annotated[Numbered, Word(), Ask(text("Number"))]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("7 cancelled", "cancelled"),
        ("7 why:cancelled", "cancelled"),
        ("#7 the client cancelled", "the client cancelled"),
        ("7 why:the client cancelled", "the client cancelled"),
        ('7 why:"the client cancelled"', "the client cancelled"),
        ("7 why：客户 取消了", "客户 取消了"),
        ("7 why: too late: the bus", "too late: the bus"),
        ("number:7 why=the client, alas", "the client, alas"),
        ("7 why:it's over", "it's over"),
        ("why:cancelled 7", "cancelled"),
        ('why:"the client cancelled" 7', "the client cancelled"),
        ("7 why not", "why not"),
    ],
)
def test_a_reason_is_understood_with_and_without_its_name(typed: str, reason: str) -> None:
    read = Drop.read(Drop.split(typed))
    assert (read.number, read.reason) == (7, reason)


def test_a_name_with_nothing_behind_it_is_asked_for() -> None:
    assert Drop.split("7 why: ") == {"number": "7"}
    assert [question.field for question in Drop.questions({})] == ["number", "why"]


@pytest.mark.parametrize("nothing", [" ", "\u200b\u2060", "\u200d\u00ad", "\ufe0f", "\u3164\u2800", "\n\t"])
def test_what_nobody_can_see_is_no_reason(nothing: str) -> None:
    with pytest.raises(Refusal) as refused:
        Drop(number=7, why=nothing).reason  # noqa: B018
    assert refused.value.said.id == "It needs a reason."


def test_a_long_reason_is_cut() -> None:
    assert len(Drop(number=7, why="a" * 900).reason) == 500
