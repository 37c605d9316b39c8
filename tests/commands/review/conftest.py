import pytest

from tests.town import Town

from .friday import Friday, friday


@pytest.fixture
async def team(town: Town) -> Friday:
    return await friday(town)
