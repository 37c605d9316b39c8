"""Drivers' errors become the errors of this package, where they happen: inside a unit of work already."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from .errors import Busy, Full, Impossible, StorageError, Taken

UNIQUE = "23505"
UNFIT = ("22", "23")
"""Classes: a value that no column takes, and one that breaks a rule of the table."""
BUSY = {
    "40001",  # two units would not have been possible one after the other
    "40P01",  # two units wait for each other
    "55P03",  # a lock was not given in time
    "57P01", "57P02", "57P03",  # the server is stopping or starting
    "25006",  # the server became a read-only copy
    "53300",  # too many connections
}  # fmt: skip
FULL = {"53100", "53200"}

_BUSY = ("database is locked", "database table is locked", "database schema is locked")
_FULL = ("database or disk is full", "disk i/o error", "no space left")


def translate(engine: Engine) -> None:
    """From now on statements of this engine raise ``StorageError``s."""

    def failed(context: ExceptionContext) -> StorageError | None:
        error = context.sqlalchemy_exception
        return _told(error) if isinstance(error, DBAPIError) and not context.is_pre_ping else None

    event.listen(engine, "handle_error", failed, retval=True)


@contextmanager
def translated() -> Iterator[None]:
    """For what is no statement: getting a connection, and binding values. A value that no column takes stays a
    ``TypeError`` or ``ValueError``: that is a bug of the caller, not trouble with the memory."""
    try:
        yield
    except PoolTimeout as error:
        raise Busy("every connection to the database is in use") from error
    except sqlite3.Error as error:
        raise named(error) from error
    except DBAPIError as error:
        raise _told(error) from error.orig
    except StatementError as error:
        raise (error.orig or error) from error


def _told(error: DBAPIError) -> StorageError:
    broken = error.connection_invalidated
    return named(error.orig or error, unique=isinstance(error, IntegrityError), broken=broken)


def named(error: BaseException, *, unique: bool = False, broken: bool = False) -> StorageError:
    """A driver's error in our words, without the statement and its parameters: those are people's words."""
    code, words = str(getattr(error, "sqlstate", None) or ""), str(error).lower()
    line = str(error).partition("\n")[0].rpartition("'>: ")[2] or type(error).__name__
    if unique or isinstance(error, sqlite3.IntegrityError) or code.startswith(UNFIT):
        return (Taken if code == UNIQUE or words.startswith("unique constraint failed") else Impossible)(line)
    if code in FULL or any(sign in words for sign in _FULL):
        return Full(line)
    if code in BUSY or broken or any(sign in words for sign in _BUSY):
        return Busy(line)
    return StorageError(line)
