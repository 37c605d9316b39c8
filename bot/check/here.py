"""What can be seen without asking anybody: names and values of settings, files, and the catalogue."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bot.addresses import is_loopback
from bot.catalogue import read_catalogue
from bot.settings import ConfigurationError, Settings, open_to_others, unknown_names
from commands.kit.metrics import CatalogueError

from .finding import Finding, bad, ok, warn

SHORT_TOKEN = 16


def settings(asked: Settings) -> Iterator[Finding]:
    started = [name for name in ("telegram", "discord") if getattr(asked, f"{name}_token") is not None]
    if started:
        yield ok("settings", f"{' and '.join(started)} will be started")
    else:
        yield warn("settings", "no chat has a token: run needs MUSTER_TELEGRAM_TOKEN or MUSTER_DISCORD_TOKEN")
    if asked.http_token is not None and len(asked.http_token.get_secret_value()) < SHORT_TOKEN:
        yield warn("settings", f"MUSTER_HTTP_TOKEN is short: {SHORT_TOKEN} signs or more cannot be guessed")
    for name in ("telegram_api_url", "discord_api_url"):
        address = urlsplit(getattr(asked, name))
        if address.scheme == "http" and not is_loopback(address.hostname or ""):
            yield warn("settings", f"MUSTER_{name.upper()} sends the token over plain http to {address.hostname}")


def names(env: Mapping[str, str], dotenv: Path) -> Iterator[Finding]:
    for name, near in unknown_names(env, dotenv):
        meant = f"did you mean {near}?" if near else "it does nothing"
        yield warn("settings", f"{name} is not a setting: {meant}")


def files(asked: Settings, dotenv: Path) -> Iterator[Finding]:
    """Who else may read what is kept here."""
    candidates = [(dotenv, 0o600), (asked.data_dir, 0o700)]
    if asked.database_file is not None:
        candidates.append((asked.database_file, 0o600))
    for path, wanted in candidates:
        if path.exists():
            yield from (warn("files", words) for words in open_to_others(path, wanted))
    if asked.data_dir.exists() and not asked.data_dir.is_dir():
        yield bad("files", f"MUSTER_DATA_DIR: {asked.data_dir} is not a folder", configuration=True)


def catalogue(asked: Settings) -> Iterator[Finding]:
    try:
        found = read_catalogue(asked)
    except CatalogueError as error:
        yield from (bad("catalogue", str(problem), configuration=True) for problem in error.problems)
    except ConfigurationError as error:
        yield from (bad("catalogue", problem, configuration=True) for problem in error.problems)
    else:
        where = asked.catalogue if asked.catalogue.exists() else "built in"
        yield ok("catalogue", f"{len(found.entered)} metrics entered, {len(found.derived)} worked out ({where})")
