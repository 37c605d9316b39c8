"""Small words that many answers need."""

from collections.abc import Sequence

from .texts import Listed, Mono, Said, text

DID_YOU_MEAN = text("Did you mean {words}?")
VERBATIM = text("{words}")

LANGUAGES = {"en": "English", "zh_Hans": "简体", "zh_Hant": "繁體"}
"""How each language calls itself."""
PLATFORMS = {"telegram": "Telegram", "discord": "Discord", "web": "Web"}


def did_you_mean(near: Sequence[str]) -> list[Said]:
    """The question with the nearest right words; nothing when there are none."""
    return [DID_YOU_MEAN(words=either(near))] if near else []


def either(words: Sequence[str]) -> Listed:
    """One of several: ``a``, ``b`` or ``c``, each to be copied."""
    return Listed(tuple(Mono(word) for word in words), "or")


def verbatim(words: str) -> Said:
    """A name as a sentence of its own: for buttons."""
    return VERBATIM(words=words)
