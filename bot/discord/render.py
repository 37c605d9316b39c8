"""A reply becomes Discord messages. Pure: values in, payloads out, within what the platform takes.

What Discord cannot draw has a decided fallback: a text over 2000 characters becomes an embed, one over 4096 several
messages; a chart is a picture under the last; a table becomes aligned text in a code block; a form that could not be
shown at once becomes a button.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from commands.kit import Bullets, Button, Drawing, Form, Heading, Reply, Said, Table, Tongue, text
from commands.kit.reply import called
from commands.kit.texts import Mention
from commands.kit.tongue import Mark

from ..columns import aligned
from .markup import bold, cut, escaped, mono

log = logging.getLogger(__name__)

CONTENT = 2000
EMBED = 4096
LABEL = 80
CUSTOM_ID = 100
URL = 512
PER_ROW = 5
ROWS = 5
LINK_STYLE = 5
EPHEMERAL = 1 << 6
ALT = 1024
"""Signs of what a picture is in words."""
NOBODY: dict[str, Any] = {"parse": []}
"""Nothing that people write can call anybody."""
WRITTEN_OUT = "\u200b"
"""A message of buttons only still needs a text."""

REPEAT = text("(repeat)")
FILL_IN = text("Fill in", context="button")
CANCEL = text("Cancel", context="button")

MARK = Mark(words=escaped, mono=mono, bold=bold, mention=lambda who: _named(who))
STYLES = {"plain": 2, "primary": 1, "danger": 4}


def render(reply: Reply, tongue: Tongue, *, repeat: bool = False, buttons: bool = True) -> list[dict[str, Any]]:
    """The messages of a reply, in order; its buttons are under the last. ``repeat`` labels it as a second copy;
    ``buttons=False`` where nothing can be pressed."""
    paragraphs = [words for block in _blocks(reply) for words in _block(block, tongue)]
    if repeat:
        paragraphs.insert(0, tongue.speak(REPEAT(), MARK))
    drawn = _messages(paragraphs)
    charts = sum(isinstance(block, Drawing) for block in reply.blocks)
    drawn[-1]["embeds"] += [{"image": {"url": f"attachment://{picture_name(at)}"}} for at in range(charts)]
    if users := called(reply, "discord"):
        # Only what stands in the content calls anybody; in an embed a mention is just a name.
        if not drawn[0]["content"]:
            drawn[0]["content"] = " ".join(f"<@{user}>" for user in users)
        for payload in drawn:
            payload["allowed_mentions"] = {**NOBODY, "users": list(users)}
    if buttons:
        drawn[-1]["components"] = _rows(_buttons(reply), tongue)
    if not drawn[-1].get("content") and not drawn[-1]["embeds"]:
        drawn[-1]["content"] = WRITTEN_OUT
    return drawn


def _named(who: Mention) -> str:
    user = who.on("discord")
    return f"<@{user}>" if user else escaped(who.name)


def picture_name(at: int) -> str:
    """The attachment that holds the chart of this number."""
    return f"chart-{at + 1}.png"


def _messages(paragraphs: Sequence[str]) -> list[dict[str, Any]]:
    whole = "\n".join(paragraphs)
    if len(whole) <= CONTENT:
        return [_message(whole)]
    if len(whole) <= EMBED:
        return [_message("", embeds=[{"description": whole}])]
    return [_message(part) for part in _packed(paragraphs)]


def _message(content: str, embeds: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {"content": content, "embeds": list(embeds), "components": [], "allowed_mentions": NOBODY}


def _packed(paragraphs: Sequence[str]) -> Iterator[str]:
    """As few texts as hold the paragraphs in their order."""
    page = ""
    for part in (piece for words in paragraphs for piece in _pieces(words)):
        if page and len(page) + 1 + len(part) > CONTENT:
            yield page
            page = part
        else:
            page = f"{page}\n{part}" if page else part
    if page:
        yield page


def _pieces(words: str) -> list[str]:
    if not words.startswith("```"):
        return cut(words, CONTENT)
    lines = words.removeprefix("```\n").removesuffix("\n```").split("\n")
    found: list[str] = []
    room = CONTENT - len("```\n\n```")
    for part in (line[at : at + room] for line in lines for at in range(0, max(len(line), 1), room)):
        if found and len(found[-1]) + 1 + len(part) <= room:
            found[-1] += "\n" + part
        else:
            found.append(part)
    return [f"```\n{part}\n```" for part in found]


def _blocks(reply: Reply) -> list[Any]:
    """The blocks, and for a form that is not a modal its title and what is wrong with it."""
    blocks: list[Any] = list(reply.blocks)
    if (form := reply.form) is not None:
        blocks.insert(0, Heading(form.title))
        if form.wrong is not None and form.wrong not in blocks:
            blocks.append(form.wrong)
    return blocks


def _block(block: Any, tongue: Tongue) -> list[str]:
    match block:
        case Heading(said):
            return [bold(tongue.speak(said, MARK))]
        case Bullets(items):
            return ["- " + tongue.speak(item, MARK).replace("\n", "\n  ") for item in items]
        case Table():
            return _table(block, tongue)
        case Said():
            return [tongue.speak(block, MARK)]
        case _:
            return []


def _table(table: Table, tongue: Tongue) -> list[str]:
    head = [tongue.speak(said) for said in table.columns]
    rows = [[" ".join(tongue.show(value, BARE).split()) for value in row] for row in table.rows]
    if any("```" in cell for row in [head, *rows] for cell in row):
        # A code block cannot hold its own end: the rows are written out instead.
        return ["- " + " · ".join(escaped(cell) for cell in row) for row in rows]
    return [f"```\n{aligned([head, *rows])}\n```"]


def _same(words: str) -> str:
    return words


BARE = Mark(mono=_same)
"""For places without markup: code blocks, buttons, labels of a form."""


def _buttons(reply: Reply) -> list[Button]:
    form = reply.form
    return [*reply.buttons, *(form_buttons(form) if form is not None and form.draft else [])]


def form_buttons(form: Form) -> list[Button]:
    """For a form that stands in a message: a modal can only be shown to somebody who presses."""
    return [
        Button(FILL_IN(), f"/form {form.draft} open", "primary"),
        Button(CANCEL(), f"/form {form.draft} cancel"),
    ]


def _rows(buttons: Sequence[Button], tongue: Tongue) -> list[dict[str, Any]]:
    drawn: dict[str, dict[str, Any]] = {}
    for button in buttons:
        link = button.line.startswith("https://")
        if button.line.startswith("private:"):
            continue  # here an answer for one person is shown in place
        if len(button.line) > (URL if link else CUSTOM_ID):
            log.error("a button's line is too long", extra={"verb": button.line.split(" ")[0]})
            continue
        drawn.setdefault(button.line, _button(button, tongue, link=link))
    shown = list(drawn.values())[: PER_ROW * ROWS]
    return [{"type": 1, "components": shown[at : at + PER_ROW]} for at in range(0, len(shown), PER_ROW)]


def _button(button: Button, tongue: Tongue, *, link: bool) -> dict[str, Any]:
    label = shortened(" ".join(tongue.speak(button.label, BARE).split()), LABEL) or "…"
    if link:
        return {"type": 2, "style": LINK_STYLE, "label": label, "url": button.line}
    return {"type": 2, "style": STYLES[button.look], "label": label, "custom_id": button.line}


def shortened(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
