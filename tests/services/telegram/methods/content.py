"""What is in a message a bot sends or edits: its words within the limits and its keyboard."""

from typing import Any

from ..errors import Json, bad_request
from ..keyboards import checked_markup
from ..markup import parse_html
from ..params import Params
from ..texts import CAPTION_LIMIT, TEXT_LIMIT, found_in, tidy, trim, units


def words(params: Params, name: str, limit: int, too_long: str) -> tuple[str, list[Json]]:
    """Plain text and entities of ``text`` or ``caption``. Raises Refused when it does not parse or is too long."""
    text = tidy(params.text(name))
    entities: list[Json] = []
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(text)
    elif mode and mode != "none":
        # MarkdownV2 is not simulated: the product writes HTML, and an unread dialect must not pass for a checked one.
        raise bad_request("unsupported parse_mode")
    else:
        given = params.structure(
            "entities" if name == "text" else "caption_entities", "can't parse entities JSON object"
        )
        entities = [dict(entity) for entity in given] if isinstance(given, list) else []
    text, entities = trim(text, entities)
    if units(text) > limit:
        raise bad_request(too_long)
    return text, found_in(text, entities)


def message_text(params: Params, too_long: str = "message is too long") -> tuple[str, list[Json]]:
    """The text of sendMessage (``message is too long``) or editMessageText (``MESSAGE_TOO_LONG``), never empty."""
    if not params.text("text").strip():
        raise bad_request("message text is empty")
    text, entities = words(params, "text", TEXT_LIMIT, too_long)
    if not text:
        raise bad_request("text must be non-empty")
    return text, entities


def caption(params: Params) -> tuple[str, list[Json]]:
    """The words under a file, possibly none."""
    return words(params, "caption", CAPTION_LIMIT, "message caption is too long")


def keyboard(params: Params) -> Json | None:
    """The reply markup. Raises Refused for a bad one."""
    value: Any = params.structure("reply_markup", "Can't parse reply keyboard markup JSON object")
    return checked_markup(value)
