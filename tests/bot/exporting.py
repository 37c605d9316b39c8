"""A team with a bit of everything, and its tables as they come out."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from bot.export import Selection, write_stream
from storage import Account, Activity, Community, Entry, Report, Risk, Role, Storage, Task, Team, Unit, Weekly

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)


async def a_team(storage: Storage, name: str = "Moms' desk", note: str = "quiet day") -> Team:
    """Mei of Telegram and Discord, Bob of Discord, one community, two figures, one of them corrected, a task,
    an activity that starts at midnight in Shanghai, a risk."""
    account = Account("telegram", f"{len(name)}501", "Mei 美", "mei_01")

    async def work(unit: Unit) -> Team:
        id = await unit.teams.add(Team(0, name, "zh_Hans", "Asia/Shanghai", "CN", "CNY"), AT)
        mei = await unit.people.add(id, account, Role.DIRECTOR, AT)
        await unit.accounts.keep(account, None)
        await unit.people.change(id, mei.id, titles=("content planner", "lead"))
        fans = await unit.communities.add(Community(0, id, "fans", "Fans"))
        for values, before in (
            ({"joined": Decimal(32), "revenue": Decimal("1204.5")}, {}),
            ({"joined": Decimal(23), "gone": None}, {"joined": 1}),
        ):
            await unit.numbers.file(Report(id, fans, DAY, mei.id, "telegram", AT, False, note), values, before)
        await unit.tasks.add(Task(0, id, 0, f"Greet {note}", AT, made_by=mei.id))
        await unit.activities.add(an_activity(id, f"Sale {note}", fans))
        await unit.risks.add(Risk(0, id, 0, "red", "opinion", f"Angry post {note}", AT, AT, raised_by=mei.id))
        await unit.weeklies.keep(
            Weekly(0, id, f"c{fans}", date(2026, 11, 23), 0, "filed", mei.id, AT, f"A fair {note}", "", "More", "")
        )
        await unit.journal.write(Entry(id, AT, mei.id, "telegram", "/daily joined 32", "filed"))
        await unit.journal.write(Entry(id, datetime(2026, 11, 23, 16, 0, tzinfo=UTC), None, "clock", "/nudge", "done"))
        return await unit.teams.get(id)

    return await storage.write(work)


def an_activity(team: int, name: str, community: int | None = None) -> Activity:
    start = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    return Activity(
        0, team, 0, name, "heavy", "sell", Decimal("2000.5"), Decimal(5000), Decimal(2000), Decimal(0), "", "",
        start - timedelta(days=3), start, start + timedelta(hours=6), start + timedelta(hours=54),
        start + timedelta(hours=102), AT, community=community, forecast=Decimal("2.5"),
    )  # fmt: skip


async def csv_rows(storage: Storage, kind: str, asked: Selection) -> list[dict[str, str]]:
    out = io.BytesIO()
    await write_stream(storage, kind, asked, "csv", out)
    return list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline="")))


def read_xlsx(file: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
