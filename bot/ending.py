"""How a command of the command line ends: 0 well, 2 usage, 78 configuration with every problem, 1 anything else in one
line. A trace is shown to those who ask for it, and no secret to anybody."""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from commands.kit.metrics import CatalogueError

from .redact import Redactor
from .settings import ConfigurationError

FAILED, CONFIGURATION = 1, 78


class Ending:
    """``redact`` is replaced when the settings, and with them the secrets, are known."""

    def __init__(self, *, verbose: bool) -> None:
        self.verbose = verbose or os.environ.get("MUSTER_LOG_LEVEL", "").lower() == "debug"
        self.redact = Redactor()

    @contextmanager
    def __call__(self) -> Iterator["Ending"]:
        try:
            yield self
        except ConfigurationError as error:
            self._say(*error.problems)
            raise typer.Exit(CONFIGURATION) from error
        except CatalogueError as error:
            self._say(*map(str, error.problems))
            raise typer.Exit(CONFIGURATION) from error
        except BrokenPipeError as error:
            # Whoever read us has gone; Python would complain once more while it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(FAILED) from error
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except Exception as error:
            if self.verbose:
                self._say(traceback.format_exc().rstrip())
            self._say(_line(error))
            raise typer.Exit(FAILED) from error

    def _say(self, *lines: str) -> None:
        for line in lines:
            typer.echo(self.redact(line), err=True)


def _line(error: Exception) -> str:
    words = str(error).partition("\n")[0]
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return words or type(error).__name__
