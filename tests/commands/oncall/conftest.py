import pytest

from tests.commands.task.crew import Crew, crew
from tests.town import Town


@pytest.fixture
async def team(town: Town) -> Crew:
    return await crew(town)
