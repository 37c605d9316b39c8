from dataclasses import replace

import pytest

from tests.commands.task.crew import Crew, crew
from tests.town import Town


@pytest.fixture
async def team(town: Town) -> Crew:
    """Letters arrive, so that what was said stands and is edited. Ann leads; Bob, then Dee, are on call."""
    found = await crew(replace(town, carries=True))
    await found.ann.says("/oncall rota primary:@bob backup:@dee rotation:daily handover:09:00")
    for _ in range(2):  # that they are on call now, too
        await found.town.looks_at_the_clock()
    return found
