"""The metrics of this deployment: the built-in ones, changed by the operator's file where there is one."""

from commands.kit.metrics import Catalogue, default_catalogue, load

from .settings import ConfigurationError, Settings


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
