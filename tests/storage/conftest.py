"""The town that most tests of the storage happen in."""

import pytest

from storage import Storage

from .town import Town, settle


@pytest.fixture
async def town(storage: Storage) -> Town:
    return await settle(storage)
