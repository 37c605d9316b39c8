"""Running ``check`` on a folder, with a team in it or without; every line it says is searched for tokens."""

from datetime import UTC, datetime
from pathlib import Path

from bot.app import now
from bot.check import check_all
from bot.ending import Ending
from bot.ports import Clock
from storage import Account, Address, Role, Team, Unit, open_storage
from tests.services.telegram.server import TOKEN

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DISCORD_TOKEN = "MTA5NjQyNTk3ODQ1NjM0NDU3Ng.GhYkXz.canaryCanaryCanary0123456789abcdefghij"


async def checked(folder: Path, now: Clock = now, /, **env: str) -> tuple[int, list[str]]:
    lines: list[str] = []
    env = {f"MUSTER_{name.upper()}": value for name, value in env.items()}
    code = await check_all(
        {"MUSTER_DATA_DIR": str(folder)} | env, folder / ".env", lines.append, Ending(verbose=False), now
    )  # fmt: skip
    assert not any(secret in line for line in lines for secret in (TOKEN, TOKEN.partition(":")[2], DISCORD_TOKEN))
    return code, lines


async def a_team(folder: Path, *places: tuple[Address, str]) -> None:
    storage = open_storage(f"sqlite:///{folder / 'muster.db'}")
    await storage.migrate()

    async def work(unit: Unit) -> None:
        team = await unit.teams.add(Team(0, "Moms' desk", "en", "UTC", "GB", "GBP"), AT)
        for address, title in places:
            await unit.places.bind(team, address, title)
        for account in (Account("telegram", "1", "Mei", direct="1"), Account("telegram", "2", "Bob")):
            await unit.accounts.keep(account, None)
            await unit.people.add(team, account, Role.STAFF, AT)

    await storage.write(work)
    await storage.close()
    close_to_others(folder)


def close_to_others(folder: Path) -> None:
    (folder / "muster.db").chmod(0o600)
    folder.chmod(0o700)
