"""How one argument is asked for, by which names it goes, and what it can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from .reply import Choice, Question
from .texts import Mono, Said, Text, text
from .tongue import in_every_language
from .words import fold

EXAMPLE = text("For example {words}.")


@dataclass(frozen=True, slots=True)
class Ask:
    """How an argument is asked for: its label, whether the answer may be long, how its choices are called, where
    suggestions come from (``communities``, ``people``, ``days``, ``metrics``, ``kinds`` of risks), and what an answer
    looks like. ``inner``: only our own forms and buttons say it, so it is offered to nobody."""

    text: Text
    long: bool = False
    choices: Mapping[str, Text] | None = None
    source: Literal["", "communities", "people", "days", "metrics", "kinds"] = ""
    example: str | Said = ""
    inner: bool = False


class Word:
    """Marks an argument that takes exactly one free word, in the order of the fields."""


class Rest:
    """Marks the argument that takes everything that is not another argument, with its line breaks."""


class PerMetric:
    """Marks a mapping with one place for each metric of the catalogue: options and forms show them one by one."""


def ask_of(field: FieldInfo) -> Ask | None:
    return next((item for item in field.metadata if isinstance(item, Ask)), None)


def asked(name: str, field: FieldInfo) -> Said | str:
    """The label of an argument, or its bare name."""
    ask = ask_of(field)
    return ask.text() if ask else name


def choices_of(field: FieldInfo) -> dict[str, Text | None]:
    """The fixed values an argument can have, with the word for each."""
    ask = ask_of(field)
    kinds = [field.annotation]
    if get_origin(field.annotation) in (Union, UnionType):
        kinds = [kind for kind in get_args(field.annotation) if kind is not NoneType]
    values = [str(value) for kind in kinds if get_origin(kind) is Literal for value in get_args(kind)]
    called = dict(ask.choices) if ask and ask.choices else {}
    return {value: called.get(value) for value in values} or dict(called)


def question(name: str, field: FieldInfo, given: Any) -> Question:
    ask = ask_of(field)
    return Question(
        field=name,
        ask=asked(name, field),
        required=field.is_required(),
        long=bool(ask and ask.long),
        choices=tuple(Choice(key, words() if words else key) for key, words in choices_of(field).items()),
        value=None if given is None else str(given),
        hint=EXAMPLE(words=Mono(ask.example)) if ask and ask.example else None,
        source=ask.source if ask else "",
    )


def is_number(field: FieldInfo) -> bool:
    kinds = get_args(field.annotation) or (field.annotation,)
    return any(kind in (int, float) for kind in kinds)


def is_moment(field: FieldInfo) -> bool:
    kinds = get_args(field.annotation) or (field.annotation,)
    return any(kind is datetime or (get_origin(kind) is Annotated and get_args(kind)[0] is datetime) for kind in kinds)


def labels_of(fields: Mapping[str, FieldInfo]) -> dict[str, str]:
    """By which names, folded, a form asks for arguments in any language; of two with one name the first has it."""
    found: dict[str, str] = {}
    for name, field in fields.items():
        if (ask := ask_of(field)) and not ask.inner:
            for label in _said(ask.text):
                found.setdefault(label, name)
    return found


@cache
def _said(label: Text) -> frozenset[str]:
    return frozenset(map(fold, in_every_language(label)))
