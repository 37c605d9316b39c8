"""Two doubts about listening that goes well by its own account: whether Telegram keeps something that never arrives,
and whether this machine's clock is right."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from telegram.error import TelegramError

from .api import Api
from .outcomes import short

log = logging.getLogger(__name__)

LOOK = 60.0
"""Seconds without anything new after which Telegram is asked whether something waits there."""
SURE = 5.0
"""What waits in this moment may be on its way: seconds until it must have arrived."""
SKEW = 30.0
"""Seconds by which clocks may differ."""


class Watch:
    """``now`` counts seconds forwards from anywhere."""

    def __init__(self, api: Api, now: Callable[[], float]) -> None:
        self._api = api
        self._now = now
        self._arrived = now()
        self._waiting = 0
        self._skew = 0.0

    @property
    def why_down(self) -> str:
        """Why nothing is heard although every poll goes well; empty when all is well."""
        return f"{self._waiting} updates wait at Telegram and do not arrive" if self._waiting else ""

    @property
    def remark(self) -> str:
        """What else an operator should know."""
        if not self._skew:
            return ""
        way = "ahead of" if self._skew > 0 else "behind"
        return f"the clock of this machine is {abs(self._skew):.0f} s {way} Telegram's"

    def arrived(self, updates: Sequence[Any], received: datetime, *, fresh: bool) -> None:
        """Something was heard. ``fresh``: it was said while we listened, so that its time can be compared."""
        self._arrived, self._waiting = self._now(), 0
        dates = [date for update in updates if (date := _said(update)) is not None] if fresh else []
        if dates:
            skew = received.timestamp() - max(dates)
            known, self._skew = self._skew, skew if abs(skew) > SKEW else 0.0
            if self._skew and not known:
                log.warning("%s", self.remark)

    async def run(self) -> None:
        """Look once a minute, until cancelled. When something waits in vain, polling gets new connections."""
        self._arrived = self._now()
        while True:
            await asyncio.sleep(LOOK)
            try:
                await self._look()
            except TelegramError as error:
                log.warning("Telegram does not say what waits", extra={"why": short(error)})

    async def _look(self) -> None:
        since = self._arrived
        if self._now() - since < LOOK:
            return
        if waiting := await self._pending():
            await asyncio.sleep(SURE)
            waiting = await self._pending()
        if self._arrived != since:
            return
        self._waiting = waiting
        if waiting:
            log.warning("%s; listening anew", self.why_down)
            await self._api.renew_polling()

    async def _pending(self) -> int:
        info = await self._api.call("getWebhookInfo")
        found = info.get("pending_update_count") if isinstance(info, dict) else None
        return found if isinstance(found, int) else 0


def _said(update: Any) -> int | None:
    """When a message was said, as Telegram's clock tells it."""
    message = update.get("message") if isinstance(update, dict) else None
    date = message.get("date") if isinstance(message, dict) else None
    return date if isinstance(date, int) else None
