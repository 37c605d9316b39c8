"""The server on the simulated Discord, its channels and threads, as they travel."""

from collections.abc import Iterable
from dataclasses import dataclass

from .messages import Json

GUILD = "20"


@dataclass(frozen=True, slots=True)
class Channel:
    """``parent``: it is a thread of that channel. ``reader``: the private messages of this person."""

    id: str
    name: str
    parent: str = ""
    reader: str = ""

    def wire(self) -> Json:
        if self.reader:
            return {"id": self.id, "type": 1, "recipients": [], "last_message_id": None}
        here = {"id": self.id, "name": self.name, "guild_id": GUILD}
        if not self.parent:
            return {**here, "type": 0, "parent_id": None, "position": 0, "permission_overwrites": []}
        about = {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": "2026-01-01T00:00:00+00:00"}
        return {**here, "type": 11, "parent_id": self.parent, "owner_id": "1", "thread_metadata": about,
                "message_count": 1, "member_count": 2}  # fmt: skip


def guild(channels: Iterable[Channel]) -> Json:
    """The server as the bot is told of it, with everything a server has to have."""
    own = [channel.wire() for channel in channels if not channel.parent and not channel.reader]
    everyone = {"id": GUILD, "name": "@everyone", "permissions": str((1 << 53) - 1), "position": 0, "color": 0,
                "colors": {"primary_color": 0}, "hoist": False, "managed": False, "mentionable": False,
                "flags": 0}  # fmt: skip
    bot = {"user": {"id": "900", "username": "muster", "discriminator": "0", "avatar": None, "bot": True},
           "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False,
           "flags": 0}  # fmt: skip
    return {"id": GUILD, "name": "Lakeside", "owner_id": "1", "channels": own, "roles": [everyone],
             "members": [bot], "threads": [], "emojis": [], "stickers": [], "features": [], "presences": [],
             "voice_states": [], "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
             "member_count": 3, "verification_level": 0, "default_message_notifications": 0,
             "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0,
             "preferred_locale": "en-US", "afk_timeout": 60, "system_channel_flags": 0, "nsfw": False,
             "premium_progress_bar_enabled": False}  # fmt: skip
