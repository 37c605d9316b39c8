"""What is needed to answer in place, as it travels through the outbox: one line of text."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Self

LIFE = timedelta(minutes=14, seconds=30)
"""Discord takes a token for 15 minutes; one that is about to end is not begun with."""

How = Literal["aloud", "alone", "press"]


@dataclass(frozen=True, slots=True)
class Ticket:
    """``how`` it was acknowledged: an answer promised for all (``aloud``), for the asker (``alone``), or the message
    with the button is left as it is (``press``). ``user`` is whom to name when the answer must go to the channel."""

    application: str
    token: str
    at: datetime
    how: How
    user: str

    def write(self) -> str:
        return f"{self.application}/{self.token}/{self.at.isoformat()}/{self.how}/{self.user}"

    @classmethod
    def read(cls, words: str | None) -> Self | None:
        """``None`` when there is nothing to answer in place, or it is not ours."""
        parts = (words or "").split("/")
        if len(parts) != 5 or parts[3] not in ("aloud", "alone", "press"):
            return None
        application, token, at, how, user = parts
        return cls(application, token, datetime.fromisoformat(at), how, user)  # type: ignore[arg-type]

    def fresh(self, now: datetime) -> bool:
        return now - self.at < LIFE
