import pytest

from tests.redbooks import founded, planted
from tests.town import Town


@pytest.fixture
async def october(town: Town) -> Town:
    """It is the first working day of November, a quarter to ten; October has something of everything."""
    await founded(town, "moms", "runners")
    await planted(town)
    await town.sleep_until("2026-11-02 09:45")
    return town
