"""What is not taken from a file, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 60
"""Signs of a value that are repeated in the refusal of it."""


class Unusable(Exception):
    """Nothing of the file can be used; the message is one line for people."""


class Unread(Exception):
    """One value of a row is refused, and with it the row."""

    def __init__(self, column: str, value: str, why: str, near: Sequence[str] = ()) -> None:
        super().__init__(why)
        self.at = (column, value, why, tuple(near))


@dataclass(frozen=True, slots=True)
class Refused:
    """One value of one line. ``near`` holds what was probably meant."""

    line: int
    column: str
    value: str
    why: str
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        value = " ".join(self.value.split())
        shown = value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"
        what = f"line {self.line}, {self.column}: {shown!r} {self.why}"
        return f"{what} (did you mean {either(self.near)}?)" if self.near else what


def either(words: Sequence[str]) -> str:
    return " or ".join(words)
