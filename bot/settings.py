"""What the operator sets: environment, ``.env``, or a file named by ``NAME_FILE``. Everything that is wrong is told at
once, and no message repeats a secret.

The environment wins over ``.env``. An empty value counts as not set. Names of others in ``.env`` do not matter.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self, get_args
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from commands.kit.words import nearest

from .addresses import VISIBLE, check_address, check_database, is_loopback
from .environment import dotenv as read_dotenv
from .environment import stated

PREFIX = "MUSTER_"

TELEGRAM = "https://api.telegram.org"
DISCORD = "https://discord.com/api/v10"
WEBHOOK_PORTS = (443, 80, 88, 8443)
"""Telegram calls no other port (core.telegram.org/bots/api#setwebhook)."""
UNGUESSED = 12
"""From this length on the last part of a webhook address is taken for a secret."""
TAKEN_PATHS = ("/livez", "/readyz", "/metrics", "/oncall", "/calendar")

_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
_TELEGRAM_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


class ConfigurationError(Exception):
    """The settings cannot be used. ``problems`` names all of them, one line each, without secrets."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """Every name of ``.env.example``, read by ``read_settings``; it never looks at the environment by itself."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True)

    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    telegram_token: SecretStr | None = None
    telegram_api_url: str = TELEGRAM
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: SecretStr | None = None
    discord_token: SecretStr | None = None
    discord_api_url: str = DISCORD
    discord_gateway_url: str | None = None
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    http_token: SecretStr | None = None
    catalogue: Path = Path("muster.yaml")
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["console", "json"] = "console"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)

    @field_validator("http_port", mode="before")
    @classmethod
    def _port(cls, value: int | str) -> int:
        if not re.fullmatch(r"[0-9]{1,5}", str(value)) or int(value) > 65535:
            raise ValueError("must be a number from 0 to 65535, such as 8080")
        return int(value)

    @field_validator("log_level", "log_format", mode="before")
    @classmethod
    def _one_of(cls, value: str, about: ValidationInfo) -> str:
        *words, last = get_args(cls.model_fields[about.field_name or ""].annotation)
        if value.lower() not in (*words, last):
            raise ValueError(f"must be {', '.join(words)} or {last}")
        return value.lower()

    @field_validator("telegram_token", "discord_token", "http_token")
    @classmethod
    def _one_word(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not VISIBLE.fullmatch(value.get_secret_value()):
            raise ValueError("holds a blank or a sign that no token has")
        return value

    @field_validator("telegram_token")
    @classmethod
    def _from_botfather(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TELEGRAM_TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("is not a bot token: @BotFather gives digits, a colon, and letters")
        return value

    @field_validator("telegram_api_url", "discord_api_url")
    @classmethod
    def _web_root(cls, value: str) -> str:
        return check_address(value, "http", "https").rstrip("/")

    @field_validator("discord_gateway_url")
    @classmethod
    def _socket(cls, value: str | None) -> str | None:
        return value and check_address(value, "ws", "wss")

    @field_validator("telegram_webhook_url")
    @classmethod
    def _reachable_for_telegram(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(check_address(value, "https"))
        path = parts.path.rstrip("/")
        if not path or any(path == taken or path.startswith(taken + "/") for taken in TAKEN_PATHS):
            raise ValueError("needs a path of its own, such as /telegram/ and some letters nobody guesses")
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _unguessable(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("must be 32 to 256 signs of A-Z, a-z, 0-9, _ and -")
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            check_database(value.get_secret_value())
        return value

    @field_validator("http_host")
    @classmethod
    def _host(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9.:_-]+", value):
            raise ValueError("must be an address or a host name, without http:// and without the port")
        return value

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        given = {name: value for name in type(self).model_fields if (value := getattr(self, name)) is not None}
        problems = _apart(given)
        if problems:
            raise ValueError("\n".join(problems))
        return self

    @property
    def database(self) -> str:
        """The address for ``storage.open_storage``. It may hold a password: not for the log."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'muster.db'}"

    @property
    def database_file(self) -> Path | None:
        """The file of a SQLite database; ``None`` for PostgreSQL."""
        scheme, _, path = self.database.partition(":///")
        return Path(path) if scheme.startswith("sqlite") else None

    @property
    def loopback(self) -> bool:
        """Whether only this machine reaches the HTTP port."""
        return is_loopback(self.http_host)

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything that must not be read in any output."""
        tokens = (self.telegram_token, self.telegram_webhook_secret, self.discord_token, self.http_token)
        found = [token.get_secret_value() for token in tokens if token is not None]
        if password := urlsplit(self.database).password:
            found += [password, unquote(password)]
        if self.telegram_webhook_url:
            last = urlsplit(self.telegram_webhook_url).path.rstrip("/").rpartition("/")[2]
            found += [last] if len(last) >= UNGUESSED else []
        return tuple(dict.fromkeys(found))

    def for_demo(self) -> "Settings":
        """A copy without tokens whose data lie apart: in the named folder, or in ``demo`` below the usual one."""
        values = {name: getattr(self, name) for name in self.model_fields_set}
        for foreign in ("database_url", "telegram_token", "telegram_webhook_url", "telegram_webhook_secret",
                        "discord_token"):  # fmt: skip
            values.pop(foreign, None)
        if "data_dir" not in values:
            values["data_dir"] = self.data_dir / "demo"
        return Settings(**values)


NAMES = tuple(PREFIX + name.upper() for name in Settings.model_fields)


def read_settings(env: Mapping[str, str], dotenv: Path | None = None, *, chats: bool = False) -> Settings:
    """The settings of an environment over those of a ``.env`` file, which need not exist.

    ``chats``: at least one chat must have a token. Raises ``ConfigurationError`` with every problem.
    """
    problems: list[str] = []
    values = said(env, dotenv, problems)
    settings = None
    try:
        settings = Settings(**values)
    except ValidationError as error:
        problems += _told(error)
        # The pairs are looked at even when single values are wrong: everything is told at once.
        problems += [problem for problem in _apart(values) if problem not in problems]
    if chats and not {"telegram_token", "discord_token"} & values.keys():
        problems.append("no chat to start: set MUSTER_TELEGRAM_TOKEN or MUSTER_DISCORD_TOKEN (or try: make demo)")
    if problems or settings is None:
        # A value that is missing may stand under a misspelled name.
        named = unknown_names(env, dotenv)
        problems += [f"{name} is not a setting: did you mean {near}?" for name, near in named if near]
        raise ConfigurationError(problems)
    return settings


def said(env: Mapping[str, str], dotenv: Path | None, problems: list[str]) -> dict[str, Any]:
    """What is set, unjudged, by the names of ``Settings``. ``problems`` takes what cannot be read."""
    given = stated(NAMES, read_dotenv(dotenv, problems), problems) | stated(NAMES, env, problems)
    return {name.removeprefix(PREFIX).lower(): value for name, value in given.items()}


def unknown_names(env: Mapping[str, str], dotenv: Path | None = None) -> list[tuple[str, str | None]]:
    """Names that begin like ours and mean nothing, each with the nearest right one."""
    known = {*NAMES, *(f"{name}_FILE" for name in NAMES)}
    names = dict.fromkeys([*env, *read_dotenv(dotenv, [])])
    strange = [name for name in names if name.upper().startswith(PREFIX) and name not in known]
    return [(name, next(iter(nearest(name.upper(), NAMES)), None)) for name in strange]


def prepare_data_dir(settings: Settings) -> list[str]:
    """Make the data folder for the owner alone; files made from now on are the owner's alone.

    Returns warnings. Raises ``ConfigurationError`` when the folder cannot be used.
    """
    os.umask(0o077)
    folder = settings.data_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError([f"MUSTER_DATA_DIR: {folder} cannot be made: {error.strerror}"]) from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise ConfigurationError([f"MUSTER_DATA_DIR: {folder} cannot be written to"])
    return open_to_others(folder, 0o700)


def open_to_others(path: Path, wanted: int) -> list[str]:
    """A warning when others than the owner may look into a file or folder."""
    mode = path.stat().st_mode & 0o777
    if os.name == "posix" and mode & 0o077:
        return [f"{path} can be read by others (mode {mode:03o}): chmod {wanted:03o} {path}"]
    return []


def _apart(given: Mapping[str, Any]) -> list[str]:
    """What is wrong with settings that are sound one by one but do not go together."""
    problems = []
    if ("telegram_webhook_url" in given) != ("telegram_webhook_secret" in given):
        problems.append("MUSTER_TELEGRAM_WEBHOOK_URL and MUSTER_TELEGRAM_WEBHOOK_SECRET: set both or none")
    if (url := given.get("telegram_webhook_url")) and given.get("telegram_api_url", TELEGRAM).rstrip("/") == TELEGRAM:
        port = re.search(r":(\d+)(?:/|$)", url)
        if port and int(port[1]) not in WEBHOOK_PORTS:
            ports = ", ".join(map(str, WEBHOOK_PORTS))
            problems.append(f"MUSTER_TELEGRAM_WEBHOOK_URL: Telegram calls the ports {ports} only")
    host = str(given.get("http_host", "127.0.0.1"))
    if not is_loopback(host) and "http_token" not in given:
        problems.append(
            f"MUSTER_HTTP_HOST: {host} is open to others, which needs MUSTER_HTTP_TOKEN; or listen on 127.0.0.1"
        )
    return problems


def _told(error: ValidationError) -> list[str]:
    """pydantic's findings as lines for people."""
    lines = []
    for found in error.errors(include_url=False, include_input=False):
        message = found["msg"].removeprefix("Value error, ")
        name = PREFIX + str(found["loc"][0]).upper() if found["loc"] else ""
        lines += [f"{name}: {message}"] if name else message.splitlines()
    return lines
