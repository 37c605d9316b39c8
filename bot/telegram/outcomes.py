"""What Telegram says when it takes no message, as the four ways a delivery can end.

Telegram gives no codes but sentences; these are the ones of its public server (github.com/tdlib/telegram-bot-api,
``Client.cpp``).
"""

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, TelegramError

from ..pace import pause
from ..ports import Gone, Later, Moved, Refused, Undelivered, Unknown
from ..redact import Redactor
from .request import NeverSent, TooFast

LONGEST_WHY = 200
NOT_ACCEPTED = "Telegram does not accept the token: MUSTER_TELEGRAM_TOKEN is not valid, ask @BotFather for it"
_redact = Redactor()

_NO_CHAT = (
    "chat not found", "user not found", "peer_id_invalid", "group chat was deactivated", "group chat was deleted",
    "chat_write_forbidden", "chat_restricted", "have no rights to send", "not enough rights", "need administrator",
    "chat_send_plain_forbidden", "chat_send_docs_forbidden", "bot was kicked", "bot was blocked", "user is deactivated",
)  # fmt: skip
_NO_THREAD = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_NO_MESSAGE = (
    "message to edit not found", "message can't be edited", "message_id_invalid", "message identifier is not specified",
    "there is no text in the message to edit", "there is no media in the message to edit",
)  # fmt: skip
_NO_PICTURE = ("send photos", "send media", "chat_send_photos", "chat_send_media", "photo", "image_process_failed")


def not_modified(error: TelegramError) -> bool:
    return "message is not modified" in str(error).lower()


def not_editable(error: TelegramError) -> bool:
    """The message is gone or too old: what it should say needs a new one."""
    return isinstance(error, BadRequest) and _says(error, _NO_MESSAGE)


def not_parsed(error: TelegramError) -> bool:
    return isinstance(error, BadRequest) and "can't parse entities" in str(error).lower()


def no_picture(error: TelegramError) -> bool:
    """The chat, or Telegram, takes this picture from nobody; words it takes."""
    return isinstance(error, BadRequest) and _says(error, _NO_PICTURE)


def outcome(error: TelegramError, attempts: int) -> Undelivered:
    """``attempts``: how often it was tried before; the pauses grow with it."""
    why = short(error)
    match error:
        case TooFast():
            return Later(why, error.seconds)
        case NeverSent() | Conflict():
            return Later(why, pause(attempts))
        case InvalidToken():
            # 401 and 404 concern every message, not this chat.
            return Later(NOT_ACCEPTED, pause(attempts + 3), everybody=True)
        case ChatMigrated():
            return Moved(why, str(error.new_chat_id))
        case Forbidden():
            return Gone(why)
        case BadRequest() if _says(error, _NO_THREAD):
            return Gone(why, thread=True)
        case BadRequest() if _says(error, _NO_CHAT):
            return Gone(why)
        case BadRequest():
            return Refused(why)
        case NetworkError() if "request entity too large" in str(error).lower():
            return Refused(why)
        case _:
            # A broken connection, a 5xx of something in between, half an answer: it may have arrived.
            return Unknown(why)


def short(error: TelegramError) -> str:
    """One line for the log and for the outbox. What stands in between may repeat our address, which holds the token."""
    return _redact(" ".join(str(error).split()))[:LONGEST_WHY] or type(error).__name__


def _says(error: TelegramError, words: tuple[str, ...]) -> bool:
    said = str(error).lower()
    return any(word in said for word in words)
