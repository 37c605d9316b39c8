"""YAML with a place for everything: plain data, and the line and column of each key and value.

Only what a catalogue needs is understood. Anchors are refused (a few lines of them unfold into gigabytes), tags are
refused, and a key is always text: YAML 1.1 reads ``no`` as *false*, which nobody means as a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from .problem import CatalogueError, Problem

LARGEST = 256 * 1024
"""Characters of a file."""
DEEPEST = 12
MOST_PARTS = 50_000

Path = tuple[str | int, ...]

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_POINT = re.compile(r"[-+]?[0-9]+\.[0-9]+")
_SCALARS = {"str", "null", "bool", "int", "float", "timestamp", "merge", "value"}
_TRUE = {"true", "yes", "on"}
_UNREADABLE = object()
"""Stands for what was blamed already, and is left out."""


@dataclass
class Document:
    name: str
    lines: list[str]
    data: Any = None
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    raw: dict[Path, str] = field(default_factory=dict)
    """The text of each scalar, before YAML made a number or a truth value of it."""
    scalars: dict[Path, Any] = field(default_factory=dict)
    """What YAML made of it."""
    problems: list[Problem] = field(default_factory=list)

    def blame(
        self, path: Path, message: str, nearest: Sequence[str] = (), *, at_key: bool = False, column: int = 1
    ) -> None:
        """Note a mistake at a value (or at its key); ``column`` counts from 1 inside a text on one line."""
        known = path
        while known not in self.values:
            known = known[:-1]
        line, start = (self.keys if at_key else self.values).get(known, self.values[known])
        if not at_key and column > 1:
            start += self._inside(known, line, start, column)
        where = ".".join(str(part) for part in path if isinstance(part, str))
        self.add(line, start, f"{where}: {message}" if where else message, nearest)

    def place(self, path: Path, word: str) -> Path:
        """The path of ``word`` in the list at ``path``, or that of the list."""
        return next((inner for inner, raw in self.raw.items() if inner[:-1] == path and raw == word), path)

    def add(self, line: int, column: int, message: str, nearest: Sequence[str] = ()) -> None:
        self.problems.append(Problem(self.name, line, column, message, tuple(nearest)))

    def _inside(self, path: Path, line: int, start: int, column: int) -> int:
        """Only where the file shows the text letter by letter; a folded or escaped text is blamed at its start."""
        shown = self.lines[line - 1][start - 1 :]
        quote = 1 if shown[:1] in {"'", '"'} else 0
        return quote + column - 1 if shown[quote:].startswith(self.raw.get(path, "\n")) else 0


def read(text: str, name: str) -> Document:
    """Raises ``CatalogueError`` when the text is not YAML at all; smaller mistakes are left in ``problems``."""
    text = text.removeprefix("\ufeff")
    document = Document(name, text.splitlines() or [""])
    document.values[()] = (1, 1)
    if len(text) > LARGEST:
        raise CatalogueError([Problem(name, 1, 1, f"the file is larger than {LARGEST // 1024} KiB")])
    try:
        _check_size(text, document)
        root = None if document.problems else yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        parts = [part for part in (error.context, error.problem) if part]
        raise CatalogueError([Problem(name, line, column, f"not YAML: {', '.join(parts)}")]) from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        at = getattr(error, "position", getattr(error, "start", 0))
        before = text[:at].split("\n")
        message = "not YAML: a character that may not stand in a text file"
        raise CatalogueError([Problem(name, len(before), len(before[-1]) + 1, message)]) from error
    if document.problems:
        raise CatalogueError(document.problems)
    data = {} if root is None else _plain(root, (), document)
    document.data = {} if data is _UNREADABLE else data
    return document


def _check_size(text: str, document: Document) -> None:
    """Look at the parts one by one, before anything is built from them."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        line, column = _place(event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            document.add(line, column, "anchors (&) and references (*) are not understood here; write it out")
        if depth > DEEPEST or count > MOST_PARTS:
            document.add(line, column, "too many things inside each other" if depth > DEEPEST else "too many parts")
            return


def _place(part: yaml.Node | yaml.Event) -> tuple[int, int]:
    mark = part.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _plain(node: yaml.Node, path: Path, document: Document) -> Any:
    document.values[path] = _place(node)
    usual = _SCALARS if isinstance(node, yaml.ScalarNode) else {"seq", "map"}
    if node.tag.removeprefix(_TAG) not in usual:
        document.blame(path, f"the tag {node.tag.replace(_TAG, '!!')} is not understood here")
        return _UNREADABLE
    if isinstance(node, yaml.ScalarNode):
        document.raw[path] = node.value
        document.scalars[path] = _scalar(node)
        return document.scalars[path]
    if isinstance(node, yaml.SequenceNode):
        items = [_plain(item, (*path, number), document) for number, item in enumerate(node.value)]
        return [item for item in items if item is not _UNREADABLE]
    found: dict[str, Any] = {}
    for key, value in node.value:
        word = _key(key, path, document)
        if word is None:
            continue
        inner = (*path, word)
        place = _place(key)
        if word in found:
            where = ".".join(str(part) for part in inner)
            document.add(*place, f"{where}: is here twice; first on line {document.keys[inner][0]}")
            continue
        document.keys[inner] = place
        found[word] = _plain(value, inner, document)
    return {word: value for word, value in found.items() if value is not _UNREADABLE}


def _key(node: yaml.Node, path: Path, document: Document) -> str | None:
    line, column = _place(node)
    if not isinstance(node, yaml.ScalarNode):
        document.add(line, column, "a key must be a word")
        return None
    word = str(node.value)
    where = ".".join(map(str, (*path, word)))
    kind = node.tag.removeprefix(_TAG)
    if kind == "bool":
        truth = "true" if word.lower() in _TRUE else "false"
        document.add(line, column, f"{where}: YAML reads {word!r} as {truth}; put the key in quotes")
    elif kind != "str":
        document.add(line, column, f"{where}: a key must be a word; put it in quotes if it is one")
        return None
    return word


def _scalar(node: yaml.ScalarNode) -> Any:
    word = str(node.value)
    match node.tag.removeprefix(_TAG):
        case "null":
            return None
        case "bool":
            return word.lower() in _TRUE
        # Other ways of YAML 1.1 to write numbers (010 is eight, 1:30 is ninety) stay text, and are refused as such.
        case "int" if _WHOLE.fullmatch(word):
            return int(word) if len(word) < 40 else Decimal(word)
        case "float" if _POINT.fullmatch(word):
            return Decimal(word)
    return word
