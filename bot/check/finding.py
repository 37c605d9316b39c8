"""One line of the answer."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """``warn`` is worth knowing, ``bad`` does not work. ``configuration``: a setting has to be changed."""

    level: Literal["ok", "warn", "bad"]
    part: str
    words: str
    configuration: bool = False

    def __str__(self) -> str:
        return f"{self.level:<5}{self.part}: {self.words}"


def ok(part: str, words: str) -> Finding:
    return Finding("ok", part, words)


def warn(part: str, words: str) -> Finding:
    return Finding("warn", part, words)


def bad(part: str, words: str, *, configuration: bool = False) -> Finding:
    return Finding("bad", part, words, configuration)
