"""Hears what people write, by long polling, and loses nothing.

A whole poll is on the disk before the offset moves, which is what tells Telegram that we have it. No answer of
Telegram, however wrong, ends the listening.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from storage import Storage, StorageError

from ..ports import Clock, Feed, Health
from .api import Api
from .inbound import KINDS, key_of, lane_of
from .outcomes import NOT_ACCEPTED, short
from .request import TooFast
from .watch import Watch

log = logging.getLogger(__name__)

POLL = 15
"""Seconds a poll waits at Telegram for something to happen."""
GRACE = 5.0
"""Seconds after which an answer is overdue."""
UNHEARD = 30.0
"""Seconds without a successful poll until the health says so."""
WATCHDOG = 45.0
"""Seconds without a successful poll until every connection is made anew."""
GAP = timedelta(seconds=120)
"""A press of a button waits 150 s at Telegram: after a longer silence some are lost."""
MARK = timedelta(seconds=30)
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
REVOKED_PAUSES = (1.0, 5.0, 60.0)
"""After 401 or 404: a stray one of a proxy is over at once, a revoked token is not hammered."""
SURE = 2
"""That many in a row are no stray ones: then the operator is told."""

FOREIGN = "another program uses this token"


class Poller:
    """``introduce`` is awaited before anything else; ``unhook`` before the first poll and after every conflict.
    ``works`` is what the one replica does that listens."""

    def __init__(
        self,
        api: Api,
        feed: Feed,
        storage: Storage,
        clock: Clock,
        introduce: Callable[[], Awaitable[None]],
        unhook: Callable[[], Awaitable[None]],
    ) -> None:
        self._api = api
        self._feed = feed
        self._storage = storage
        self._clock = clock
        self._introduce = introduce
        self._unhook = unhook
        self._unhooked = False
        self._offset = 0
        self._why = ""
        self._last = ""
        self._heard: float | None = None
        self._marked: datetime | None = None
        self._seen: datetime | None = None
        self._fails = 0
        self._revoked = 0
        self._drained = False
        """Whether nothing waited when the last poll ended: what comes then was said just now."""
        self._watch = Watch(api, time.monotonic)
        self.works = (self._listen, self._watch.run)

    def health(self) -> Health:
        if self._why:
            return Health("down", self._why)
        if self._heard is None:
            return Health("down", self._last or "Telegram was not reached yet")
        silent = asyncio.get_running_loop().time() - self._heard
        if silent > UNHEARD:
            return Health("down", f"nothing heard from Telegram for {silent:.0f} s; {self._last}".rstrip("; "))
        if why := self._watch.why_down:
            return Health("down", why)
        return Health("ok", self._watch.remark)

    async def _listen(self) -> None:
        await self._load_mark()
        while True:
            try:
                if not self._unhooked:
                    await self._introduce()
                    await self._unhook()
                    self._unhooked = True
                await self._poll()
            except (TelegramError, StorageError) as error:
                await self._failed(error)

    async def _poll(self) -> None:
        # The first poll, and the first after a failure, is answered at once: then it is known how things are.
        wait = POLL if self._heard is not None and not self._fails else 0
        asked = {"offset": self._offset, "limit": 100, "timeout": wait, "allowed_updates": list(KINDS)}
        found = await self._api.call("getUpdates", asked, seconds=wait + GRACE)
        if not isinstance(found, list):
            raise TelegramError("getUpdates gave no list")
        if found:
            received = self._clock()
            await self._take(found)
            self._watch.arrived(found, received, fresh=self._drained)
        self._drained = not found
        self._heard = asyncio.get_running_loop().time()
        self._why = self._last = ""
        self._fails = self._revoked = 0
        await self._mark()

    async def _take(self, found: list[Any]) -> None:
        items = []
        for update in found:
            body = json.dumps(update, ensure_ascii=False)
            items.append((key_of(self._api.number, update, body), lane_of(update), body))
        await self._feed("telegram", items)
        numbers = [update.get("update_id") for update in found if isinstance(update, dict)]
        known = [number for number in numbers if isinstance(number, int)]
        if not known:
            raise TelegramError("getUpdates gave updates without numbers")
        # The last one, not the highest: after a quiet week Telegram may begin again with lower numbers.
        self._offset = known[-1] + 1

    async def _failed(self, error: TelegramError | StorageError) -> None:
        self._last = short(error) if isinstance(error, TelegramError) else "the database cannot be used"
        self._drained = False
        pause = PAUSES[min(self._fails, len(PAUSES) - 1)]
        self._fails += 1
        match error:
            case InvalidToken():
                pause = REVOKED_PAUSES[min(self._revoked, len(REVOKED_PAUSES) - 1)]
                self._revoked += 1
                if self._revoked >= SURE:
                    self._why = f"{NOT_ACCEPTED} ({self._last})"
                if self._revoked == SURE:
                    log.error("%s", self._why)
            case Conflict():
                # A webhook somebody set, or another poller: the first is taken away, the second is told of.
                self._unhooked = False
                self._why = FOREIGN
            case TooFast():
                pause = min(max(pause, error.seconds), 60.0)
        log.warning("not heard", extra={"why": self._last, "times": self._fails, "pause": pause})
        silent = None if self._heard is None else asyncio.get_running_loop().time() - self._heard
        if silent is None or silent > WATCHDOG:
            await self._api.renew_polling()
        await asyncio.sleep(pause)

    # --- the mark of the last poll, by which a silence is noticed after a restart

    async def _load_mark(self) -> None:
        try:
            value = await self._storage.read(lambda unit: unit.marks.get(self._mark_name))
            self._seen = datetime.fromisoformat(value) if value else None
        except (StorageError, ValueError) as error:
            log.warning("the time of the last poll is not known", extra={"why": str(error)})

    async def _mark(self) -> None:
        now = self._clock()
        if self._seen is not None and now - self._seen > GAP:
            log.warning("was deaf", extra={"since": self._seen.isoformat(), "until": now.isoformat()})
        self._seen = now
        if self._marked is None or now - self._marked >= MARK:
            await self._storage.write(lambda unit: unit.marks.set(self._mark_name, now.isoformat()))
            self._marked = now

    @property
    def _mark_name(self) -> str:
        return f"telegram.{self._api.number}.heard"
