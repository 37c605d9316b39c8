"""A line for every call the bot made: what it asked, when, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from .errors import Json

Outcome = Literal["open", "ok", "refused", "fault", "gone"]


@dataclass(eq=False)
class Call:
    """One call. ``at`` and ``until`` are seconds on the service's clock.

    ``outcome``: ok; refused (``description`` says why); fault (ordered by the test; ``accepted`` tells whether it took
    effect); gone (the client went away); open (still waiting). Files stand in ``params`` as Upload.
    """

    number: int
    method: str
    params: Json
    at: float
    until: float | None = None
    outcome: Outcome = "open"
    status: int = 0
    description: str = ""
    accepted: bool = False
    result: Any = field(default=None, repr=False)


class Ledger:
    """All calls in the order they arrived."""

    def __init__(self) -> None:
        self.lines: list[Call] = []

    def open(self, method: str, params: Json, at: float) -> Call:
        """Begin a line."""
        call = Call(len(self.lines) + 1, method, params, at)
        self.lines.append(call)
        return call

    def of(self, method: str, outcome: Outcome | None = None) -> list[Call]:
        """The calls of one method, in any case of letters."""
        wanted = method.lower()
        return [c for c in self.lines if c.method.lower() == wanted and outcome in (None, c.outcome)]

    def __iter__(self) -> Iterator[Call]:
        return iter(self.lines)

    def __len__(self) -> int:
        return len(self.lines)
