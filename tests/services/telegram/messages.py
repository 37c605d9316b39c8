"""One message in one chat, as the service keeps it and as it travels."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .errors import Json
from .files import StoredFile
from .keyboards import Button, buttons_of

if TYPE_CHECKING:
    from .chats import Chat


@dataclass(eq=False)
class Message:
    """A message. ``text`` is plain text after entity parsing; a photo or document has its caption there.

    ``author`` is the wire form of the sender (None in channels), ``extra`` further wire fields such as service notices.
    ``earlier`` lists the texts the message had before it was edited.
    """

    chat: Chat
    id: int
    date: int
    author: Json | None
    by_bot: bool = False
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    markup: Json | None = None
    thread: int | None = None
    reply_to: Message | None = None
    document: StoredFile | None = None
    photo: StoredFile | None = None
    extra: Json = field(default_factory=dict)
    edit_date: int | None = None
    deleted: bool = False
    earlier: list[str] = field(default_factory=list)

    @property
    def file(self) -> StoredFile | None:
        """The photo or document, if there is one."""
        return self.photo or self.document

    @property
    def buttons(self) -> list[Button]:
        """Buttons under the message (or the reply keyboard it brought), in reading order."""
        return buttons_of(self.markup)

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons."""
        return [button.label for button in self.buttons]

    def __repr__(self) -> str:
        gone = " deleted" if self.deleted else ""
        return f"<Message {self.id} in {self.chat.title!r}{gone}: {self.text!r} {self.labels or ''}>"

    def wire(self, *, nested: bool = False) -> Json:
        """The Bot API's Message object; a replied-to message is given without its own reply."""
        out: Json = {"message_id": self.id}
        if self.thread is not None:
            out["message_thread_id"] = self.thread
            out["is_topic_message"] = True
        if self.author is not None:
            out["from"] = self.author
        out["chat"] = self.chat.wire()
        out["date"] = self.date
        if self.edit_date is not None:
            out["edit_date"] = self.edit_date
        if self.reply_to is not None and not nested:
            out["reply_to_message"] = self.reply_to.wire(nested=True)
        if self.photo is not None:
            out["photo"] = [self.photo.wire()]
        if self.document is not None:
            out["document"] = self.document.wire()
        if self.text:
            words = "caption" if self.file else "text"
            out[words] = self.text
            if self.entities:
                out["caption_entities" if self.file else "entities"] = self.entities
        if self.markup is not None and "inline_keyboard" in self.markup:
            out["reply_markup"] = self.markup
        out.update(self.extra)
        return out
