"""Small words that many answers need."""

from collections.abc import Sequence

from .reply import Button, carries
from .texts import Listed, Mono, Said, Value, text
from .tongue import Tongue, read_locale

HELP = text("Help", context="button")
MY_LANGUAGE = text("I can also answer you in English.")
"""Each translation names its own language."""
DID_YOU_MEAN = text("Did you mean {words}?")
A_REPORT = text("/daily joined 32 active 1.2k")
VERBATIM = text("{words}")

LANGUAGES = {"en": "English", "zh_Hans": "简体", "zh_Hant": "繁體"}
"""How each language calls itself."""
PLATFORMS = {"telegram": "Telegram", "discord": "Discord", "web": "Web"}


def did_you_mean(near: Sequence[str | Said]) -> list[Said]:
    """The question with the nearest right words; nothing when there are none."""
    return [DID_YOU_MEAN(words=either(near))] if near else []


def rather(lines: Sequence[str]) -> tuple[list[Said], tuple[Button, ...]]:
    """The nearest right lines: to be pressed, or to be copied where no button carries them."""
    pressed = tuple(Button(verbatim(line), line) for line in lines if carries(line))
    return did_you_mean([line for line in lines if not carries(line)]), pressed


def either(words: Sequence[str | Said]) -> Listed:
    """One of several: ``a``, ``b`` or ``c``, each to be copied; a ``Said`` in the language of who reads it."""
    return Listed(tuple(Mono(word) for word in words), "or")


def her_language(spoken: str, app: str) -> tuple[Said, Button] | None:
    """For somebody who never chose and whose app is set to another language than she is spoken to in: that this can be
    changed, said in her language, and the button for it."""
    hers = read_locale(app)
    if hers is None or hers == spoken:
        return None
    return verbatim(Tongue(hers).speak(MY_LANGUAGE())), Button(verbatim(LANGUAGES[hers]), f"/join language:{hers}")


def verbatim(words: Value) -> Said:
    """A name as a sentence of its own: for buttons."""
    return VERBATIM(words=words)
