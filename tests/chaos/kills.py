"""When a process dies: thirty moments, in an order and with numbers that a seed decides."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

MOST = 20
"""Fewer than the messages that wait for an answer in each life: the moment always comes."""
KINDS = ("start", "getMe", "getUpdates", "sendMessage", "said", "said a little ago")


@dataclass(frozen=True, slots=True)
class Moment:
    """``delay`` seconds after something happened for the ``times``-th time in a life; with a delay of 0 in the very
    moment, before the process learns what came of it. ``start`` is when the process is made."""

    what: str
    times: int
    delay: float


def moments(count: int, dice: Random) -> list[Moment]:
    found = [_moment(KINDS[at % len(KINDS)], dice) for at in range(count)]
    dice.shuffle(found)
    return found


def _moment(kind: str, dice: Random) -> Moment:
    match kind:
        case "start":
            return Moment("start", 1, dice.uniform(0.0, 1.5))
        case "getMe":
            return Moment("getMe", 1, dice.choice((0.0, dice.uniform(0.0, 0.1))))
        case "getUpdates":
            # The second poll tells Telegram that the updates of the first one are kept.
            return Moment("getUpdates", dice.choice((1, 2, 2, 3)), dice.choice((0.0, dice.uniform(0.0, 0.1))))
        case "said a little ago":
            return Moment("said", dice.randrange(1, MOST), dice.uniform(0.0, 0.05))
        case _:
            return Moment(kind, dice.randrange(1, MOST), 0.0)


class Reaper:
    """Ends one life at its moment. Is an ear of the service."""

    def __init__(self, moment: Moment, kill: Callable[[], None]) -> None:
        self._moment = moment
        self._kill = kill
        self._left = moment.times

    def __call__(self, what: str) -> None:
        if what != self._moment.what or self._left == 0:
            return
        self._left -= 1
        if self._left:
            return
        if self._moment.delay:
            asyncio.get_running_loop().call_later(self._moment.delay, self._kill)
        else:
            self._kill()
