"""The town that most tests of the storage happen in."""

import pytest

from storage import Storage

from .town import Town, settle
from .twice import Twice


@pytest.fixture
async def town(storage: Storage) -> Town:
    return await settle(storage)


@pytest.fixture(autouse=True)
def _twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite every statement that is kept ready must find what SQLAlchemy finds."""
    monkeypatch.setattr("storage.hand.Direct", Twice)
