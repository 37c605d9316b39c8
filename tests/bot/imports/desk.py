"""A team with two communities, and an operator who brings files."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from bot import imports
from bot.export import Selection, write_file
from commands.kit.metrics import default_catalogue
from storage import Account, Community, NumberRow, Report, Role, Storage, Team, Unit

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AT = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
DAY = date(2026, 11, 23)


@dataclass
class Desk:
    storage: Storage
    folder: Path
    team: Team
    said: list[str] = field(default_factory=list)

    async def brings(
        self,
        content: str | bytes,
        *,
        name: str = "history.csv",
        dry: bool = False,
        sheet: str = "",
        adding: bool = False,
    ) -> str:
        """What she is told about the file; it is imported unless the run is dry or it cannot be used."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return await self.imports(path, dry=dry, sheet=sheet, adding=adding)

    async def imports(self, path: Path, *, dry: bool = False, sheet: str = "", adding: bool = False) -> str:
        self.said = []
        try:
            await imports.numbers(
                self.storage, self.team, default_catalogue(), path, NOW, self.said.append,
                None if dry else (lambda _: True), sheet=sheet, adding=adding,
            )  # fmt: skip
        except imports.Unusable as error:
            self.said.append(str(error))
        return "\n".join(self.said)

    async def exports(self, name: str) -> Path:
        await write_file(self.storage, "numbers", Selection([self.team]), name.partition(".")[2], self.folder / name)
        return self.folder / name

    async def rows(self) -> list[NumberRow]:
        """Everything, as an export has it."""

        async def work(unit: Unit) -> list[NumberRow]:
            return [row async for row in unit.numbers.rows(self.team.id, None, None)]

        return await self.storage.read(work)

    async def figures(self) -> list[tuple[str, str, str, str | None]]:
        """Community, day, metric and value of every version."""
        return [
            (row.community, f"{row.day:%m-%d}", row.metric, None if row.value is None else f"{row.value:f}")
            for row in await self.rows()
        ]

    async def files(self, day: date, values: Sequence[tuple[str, str]], note: str | None = None) -> None:
        """Mei reports figures of the fans."""

        async def work(unit: Unit) -> None:
            fans = (await unit.communities.of(self.team.id))[0].id
            mei = (await unit.people.of(self.team.id))[0].id
            history = await unit.numbers.history(self.team.id, fans, day, day)
            before = {metric: len(history[day, metric]) for metric, _ in values if (day, metric) in history}
            filed = Report(self.team.id, fans, day, mei, "telegram", AT, False, note)
            await unit.numbers.file(filed, {metric: Decimal(value) for metric, value in values}, before)

        await self.storage.write(work)


async def a_desk(storage: Storage, folder: Path, name: str = "Moms' desk") -> Desk:
    async def work(unit: Unit) -> Team:
        id = await unit.teams.add(Team(0, name, "zh_Hans", "Asia/Shanghai", "CN", "CNY"), AT)
        await unit.people.add(id, Account("telegram", f"{name}1", "Mei 美"), Role.DIRECTOR, AT)
        await unit.communities.add(Community(0, id, "fans", "粉丝团"))
        await unit.communities.add(Community(0, id, "moms", "Moms club"))
        return await unit.teams.get(id)

    return Desk(storage, folder, await storage.write(work))


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
