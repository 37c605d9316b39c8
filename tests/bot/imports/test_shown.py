"""What the channels show already follows a file that comes in, as it follows what people type."""

from pathlib import Path

import pytest

from bot import imports
from tests.town import Post, Town

FILE = "date,community,joined,active\n2026-11-24,mums-club,40,1200\n2026-11-24,moms,7,\n2026-11-23,moms,5,\n"


@pytest.fixture
async def evening(town: Town) -> Town:
    """Bob has reported one community of two, and the digest stands."""
    town.carries = True
    await town.founded("moms")
    await town.bob.says("/daily mums-club joined 32 active 1200")
    await town.sleep_until("2026-11-24 22:30")
    return town


async def brings(town: Town, folder: Path, content: str = FILE) -> list[Post]:
    """An operator imports a file; what the clock does then."""
    (folder / "history.csv").write_text(content)
    file = folder / "history.csv"
    await imports.numbers(
        town.storage, await town.team(), town.metrics, file, town.now, lambda _: None, lambda _: True
    )  # fmt: skip
    return await town.sleep_until("2026-11-24 22:31")


async def test_the_digest_that_stands_is_corrected_and_filled_up(evening: Town, tmp_path: Path) -> None:
    (remade,) = await brings(evening, tmp_path)
    assert remade.letter.card == "digest:2026-11-24"
    assert remade.letter.edits
    assert "• Corrected 22:30 by import (Mums club: new members 32 → 40)" in remade
    assert "• Filled up 22:30 by import (moms)" in remade
    assert "moms: new members 7" in remade


async def test_nothing_is_remade_for_a_file_that_is_known(evening: Town, tmp_path: Path) -> None:
    assert await brings(evening, tmp_path, "date,community,joined\n2026-11-24,mums-club,32\n") == []


async def test_the_stand_up_board_of_the_day_follows(evening: Town, tmp_path: Path) -> None:
    await evening.sleep_until("2026-11-25 09:40")
    (tmp_path / "more.csv").write_text(FILE)
    team, file = await evening.team(), tmp_path / "more.csv"
    await imports.numbers(evening.storage, team, evening.metrics, file, evening.now, lambda _: None, lambda _: True)
    posts = await evening.sleep_until("2026-11-25 09:41")
    assert {post.letter.card for post in posts} == {"digest:2026-11-24", "standup:2026-11-25"}
