"""What the page needs to know of a clock that can be moved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from commands.kit import Said


class TimeMachine(Protocol):
    def offers(self) -> Mapping[str, Said]:
        """Where one can jump, by name."""
        ...

    async def jump(self, to: str, zone: ZoneInfo) -> datetime:
        """Move the clock forward to an offer, on the wall clock of a zone; returns the new now.

        Raises ``LookupError`` for a name that is not offered.
        """
        ...
