"""Topics of a forum supergroup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import Json

if TYPE_CHECKING:
    from .chats import Chat
    from .messages import Message


@dataclass(eq=False)
class Topic:
    """One topic; ``id`` is its ``message_thread_id`` and ``root`` the service message that opened it."""

    chat: Chat
    id: int
    name: str
    root: Message
    closed: bool = False

    def close(self) -> None:
        """Nobody but those who manage topics may write here: bots get TOPIC_CLOSED."""
        self.closed = True
        self._tell({"forum_topic_closed": {}})

    def reopen(self) -> None:
        """Undo ``close``."""
        self.closed = False
        self._tell({"forum_topic_reopened": {}})

    def delete(self) -> None:
        """The topic and everything in it vanish; its thread is not found any more."""
        for message in self.chat.history.values():
            if message.thread == self.id:
                message.deleted = True
        del self.chat.topics[self.id]

    def _tell(self, notice: Json) -> None:
        self.chat.world.service_message(self.chat, self.chat.owner(), notice, thread=self.id, reply_to=self.root)
