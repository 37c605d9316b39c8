"""Discord: slash commands, buttons, forms, and answers that only the asker sees."""

from .chat import DiscordChat

__all__ = ["DiscordChat"]
