"""What one cell may hold, so that a spreadsheet shows what was written and runs nothing.

A sheet takes text that begins like a formula for one, wherever it came from (OWASP ASVS 5, 1.2.10). Only text is
treated: a negative number stays a number.
"""

import re
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | bool | Decimal | date | datetime | None
"""``None`` is an empty cell."""

LONGEST = 32_767
"""UTF-16 units that fit into a cell of Excel."""
CUT = " … (cut)"
EXACT = 15
"""Digits that a number of Excel keeps."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile("(?:[\\s\"'\ufeff\u200b-\u200f\u2060]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
"""Also behind blanks, quotes and signs that are not seen: some programs take them off."""


def clean(text: str) -> str:
    """Without control characters; lines end in a line feed."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def harmless(text: str) -> str:
    """With an apostrophe in front of what a sheet would take for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unharmed(text: str) -> str:
    """The reverse of ``harmless``."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def fitting(text: str) -> str:
    """Cut with a mark where Excel has no room for more."""
    if len(text) <= LONGEST // 2 or _units(text) <= LONGEST:
        return text
    room = LONGEST - _units(CUT)
    kept = text.encode("utf-16-le")[: room * 2]
    # Half of a sign beyond the basic plane is left out.
    return kept.decode("utf-16-le", errors="ignore") + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
