"""Where settings stand: in the environment, in a ``.env`` file, or in files that are named there."""

from collections.abc import Iterable, Mapping
from pathlib import Path

LONGEST_FILE = 64 * 1024
"""Bytes. A secret is short; a longer file is another file."""


def dotenv(path: Path | None, problems: list[str]) -> dict[str, str]:
    """What a ``.env`` file says; it need not be there. ``problems`` takes what is wrong."""
    if path is None or not path.is_file():
        return {}
    from dotenv import dotenv_values

    try:
        return {name: value for name, value in dotenv_values(path, interpolate=False).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path}: cannot be read ({type(error).__name__})")
        return {}


def stated(names: Iterable[str], given: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    """The known names with a value, those of ``*_FILE`` read."""
    found = {}
    for name in names:
        value, file = given.get(name, "").strip(), given.get(f"{name}_FILE", "").strip()
        if value and file:
            problems.append(f"{name} and {name}_FILE are both set: keep one")
        elif file:
            value = _content(f"{name}_FILE", Path(file), problems)
        if value:
            found[name] = value
    return found


def _content(name: str, path: Path, problems: list[str]) -> str:
    try:
        if path.stat().st_size > LONGEST_FILE:
            problems.append(f"{name}: {path} is too long to hold one value")
            return ""
        value = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError, ValueError) as error:
        problems.append(f"{name}: {path} cannot be read ({getattr(error, 'strerror', None) or 'not text'})")
        return ""
    if not value:
        problems.append(f"{name}: {path} is empty")
    return value
