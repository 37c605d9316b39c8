"""What an address must look like, told in words that help."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

VISIBLE = re.compile(r"[\x21-\x7e]+")
"""Letters, digits and signs of ASCII, without blanks."""


def check_address(value: str, *schemes: str) -> str:
    """The address itself. Raises ``ValueError`` when it is none of these schemes or carries more than a place."""
    wanted = " or ".join(f"{scheme}://" for scheme in schemes)
    try:
        parts = urlsplit(value)
        sound = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not VISIBLE.fullmatch(value):
        raise ValueError(f"must be an address with {wanted}")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("must be an address without name, password, ? and #")
    return value


def check_database(url: str) -> None:
    """Raises ``ValueError``; the words never repeat the address, which may hold a password."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ValueError("is not an address; signs such as @ / # in a password are written as %40 %2F %23") from None
    if parts.scheme in ("sqlite", "sqlite+aiosqlite"):
        file = url.partition(":///")[2]
        if not file or "?" in file or ":memory:" in file:
            raise ValueError("a SQLite address is sqlite:///FILE, three slashes, without ?")
    elif parts.scheme in ("postgresql", "postgresql+asyncpg"):
        if not parts.path.strip("/"):
            raise ValueError("names no database: postgresql+asyncpg://USER:PASSWORD@HOST/DATABASE")
    else:
        raise ValueError("must be sqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/DATABASE")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches it."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
