"""Statements for SQLite's own driver: SQLAlchemy's words and types, without SQLAlchemy's way through.

A statement that is given parameters is one that was built once. SQLAlchemy compiles it once for each set of names, and
how each parameter is written and each column read is kept with its words. From then on it costs what the driver costs.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import ClauseElement, Dialect, Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from .translate import named

Convert = Callable[[Any], Any]
Given = dict[str, Any] | list[dict[str, Any]]
"""The parameters of a statement, or several sets of them: then it is executed once for each."""


class Found:
    """What a statement found: as much of a result as the tables ask for."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: Sequence[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> Sequence[Any]:
        return self._rows

    def first(self) -> Any:
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        (row,) = self._rows
        return row

    def one_or_none(self) -> Any:
        return self.one() if self._rows else None

    def scalars(self) -> Sequence[Any]:
        return [row[0] for row in self._rows]

    def scalar_one(self) -> Any:
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:
        return self.one()[0] if self._rows else None


@dataclass(frozen=True, slots=True)
class Ready:
    """``places``: for each ``?`` the parameter's name, how it is written, and its value where it has no name.
    ``readers``: the columns that need reading. ``row`` makes a row; ``None`` where none come back."""

    words: str
    places: Sequence[tuple[str | None, Convert | None, Any]]
    readers: Sequence[tuple[int, Convert]]
    row: Callable[[Sequence[Any]], Any] | None

    def execute(self, driver: sqlite3.Connection, given: Given) -> Found:
        """Raises ``StorageError``."""
        try:
            if self.row is None and not isinstance(given, dict):
                return Found((), driver.executemany(self.words, [self._values(one) for one in given]).rowcount)
            rows: list[Any] = []
            for one in (given,) if isinstance(given, dict) else given:
                cursor = driver.execute(self.words, self._values(one))
                if self.row is None:
                    return Found((), cursor.rowcount)
                rows += cursor.fetchall()
        except sqlite3.Error as error:
            raise named(error) from error
        return Found(self._read(rows), len(rows))

    def _values(self, given: dict[str, Any]) -> list[Any]:
        return [
            value if name is None else given[name] if write is None else write(given[name])
            for name, write, value in self.places
        ]

    def _read(self, rows: list[Any]) -> list[Any]:
        if self.row is None:
            return rows
        if not self.readers:
            return list(map(self.row, rows))
        found = []
        for row in rows:
            values = list(row)
            for at, read in self.readers:
                values[at] = read(values[at])
            found.append(self.row(values))
        return found


class Shelf:
    """The ready statements of one connection."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._ready: WeakKeyDictionary[Executable, dict[tuple[str, ...], Ready | None]] = WeakKeyDictionary()

    def get(self, statement: Executable, given: Given) -> Ready | None:
        """``None`` where only SQLAlchemy can execute it."""
        names = tuple(given if isinstance(given, dict) else given[0])
        shelf = self._ready.setdefault(statement, {})
        if names not in shelf:
            shelf[names] = _ready(statement, names, self._dialect)
        return shelf[names]


def _ready(statement: Executable, names: tuple[str, ...], dialect: Dialect) -> Ready | None:
    if not isinstance(statement, ClauseElement):
        return None
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    if not isinstance(compiled, SQLCompiler) or compiled.positiontup is None:
        return None
    # Lists are written out anew each time, and some values are worked out by SQLAlchemy.
    if compiled.post_compile_params or compiled.insert_prefetch or compiled.update_prefetch:
        return None
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    places: list[tuple[str | None, Convert | None, Any]] = []
    for name in compiled.positiontup:
        write = _impl(binds[name].type, dialect).bind_processor(dialect)
        if binds[name].key in names:
            places.append((binds[name].key, write, None))
        else:
            value = compiled.params[name]
            places.append((None, None, write(value) if write else value))
    columns = list(getattr(statement, "exported_columns", ()))
    reads = [(at, _impl(column.type, dialect).result_processor(dialect, None)) for at, column in enumerate(columns)]
    row = _row([column.key for column in columns])._make if columns else None
    return Ready(compiled.string, places, [(at, read) for at, read in reads if read is not None], row)


def _row(names: list[str]) -> Any:
    made: Any = namedtuple  # mypy wants to read the names here
    return made("Row", names, rename=True)


def _impl(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)
