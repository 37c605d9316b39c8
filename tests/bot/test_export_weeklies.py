"""Weekly reports as a table that other programs can read."""

from datetime import date

from bot.export import KINDS, Selection
from tests.town import Town

from .exporting import csv_rows


async def test_every_version_is_a_row_with_its_people_and_communities_by_name(town: Town) -> None:
    await town.founded("moms", "fans")
    await town.bob.says('/weekly edit me highlights:"=40 orders" problems:rain plan:talks help:none')
    await town.sleep_until("2026-11-27 10:00")
    await town.bob.says("/weekly file me")
    await town.ann.says("/weekly edit communities:fans,moms highlights:both")
    draft, filed, both = sorted(
        await csv_rows(town.storage, "weeklies", Selection([await town.team()])),
        key=lambda row: (row["subject"], row["version"]),
    )
    assert tuple(draft) == KINDS["weeklies"].columns
    assert filed == {
        "workspace": "Mums club", "subject": "Bob", "week": "2026-W48", "version": "2", "state": "filed",
        "filed_by": "Bob", "filed_at": "2026-11-27T10:00:00+08:00", "highlights": "'=40 orders", "problems": "rain",
        "plan": "talks", "help": "none",
    }  # fmt: skip
    assert (draft["version"], draft["state"]) == ("1", "draft")
    assert (both["subject"], both["filed_by"], both["state"]) == ("moms,fans", "Ann", "draft")


async def test_a_week_belongs_to_the_day_of_its_monday(town: Town) -> None:
    await town.founded()
    await town.bob.says("/weekly edit me highlights:x")
    for day, rows in ((22, 0), (23, 1), (24, 0)):
        on = date(2026, 11, day)
        assert len(await csv_rows(town.storage, "weeklies", Selection([await town.team()], on, on))) == rows


async def test_it_can_be_ordered_in_the_chat(town: Town) -> None:
    await town.founded()
    for word in ("weeklies", "周报", "週報"):
        assert "The file is being made" in await town.ann.in_private().says(f"/export {word} last month")
