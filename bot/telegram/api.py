"""python-telegram-bot's ``Bot`` with raw JSON in and out: what cannot be parsed must still be kept, and what a pure
renderer made must be sent as it is."""

from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from .request import READ, Request

PUBLIC = "https://api.telegram.org"


class Api(Bot):
    """``root`` is the address of the Bot API server. Polling and sending have pools of their own, so that neither can
    starve the other. It never connects by itself; ``shut`` closes both pools."""

    def __init__(self, token: str, root: str | None) -> None:
        root = (root or PUBLIC).rstrip("/")
        self._polling = Request(connections=2)
        self._sending = Request(connections=50)
        super().__init__(
            token,
            base_url=lambda token: f"{root}/bot{token}",
            base_file_url=lambda token: f"{root}/file/bot{token}",
            request=self._sending,
            get_updates_request=self._polling,
        )

    def __repr__(self) -> str:
        return f"<Api of bot {self.number}>"

    @property
    def number(self) -> int:
        """The bot's own user id: what stands before the colon of its token."""
        return int(self._token.partition(":")[0])

    async def call(self, method: str, data: dict[str, Any] | None = None, *, seconds: float = READ) -> Any:
        """The ``result`` of one call, as JSON. Raises ``TelegramError`` and nothing else."""
        try:
            return await self._post(method, dict(data or {}), read_timeout=seconds)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise TelegramError(f"Telegram gave an answer without sense ({type(error).__name__})") from None

    async def renew_polling(self) -> None:
        """Forget the connections that wait for updates."""
        await self._polling.renew()

    async def shut(self) -> None:
        await self._polling.shutdown()
        await self._sending.shutdown()
