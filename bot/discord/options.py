"""The menu becomes Discord's slash commands: what a person can type is what she can pick, for a message too. Pure.

No option is required, so that a command without its arguments opens the form. Values are texts wherever people write
things that Discord cannot read (``1.2万``, ``yesterday``).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from json import dumps
from typing import Any, get_args

from pydantic.fields import FieldInfo

from commands.kit import Args, Command, Label, PerMetric, Rest, Said, Text, Tongue, Word, text
from commands.kit.args import ask_of, asked, choices_of
from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue, Metric

LONGEST_NAME = 32
LONGEST_DESCRIPTION = 100
MOST_OPTIONS = 25
MOST_CHOICES = 25
LONGEST_CHOICE = 100

SLASH, MESSAGE = 1, 3
"""Kinds of commands: typed, or chosen for a message."""
_HERE = {"integration_types": [0], "contexts": [0]}
"""In servers only."""
SUB, STRING, INTEGER, BOOLEAN = 1, 3, 4, 5
LOCALES = {"zh-CN": "zh_Hans", "zh-TW": "zh_Hant"}
"""Discord's names of our languages besides English, which is the default of every name."""

WORDS = "text"
"""The option for free words."""
BARE = ("show", "now", "view")
"""What a command is called inside its group when its own name is the group's."""

ANYTHING = text("Anything else, as you would type it", context="option")
AS_TYPED = text("As you would type it, for example 1.2k", context="option")

English = Tongue("en")


def tree(menu: Menu, metrics: Catalogue) -> list[dict[str, Any]]:
    """All commands as Discord takes them, in the order of their names, then those that can be chosen for a message."""
    groups: dict[str, list[Command[Any]]] = {}
    for command in menu.commands.values():
        if not command.hidden:
            groups.setdefault(command.group, []).append(command)
    chosen = [_for_message(command.of_message) for command in menu.commands.values() if command.of_message]
    return [*(_root(name, found, menu, metrics) for name, found in sorted(groups.items())), *chosen]


def for_message(menu: Menu, name: str) -> Command[Any] | None:
    """The command that is called so where it is chosen for a message."""
    named = (command for command in menu.commands.values() if command.of_message)
    return next((command for command in named if command.of_message and _in(command.of_message, "en") == name), None)


def _for_message(label: Text) -> dict[str, Any]:
    others = {theirs: _in(label, ours) for theirs, ours in LOCALES.items()}
    return {"type": MESSAGE, "name": _in(label, "en"), "name_localizations": others, **_HERE}


def hash_of(commands: Sequence[Mapping[str, Any]]) -> str:
    """The same for the same commands, in every process."""
    return sha256(dumps(commands, sort_keys=True).encode()).hexdigest()


def _root(name: str, found: Sequence[Command[Any]], menu: Menu, metrics: Catalogue) -> dict[str, Any]:
    here = {"type": SLASH, **_HERE}
    if len(found) == 1 and found[0].name == name:
        return {"name": name, **_described(found[0].help), "options": _options(found[0], metrics), **here}
    default = menu.commands.get(menu.groups.get(name, "")) or found[0]
    taken = {command.name for command in found}
    bare = next((word for word in BARE if f"{name} {word}" not in taken), BARE[0])
    subs = [
        {
            "type": SUB,
            "name": command.name.partition(" ")[2] or bare,
            **_described(command.help),
            "options": _options(command, metrics),
        }
        for command in found
    ]
    return {"name": name, **_described(default.help), "options": subs, **here}


def _options(command: Command[Any], metrics: Catalogue) -> list[dict[str, Any]]:
    found = list(_fields(command.args, metrics))
    called = {option["name"] for option in found}
    free = free_words(command.args)
    last: list[dict[str, Any]] = []
    if free is not None and WORDS not in called:
        last = [{"type": STRING, "name": WORDS, **_described(free), **_suggested(command.args)}]
    # What does not find a place can still be typed into the option for free words.
    options = found[: MOST_OPTIONS - len(last)] + last
    _tell_apart(options)
    return options


def free_words(args: type[Args]) -> Text | None:
    """How the option for free words is described; ``None`` when the command takes none."""
    for field in args.fields().values():
        if _has(field, Rest):
            ask = ask_of(field)
            return ask.text if ask else ANYTHING
    for name, field in args.fields().items():
        if _has(field, Word) or _has(field, PerMetric):
            continue
        return ANYTHING if args.is_text(name) else None
    return None


def _fields(args: type[Args], metrics: Catalogue) -> Iterator[dict[str, Any]]:
    for name, field in args.fields().items():
        if _has(field, PerMetric):
            shown = metrics.pages()[0] if metrics.pages() else ()
            yield from (_metric(metric) for metric in shown if metric.key not in args.fields())
        elif not _has(field, Rest) and not ((ask := ask_of(field)) and ask.inner):
            yield _field(name, field)


def _field(name: str, field: FieldInfo) -> dict[str, Any]:
    ask, label = ask_of(field), asked(name, field)
    option: dict[str, Any] = {"type": _kind(field), "name": name, **_named(name, label), **_described(label)}
    choices = choices_of(field)
    if 0 < len(choices) <= MOST_CHOICES:
        option |= {"type": STRING, "choices": [_choice(value, words) for value, words in choices.items()]}
    elif ask is not None and ask.source:
        option |= {"type": STRING, "autocomplete": True}
    return option


def _suggested(args: type[Args]) -> dict[str, Any]:
    """Whether there are suggestions for free words."""
    ask = ask_of(args.fields()[WORDS]) if WORDS in args.fields() else None
    return {"autocomplete": True} if ask and ask.source else {}


def _metric(metric: Metric) -> dict[str, Any]:
    described = {locale: f"{metric.label.in_(ours)} · {Tongue(ours).speak(AS_TYPED())}" for locale, ours in _tongues()}
    english = described.pop("en")
    return {
        "type": STRING,
        "name": metric.key.lower(),
        **_named(metric.key.lower(), metric.label),
        "description": cut(english),
        "description_localizations": {locale: cut(words) for locale, words in described.items()},
    }


def _kind(field: FieldInfo) -> int:
    kinds = set(get_args(field.annotation) or (field.annotation,)) - {type(None)}
    return BOOLEAN if kinds == {bool} else INTEGER if kinds == {int} else STRING


def _has(field: FieldInfo, mark: type) -> bool:
    return any(isinstance(item, mark) for item in field.metadata)


def _tongues() -> Iterator[tuple[str, str]]:
    yield "en", "en"
    yield from LOCALES.items()


def _in(words: Text | Said | Label | str, locale: str) -> str:
    match words:
        case str():
            return words
        case Text():
            return Tongue(locale).speak(Said(words.id, {}, words.plural, words.context))
        case _:
            return Tongue(locale).show(words)


def _described(words: Text | Said | Label | str) -> dict[str, Any]:
    english = cut(_in(words, "en"))
    others = {theirs: cut(_in(words, ours)) for theirs, ours in LOCALES.items()}
    others = {locale: told for locale, told in others.items() if told != english}
    return {"description": english, **({"description_localizations": others} if others else {})}


def _named(name: str, label: Text | Said | Label | str) -> dict[str, Any]:
    others = {theirs: as_name(_in(label, ours)) for theirs, ours in LOCALES.items()}
    english = as_name(_in(label, "en"))
    others = {locale: word for locale, word in others.items() if word and word not in (name, english)}
    return {"name_localizations": others} if others else {}


def _choice(value: str, words: Text | None) -> dict[str, Any]:
    if words is None:
        return {"name": value[:LONGEST_CHOICE], "value": value[:LONGEST_CHOICE]}
    others = {theirs: _in(words, ours)[:LONGEST_CHOICE] for theirs, ours in LOCALES.items()}
    english = _in(words, "en")[:LONGEST_CHOICE]
    return {"name": english, "name_localizations": others, "value": value[:LONGEST_CHOICE]}


def _tell_apart(options: Sequence[dict[str, Any]]) -> None:
    """Two options of a command may not have the same name in any language: the later one keeps its own name."""
    for locale in LOCALES:
        taken = {option["name"] for option in options}
        for option in options:
            word = option.get("name_localizations", {}).get(locale)
            if word in taken:
                del option["name_localizations"][locale]
            elif word:
                taken.add(word)


def as_name(words: str) -> str:
    """Words as a name that Discord takes; empty when they make none, or are a sentence rather than a name."""
    low = "".join(re.split(r"[(（]", words)[:1]).strip().lower()
    joined = re.sub(r"[\s/·]+", "_", low)
    name = "".join(sign for sign in joined if sign in "-_'" or unicodedata.category(sign)[0] in "LN")
    return name if len(name) <= LONGEST_NAME else ""


def cut(words: str) -> str:
    """A description: one line that fits, never empty."""
    words = " ".join(words.split()) or "–"
    return words if len(words) <= LONGEST_DESCRIPTION else words[: LONGEST_DESCRIPTION - 1].rstrip() + "…"
