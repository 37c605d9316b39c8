"""One chat's letters on the postman's way, in the order in which they go out."""

import asyncio
import heapq
from dataclasses import dataclass, field

from storage import Letter

from .letters import ANSWER
from .pace import Bucket


@dataclass(slots=True)
class Round:
    """``buckets`` and ``not_before`` say what the chat may take. ``full``: more wait in the outbox; ``behind``: one was
    told to wait, and what follows it went back into the outbox; ``out``: the postman is out with one of them."""

    letters: list[tuple[int, int, Letter]] = field(default_factory=list)
    buckets: list[Bucket] = field(default_factory=list)
    not_before: float = 0.0
    full: bool = False
    behind: bool = False
    out: bool = False
    task: asyncio.Task[None] | None = None

    def add(self, letter: Letter) -> None:
        heapq.heappush(self.letters, (letter.lane, letter.id, letter))

    def next(self) -> Letter:
        """The letter whose turn it is."""
        return heapq.heappop(self.letters)[2]

    def spoke(self, now: float) -> None:
        """One message is said here."""
        for bucket in self.buckets:
            bucket.take(now)

    def put_back(self) -> list[Letter]:
        """A chat reads its letters in order: what follows one that has to wait goes after it, so it leaves the round.
        The urgent stay. Returns those that left."""
        self.behind = True
        left = [letter for lane, _, letter in self.letters if lane >= ANSWER]
        self.letters = [entry for entry in self.letters if entry[0] < ANSWER]
        heapq.heapify(self.letters)
        return left

    def empty(self) -> list[Letter]:
        """Take every letter out of the round."""
        left = [letter for _, _, letter in self.letters]
        self.letters.clear()
        return left

    def free(self, now: float) -> bool:
        """Whether a letter could go out now, with none before it. It only looks, so any thread may ask."""
        busy = self.letters or self.out or self.full or self.behind
        return not busy and self.not_before <= now and all(bucket.ready(now) for bucket in self.buckets)

    def waits(self, now: float) -> bool:
        """Whether the outbox keeps the rest for now, but for what is urgent."""
        return self.full or (self.behind and self.not_before > now)

    def forgotten(self, now: float) -> bool:
        """Silent long enough to need no counting."""
        idle = self.task is None or self.task.done()
        return idle and not self.letters and not self.behind and all(bucket.idle(now) for bucket in self.buckets)
