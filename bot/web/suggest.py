"""What may come next in the box: commands first, then their arguments, the communities and the metrics. Pure.

Suggestions only propose. Nothing is taken unless the person chooses it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from commands.kit import Command, Label, PerMetric, Refusal, Tongue, fold, text
from commands.kit.args import ask_of, asked, choices_of
from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue
from storage import Community, Person, Role

from .render import plain

MOST = 8
"""Arguments; of the commands all are shown."""

COMMUNITY = text("community")
METRIC = text("metric")
PERSON = text("person")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` is the whole box with the suggestion taken; ``label`` what is shown, ``help`` what it means."""

    text: str
    label: str
    help: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a team has names for, and the level of the one who types."""

    communities: Sequence[Community] = ()
    people: Sequence[Person] = ()
    level: Role = Role.DIRECTOR


def suggest(typed: str, menu: Menu, metrics: Catalogue, known: Known, tongue: Tongue) -> list[Suggestion]:
    """``typed`` is what stands before the cursor."""
    if typed[:1] not in ("/", "／") or "\n" in typed.partition(" ")[0]:
        return []
    found = _commands("/" + typed[1:], menu, known, tongue)
    if found or not any(sign.isspace() for sign in typed):
        return found
    try:
        command, tail = menu.match(typed)
    except Refusal:
        return []
    return _arguments(typed, command, tail, metrics, known, tongue)[:MOST]


def _commands(typed: str, menu: Menu, known: Known, tongue: Tongue) -> list[Suggestion]:
    """Commands that begin like this; those the person may not use come last. A group's own word stands for its default,
    and at first for all of the group."""
    wanted = fold(typed[1:]) + (" " if typed[-1].isspace() else "")
    shown = {
        command.group if command.default else name: command
        for name, command in menu.commands.items()
        if not command.hidden
    }
    if not wanted:
        shown = {name: command for name, command in shown.items() if " " not in name}
    found = [(each.who > known.level, name, each) for name, each in shown.items() if _continues(name, wanted)]
    found.sort(key=lambda one: one[:2])
    return [Suggestion(f"/{name} ", f"/{name}", plain(each.help(), tongue)) for _, name, each in found]


def _continues(name: str, wanted: str) -> bool:
    return name.startswith(wanted) and name != wanted.strip()


def _arguments(
    typed: str, command: Command[Any], tail: str, metrics: Catalogue, known: Known, tongue: Tongue
) -> list[Suggestion]:
    start = max(typed.rfind(sign) for sign in " \u3000\n") + 1
    before, word = typed[:start], typed[start:]
    name, colon, value = word.partition(":")
    if colon:
        return [
            Suggestion(f"{before}{name}:{key} ", shown, help)
            for key, shown, help in _values(command, name, metrics, known, tongue)
            if _begins(value, key, shown)
        ]
    given = _given(command, tail)
    found = []
    for field in command.args.fields():
        if _marked(command, field, PerMetric):
            found += [
                Suggestion(f"{before}{key} ", shown, help)
                for key, shown, help in _metric_names(metrics, tongue)
                if word and _begins(word, key, shown)
            ]
        elif field not in given and _begins(word, field) and not _inner(command, field):
            label = asked(field, command.args.fields()[field])
            found.append(Suggestion(f"{before}{field}:", f"{field}:", plain(label, tongue)))
        if word and field not in given:
            found += [
                Suggestion(f"{before}{field}:{key} ", shown, help)
                for key, shown, help in _values(command, field, metrics, known, tongue)
                if _begins(word, key, shown)
            ]
    return list({each.text: each for each in found}.values())


def _values(
    command: Command[Any], field: str, metrics: Catalogue, known: Known, tongue: Tongue
) -> list[tuple[str, str, str]]:
    """(what is typed, what is shown, what it is) of every value a field is known to take."""
    info = command.args.fields().get(field)
    if info is None:
        return []
    if choices := choices_of(info):
        return [(key, key, plain(words(), tongue) if words else "") for key, words in choices.items()]
    source: Literal["", "communities", "people", "days", "metrics", "kinds"] = (
        ask.source if (ask := ask_of(info)) else ""
    )
    match source:
        case "communities":
            help = plain(COMMUNITY(), tongue)
            return [(each.key, each.name, f"{help} · {each.key}") for each in known.communities]
        case "people":
            return [(_quoted(each.name), each.name, plain(PERSON(), tongue)) for each in known.people]
        case "days":
            return [(day, day, "") for day in ("today", "yesterday")]
        case "metrics":
            return _metric_names(metrics, tongue)
        case "kinds":
            return [(key, tongue.show(book.label), "") for key, book in metrics.playbooks.items()]
        case _:
            return []


def _metric_names(metrics: Catalogue, tongue: Tongue) -> list[tuple[str, str, str]]:
    help = plain(METRIC(), tongue)
    return [(metric.key, _name(metric.label, tongue), f"{help} · {metric.key}") for metric in metrics.entered]


def _name(label: Label, tongue: Tongue) -> str:
    return label.in_(tongue.locale)


def _begins(word: str, *names: str) -> bool:
    return any(fold(name).startswith(fold(word)) for name in names)


def _given(command: Command[Any], tail: str) -> Mapping[str, Any]:
    try:
        given: Mapping[str, Any] = command.args.split(tail)
    except Refusal:
        return {}
    return given


def _inner(command: Command[Any], field: str) -> bool:
    ask = ask_of(command.args.fields()[field])
    return ask is not None and ask.inner


def _marked(command: Command[Any], field: str, mark: type) -> bool:
    return any(isinstance(item, mark) for item in command.args.fields()[field].metadata)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
