"""Reply markup: what Telegram accepts under a message, and how a test reads it back."""

from dataclasses import dataclass
from typing import Any

from .errors import Json, bad_request

BUTTONS_LIMIT = 100
ROW_LIMIT = 8
DATA_LIMIT = 64  # bytes of UTF-8, not characters
_ACTIONS = (
    "callback_data", "url", "login_url", "web_app", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


@dataclass(frozen=True)
class Button:
    """One button as a person sees it; ``data`` is what pressing it sends, ``url`` where it leads."""

    label: str
    data: str | None = None
    url: str | None = None


def checked_markup(value: Any) -> Json | None:
    """The markup as it will be kept, or None for none. Raises Refused for anything Telegram refuses."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    if "inline_keyboard" in value:
        rows = _rows(value["inline_keyboard"], "inline_keyboard", "InlineKeyboardMarkup")
        kept = [[_inline_button(button) for button in row] for row in rows if row]
        return {"inline_keyboard": kept} if kept else None
    if "keyboard" in value:
        rows = _rows(value["keyboard"], "keyboard", "ReplyKeyboardMarkup")
        if not any(rows):
            raise bad_request("REPLY_MARKUP_INVALID")
        return {**value, "keyboard": [[_plain_button(button) for button in row] for row in rows if row]}
    if value.get("force_reply") or value.get("remove_keyboard"):
        if len(str(value.get("input_field_placeholder", ""))) > 64:
            raise bad_request("input field placeholder is too long")
        return dict(value)
    if value:
        raise bad_request("REPLY_MARKUP_INVALID")
    return None


def is_inline(markup: Json | None) -> bool:
    """Whether the markup belongs to the message itself (and so may be edited)."""
    return markup is None or "inline_keyboard" in markup


def buttons_of(markup: Json | None) -> list[Button]:
    """Every button from left to right and top to bottom."""
    rows = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return [Button(b["text"], b.get("callback_data"), b.get("url")) for row in rows for b in row]


def _rows(value: Any, field: str, owner: str) -> list[list[Any]]:
    if not isinstance(value, list):
        raise bad_request(f'Field "{field}" must be of type Array')
    for row in value:
        if not isinstance(row, list):
            raise bad_request(f'field "{field}" of the {owner} should be an Array of Arrays')
    if any(len(row) > ROW_LIMIT for row in value) or sum(len(row) for row in value) > BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")
    return value


def _text_of(button: Any, trouble: str) -> str:
    text = button.get("text")
    if "text" not in button:
        raise bad_request(f'{trouble}: Can\'t find field "text"')
    if not isinstance(text, str):
        raise bad_request(f'{trouble}: Field "text" must be of type String')
    if not text.strip():
        raise bad_request("BUTTON_TEXT_INVALID" if text else f"{trouble}: Button text must be non-empty")
    return text


def _inline_button(button: Any) -> Json:
    trouble = "Can't parse inline keyboard button"
    if not isinstance(button, dict):
        raise bad_request(f"{trouble}: InlineKeyboardButton should be an Object")
    _text_of(button, trouble)
    data, url = button.get("callback_data"), button.get("url")
    if not any(button.get(action) or (button.get(action) == "" and "switch" in action) for action in _ACTIONS):
        raise bad_request(f"{trouble}: Text buttons are unallowed in the inline keyboard")
    if data is not None:
        if not isinstance(data, str):
            raise bad_request(f'{trouble}: Field "callback_data" must be of type String')
        if len(data.encode()) > DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
    if url is not None and (("." not in url and "://" not in url) or " " in url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return dict(button)


def _plain_button(button: Any) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request("Can't parse keyboard button: KeyboardButton should be an Object")
    _text_of(button, "Can't parse keyboard button")
    return dict(button)
