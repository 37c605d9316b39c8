"""A small strict simulated Discord for tests; see the README one folder up."""

from .messages import Act, Seen
from .people import Member
from .places import Channel
from .server import DiscordServer

__all__ = ["Act", "Channel", "DiscordServer", "Member", "Seen"]
