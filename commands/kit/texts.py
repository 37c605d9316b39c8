"""What the bot says. The English sentence stands beside the code that says it and is the message id;
``commands/texts/*.po`` holds the other languages. A sentence is in no language until a chat renders it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from string import Formatter
from typing import Annotated, Any, Literal

from pydantic import Field

LOCALES = ("en", "zh_Hans", "zh_Hant")

_FIELDS = Formatter()


@dataclass(frozen=True, slots=True)
class Text:
    """Something the bot can say: the English, its plural (chosen by the slot ``n``), and a context that tells
    two equal English words apart."""

    id: str
    plural: str | None = None
    context: str | None = None

    @property
    def slots(self) -> frozenset[str]:
        return slots_of(self.id) | (slots_of(self.plural) if self.plural else frozenset())

    def __call__(self, **values: Value | Decimal | date | datetime | None) -> Said:
        """The sentence with its values. Raises ``TypeError`` when a slot is missing or unknown."""
        if values.keys() != self.slots:
            raise TypeError(f"{self.id!r} takes {sorted(self.slots)}, got {sorted(values)}")
        return Said(self.id, {name: valued(value) for name, value in values.items()}, self.plural, self.context)


def text(id: str, plural: str | None = None, *, context: str | None = None) -> Text:
    return Text(id, plural, context)


@lru_cache(maxsize=4096)
def slots_of(sentence: str) -> frozenset[str]:
    """The names in braces of a sentence."""
    return frozenset(name for _, name, _, _ in _FIELDS.parse(sentence) if name)


@lru_cache(maxsize=4096)
def pieces(sentence: str) -> tuple[tuple[str, str | None], ...]:
    """A sentence cut into (words, slot after them)."""
    return tuple((words, name) for words, name, _, _ in _FIELDS.parse(sentence))


@dataclass(frozen=True, slots=True)
class Said:
    """A text with its values filled in, not yet in anybody's language."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)
    plural: str | None = None
    context: str | None = None
    kind: Literal["said"] = "said"


@dataclass(frozen=True, slots=True)
class Label:
    """A word the team's own files give in every language: a metric, a template."""

    en: str
    zh_Hans: str
    zh_Hant: str
    kind: Literal["label"] = "label"

    def in_(self, locale: str) -> str:
        return str(getattr(self, locale)) if locale in LOCALES else self.en


def label_of(word: Callable[[str], str]) -> Label:
    """A word that somebody else knows in every language, such as the name of a country."""
    return Label(word("en"), word("zh_Hans"), word("zh_Hant"))


@dataclass(frozen=True, slots=True)
class Mono:
    """Something to be copied to the letter: a code, a command line, an example in the reader's language."""

    words: str | Said
    kind: Literal["mono"] = "mono"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of the team. ``None`` is *no value*, shown as –, never as 0. ``unit`` decides the look;
    ``signed`` shows the direction of a change."""

    value: Decimal | None
    unit: Literal["count", "money", "percent", "score", "ratio", "points"] = "count"
    signed: bool = False
    kind: Literal["amount"] = "amount"


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    kind: Literal["day"] = "day"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, shown on the clock of the team."""

    at: datetime
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True, slots=True)
class Listed:
    """Several things in one sentence: "a, b and c", "a, b or c", or "a, b, c" for a row of numbers."""

    items: tuple[Value, ...]
    style: Literal["standard", "or", "row"] = "standard"
    kind: Literal["listed"] = "listed"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody who is to look up: a chat where she has an account calls her, any other writes her name. ``accounts``
    are pairs of platform and user."""

    name: str
    accounts: tuple[tuple[str, str], ...] = ()
    kind: Literal["mention"] = "mention"

    def on(self, platform: str) -> str | None:
        """Her user there."""
        return dict(self.accounts).get(platform)


LONGEST_ECHO = 100


def echoed(said: Said) -> Said:
    """A sentence that repeats what somebody typed: of something long the beginning is enough."""
    return replace(said, values={name: _beginning(value) for name, value in said.values.items()})


def _beginning(value: Value) -> Value:
    match value:
        case str() if len(value) > LONGEST_ECHO:
            return value[: LONGEST_ECHO - 1] + "…"
        case Mono(str() as words) if len(words) > LONGEST_ECHO:
            return Mono(words[: LONGEST_ECHO - 1] + "…")
        case _:
            return value


Marked = Annotated[Said | Label | Mono | Amount | Day | Moment | Listed | Mention, Field(discriminator="kind")]
Value = str | int | Marked


def valued(value: Any) -> Value:
    """Give a plain Python value its place among the things a sentence can hold."""
    match value:
        case None:
            return Amount(None)
        case bool():
            raise TypeError("a sentence cannot hold a bare truth value")
        case Decimal():
            return Amount(value)
        case datetime():
            return Moment(value)
        case date():
            return Day(value)
        case _:
            return value  # type: ignore[no-any-return]
