"""What the service answers when it says no: Telegram's status, Telegram's words, Telegram's parameters.

The wordings are the ones the public Bot API server sends; the product may depend on them, so they are kept here in one
place and never rephrased.
"""

from typing import Any

Json = dict[str, Any]

CONFLICT_WEBHOOK = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
CONFLICT_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
CONFLICT_SET_WEBHOOK = "Conflict: terminated by setWebhook request"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
QUERY_TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
UPGRADED = "Bad Request: group chat was upgraded to a supergroup chat"


class NotPossible(AssertionError):
    """The test asked for something no person could do, such as speaking in a group without being in it."""


class NothingHeard(AssertionError):
    """The bot did not say what the test waited for within the given seconds."""


class Refused(Exception):
    """The service refuses a call.

    ``status`` is the HTTP status and the ``error_code``; ``description`` the full text; ``parameters`` carries
    ``retry_after`` (seconds) or ``migrate_to_chat_id``.
    """

    def __init__(self, status: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The JSON body Telegram sends with this refusal."""
        answer: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(reason: str) -> Refused:
    """400 with Telegram's prefix. Telegram lowers the first letter unless the reason is a code such as TOPIC_CLOSED."""
    second = reason[1:2]
    if not (second == "_" or second.isupper()):
        reason = reason[0].lower() + reason[1:]
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """403 with Telegram's prefix."""
    return Refused(403, f"Forbidden: {reason}")


def flooded(retry_after: int) -> Refused:
    """429; ``retry_after`` in whole seconds, in the text and in the parameters."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def upgraded(new_chat_id: int) -> Refused:
    """400 for a basic group that has become the supergroup ``new_chat_id``."""
    return Refused(400, UPGRADED, {"migrate_to_chat_id": new_chat_id})
