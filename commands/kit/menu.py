"""All commands and schedules, found by looking. A new one is one file; nothing else is edited."""

import importlib
import pkgutil
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Self

from .args import Args, choices_of, is_number
from .called import parts_called, parts_like
from .command import Command
from .errors import Refusal
from .hints import DID_YOU_MEAN, HELP, did_you_mean, rather, verbatim
from .reply import Button, carries
from .schedule import Every
from .texts import Mono, text
from .tongue import in_every_language
from .width import narrow
from .words import fold, nearest, ranked

UNKNOWN = text("I don't know {name}.")
SEE_HELP = text("/help lists everything.")
MOST_SUBS = 6
LONGEST_COPIED = 500

_NAMED = re.compile("[:=：＝]")
"""In an option that stands first: ``page:2``."""
_COLON = re.compile("[:：]")


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
        second, after = self._part(verb, *_cut(rest), rest)
        named = self.commands.get(f"{verb} {second.lower()}")
        found = self.commands.get(verb) or self.commands.get(self.groups.get(verb, ""))
        if named and not (found and _begins_a_sentence(named, found, after)):
            return named, after
        known = _few_words(found) if found else None
        if found and found.name != verb and second and (known is not None or not found.args.fields()):
            # The bare group is a list: a number alone is one of what it lists.
            show = self.commands.get(f"{verb} show")
            if show and "number" in show.args.fields() and not after and narrow(second).lstrip("#").isdecimal():
                return show, rest
        if found and found.name != verb and second and known is not None:
            parts = [name.split()[1] for name in self._subs(verb)]
            near = parts_called(second, parts) or ranked(second, [*known, *parts])[:1]
            if fold(second) not in known and near and near[0] in parts and not _NAMED.search(second):
                raise self._unknown(verb, second, rest, after, alone=True)
        elif found and found.name != verb and second and not found.reads:
            near = parts_like(second, (name.split()[1] for name in self._subs(verb)))
            if near and _ends_a_line(self.commands[f"{verb} {near[0]}"], after):
                raise self._unknown(verb, second, rest, after, alone=True, rather=found.name)
        if found and (found.args.fields() or not second or not self._subs(verb)):
            try:
                found.args.split(rest)
            except Refusal:
                if (meant := self._mistyped(line)) is not None:
                    raise meant from None
            return found, rest
        raise self._unknown(verb, second, rest, after)

    def split(self, line: str, command: Command[Any], tail: str) -> dict[str, Any]:
        """What a line that begins with the command says by which name.

        Raises ``Refusal``, with the right line where it is near.
        """
        try:
            found: dict[str, Any] = command.args.split(tail)
            return found
        except Refusal as refusal:
            raise put_right(line, refusal) from None

    def read(self, line: str, command: Command[Any], given: Mapping[str, Any], context: Any) -> Args:
        """The arguments of the command that a line begins with.

        Raises ``Refusal``: where the bare word of a group cannot read what stands behind it, with the part that was
        meant.
        """
        try:
            found: Args = command.args.read(given, context)
            return found
        except Refusal as refusal:
            if (meant := self._mistyped(line)) is None:
                raise put_right(line, refusal) from None
            near = [hint for hint in refusal.hints if hint.id == DID_YOU_MEAN.id]  # it may be that as well
            raise Refusal(meant.said, *near, buttons=meant.buttons) from None

    def _mistyped(self, line: str) -> Refusal | None:
        """Whether what stands behind the bare word of a group is one of its parts, mistyped or in Chinese."""
        first, rest = _cut(line.lstrip("/／ "))
        verb = first.partition("@")[0].lower()
        second, after = self._part(verb, *_cut(rest), rest)
        parts = [name.split()[1] for name in self._subs(verb)]
        bare = verb in self.groups and f"{verb} {second.lower()}" not in self.commands
        if not (bare and second and parts_like(second, parts)):
            return None
        return self._unknown(verb, second, rest, after, alone=True)

    def _part(self, verb: str, second: str, after: str, rest: str) -> tuple[str, str]:
        """A part with a colon right behind it (``answer：下周``), and all that stands behind the colon; other words as
        they are: options, and what begins a sentence."""
        part = _COLON.split(second)[0]
        if part == second or not (parts := [name.split()[1] for name in self._subs(verb)]):
            return second, after
        bare = self.commands.get(verb) or self.commands.get(self.groups.get(verb, ""))
        if bare and fold(part) in {fold(name) for name in (*bare.args.fields(), *bare.args.also)}:
            return second, after
        behind = rest.lstrip()[len(part) + 1 :].lstrip(" \t\u3000")
        called = [part.lower()] if part.lower() in parts else parts_called(part, parts)
        free = bare is not None and not bare.reads and bool(bare.args.fields()) and _few_words(bare) is None
        if not called or (free and not _ends_a_line(self.commands[f"{verb} {called[0]}"], behind)):
            return second, after
        return part, behind

    def _subs(self, verb: str) -> list[str]:
        """The commands of a group, as they are shown: what the bare word means first, the others as they were found."""
        found = [name for name, one in self.commands.items() if name.startswith(verb + " ") and not one.hidden]
        return sorted(found, key=lambda name: not self.commands[name].default)

    def _unknown(
        self, verb: str, second: str, rest: str, after: str, *, alone: bool = False, rather: str = ""
    ) -> Refusal:
        """No such command. The nearest is offered with the rest of what was typed, where a button can carry it;
        ``alone``: without the others of its group; ``rather``: what takes all of it as a sentence."""
        shown = sorted(name for name, command in self.commands.items() if not command.hidden)
        subs = self._subs(verb)
        if subs:
            near = [f"{verb} {word}" for word in parts_like(second, [name.split()[1] for name in subs])]
        else:
            near = nearest(verb, sorted({name.split()[0] for name in shown}))
        lines = {name: f"/{name} {after if subs else rest}".strip() for name in near}
        if rather:
            lines[rather] = f"/{rather} {rest}"
        pressed = [line for line in lines.values() if carries(line)]
        words = ["/" + name for name, line in lines.items() if line not in pressed]
        if subs and not alone:
            words = ["/" + name for name in subs if name not in lines or lines[name] not in pressed][:MOST_SUBS]
        hints = did_you_mean(words) or ([] if pressed else [SEE_HELP()])
        buttons = [*(Button(verbatim(line), line) for line in pressed), Button(HELP(), "/help")]
        said = UNKNOWN(name=Mono("/" + f"{verb} {second if subs else ''}".strip()))
        return Refusal(said, *hints, buttons=tuple(buttons))


def put_right(line: str, refusal: Refusal) -> Refusal:
    """The same no with the whole line on buttons, the wrong word in it put right; to be copied where no button carries
    it. As it is where the word does not stand in the line."""
    wrong, near = refusal.instead
    word = re.escape(wrong)
    found = re.search(rf"(?<=[:=：＝]){word}(?!\w)|(?<=\s){word}(?=[\s:=：＝]|$)", line) if wrong else None
    if found is None or not near or refusal.buttons:
        return refusal
    lines = [line[: found.start()] + right + line[found.end() :] for right in near if " " not in right]
    hints, buttons = rather(lines)
    if not buttons and len(line) > LONGEST_COPIED:
        return refusal
    return Refusal(refusal.said, *(refusal.hints if buttons else hints), buttons=buttons)


def _begins_a_sentence(named: Command[Any], bare: Command[Any], after: str) -> bool:
    """Whether a word that only the clock types is rather the first of what the bare group takes: ``/promise begin with
    the poster``. The clock says a number behind it."""
    free = bool(bare.args.fields()) and _few_words(bare) is None
    return named.clock and "number" in named.args.fields() and free and not _cut(after)[0].isdecimal()


def _ends_a_line(command: Command[Any], after: str) -> bool:
    """Whether what stands behind a word is what a command takes, and no sentence goes on: nothing, the number of
    something alone or with options, or a choice."""
    word, rest = _cut(after)
    if not word:
        return True
    if "number" in command.args.fields() and narrow(word).lstrip("#").isdecimal():
        return not rest or _NAMED.search(_cut(rest)[0]) is not None
    return fold(_NAMED.split(word)[0]) in (_few_words(command) or ())


def _few_words(command: Command[Any]) -> set[str] | None:
    """What the first word behind a command can be, folded; ``None`` where it can be anything."""
    fields = command.args.fields()
    first = next(iter(fields.values()), None)
    if first is None or not (choices_of(first) or is_number(first)):
        return None
    choices = choices_of(first)
    words = {word for said in choices.values() if said for word in in_every_language(said)}
    return {fold(word) for word in {*choices, *words, *fields, *command.args.also}}


def _cut(line: str) -> tuple[str, str]:
    """The first word, and the rest with its line breaks."""
    line = line.lstrip()
    for at, letter in enumerate(line):
        if letter.isspace():
            return line[:at], line[at + 1 :].lstrip(" \t\u3000")
    return line, ""
