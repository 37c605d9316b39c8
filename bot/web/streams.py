"""Open pages, each listening to some rooms. What happened while a page was away is told when it comes back.

An event's id is ``EPOCH-NUMBER``. A page that names an id of this process gets exactly what it missed; any other gets
the whole history anew.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

KEPT = 500
"""Events of a room that can be told again."""
BEHIND = 1000
"""A page that lags by more than this is let go; it comes back by itself."""


@dataclass(frozen=True, slots=True)
class Event:
    """``reader``: for this person's pages only. ``letter``: the letter it shows, if it shows one."""

    name: str
    data: Any
    reader: str | None = None
    letter: int | None = None
    number: int = 0
    rooms: frozenset[str] = frozenset()


@dataclass(eq=False, slots=True)
class Page:
    """One open page: who looks at which rooms, since which event."""

    rooms: frozenset[str]
    viewer: str
    since: int
    queue: "asyncio.Queue[Event | None]" = field(default_factory=lambda: asyncio.Queue(BEHIND))

    def sees(self, event: Event) -> bool:
        return not self.rooms.isdisjoint(event.rooms) and event.reader in (None, self.viewer)


class Streams:
    def __init__(self, epoch: str) -> None:
        self._epoch = epoch
        self._number = 0
        self._past: dict[str, deque[Event]] = defaultdict(lambda: deque(maxlen=KEPT))
        self._pages: set[Page] = set()

    def open(self, rooms: Iterable[str], viewer: str) -> Page:
        page = Page(frozenset(rooms), viewer, self._number)
        self._pages.add(page)
        return page

    def leave(self, page: Page) -> None:
        self._pages.discard(page)

    def publish(self, rooms: Iterable[str], event: Event) -> None:
        """Tell everybody who looks at one of these rooms now, once, and keep it for those who come back."""
        self._number += 1
        event = replace(event, number=self._number, rooms=frozenset(rooms))
        for room in event.rooms:
            self._past[room].append(event)
        for page in list(self._pages):
            if page.sees(event):
                try:
                    page.queue.put_nowait(event)
                except asyncio.QueueFull:
                    self._let_go(page)

    def missed(self, page: Page, last: str) -> list[Event] | None:
        """What a page that last saw ``last`` has missed; ``None`` when that is not known any more."""
        epoch, _, number = last.partition("-")
        if epoch != self._epoch or not number.isdecimal():
            return None
        pasts = [self._past[room] for room in page.rooms]
        if any(len(past) == past.maxlen and past[0].number > int(number) + 1 for past in pasts):
            return None
        found = {event.number: event for past in pasts for event in past if event.number > int(number)}
        return [found[at] for at in sorted(found) if page.sees(found[at])]

    def fresh(self, page: Page, room: str, told: Iterable[int]) -> list[Event]:
        """Messages said so lately that the history may not have them: sent, but their mark not yet on the disk."""
        told = set(told)
        oldest = min(told, default=0)
        recent = [event for event in self._past[room] if event.number <= page.since and page.sees(event)]
        return [e for e in recent if e.letter is not None and e.letter > oldest and e.letter not in told]

    def id_of(self, number: int) -> str:
        return f"{self._epoch}-{number}"

    async def listen(self, page: Page, heartbeat: float) -> AsyncIterator[bytes]:
        """Everything new, as it goes over the wire, and a sign of life every ``heartbeat`` seconds."""
        while True:
            try:
                async with asyncio.timeout(heartbeat):
                    event = await page.queue.get()
            except TimeoutError:
                yield b": still here\n\n"
                continue
            if event is None:
                return
            yield self.wire(event)

    def close(self) -> None:
        """Say goodbye to all pages, so that the server can stop."""
        for page in list(self._pages):
            self._let_go(page)

    def wire(self, event: Event) -> bytes:
        return wire(event.name, event.data, self.id_of(event.number))

    def _let_go(self, page: Page) -> None:
        self._pages.discard(page)
        while not page.queue.empty():
            page.queue.get_nowait()
        page.queue.put_nowait(None)


def wire(name: str, data: Any, id: str | None) -> bytes:
    """One event as a browser's EventSource reads it. One without an id is not the last that was seen."""
    head = f"id: {id}\n" if id is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
