"""Risks as a table that other programs can read."""

from datetime import date

from bot.export import KINDS, Selection
from tests.town import Town

from .exporting import csv_rows


async def test_a_risk_is_a_row_with_when_each_step_was_done(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    await town.bob.says("/risk raise red kind:weather Gatehouse flooded")
    town.sleep(minutes=5)
    await town.ann.says("/risk ack 1")
    town.sleep(minutes=55)
    await town.ann.says("/risk solve 1")
    await town.bob.says("/risk verify 1 dry")
    (row,) = await csv_rows(town.storage, "risks", Selection([await town.team()]))
    assert tuple(row) == KINDS["risks"].columns
    assert row == {
        "workspace": "Mums club", "id": "1", "level": "red", "kind": "weather", "title": "Gatehouse flooded",
        "state": "closed", "raised_by": "Bob", "raised_at": "2026-11-24T20:00:00+08:00", "acked_by": "Ann",
        "acked_at": "2026-11-24T20:05:00+08:00", "statement_at": "", "solved_at": "2026-11-24T21:00:00+08:00",
        "closed_at": "2026-11-24T21:00:00+08:00",
    }  # fmt: skip
    tomorrow = date(2026, 11, 25)
    assert await csv_rows(town.storage, "risks", Selection([await town.team()], tomorrow)) == []
