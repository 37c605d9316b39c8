"""Whether the memory can be opened, is up to date and whole; and what it knows of chats and people."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.settings import Settings
from storage import Account, Busy, Newer, Person, Place, Storage, StorageError, Team, Unit, open_storage
from storage.migrate import drift, missing

from .finding import Finding, bad, ok, warn

NAMED = 10
"""So many people are named; the others are counted."""


@dataclass(slots=True)
class Known:
    """What the database says of the world outside."""

    bound: list[Place] = field(default_factory=list)
    teams: list[tuple[Team, list[tuple[Person, Account]]]] = field(default_factory=list)

    def places(self, platform: str) -> list[Place]:
        return [place for place in self.bound if place.address.platform == platform]

    def reach(self) -> Iterator[Finding]:
        """Whom a nudge can reach: on Telegram a bot cannot write first."""
        for team, accounts in self.teams:
            people = {person.id: person.name for person, _ in accounts}
            open_to_us = {person.id for person, account in accounts if account.direct or account.platform == "discord"}
            deaf = [name for id, name in people.items() if id not in open_to_us]
            part = f"reach of {team.name}"
            if not deaf:
                yield ok(part, f"all {len(people)} people can be written to in private")
                continue
            more = f" and {len(deaf) - NAMED} more" if len(deaf) > NAMED else ""
            who = ", ".join(deaf[:NAMED]) + more
            yield warn(part, f"{len(deaf)} of {len(people)} people must open the bot's private chat once: {who}")


async def look_into(settings: Settings) -> tuple[list[Finding], Known]:
    file = settings.database_file
    if file is not None and not file.is_file():
        return [warn("database", f"{file} is not there yet; run makes it")], Known()
    storage = open_storage(settings.database)
    try:
        findings = [finding async for finding in _state(storage, sqlite=file is not None)]
        known = await storage.read(_known) if all(finding.level != "bad" for finding in findings) else Known()
    except Busy as error:
        return [warn("database", f"somebody else holds it just now: {error}")], Known()
    except (StorageError, OSError) as error:
        return [bad("database", f"cannot be used: {error}")], Known()
    finally:
        await storage.close()
    return findings, known


async def _state(storage: Storage, *, sqlite: bool) -> AsyncIterator[Finding]:
    if sqlite:
        wrong = await storage.inspect(_damage)
        if wrong:
            yield bad("database", f"is damaged, restore a backup: {wrong[0]}")
            return
    try:
        steps = await storage.inspect(missing)
    except Newer as error:
        yield bad("database", str(error))
        return
    if steps:
        yield bad("database", f"{len(steps)} steps behind this version: python -m bot migrate, or run")
    elif differs := await storage.inspect(drift):
        yield bad(
            "database", f"its tables differ from those of this version in {len(differs)} places; restore a backup"
        )
    else:
        yield ok("database", "opens, is whole and up to date" if sqlite else "opens and is up to date")


async def _damage(db: AsyncConnection) -> list[str]:
    found = [str(row[0]) for row in await db.exec_driver_sql("PRAGMA quick_check(5)")]
    await db.rollback()
    return [line for line in found if line != "ok"]


async def _known(unit: Unit) -> Known:
    known = Known()
    for team in await unit.teams.all():
        known.bound += await unit.places.of(team.id)
        known.teams.append((team, await unit.people.names(team.id)))
    return known
