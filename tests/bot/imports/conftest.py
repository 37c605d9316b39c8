import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Storage, open_storage

from .desk import Desk, a_desk


@pytest.fixture
async def desk(sqlite_storage: Storage, tmp_path: Path) -> Desk:
    return await a_desk(sqlite_storage, tmp_path)


@pytest.fixture
async def elsewhere(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    """The same team in another deployment, without any numbers."""
    shutil.copyfile(sqlite_template, tmp_path / "elsewhere.db")
    storage = open_storage(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    yield await a_desk(storage, tmp_path)
    await storage.close()
