"""Why somebody drops, stops or overrides something: a reason that is kept, and shown to whom it concerns."""

import re
import unicodedata
from typing import Annotated, Any

from .args import Args, Ask, Word, unquoted
from .clean import one_line
from .errors import Refusal
from .fields import Numbered
from .texts import text

WHY = text("Reason")
NO_REASON = text("It needs a reason.")

LONGEST_WHY = 500

_NAMED = re.compile(r"""(?<!\S)why\s?[:=：＝](?![ \t　]*["“「'])""", re.IGNORECASE)
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that nobody sees."""


class Because(Args):
    """The number of something, and the reason. ``why:`` need not be typed; what comes behind it without quotes is the
    reason to its end. Whoever uses it says how the number is asked for."""

    number: Annotated[Numbered, Word()]
    why: Annotated[str, Ask(WHY)]

    @classmethod
    def _free(cls) -> str:
        return "why"

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        named = _NAMED.search(tail)
        if named is None or not tail[: named.start()].strip():
            return super().split(tail)
        found = super().split(tail[: named.start()])
        if "why" in found:
            return super().split(tail)
        why = tail[named.end() :].strip()
        return {**found, "why": unquoted(why)} if why else found

    @property
    def reason(self) -> str:
        """In one line. Raises ``Refusal`` for one that says nothing."""
        why = one_line(self.why, LONGEST_WHY)
        if not any(unicodedata.category(sign)[0] in "LNPS" and sign not in _FILLERS for sign in why):
            raise Refusal(NO_REASON())
        return why
