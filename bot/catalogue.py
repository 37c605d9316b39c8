"""The metrics of this deployment: the built-in ones, changed by the operator's file where there is one."""

from collections.abc import Mapping
from pathlib import Path

from commands.kit.metrics import Catalogue, CatalogueError, default_catalogue, load

from .settings import ConfigurationError, Settings, read_settings, said


def read_sound(env: Mapping[str, str], dotenv: Path, *, chats: bool = False) -> Settings:
    """The settings, which name a sound catalogue. Raises ``ConfigurationError`` with every problem of either."""
    try:
        settings = read_settings(env, dotenv, chats=chats)
    except ConfigurationError as error:
        raise ConfigurationError([*error.problems, *mistakes(named(env, dotenv))]) from error
    if found := mistakes(settings):
        raise ConfigurationError(found)
    return settings


def named(env: Mapping[str, str], dotenv: Path) -> Settings:
    """Settings that say where the catalogue is, however wrong all others are."""
    file = said(env, dotenv, []).get("catalogue")
    return Settings(catalogue=file) if file else Settings()


def mistakes(settings: Settings) -> list[str]:
    """What is wrong with the catalogue."""
    try:
        read_catalogue(settings)
    except (CatalogueError, ConfigurationError) as error:
        return list(map(str, error.problems))
    return []


def read_catalogue(settings: Settings) -> Catalogue:
    """Raises ``CatalogueError`` with every mistake in the file, ``ConfigurationError`` when it cannot be read. Only the
    usual ``muster.yaml`` may be missing."""
    file = settings.catalogue
    if not file.exists() and "catalogue" not in settings.model_fields_set:
        return default_catalogue()
    try:
        words = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "is not text in UTF-8"
        raise ConfigurationError([f"MUSTER_CATALOGUE: {file} cannot be read: {why}"]) from error
    return load(words, file.name, default_catalogue())
