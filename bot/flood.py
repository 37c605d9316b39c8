"""How much one person, and one chat, may say: whoever floods the desk is told so once, and is then not answered until
it is over. Nobody else waits for it.

What counts is when things were said, not when they arrive: what waited while we were away is served in full.
"""

from dataclasses import dataclass

from commands.kit import Refusal, Said, text

from .pace import Bucket, Rate
from .ports import Call

PERSON = Rate(40, 60 / 20)
"""Twenty lines a minute in the long run, and forty at once: a manager who pastes the day of twenty communities line by
line, and corrects each, is not stopped. Nobody types faster."""
CHAT = Rate(300, 60 / 60)
"""A whole team that files at five to ten is no flood: three hundred at once, then sixty a minute."""
LIGHT = 0.5
"""What a press or a step in a form counts: a form has some twenty steps, and acknowledging must never be hard."""
OVER = 10
"""Lines that are free again when it is over."""
REMEMBERED = 5000

TOO_MUCH = text(
    "That was a lot at once: I serve {n} lines a minute from one person. This line and those that follow are left out; "
    "please go on in a minute."
)
TOO_MUCH_HERE = text(
    "That was a lot at once: I serve {n} lines a minute in one chat. This line and those that follow are left out; "
    "please go on in a minute."
)


@dataclass(slots=True)
class _Talk:
    bucket: Bucket
    told: bool = False


class Flood:
    def __init__(self) -> None:
        self._talks: dict[tuple[str, str, Rate], _Talk] = {}
        self._judged: dict[int, bool | Said] = {}
        """What was found of the lines that are not kept yet."""

    def admits(self, call: Call) -> bool:
        """Whether a line is served. Raises ``Refusal`` for the first that is not. What the clock says always is. A line
        that is tried again is not judged again, and not counted again, until it is ``kept``."""
        if call.timer is not None:
            return True
        found = self._judged.get(call.incoming) if call.incoming is not None else None
        if found is None:
            found = self._judge(call)
        if call.incoming is not None:
            self._judged[call.incoming] = found
            if len(self._judged) > REMEMBERED:
                del self._judged[next(iter(self._judged))]  # nobody tried it here again
        if isinstance(found, bool):
            return found
        raise Refusal(found)

    def kept(self, call: Call) -> None:
        """What follows from the line is on the disk."""
        if call.incoming is not None:
            self._judged.pop(call.incoming, None)

    def _judge(self, call: Call) -> bool | Said:
        """``False``: not served, and she knows; words: she is told so first."""
        heard = call.heard
        now = heard.at.timestamp()
        person = self._talk(heard.account.platform, heard.account.user, PERSON, now)
        chat = self._talk(heard.address.platform, heard.address.chat, CHAT, now)
        count = 1.0 if heard.via == "typed" and not call.line.startswith("/form ") else LIGHT
        for talk, rate, warning in ((person, PERSON, TOO_MUCH), (chat, CHAT, TOO_MUCH_HERE)):
            if talk.bucket.wait(now, OVER if talk.told else count):
                if talk.told:
                    return False
                talk.told = True
                return warning(n=round(60 / rate.every))
            talk.told = False
        person.bucket.take(now, count)
        chat.bucket.take(now, count)
        return True

    def _talk(self, platform: str, name: str, rate: Rate, now: float) -> _Talk:
        key = (platform, name, rate)
        if (talk := self._talks.get(key)) is None:
            if len(self._talks) >= REMEMBERED:
                self._talks = {known: talk for known, talk in self._talks.items() if not talk.bucket.idle(now)}
            talk = self._talks[key] = _Talk(Bucket(rate, now))
        return talk
