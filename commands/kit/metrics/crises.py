"""The section of a catalogue file about risks: how each level is answered, and what is known about each kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any, Final, get_args

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from commands.kit.crisis import Answering, OnDays, Step, Whom
from commands.kit.playbooks import DEFAULT as USUAL_BOOKS
from commands.kit.playbooks import LONGEST_STEP, OTHER, Playbook
from commands.kit.texts import LOCALES, Label, Said, label_of
from commands.kit.tongue import Tongue
from commands.kit.words import nearest
from storage import ClockName, Level

from .document import Document, Path
from .entry import Entry, LabelEntry, same_in_every_language

LEVEL_NAMES: Final = get_args(Level)
PLAYBOOKS: Final = ("crisis", "playbooks")
CLOCK_NAMES: Final[tuple[ClockName, ...]] = get_args(ClockName)
LONGEST: Final = timedelta(days=90)

_UNITS: Final = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_SPAN = re.compile(r"([1-9][0-9]{0,4}) ?(min|h|d)")
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")


def _span(value: Any) -> Any:
    found = _SPAN.fullmatch(value) if isinstance(value, str) else None
    span = int(found[1]) * _UNITS[found[2]] if found else None
    if span is None or span > LONGEST:
        raise PydanticCustomError("span", "must be a time such as 15 min, 2 h or 3 d, of at most 90 d")
    return span


def _hours(value: Any) -> Any:
    if not isinstance(value, str) or not _HOURS.fullmatch(value) or value[:5] == value[6:]:
        raise PydanticCustomError("hours", "must be a part of the day such as 08:00-22:30")
    return value[:5], value[6:]


def _step(value: Any) -> Any:
    return {"call": value} if isinstance(value, str) else value


Span = Annotated[timedelta, BeforeValidator(_span)]
Line = Annotated[str, Field(min_length=1, max_length=LONGEST_STEP)]
Wording = Annotated[str, Field(min_length=1, max_length=2000)]


class StepEntry(Entry):
    """One call; the fields are those of ``Step``."""

    call: Whom
    hours: Annotated[tuple[str, str], BeforeValidator(_hours)] | None = None
    days: OnDays | None = None


class AnsweringEntry(Entry):
    """How one level is answered: its clocks, and the other fields of ``Answering``."""

    ack: Span | None = None
    respond: Span | None = None
    plan: Span | None = None
    statement: Span | None = None
    solution: Span | None = None
    again: Span | None = None
    stale: Span | None = None
    chain: Annotated[list[Annotated[StepEntry, BeforeValidator(_step)]], Field(max_length=12)] | None = None


class LineEntry(Entry):
    en: Line | None = None
    zh_Hans: Line | None = None
    zh_Hant: Line | None = None


class WordingEntry(Entry):
    en: Wording | None = None
    zh_Hans: Wording | None = None
    zh_Hant: Wording | None = None


class PlaybookEntry(Entry):
    """What is known about one kind; the fields are those of ``Playbook``."""

    label: Annotated[LabelEntry, BeforeValidator(same_in_every_language)] = LabelEntry()
    checklist: (
        Annotated[list[Annotated[LineEntry, BeforeValidator(same_in_every_language)]], Field(max_length=12)] | None
    ) = None
    statement: Annotated[WordingEntry, BeforeValidator(same_in_every_language)] | None = None


class CrisisEntry(Entry):
    red: AnsweringEntry = AnsweringEntry()
    yellow: AnsweringEntry = AnsweringEntry()
    blue: AnsweringEntry = AnsweringEntry()
    playbooks: dict[str, PlaybookEntry | None] = {}


def answered(document: Document, entry: CrisisEntry, old: Mapping[Level, Answering]) -> Mapping[Level, Answering]:
    """How each level is answered. ``null`` in the file takes a clock away, a second call, the time after which an
    acknowledgement counts no more, or all calls."""
    for level in old:
        _not_empty(document, ("crisis", level, "chain"))
    return {level: _changed(getattr(entry, level).stated(), was) for level, was in old.items()}


def _changed(said: Mapping[str, Any], old: Answering) -> Answering:
    clocks = {name: span for name in CLOCK_NAMES if (span := said.get(name, old.clocks.get(name))) is not None}
    others = {name: said[name] for name in ("again", "stale") if name in said}
    if "chain" in said:
        others["steps"] = tuple(Step(one.call, one.hours, one.days or "all") for one in said["chain"] or ())
    return replace(old, clocks=clocks, **others)


def kinds(document: Document, entry: CrisisEntry, old: Mapping[str, Playbook]) -> Mapping[str, Playbook]:
    """What is known about each kind; ``null`` takes one away."""
    found = dict(old)
    for key, said in entry.playbooks.items():
        path = (*PLAYBOOKS, key)
        if key not in old and not _KEY.fullmatch(key):
            rule = "a key has small letters, digits and _, starts with a letter, and has at most 32 of them"
            document.blame(path, rule, at_key=True)
        elif said is not None:
            found[key] = _booked(document, path, said, old.get(key), tuple(old))
        elif key == OTHER:
            document.blame(path, "is what a risk is whose kind nobody named, so it has to stay", at_key=True)
        elif found.pop(key, None) is None:
            document.blame(path, f"there is no kind {key!r} to take away", nearest(key, old), at_key=True)
    return {key: book for key, book in found.items() if key != OTHER} | {OTHER: found.get(OTHER, USUAL_BOOKS[OTHER])}


def _booked(
    document: Document, path: Path, entry: PlaybookEntry, old: Playbook | None, known: tuple[str, ...]
) -> Playbook:
    said = entry.stated()
    if old is None and (*path, "label") not in document.keys:
        document.blame(path, "a new kind needs label", nearest(str(path[-1]), known), at_key=True)
    new = old or Playbook(_worded(document, (*path, "label"), entry.label, None))
    if old is not None and entry.label.stated():
        new = replace(old, label=_worded(document, (*path, "label"), entry.label, old.label))
    if "checklist" in said:
        lines = entry.checklist or []
        _not_empty(document, (*path, "checklist"))
        steps = [_worded(document, (*path, "checklist", at), line, None) for at, line in enumerate(lines)]
        new = replace(new, checklist=tuple(steps))
    if "statement" in said:
        wording = entry.statement
        words = None if wording is None else _worded(document, (*path, "statement"), wording, new.statement)
        new = replace(new, statement=words)
    return new


def _worded(document: Document, path: Path, entry: Entry, old: Said | Label | None) -> Label:
    """In every language: what is not said stays, and where nothing was before everything has to be said."""
    said = {name: words for name, words in entry.stated().items() if words}
    lacking = [name for name in LOCALES if name not in said]
    if old is None:
        if said and lacking:
            document.blame(path, f"needs {', '.join(lacking)}, or one text for all languages")
        words = next(iter(said.values()), "?")
        return Label(*(said.get(name, words) for name in LOCALES))
    before = old if isinstance(old, Label) else label_of(lambda locale: Tongue(locale).speak(old))
    return replace(before, **said)


def _not_empty(document: Document, path: Path) -> None:
    if path in document.values and path not in document.raw and (*path, 0) not in document.values:
        document.blame(path, "must not be empty; null takes it away")
