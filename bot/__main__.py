"""``python -m bot``: what an operator can do. Everything heavy is imported by the command that needs it, so that help
is there at once."""

import os
import signal
import sys

if __name__ == "__main__" and sys.argv[1:2] in (["run"], ["demo"]):
    # Whoever asks for an end while the rest is being loaded gets it at once: nothing has been begun.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from . import command_line as line

if TYPE_CHECKING:
    from storage import Storage


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
    with line.ending(verbose) as ending:
        settings = line.read(ending, chats=True)
        from . import app

        asyncio.run(app.run(settings))


@cli.command()
def demo(verbose: Verbose = False) -> None:
    """Open a local web chat with a sample team. No token is needed, and only this machine reaches it."""
    with line.ending(verbose) as ending:
        settings = line.read(ending)
        from .settings import ConfigurationError

        if not settings.loopback:
            why = "the demo has no passwords, so it listens on this machine only: 127.0.0.1 or localhost"
            raise ConfigurationError([f"MUSTER_HTTP_HOST: {why}"])
        from . import app

        asyncio.run(app.demo(settings))


@cli.command()
def check(verbose: Verbose = False) -> None:
    """Tell what is wrong with settings, database, catalogue, tokens, and rights in each bound chat."""
    with line.ending(verbose) as ending:
        from .app import now
        from .check import check_all

        raise typer.Exit(asyncio.run(check_all(os.environ, line.DOTENV, typer.echo, ending, now)))


@cli.command()
def export(
    kind: Annotated[
        str, typer.Argument(help="numbers, weeklies, tasks, activities, journal or people.", metavar="KIND")
    ],
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
    with line.ending(verbose) as ending:
        from .export import FORMATS, KINDS

        if kind not in KINDS:
            line.misused("KIND", f"unknown kind {kind!r}: there are {', '.join(KINDS)}")
        suffix = Path(out).suffix.lstrip(".").lower()
        format = format.lower() or (suffix if suffix in FORMATS else "csv")
        if format not in FORMATS:
            line.misused("--format", f"unknown format {format!r}: there are {', '.join(FORMATS)}")
        since, until = line.day("--from", first), line.day("--to", last)
        if since and until and since > until:
            line.misused("--to", f"{until} is before {since}")
        if out == "-" and format == "xlsx" and sys.stdout.isatty():
            line.misused("--out", "a workbook is not for a terminal: name a file")
        settings = line.existing(line.read(ending))
        asyncio.run(line.export(settings, kind, workspace, since, until, format, out))


File = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, readable=True)]
Workspace = Annotated[str, typer.Option(help="Name or number of the team; not needed when there is one.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what is in it.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
All = Annotated[bool, typer.Option("--all", help="List everything that is refused, however much it is.")]

imports = typer.Typer(help="Take in what the team has in files. Works while the desk is running.", no_args_is_help=True)
cli.add_typer(imports, name="import")


@imports.command("numbers")
def import_numbers(
    file: File,
    workspace: Workspace = "",
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook; the first unless given.")] = "",
    create_communities: Annotated[bool, typer.Option(help="Add communities that are not there.")] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    all: All = False,
    verbose: Verbose = False,
) -> None:
    """Take in figures from csv or xlsx: as ``export numbers`` writes them, or a date, a community and a column for each
    metric. Tells first what is understood and what is not, and asks."""
    with line.ending(verbose) as ending:
        from .catalogue import read_catalogue

        settings = line.existing(line.read(ending), demo=False)
        catalogue = read_catalogue(settings)

        async def work(storage: "Storage") -> None:
            from . import imports
            from .app import now

            team = await line.team(storage, workspace)
            count = None if dry_run else line.counter("figures")
            await imports.numbers(
                storage, team, catalogue, file, now(), typer.echo, line.asking(dry_run, yes),
                sheet=sheet, adding=create_communities, every_refusal=all, progress=count,
            )  # fmt: skip

        asyncio.run(line.with_storage(settings, work))


@imports.command("calendar")
def import_calendar(
    file: File,
    workspace: Workspace = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    all: All = False,
    verbose: Verbose = False,
) -> None:
    """Take in days off and working days from an ICS file, or from csv with day, works or kind, and name."""
    with line.ending(verbose) as ending:
        settings = line.existing(line.read(ending), demo=False)

        async def work(storage: "Storage") -> None:
            from . import imports
            from .app import now

            team = await line.team(storage, workspace)
            ask = line.asking(dry_run, yes)
            await imports.calendar(storage, team, file, now(), typer.echo, ask, every_refusal=all)

        asyncio.run(line.with_storage(settings, work))


@cli.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; in a folder it is named by the time.")],
    verify: Annotated[bool, typer.Option("--verify", help="Look through a copy instead of making one.")] = False,
    verbose: Verbose = False,
) -> None:
    """Copy everything to a file, and look through it. Works while the desk is running."""
    with line.ending(verbose) as ending:
        from storage import backup

        from .app import now

        settings = line.read(ending)
        if verify:
            found = backup.verify(target)
        else:
            settings = line.existing(settings, demo=False)
            if target.is_dir():
                target /= f"muster-{now():%Y%m%dT%H%M%SZ}{backup.suffix(settings.database)}"
            found = asyncio.run(backup.back_up(settings.database, target))
        typer.echo(f"{found.path} is whole: {line.contents(found)}")


@cli.command()
def restore(file: File, yes: Yes = False, verbose: Verbose = False) -> None:
    """Put a copy in the place of the database, which is kept beside it. The desk must not be running.

    What waited when the copy was made is not said or done again.
    """
    with line.ending(verbose) as ending:
        from storage import backup, lock

        from .app import now
        from .settings import prepare_data_dir

        settings = line.read(ending)
        prepare_data_dir(settings)
        # Whoever has to stop a desk first need not be asked before.
        if (held := lock(settings.database)) is not None:
            held.release()
        found = backup.verify(file)
        typer.echo(f"{file} is whole: {line.contents(found)}")
        if yes or typer.confirm("Put it in the place of the database?"):
            for said in asyncio.run(line.restore(settings, file, now())):
                typer.echo(said)


@cli.command()
def migrate(verbose: Verbose = False) -> None:
    """Bring the database to the state this version knows. ``run`` does it by itself."""
    with line.ending(verbose) as ending:
        settings = line.read(ending, catalogue=False)
        from storage import lock

        from .settings import prepare_data_dir

        for warning in prepare_data_dir(settings):
            typer.echo(warning, err=True)
        held = lock(settings.database)
        steps = asyncio.run(line.with_storage(settings, lambda storage: storage.migrate()))
        for step in steps or ["nothing to do"]:
            typer.echo(step)
        del held


@cli.command()
def health(verbose: Verbose = False) -> None:
    """Ask the desk running on this machine whether it lives (for a container's health check)."""
    with line.ending(verbose) as ending:
        settings = line.read(ending, catalogue=False)
        from http.client import HTTPConnection, HTTPException

        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - called on, not listened on
        call = HTTPConnection(everywhere.get(settings.http_host, settings.http_host), settings.http_port, timeout=4)
        try:
            call.request("GET", "/livez")
            answer = call.getresponse()
            said, fine = answer.read(100).decode("ascii", "replace"), answer.status == 200
        except (OSError, HTTPException) as error:
            said, fine = f"no answer ({type(error).__name__})", False
        finally:
            call.close()
        typer.echo(said)
        raise typer.Exit(0 if fine else 1)


if __name__ == "__main__":
    cli()
