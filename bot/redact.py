"""Secrets are taken out of every text that leaves the process for people or for a log."""

import json
import re
from collections.abc import Iterable

SHORTEST = 5
"""A shorter "secret" is a word of the language; taking it out would black out everything."""

_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    # Telegram's bot token, also behind the "bot" of an address.
    (re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}"), "[telegram token]"),
    # Discord's bot token: id, time and signature in base64.
    (re.compile(r"(?<![\w.-])[A-Za-z0-9_-]{18,30}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}"), "[discord token]"),
    # Interaction and webhook tokens are good for messages in our name; the first stand in addresses or alone.
    (re.compile(r"((?:webhooks|interactions)/\d+/)[^/\s?\"'\\]+"), r"\1[token]"),
    (re.compile(r"aW50ZXJhY3Rpb246[A-Za-z0-9_=-]+"), "[interaction token]"),
    (re.compile(r"(oncall/)[^/\s?\"'\\]+(\.ics)"), r"\1[token]\2"),
    (re.compile(r"(://[^\s:/@\"']*:)[^\s@/]+(@)"), r"\1[password]\2"),
    (re.compile(r"(?i)(authorization['\"]?\s*[:=,]\s*['\"]?(?:(?:bot|bearer|basic)\s+)?)[^\s'\",]+"), r"\1[secret]"),
    (re.compile(r"(?i)(secret[-_]token['\"]?\s*[:=,]\s*['\"]?)[^\s'\",]+"), r"\1[secret]"),
)


class Redactor:
    """Takes out the exact secrets of the settings, and whatever has the shape of a secret of others."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        exact = {form for secret in secrets if len(secret) >= SHORTEST for form in (secret, json.dumps(secret)[1:-1])}
        # The longest first: one secret may be the beginning of another.
        words = "|".join(re.escape(form) for form in sorted(exact, key=len, reverse=True))
        self._exact = re.compile(words) if words else None

    def __call__(self, text: str) -> str:
        if self._exact is not None:
            text = self._exact.sub("[secret]", text)
        for shape, instead in _SHAPES:
            text = shape.sub(instead, text)
        return text
