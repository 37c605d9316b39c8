"""``python -m bot``: what an operator can do. Everything heavy is imported by the command that needs it, so that help
is there at once."""

import os
import signal
import sys

if __name__ == "__main__" and sys.argv[1:2] in (["run"], ["demo"]):
    # Whoever asks for an end while the rest is being loaded gets it at once: nothing has been begun.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from storage import Storage, Team

    from .ending import Ending
    from .settings import Settings

DOTENV = Path(".env")

T = TypeVar("T")

cli = typer.Typer(
    name="python -m bot",
    help="Muster, an ops desk that lives in a team's chat.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Show the trace of an error.")]


@cli.command()
def run(verbose: Verbose = False) -> None:
    """Start every chat that has a token."""
    with _ending(verbose) as ending:
        settings = _settings(ending, chats=True)
        from . import app

        asyncio.run(app.run(settings))


@cli.command()
def demo(verbose: Verbose = False) -> None:
    """Open a local web chat with a sample team. No token is needed, and only this machine reaches it."""
    with _ending(verbose) as ending:
        settings = _settings(ending)
        from .settings import ConfigurationError

        if not settings.loopback:
            why = "the demo has no passwords, so it listens on this machine only: 127.0.0.1 or localhost"
            raise ConfigurationError([f"MUSTER_HTTP_HOST: {why}"])
        from . import app

        asyncio.run(app.demo(settings))


@cli.command()
def check(verbose: Verbose = False) -> None:
    """Tell what is wrong with settings, database, catalogue, tokens, and rights in each bound chat."""
    with _ending(verbose) as ending:
        from .app import now
        from .check import check_all

        raise typer.Exit(asyncio.run(check_all(os.environ, DOTENV, typer.echo, ending, now)))


@cli.command()
def export(
    kind: Annotated[str, typer.Argument(help="numbers, journal or people.", metavar="KIND")],
    workspace: Annotated[str, typer.Option(help="Name or number of the team; not needed when there is one.")] = "",
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day.")] = "",
    format: Annotated[str, typer.Option(help="csv, xlsx or json; from the name of the file unless given.")] = "",
    out: Annotated[str, typer.Option(metavar="FILE", help="Where to; - is standard output.")] = "-",
    verbose: Verbose = False,
) -> None:
    """Write what the team remembers as a table. Works while the desk is running.

    A csv FILE begins with the mark that lets Excel read it; standard output is plain UTF-8.
    """
    with _ending(verbose) as ending:
        from .export import FORMATS, KINDS

        if kind not in KINDS:
            _misused("KIND", f"unknown kind {kind!r}: there are {', '.join(KINDS)}")
        suffix = Path(out).suffix.lstrip(".").lower()
        format = format.lower() or (suffix if suffix in FORMATS else "csv")
        if format not in FORMATS:
            _misused("--format", f"unknown format {format!r}: there are {', '.join(FORMATS)}")
        since, until = _day("--from", first), _day("--to", last)
        if since and until and since > until:
            _misused("--to", f"{until} is before {since}")
        if out == "-" and format == "xlsx" and sys.stdout.isatty():
            _misused("--out", "a workbook is not for a terminal: name a file")
        settings = _existing(_settings(ending))
        asyncio.run(_export(settings, kind, workspace, since, until, format, out))


@cli.command()
def migrate(verbose: Verbose = False) -> None:
    """Bring the database to the state this version knows. ``run`` does it by itself."""
    with _ending(verbose) as ending:
        settings = _settings(ending, catalogue=False)
        from storage import lock

        from .settings import prepare_data_dir

        for warning in prepare_data_dir(settings):
            typer.echo(warning, err=True)
        held = lock(settings.database)
        steps = asyncio.run(_with_storage(settings, lambda storage: storage.migrate()))
        for line in steps or ["nothing to do"]:
            typer.echo(line)
        del held


@cli.command()
def health(verbose: Verbose = False) -> None:
    """Ask the desk running on this machine whether it lives (for a container's health check)."""
    with _ending(verbose) as ending:
        settings = _settings(ending, catalogue=False)
        from http.client import HTTPConnection, HTTPException

        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - called on, not listened on
        line = HTTPConnection(everywhere.get(settings.http_host, settings.http_host), settings.http_port, timeout=4)
        try:
            line.request("GET", "/livez")
            answer = line.getresponse()
            said, fine = answer.read(100).decode("ascii", "replace"), answer.status == 200
        except (OSError, HTTPException) as error:
            said, fine = f"no answer ({type(error).__name__})", False
        finally:
            line.close()
        typer.echo(said)
        raise typer.Exit(0 if fine else 1)


def _ending(verbose: bool) -> "AbstractContextManager[Ending]":
    from .ending import Ending

    return Ending(verbose=verbose)()


def _settings(ending: "Ending", *, chats: bool = False, catalogue: bool = True) -> "Settings":
    """``chats``: one of them must have a token; ``catalogue``: it must be sound."""
    from .log import setup

    os.umask(0o077)
    if catalogue:
        from .catalogue import read_sound

        settings = read_sound(os.environ, DOTENV, chats=chats)
    else:
        from .settings import read_settings

        settings = read_settings(os.environ, DOTENV)
    ending.redact = setup(settings)
    ending.verbose = ending.verbose or settings.log_level == "debug"
    return settings


def _existing(settings: "Settings") -> "Settings":
    """With a database that is there: reading must not make one. Without any of its own, the demo's is meant."""
    file = settings.database_file
    if file is None or file.is_file():
        return settings
    demo = settings.for_demo()
    if demo.database_file is not None and demo.database_file.is_file():
        typer.echo(f"reading the demo's data in {demo.database_file}", err=True)
        return demo
    raise FileNotFoundError(f"there is no database at {file}")


async def _export(
    settings: "Settings", kind: str, workspace: str, first: date | None, last: date | None, format: str, out: str
) -> None:
    from .catalogue import read_catalogue
    from .export import Selection, write_file, write_stream

    async def work(storage: "Storage") -> None:
        teams = _chosen(await storage.read(lambda unit: unit.teams.all()), workspace)
        asked = Selection(teams, first, last, read_catalogue(settings))
        if out == "-":
            await write_stream(storage, kind, asked, format, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            rows = await write_file(storage, kind, asked, format, Path(out))
            typer.echo(f"{rows} rows written to {out}", err=True)

    await _with_storage(settings, work)


async def _with_storage(settings: "Settings", work: "Callable[[Storage], Awaitable[T]]") -> T:
    from storage import open_storage

    storage = open_storage(settings.database)
    try:
        return await work(storage)
    finally:
        await storage.close()


def _chosen(teams: "list[Team]", word: str) -> "list[Team]":
    from commands.kit import fold, nearest

    if not teams:
        raise LookupError("there is no team in this database yet")
    if not word:
        if len(teams) > 1:
            names = ", ".join(team.name for team in teams[:20])
            _misused("--workspace", f"there are {len(teams)} teams, which one? {names}")
        return teams
    found = [team for team in teams if fold(team.name) == fold(word)]
    found = found or [team for team in teams if str(team.id) == word]
    if len(found) > 1:
        _misused("--workspace", f"several teams are called that; by number: {', '.join(str(t.id) for t in found)}")
    if not found:
        near = nearest(word, [team.name for team in teams]) or [team.name for team in teams[:3]]
        _misused("--workspace", f"there is no team {word!r}; did you mean {' or '.join(near)}?")
    return found


def _day(option: str, word: str) -> date | None:
    if not word:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word, re.ASCII):
            return date.fromisoformat(word)
    except ValueError:
        pass
    return _misused(option, f"{word!r} is not a day such as 2026-11-20")


def _misused(option: str, why: str) -> NoReturn:
    raise typer.BadParameter(why, param_hint=option)


if __name__ == "__main__":
    cli()
