"""Buttons under a message, in rows that a phone can show."""

from collections.abc import Sequence
from typing import Any

from commands.kit import Button, Tongue
from commands.kit.clean import one_line
from commands.kit.reply import carries
from commands.kit.width import width

from ..letters import PRIVATE_CHAT
from .pages import visible

LONGEST_LABEL = 64
MOST = 100
IN_A_ROW = 3
TOGETHER = 30
"""Columns that fit side by side on a phone; a wider label stands alone."""
LOOKS = {"primary": "primary", "danger": "danger"}


def keyboard(buttons: Sequence[Button], tongue: Tongue, username: str) -> dict[str, Any] | None:
    """Raises ``ValueError`` for a line that Telegram would not carry: that is a mistake of ours."""
    if len(buttons) > MOST:
        raise ValueError(f"{len(buttons)} buttons are too many")
    drawn = [found for button in buttons if (found := _drawn(button, tongue, username)) is not None]
    rows: list[list[dict[str, Any]]] = []
    room = 0
    for button in drawn:
        wide = width(button["text"]) + 2
        if not rows or len(rows[-1]) >= IN_A_ROW or wide > room:
            rows.append([])
            room = TOGETHER
        rows[-1].append(button)
        room -= wide
    return {"inline_keyboard": rows} if rows else None


def _drawn(button: Button, tongue: Tongue, username: str) -> dict[str, Any] | None:
    label = one_line(tongue.speak(button.label), LONGEST_LABEL)
    drawn: dict[str, Any] = {"text": label if visible(label) else "…"}
    if button.look in LOOKS:
        drawn["style"] = LOOKS[button.look]
    line = button.line
    if line.startswith(("https://", "http://", "tg://")):
        return drawn | {"url": line}
    if line.startswith(PRIVATE_CHAT):
        # Without a name there is nothing to lead to.
        return drawn | {"url": f"https://t.me/{username}?start=open"} if username else None
    if not line or not carries(line):
        raise ValueError(f"a button cannot carry {len(line.encode())} bytes: {line!r}")
    return drawn | {"callback_data": line}
