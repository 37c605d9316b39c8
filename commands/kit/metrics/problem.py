"""What is wrong with a catalogue file, where, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    file: str
    line: int
    column: int
    """Both count from 1; a column is a character, not a byte."""
    message: str
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        meant = f" (did you mean {' or '.join(self.nearest)}?)" if self.nearest else ""
        return f"{self.file}:{self.line}:{self.column}: {self.message}{meant}"


class CatalogueError(ValueError):
    """A catalogue file that cannot be used. ``problems`` holds every mistake that was found, in the order of the file;
    ``str`` gives one line for each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))
