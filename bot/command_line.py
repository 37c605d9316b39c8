"""What the commands of the command line have in common: settings, the memory, and which team is meant."""

import os
import re
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from storage import Storage, Team
    from storage.backup import Backup

    from .ending import Ending
    from .settings import Settings

DOTENV = Path(".env")

T = TypeVar("T")


def ending(verbose: bool) -> "AbstractContextManager[Ending]":
    from .ending import Ending

    return Ending(verbose=verbose)()


def read(ending: "Ending", *, chats: bool = False, catalogue: bool = True) -> "Settings":
    """The settings; from now on no secret of theirs is said. ``chats``: one of them must have a token; ``catalogue``:
    it must be sound."""
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


def existing(settings: "Settings", *, demo: bool = True) -> "Settings":
    """With a database that is there: looking at it must not make one. Without any of its own, the demo's is meant; with
    ``demo=False`` it has to be named."""
    file = settings.database_file
    if file is None or file.is_file():
        return settings
    sample = settings.for_demo()
    if sample.database_file is None or not sample.database_file.is_file():
        raise FileNotFoundError(f"there is no database at {file}")
    if not demo:
        raise FileNotFoundError(f"there is no database at {file}; MUSTER_DATA_DIR={sample.data_dir} means the demo's")
    typer.echo(f"reading the demo's data in {sample.database_file}", err=True)
    return sample


async def with_storage(settings: "Settings", work: "Callable[[Storage], Awaitable[T]]") -> T:
    from storage import open_storage

    storage = open_storage(settings.database)
    try:
        return await work(storage)
    finally:
        await storage.close()


def chosen(teams: "list[Team]", word: str) -> "list[Team]":
    """The team that ``--workspace`` names; all (there is one) without it."""
    from commands.kit import fold, nearest

    if not teams:
        raise LookupError("there is no team in this database yet")
    if not word:
        if len(teams) > 1:
            names = ", ".join(team.name for team in teams[:20])
            misused("--workspace", f"there are {len(teams)} teams, which one? {names}")
        return teams
    found = [team for team in teams if fold(team.name) == fold(word)]
    found = found or [team for team in teams if str(team.id) == word]
    if len(found) > 1:
        misused("--workspace", f"several teams are called that; by number: {', '.join(str(t.id) for t in found)}")
    if not found:
        near = nearest(word, [team.name for team in teams]) or [team.name for team in teams[:3]]
        misused("--workspace", f"there is no team {word!r}; did you mean {' or '.join(near)}?")
    return found


async def team(storage: "Storage", word: str) -> "Team":
    """The one team that is meant, in a database that this version knows. Raises ``StorageError`` otherwise."""
    from storage import StorageError
    from storage.steps import up_to_date

    if not await storage.inspect(up_to_date):
        raise StorageError("the database is of another version: python -m bot migrate, or run, brings it up to date")
    return chosen(await storage.read(lambda unit: unit.teams.all()), word)[0]


def asking(dry_run: bool, yes: bool) -> "Callable[[str], bool] | None":
    """How to get a yes; ``None`` when nothing is to be done."""
    if dry_run:
        return None
    return (lambda _: True) if yes else typer.confirm


def day(option: str, word: str) -> date | None:
    if not word:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word, re.ASCII):
            return date.fromisoformat(word)
    except ValueError:
        pass
    return misused(option, f"{word!r} is not a day such as 2026-11-20")


def misused(option: str, why: str) -> NoReturn:
    raise typer.BadParameter(why, param_hint=option)


def contents(found: "Backup") -> str:
    """What a copy holds, in a few words."""
    told = [("workspaces", "team", "teams"), ("people", "person", "people")]
    told += [("communities", "community", "communities"), ("numbers", "figure", "figures")]
    each = ((found.rows.get(table, 0), one, many) for table, one, many in told)
    counts = ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in each)
    return f"{counts} (step {found.step})"


def counter(what: str) -> "Callable[[int], None] | None":
    """Shows on a terminal how far something is, in one line; ``None`` where nobody looks."""
    if not sys.stderr.isatty():
        return None

    def show(count: int) -> None:
        typer.echo(f"\r{count:,} {what}", nl=False, err=True)

    return show


def counted() -> None:
    """Take the line of the counter away."""
    if sys.stderr.isatty():
        typer.echo("\r\x1b[K", nl=False, err=True)


async def export(
    settings: "Settings", kind: str, workspace: str, first: date | None, last: date | None, format: str, out: str
) -> None:
    """Write a table to a file, or to standard output."""
    from .catalogue import read_catalogue
    from .export import Selection, write_file, write_stream

    async def work(storage: "Storage") -> None:
        teams = chosen(await storage.read(lambda unit: unit.teams.all()), workspace)
        asked = Selection(teams, first, last, read_catalogue(settings))
        if out == "-":
            await write_stream(storage, kind, asked, format, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            rows = await write_file(storage, kind, asked, format, Path(out), counter("rows"))
            counted()
            typer.echo(f"{rows} rows written to {out}", err=True)

    await with_storage(settings, work)


async def restore(settings: "Settings", file: Path, now: datetime) -> list[str]:
    """Put a copy in the place of the database; returns what to say of it."""
    from commands.kit.menu import Menu
    from commands.kit.plan import replan
    from storage import Unit
    from storage.restore import restore as put_back

    every = Menu.find().every

    async def plan(unit: Unit) -> None:
        for team in await unit.teams.all():
            await replan(unit, team.id, every, now)

    done = await put_back(settings.database, file, now, settings.data_dir, plan)
    epoch = done.epoch
    waited = f"{epoch.letters} letters, {epoch.timers} timers and {epoch.incoming} messages"
    former = [f"what was there before lies in {done.former}"] if done.former is not None else []
    return [
        f"restored; a new epoch begins at {epoch.began:%Y-%m-%d %H:%M:%S} UTC",
        f"{waited} that waited are not carried out again",
        *former,
    ]
