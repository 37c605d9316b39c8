"""Trouble a test can order: wrong answers, silence, cut connections, and messages accepted without an answer."""

from dataclasses import dataclass, field
from typing import Any, Literal

from .errors import Json

How = Literal["answer", "hang", "close", "truncate", "accept_then_close", "accept_then_hang"]

_WORDS = {
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict",
    429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout",
}  # fmt: skip


@dataclass(eq=False)
class Fault:
    """One order. ``left`` is how often it still strikes (None: until healed), ``struck`` how often it did.

    ``hang`` keeps the call open for ``seconds`` (None: until the client gives up), then closes the connection.
    """

    method: str
    how: How
    left: int | None
    chat_id: int | None = None
    status: int = 500
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float | None = None
    struck: int = 0

    @property
    def accepts(self) -> bool:
        """Whether the call takes effect although no answer arrives."""
        return self.how in ("accept_then_close", "accept_then_hang", "truncate")

    def heal(self) -> None:
        """Strike no more."""
        self.left = 0


def error_body(status: int, description: str | None, parameters: Json) -> Json:
    """Telegram's JSON for an ordered error."""
    words = description or _WORDS.get(status, "Error")
    if description is None and "retry_after" in parameters:
        words = f"Too Many Requests: retry after {parameters['retry_after']}"
    answer: Json = {"ok": False, "error_code": status, "description": words}
    return answer | {"parameters": parameters} if parameters else answer


class FaultBook:
    """The orders still open, first come first served."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []

    def order(self, fault: Fault) -> Fault:
        """Add an order."""
        self._orders.append(fault)
        return fault

    def heal(self) -> None:
        """Cancel every order."""
        for fault in self._orders:
            fault.heal()
        self._orders.clear()

    def take(self, method: str, chat_id: Any) -> Fault | None:
        """The fault that strikes this call, counted."""
        for fault in self._orders:
            if fault.left == 0 or fault.method.lower() not in ("*", method.lower()):
                continue
            if fault.chat_id is not None and str(fault.chat_id) != str(chat_id):
                continue
            fault.struck += 1
            if fault.left is not None:
                fault.left -= 1
            return fault
        return None
