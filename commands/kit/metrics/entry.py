"""What the entries of a catalogue file are made of: what is left out is inherited, words stand in one language for all
or in each."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _number(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def same_in_every_language(value: Any) -> Any:
    return {"en": value, "zh_Hans": value, "zh_Hant": value} if isinstance(value, str) else value


Word = Annotated[str, Field(min_length=1, max_length=40)]
"""A form of Discord shows 45 characters of a label."""
Number = Annotated[Decimal, BeforeValidator(_number), Field(ge=Decimal("-1e15"), le=Decimal("1e15"))]


class Entry(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    def stated(self) -> dict[str, Any]:
        """Only what the file says."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class LabelEntry(Entry):
    en: Word | None = None
    zh_Hans: Word | None = None
    zh_Hant: Word | None = None
