"""Short keys out of names: typed in commands and carried on buttons, so they have no spaces and stay short."""

import re
import unicodedata

LONGEST = 30
"""Bytes: Telegram's buttons carry 64 in all."""


def slug(name: str) -> str:
    """``Mums club`` → ``mums-club``; Chinese names stay Chinese."""
    words = unicodedata.normalize("NFKC", name).casefold()
    key = re.sub(r"[\W_]+", "-", words).strip("-") or "community"
    while len(key.encode()) > LONGEST:
        key = key[:-1]
    return key.strip("-")
