"""How a reply looks on Telegram: a pure function from what is said to what the Bot API is given.

One renderer for new and for edited messages. HTML is written in one place, and foreign words are escaped there.
"""

from collections.abc import Iterator
from typing import Any

from commands.kit import (
    Book,
    Bullets,
    Chart,
    Drawing,
    File,
    Heading,
    Label,
    Reply,
    Roster,
    Said,
    Shares,
    Table,
    Timeline,
    Tongue,
)
from commands.kit.reply import Block
from commands.kit.texts import Mention
from commands.kit.tongue import Mark

from ..book import Printed
from ..columns import aligned
from . import forms
from .keyboard import keyboard
from .pages import CAPTION, LONGEST, Run, mention, mono, pages, runs, units, words

REPEAT = Label("(repeat)", "(重复)", "(重複)")
"""People and programs look for exactly these words, so they are no translator's choice."""
_MARK = Mark(words=words, mono=mono, mention=lambda who: _called(who))
_PLAIN = Mark(words=words, mono=words)


def render(
    reply: Reply, tongue: Tongue, *, repeat: bool = False, username: str = "", group: bool = False
) -> dict[str, Any]:
    """``photos``: what stands under the picture of each chart. ``messages``: texts for sendMessage or editMessageText.
    ``files``: name and path, or content, of each for sendDocument. Buttons hang on the last message, or on the last
    photo if there is none. A single photo carries the whole text if it can; else the photos come first, each with its
    title.

    ``repeat`` puts the label of a copy in front of every message. ``username`` is the bot's own, for the way into its
    private chat. Raises ``ValueError`` for a button that Telegram would refuse.
    """
    if reply.form is not None:
        reply = forms.drawn(reply, reply.form, group=group)
    label = f"{tongue.show(REPEAT)} " if repeat else ""
    charts = [block for block in reply.blocks if isinstance(block, Drawing)]
    files = [_file(block) for block in reply.blocks if isinstance(block, File)]
    written = list(_written(reply.blocks, tongue))
    texts = pages(written, LONGEST - units(label))
    captions = [_caption(chart, tongue, label) for chart in charts]
    if len(charts) == 1 and len(short := pages(written, CAPTION - units(label))) == 1:
        captions, texts = short, []
    if not texts and not charts and (reply.buttons or not files):
        texts = ["…"]
    photos: list[dict[str, Any]] = [{"caption": label + words, "parse_mode": "HTML"} for words in captions]
    messages: list[dict[str, Any]] = [
        {"text": label + page, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}} for page in texts
    ]
    if (spoken := messages or photos) and (markup := keyboard(reply.buttons, tongue, username)) is not None:
        spoken[-1]["reply_markup"] = markup
    return {"photos": photos, "messages": messages, "files": files}


def _file(block: File) -> dict[str, Any]:
    content = {"content": block.content} if isinstance(block, Printed) else {}
    return {"name": block.name, "path": block.path, **content}


def _caption(chart: Drawing, tongue: Tongue, label: str) -> str:
    return next(iter(pages(list(runs(tongue.speak(chart.title, _MARK), "b")), CAPTION - units(label))), "…")


def _called(who: Mention) -> str:
    user = who.on("telegram")
    return mention(user, who.name) if user else words(who.name)


def plain(reply: Reply, tongue: Tongue) -> str:
    """The words alone, for the notice on top of the screen."""
    return "".join(piece for _, piece in _written(reply.blocks, tongue))


def _written(blocks: tuple[Block, ...], tongue: Tongue) -> Iterator[Run]:
    before: Block | None = None
    for block in blocks:
        if isinstance(block, File | Book | Drawing):
            continue
        if before is not None:
            yield "", "\n\n" if _apart(before, block) else "\n"
        yield from _block(block, tongue)
        before = block


def _apart(before: Block, block: Block) -> bool:
    return isinstance(block, Heading | Table) or isinstance(before, Table)


def _block(block: Block, tongue: Tongue) -> Iterator[Run]:
    match block:
        case Said():
            yield from runs(tongue.speak(block, _MARK))
        case Heading(said):
            yield from runs(tongue.speak(said, _MARK), "b")
        case Bullets(items):
            for at, item in enumerate(items):
                yield "", "\n• " if at else "• "
                yield from runs(tongue.speak(item, _MARK))
        case Table(columns, rows):
            head = [tongue.speak(column, _PLAIN) for column in columns]
            body = [[tongue.show(value, _PLAIN) for value in row] for row in rows]
            yield "pre", aligned([head, *body] if head else body)
        case File() | Book() | Chart() | Timeline() | Roster() | Shares():
            return
