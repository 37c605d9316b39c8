"""All commands and schedules, found by looking. A new one is one file; nothing else is edited."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Self

from .command import Command
from .errors import Refusal
from .hints import did_you_mean
from .schedule import Every
from .texts import Mono, text
from .words import nearest

UNKNOWN = text("I don't know {name}.")
SEE_HELP = text("/help lists everything.")


@dataclass(frozen=True, slots=True)
class Menu:
    commands: Mapping[str, Command[Any]]
    """By name, such as ``daily`` or ``community add``."""
    groups: Mapping[str, str] = field(default_factory=dict)
    """The bare first word of a group to the command it means."""
    every: Mapping[str, Every] = field(default_factory=dict)
    """What happens by the clock, by name."""

    @classmethod
    def of(cls, modules: Iterable[ModuleType]) -> Self:
        found: dict[str, Command[Any]] = {}
        groups: dict[str, str] = {}
        every: dict[str, Every] = {}
        for module in modules:
            for value in vars(module).values():
                if isinstance(value, Command):
                    if found.setdefault(value.name, value) is not value:
                        raise ValueError(f"two commands are called {value.name!r}")
                    if value.default:
                        groups[value.group] = value.name
                elif isinstance(value, Every) and every.setdefault(value.name, value) is not value:
                    raise ValueError(f"two schedules are called {value.name!r}")
        return cls(found, groups, every)

    @classmethod
    def find(cls) -> Self:
        """Every command of the package ``commands``."""
        import commands

        walked = pkgutil.walk_packages(commands.__path__, "commands.")
        return cls.of(importlib.import_module(item.name) for item in walked if not item.name.startswith("commands.kit"))

    def match(self, line: str) -> tuple[Command[Any], str]:
        """The command a line begins with (the longest name wins) and what stands after it.

        Raises ``Refusal`` with the nearest name.
        """
        first, rest = _cut(line.lstrip("/／ "))
        verb = first.partition("@")[0].lower()
        second, after = _cut(rest)
        if found := self.commands.get(f"{verb} {second.lower()}"):
            return found, after
        if found := self.commands.get(verb) or self.commands.get(self.groups.get(verb, "")):
            return found, rest
        raise self._unknown(verb, second)

    def _unknown(self, verb: str, second: str) -> Refusal:
        subs = [n for n, c in self.commands.items() if n.startswith(verb + " ") and not c.hidden]
        near = subs or nearest(verb, sorted({command.group for command in self.commands.values()}))
        hints = did_you_mean(["/" + name for name in near[:6]]) or [SEE_HELP()]
        return Refusal(UNKNOWN(name=Mono("/" + f"{verb} {second if subs else ''}".strip())), *hints)


def _cut(line: str) -> tuple[str, str]:
    """The first word, and the rest with its line breaks."""
    line = line.lstrip()
    for at, letter in enumerate(line):
        if letter.isspace():
            return line[:at], line[at + 1 :].lstrip(" \t\u3000")
    return line, ""
