"""What the page needs to know of a clock that can be moved."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from commands.kit import Said


@dataclass(frozen=True, slots=True)
class Offer:
    """Somewhere one can jump, and under which heading it stands."""

    group: Said
    label: Said


class TimeMachine(Protocol):
    def offers(self) -> Mapping[str, Offer]:
        """Where one can jump, by name; those of one group stand together."""
        ...

    async def goal(self, to: str, zone: ZoneInfo) -> datetime | None:
        """The moment that an offer leads to, on the wall clock of a zone; ``None`` when nothing of its kind is planned.

        Raises ``LookupError`` for a name that is not offered.
        """
        ...

    async def jump(self, goal: datetime, passing: Callable[[datetime], None]) -> None:
        """Move the clock forward to a moment. What is due on the way happens at its own time; ``passing`` is told each
        of these."""
        ...
