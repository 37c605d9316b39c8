"""Reading foreign JSON with suspicion: a field that is there has the right kind, or the thing is ``Malformed``."""

import json
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from ..ports import Malformed

T = TypeVar("T")

BIGGEST = 2**63
"""Telegram's numbers have at most 52 significant bits; a larger one would fit no column."""


@dataclass(frozen=True, slots=True)
class Fields:
    """An object of the Bot API under the name it was found by."""

    raw: dict[str, Any]
    name: str

    @classmethod
    def parse(cls, body: str, name: str) -> Self:
        """Raises ``Malformed`` when it is no JSON object."""
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            raise Malformed(f"{name} is not JSON") from None
        if not isinstance(found, dict):
            raise Malformed(f"{name} is not an object")
        return cls(found, name)

    def part(self, name: str) -> "Fields | None":
        found = self._get(name, dict)
        return None if found is None else Fields(found, f"{self.name}.{name}")

    def needed_part(self, name: str) -> "Fields":
        return self._needed(name, self.part(name))

    def number(self, name: str) -> int | None:
        found = self._get(name, int)
        if found is None:
            return None
        if isinstance(found, bool) or abs(found) >= BIGGEST:
            raise Malformed(f"{self.name}.{name} is not a number of Telegram")
        return int(found)

    def needed_number(self, name: str) -> int:
        return self._needed(name, self.number(name))

    def words(self, name: str) -> str:
        """A text, empty when it is not there."""
        return self._get(name, str) or ""

    def flag(self, name: str) -> bool:
        return bool(self._get(name, bool))

    def has(self, name: str) -> bool:
        return self.raw.get(name) is not None

    def _get(self, name: str, kind: type) -> Any:
        found = self.raw.get(name)
        if found is not None and not isinstance(found, kind):
            raise Malformed(f"{self.name}.{name} is of the wrong kind")
        return found

    def _needed(self, name: str, found: T | None) -> T:
        if found is None:
            raise Malformed(f"{self.name}.{name} is missing")
        return found
