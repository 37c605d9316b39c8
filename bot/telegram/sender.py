"""Says a letter: pictures, new messages, an edit in place of a pressed one, files.

A letter of several messages that breaks off is continued where it broke off, so that no part is said twice without
saying so.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from html import unescape
from pathlib import Path
from re import sub
from typing import Any

from telegram import InputFile, InputMediaPhoto
from telegram.error import BadRequest, TelegramError

from commands.kit import Reply, Tongue
from storage import Letter

from ..book import bound
from ..charts import pictured, without_pictures
from ..files import at_hand
from ..ports import Draw, More, Refused
from .api import Api
from .outcomes import no_picture, not_editable, not_modified, not_parsed, outcome, short
from .pages import CAPTION
from .render import render

log = logging.getLogger(__name__)

BIGGEST_FILE = 50 * 1024 * 1024
UPLOAD = 20.0
"""Seconds without a byte while a file is taken; below the postman's own patience."""
REMEMBERED = 1000
PICTURE = "chart.png"

Message = dict[str, Any]
Drawn = dict[str, list[Message]]
Step = Callable[[], Awaitable[str]]


class _NoPictures(Exception):
    """This chat takes words only."""


class Sender:
    def __init__(self, api: Api, draw: Draw) -> None:
        self._api = api
        self._draw = draw
        self._done: OrderedDict[int, tuple[int, list[str]]] = OrderedDict()
        """By letter, of how many parts which were surely said in an attempt that broke off."""

    async def send(self, letter: Letter, said: Reply, tongue: Tongue, more: More, username: str) -> str:
        """Returns the id of the message that carries the buttons. Raises an ``Undelivered``."""
        said = await bound(at_hand(said), tongue)
        said, pictures = await pictured(said, tongue, self._draw, "light", CAPTION)
        try:
            return await self._send(letter, said, tongue, more, username, [picture.png for picture in pictures])
        except _NoPictures:
            log.warning("a chat takes no pictures and is told in words", extra={"letter": letter.id})
            return await self._send(letter, without_pictures(said, tongue), tongue, more, username, [])

    async def _send(
        self, letter: Letter, said: Reply, tongue: Tongue, more: More, username: str, pngs: Sequence[bytes]
    ) -> str:
        drawing = partial(render, said, tongue, username=username, group=letter.address.chat.startswith("-"))
        drawn = drawing()
        copy = drawing(repeat=True) if letter.unsure else drawn
        parts, done = self._done.pop(letter.id, (0, []))
        if done and parts != _parts(copy):
            # It is made of other parts than the attempt that broke off: it begins anew, and says so.
            copy, done = drawing(repeat=True), []
        steps = self._steps(letter, drawn, copy, pngs)
        try:
            for at, step in enumerate(steps[len(done) :]):
                if at:
                    more()
                done.append(await step())
        except TelegramError as error:
            self._remember(letter.id, len(steps), done)
            if len(done) < len(pngs) and no_picture(error):
                raise _NoPictures from None
            raise outcome(error, letter.attempts) from None
        spoken = len(copy["photos"]) + len(copy["messages"])
        return done[spoken - 1] if spoken else done[-1]

    def _steps(self, letter: Letter, drawn: Drawn, copy: Drawn, pngs: Sequence[bytes]) -> list[Step]:
        """What is to be done in turn. An edit can be repeated without harm, so it takes no label."""
        steps: list[Step] = [
            *(partial(self._say, letter, "sendPhoto", *each) for each in zip(copy["photos"], pngs, strict=True)),
            *(partial(self._say, letter, "sendMessage", text) for text in copy["messages"]),
            *(partial(self._hand_over, letter, file) for file in copy["files"]),
        ]
        if letter.edits is not None and drawn["photos"]:
            # Telegram puts a picture in the place of words and of an older picture alike.
            steps[0] = partial(self._edit, letter, steps[0], "editMessageMedia", drawn["photos"][0], pngs[0])
        elif letter.edits is not None and drawn["messages"]:
            # Words cannot take the place of a picture: that is refused, and they are said below it.
            steps[0] = partial(self._edit, letter, steps[0], "editMessageText", drawn["messages"][0])
        return steps

    def _remember(self, letter: int, parts: int, done: list[str]) -> None:
        if done:
            self._done[letter] = parts, done
            while len(self._done) > REMEMBERED:
                self._done.popitem(last=False)

    async def _edit(self, letter: Letter, anew: Step, method: str, words: Message, png: bytes | None = None) -> str:
        """A message that is gone is said anew."""
        asked = {"chat_id": int(letter.address.chat), "message_id": int(letter.edits or 0)}
        try:
            await self._styled(method, asked | words, png)
        except BadRequest as error:
            if not_modified(error):
                return letter.edits or ""
            if not not_editable(error):
                raise
            return await anew()
        return letter.edits or ""

    async def _say(self, letter: Letter, method: str, words: Message, png: bytes | None = None) -> str:
        return _number(await self._styled(method, _place(letter) | words, png))

    async def _styled(self, method: str, asked: Message, png: bytes | None) -> Any:
        """Text that Telegram cannot read as HTML is a mistake of ours; the words must arrive all the same."""
        try:
            return await self._asked(method, asked, png)
        except BadRequest as error:
            if not not_parsed(error):
                raise
            log.error("a text could not be read as HTML", extra={"why": short(error)})
        kind = "text" if png is None else "caption"
        bare = {name: value for name, value in asked.items() if name != "parse_mode"}
        bare[kind] = unescape(sub(r"</?(?:a|b|code|pre)(?: [^>]*)?>", "", asked[kind]))
        return await self._asked(method, bare, png)

    async def _asked(self, method: str, asked: Message, png: bytes | None) -> Any:
        if png is None:
            return await self._api.call(method, asked)
        if method == "editMessageMedia":
            words = {name: asked[name] for name in ("caption", "parse_mode") if name in asked}
            rest = {name: value for name, value in asked.items() if name not in words}
            asked = rest | {"media": InputMediaPhoto(png, filename=PICTURE, **words)}
        else:
            asked = asked | {"photo": InputFile(png, filename=PICTURE)}
        return await self._api.call(method, asked, seconds=UPLOAD)

    async def _hand_over(self, letter: Letter, file: Message) -> str:
        try:
            data = file["content"] if "content" in file else await asyncio.to_thread(_content, Path(file["path"]))
        except OSError as error:
            raise Refused(f"the file {file['name']} cannot be read: {error.strerror}") from None
        asked = _place(letter) | {"document": InputFile(data, filename=file["name"])}
        return _number(await self._api.call("sendDocument", asked, seconds=UPLOAD))


def _parts(drawn: Drawn) -> int:
    return sum(map(len, drawn.values()))


def _place(letter: Letter) -> Message:
    place: Message = {"chat_id": int(letter.address.chat)}
    if letter.address.thread:
        place["message_thread_id"] = int(letter.address.thread)
    if letter.answer_to and letter.address.chat.startswith("-"):
        place["reply_parameters"] = {"message_id": int(letter.answer_to), "allow_sending_without_reply": True}
    return place


def _content(path: Path) -> bytes:
    if path.stat().st_size > BIGGEST_FILE:
        raise OSError(0, "larger than the 50 MB that Telegram takes")
    return path.read_bytes()


def _number(message: Any) -> str:
    found = message.get("message_id") if isinstance(message, dict) else None
    if not isinstance(found, int):
        raise TelegramError("Telegram did not say which message it is")
    return str(found)
