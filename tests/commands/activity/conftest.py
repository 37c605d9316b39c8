import pytest

from tests.town import Town

from .crew import Crew, crew


@pytest.fixture
async def team(town: Town) -> Crew:
    return await crew(town)
