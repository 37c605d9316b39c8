"""Command arguments. One pydantic model is the parser of typed text, the options, the form and the help."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Annotated, Any, ClassVar, Self, get_args

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from .asking import EXAMPLE as EXAMPLE
from .asking import Ask as Ask
from .asking import PerMetric as PerMetric
from .asking import Rest as Rest
from .asking import Word as Word
from .asking import ask_of as ask_of
from .asking import asked as asked
from .asking import choices_of as choices_of
from .asking import is_moment, labels_of, question
from .asking import is_number as is_number
from .errors import Refusal
from .hints import did_you_mean, either
from .reply import Question
from .texts import Mono, Said, text
from .tongue import in_every_language
from .typed import Between, numbers_by_name, taken_apart
from .typed import unquoted as unquoted
from .width import narrow
from .words import fold, nearest

BAD_VALUE = text("I can't read {value} as “{field}”.")
ONE_OF = text("It can be {words}.")
NEEDED = text("{field} is needed.")
NO_OPTION = text("I don't know the option {name}.")


class Wrong(ValueError):
    """A value that cannot be read; ``hints`` say what would be right, and so do ``near``, each as it is typed. Raised
    by the readers of field types."""

    def __init__(self, *hints: Said, near: Sequence[str] = ()) -> None:
        super().__init__("wrong value")
        self.hints = hints
        self.near = near


NAMES = {"code", "command", "key", "name", "person", "who"}
"""Arguments of one word or name, not of free text."""

Metrics = Annotated[dict[str, str], PerMetric()]

_OPTION = re.compile(r"(?P<name>[^\W\d][\w-]*)[:=：＝](?!//)")
"""The beginning of a word that looks like an option; a web address does not."""
_MISTYPED = 0.8
"""Of five letters one may be wrong, or two changed places: free words may hold a colon (``late: the bus``)."""
_WORD = re.compile(r"""[^\W\d][\w-]*[:=：＝]?"[^"]*"|"[^"]*"|“[^”]*”|「[^」]*」|\S+""")


class Args(BaseModel):
    """The first field that is neither a ``Word`` nor the ``Rest`` takes the free words; every field can be written
    ``name:value``."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    also: ClassVar[Mapping[str, str]] = {}
    """Other names of fields, folded: what a person may type before the colon."""

    @classmethod
    def fields(cls) -> dict[str, FieldInfo]:
        """Every argument by the name that people type: an alias where Python keeps a word such as ``from``."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        """Turn what a person typed into raw values, without judging them."""
        rest = cls._marked(Rest)
        fields = {name: field for name, field in cls.fields().items() if name != rest}
        names = {fold(name): name for name in fields}
        names |= {fold(name): field for name, field in cls.also.items() if field in fields}
        names = {**labels_of(fields), **names}
        moments = [name for name, field in fields.items() if is_moment(field)]
        long = [name for name, field in fields.items() if rest is None and (ask := ask_of(field)) and ask.long]
        found: dict[str, Any]
        found, between = taken_apart(tail, names, moments, long)
        if rest is not None:
            if left := " ".join(part.text for part in between).strip():
                found[rest] = left
            return found
        words = cls._loose(between, names, found)
        cls._no_strangers(words, names, found)
        for name in cls.fields():
            if words and name not in found and cls._has(name, Word):
                found[name] = unquoted(words.pop(0))
        free = cls._free()
        if words and free is not None and free not in found:
            found[free] = " ".join(unquoted(word) for word in words)
        elif words:
            raise Refusal(text("I don't understand {words} here.")(words=Mono(" ".join(words))))
        return found

    @classmethod
    def single(cls) -> list[str]:
        """The arguments that take one free word each, in the order in which they are typed."""
        return [name for name in cls.fields() if cls._has(name, Word)]

    @classmethod
    def missing(cls, given: Mapping[str, Any]) -> list[str]:
        """The required arguments that are not given yet."""
        return [name for name, field in cls.fields().items() if field.is_required() and name not in given]

    @classmethod
    def questions(cls, given: Mapping[str, Any]) -> tuple[Question, ...]:
        """One question for every argument, with what is already known."""
        return tuple(
            question(name, field, given.get(name))
            for name, field in cls.fields().items()
            if not cls._has(name, PerMetric)
        )

    @classmethod
    def read(cls, given: Mapping[str, Any], context: Any = None) -> Self:
        """The arguments as values. Raises ``Refusal`` naming the first that cannot be read."""
        given = {name: cls._choice(name, value) for name, value in given.items()}
        if (each := cls._marked(PerMetric)) is not None:
            fields = cls.fields()
            loose = [name for name in given if name not in fields]
            given[each] = {**given.get(each, {}), **{name: given.pop(name) for name in loose}}
        try:
            return cls.model_validate(given, context=context)
        except ValidationError as error:
            raise cls._refusal(error, given) from error

    @classmethod
    def read_one(cls, name: str, value: str, context: Any = None) -> None:
        """Judge one argument alone, as a form does after each answer. Raises ``Refusal``."""
        field = cls.fields().get(name)
        if field is None:
            return
        given = {name: cls._choice(name, value)}
        try:
            kind: Any = Annotated[field.annotation, *field.metadata]
            TypeAdapter(kind).validate_python(given[name], context=context)
        except ValidationError as error:
            raise cls._refusal(error, given, name) from error

    @classmethod
    def _choice(cls, name: str, value: Any) -> Any:
        field = cls.fields().get(name)
        if field is None or not isinstance(value, str):
            return value
        if is_number(field):
            return narrow(value)
        for key, words in choices_of(field).items():
            said = {fold(key)} | ({fold(word) for word in in_every_language(words)} if words else set())
            if fold(value) in said:
                return key
        return value

    @classmethod
    def _refusal(cls, error: ValidationError, given: Mapping[str, Any], only: str = "") -> Refusal:
        first = error.errors()[0]
        name = only or (str(first["loc"][0]) if first["loc"] else "")
        field = cls.fields().get(name)
        if field is None:
            return Refusal(NO_OPTION(name=Mono(name)))
        label = asked(name, field)
        if first["type"] == "missing":
            return Refusal(NEEDED(field=label))
        value = str(given.get(name, ""))
        cause = first.get("ctx", {}).get("error")
        if isinstance(cause, Wrong):
            return Refusal(BAD_VALUE(value=value, field=label), *cause.hints, instead=(value, cause.near))
        hints, near = [], list[str]()
        if options := choices_of(field):
            # What consists of several words would have to be quoted: its key is shown instead.
            names = {key: [key, *(in_every_language(words) if words else ())] for key, words in options.items()}
            typed = {name: key if " " in name else name for key, known in names.items() for name in known}
            near = list(dict.fromkeys(typed[name] for name in nearest(value, typed)))
            shown = [words() if words and " " not in "".join(names[key]) else key for key, words in options.items()]
            hints += did_you_mean(near) or [ONE_OF(words=either(shown))]
        return Refusal(BAD_VALUE(value=value, field=label), *hints, instead=(value, near))

    @classmethod
    def _loose(cls, between: Sequence[Between], names: Mapping[str, str], found: dict[str, Any]) -> list[str]:
        """The words that belong to no option. Those that nothing else needs go to the long text before them."""
        loose: list[str] = []
        taken = cls._free() in (None, *found)
        numbers = [name for name, field in cls.fields().items() if is_number(field)]
        for part in between:
            typed = _WORD.findall(part.text.replace("\u3000", " "))
            words = numbers_by_name(typed, names, numbers, found)
            single = sum(name not in found and cls._has(name, Word) for name in cls.fields())
            known = any((looks := _OPTION.match(word)) and fold(looks["name"]) in names for word in words)
            if not (words and part.behind and len(loose) >= single + (not taken)) or known:
                loose += words
                continue
            cls._no_strangers(words, names, found, behind=True)
            # As it was typed, with its line breaks
            found[part.behind] = part.whole if words == typed else " ".join([found[part.behind], *words])
        return loose

    @classmethod
    def _no_strangers(
        cls, words: list[str], names: Mapping[str, str], found: Mapping[str, Any], *, behind: bool = False
    ) -> None:
        """Words that look like an option and are none. Where free text is taken a word may hold a colon, unless its
        name is nearly an option's. Raises ``Refusal``."""
        free = cls._free()
        takes_text = behind or (free is not None and free not in found and cls.is_text(free))
        single = 0 if behind else sum(name not in found and cls._has(name, Word) for name in cls.fields())
        own = {fold(each) for each in (*cls.fields(), *cls.also)}
        likely = {each: field for each, field in names.items() if each in own or not each.isascii()}
        for at, word in enumerate(words):
            looks = _OPTION.match(word)
            name = fold(looks["name"]) if looks else ""
            if not name or name in names:
                continue
            is_text = takes_text and at >= single
            near = cls._mistyped(name, likely) if is_text else nearest(name, likely)[:1]
            if near and looks:
                # In the language in which it was typed
                right = [each if not each.isascii() else names[each] for each in near]
                raise Refusal(
                    NO_OPTION(name=Mono(word)), *did_you_mean([f"{each}:" for each in right]),
                    instead=(looks["name"], right),
                )  # fmt: skip
            if not is_text and cls.fields():
                known = either([f"{each}:" for each in cls.fields()])
                raise Refusal(NO_OPTION(name=Mono(word)), ONE_OF(words=known))

    @classmethod
    def _mistyped(cls, name: str, names: Mapping[str, str]) -> list[str]:
        """The option that was probably meant by the beginning of free words."""
        return get_close_matches(name, names, 1, _MISTYPED)

    @classmethod
    def is_text(cls, name: str) -> bool:
        """Whether an argument is free text rather than the name of something."""
        field = cls.fields()[name]
        ask = ask_of(field)
        words = str in (field.annotation, *get_args(field.annotation))
        return words and not choices_of(field) and not (ask and ask.source) and name not in NAMES

    @classmethod
    def _has(cls, name: str, mark: type) -> bool:
        return any(isinstance(item, mark) for item in cls.fields()[name].metadata)

    @classmethod
    def _marked(cls, mark: type) -> str | None:
        return next((name for name in cls.fields() if cls._has(name, mark)), None)

    @classmethod
    def _free(cls) -> str | None:
        return next((n for n in cls.fields() if not cls._has(n, Word) and not cls._has(n, PerMetric)), None)
