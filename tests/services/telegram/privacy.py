"""What a bot gets to see in groups: privacy mode.

With privacy on, and without administrator rights, a bot sees commands (not those addressed to another bot), replies to
its own messages, messages that mention it, and service messages. Source: "Privacy mode" in the Bot API's features page.
What only looks like a command, such as ``/任务``, is ordinary text and stays unseen.
"""

from .errors import Json
from .members import Member
from .messages import Message
from .texts import cut


def bot_sees(message: Message, seat: Member, bot: Json, privacy: bool) -> bool:
    """Whether an update about this message reaches the bot sitting in ``seat``."""
    if message.chat.kind == "private":
        return True
    if not seat.present:
        return False
    if message.chat.kind == "channel" or seat.admin or not privacy:
        return True
    if message.reply_to is not None and message.reply_to.by_bot:
        return True
    name = f"@{bot['username']}".lower()
    for entity in message.entities:
        words = cut(message.text, entity).lower()
        if entity["type"] == "mention" and words == name:
            return True
        if entity["type"] == "bot_command" and ("@" not in words or words.endswith(name)):
            return True
    return False
