"""Drivers' errors become the errors of this package, at the border."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from .errors import Busy, Full, StorageError, Taken

_BUSY = ("database is locked", "database table is locked", "busy")
_FULL = ("database or disk is full", "disk i/o error", "no space left")
RETRY = {"40001", "40P01"}
"""PostgreSQL: serialization failure, deadlock. The whole unit of work is done again."""


def sqlstate(error: BaseException) -> str:
    return str(getattr(getattr(error, "orig", None), "sqlstate", "") or "")


@contextmanager
def translated() -> Iterator[None]:
    """Raise ``StorageError``s instead of drivers' errors."""
    try:
        yield
    except IntegrityError as error:
        raise Taken(_line(error)) from error
    except (OperationalError, PoolTimeout) as error:
        words = str(error).lower()
        kind = Busy if any(sign in words for sign in _BUSY) or isinstance(error, PoolTimeout) else StorageError
        kind = Full if any(sign in words for sign in _FULL) else kind
        raise kind(_line(error)) from error
    except DBAPIError as error:
        raise (Busy if sqlstate(error) in RETRY else StorageError)(_line(error)) from error


def _line(error: Exception) -> str:
    """What the driver says, without the statement and its parameters: those are people's words."""
    cause = getattr(error, "orig", None) or error
    return f"{type(cause).__name__}: {str(cause).splitlines()[0]}" if str(cause) else type(cause).__name__
