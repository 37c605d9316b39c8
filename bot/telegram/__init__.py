"""Telegram. See the README of this folder for why it is built as it is."""

from .chat import TelegramChat

__all__ = ["TelegramChat"]
