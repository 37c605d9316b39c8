"""``python -m bot check``: everything that can be wrong before or while the desk runs, one line each, with what to do.

It changes nothing: no file is made, no webhook set, nothing said in a chat.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.catalogue import named
from bot.log import setup
from bot.settings import ConfigurationError, read_settings

from . import discord, here, telegram
from .database import look_into
from .finding import Finding, bad

if TYPE_CHECKING:
    from bot.ending import Ending
    from bot.ports import Clock

__all__ = ["check_all"]


async def check_all(
    env: Mapping[str, str], dotenv: Path, say: Callable[[str], object], ending: "Ending", now: "Clock"
) -> int:
    """Say every finding; returns the exit code: 0 when nothing is bad, 78 when a setting is, 1 otherwise.

    Without sound settings nothing but the catalogue can be looked at.
    """
    told: list[Finding] = []

    def tell(*findings: Finding) -> None:
        for finding in findings:
            told.append(finding)
            say(ending.redact(str(finding)))

    try:
        settings = read_settings(env, dotenv)
    except ConfigurationError as error:
        names = list(here.names(env, dotenv))
        hints = {name.words for name in names}  # told once, as what they are
        tell(*(bad("settings", problem, configuration=True) for problem in error.problems if problem not in hints))
        tell(*names, *here.catalogue(named(env, dotenv)))
        return _code(told)
    ending.redact = setup(settings)
    tell(*here.settings(settings), *here.names(env, dotenv), *here.files(settings, dotenv), *here.catalogue(settings))
    findings, known = await look_into(settings)
    tell(*findings)
    tell(*await telegram.look(settings, known.places("telegram"), now))
    tell(*await discord.look(settings, known.places("discord")))
    tell(*known.reach())
    return _code(told)


def _code(told: list[Finding]) -> int:
    if any(finding.configuration and finding.level == "bad" for finding in told):
        return 78
    return 1 if any(finding.level == "bad" for finding in told) else 0
