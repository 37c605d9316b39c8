"""The demo for every test of its own, and a visitor where Debian's chromium is there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage import Storage

from .site import CHROMIUM, Site, Visitor, browser, site


@pytest.fixture
async def desk(sqlite_storage: Storage, tmp_path: Path) -> AsyncIterator[Site]:
    files = tmp_path / "files"
    files.mkdir()
    async with site(sqlite_storage, files) as found:
        yield found


@pytest.fixture
async def lived(sqlite_storage: Storage, tmp_path: Path) -> AsyncIterator[Site]:
    """The demo as a first visitor finds it."""
    async with site(sqlite_storage, tmp_path, lived=True) as found:
        yield found


@pytest.fixture
async def mei(desk: Site) -> AsyncIterator[Visitor]:
    """Lin Mei at the page, in the team's group, where nobody has said anything yet."""
    async with visitor(desk) as found:
        yield found


@pytest.fixture
async def guest(lived: Site) -> AsyncIterator[Visitor]:
    """A first visitor."""
    async with visitor(lived) as found:
        yield found


@asynccontextmanager
async def visitor(desk: Site) -> AsyncIterator[Visitor]:
    """What the browser complains about fails the test."""
    if not CHROMIUM.exists():
        pytest.skip("Debian's chromium is not installed: apt-get install chromium")
    async with browser(viewport={"width": 1280, "height": 860}) as context:
        found = Visitor(await context.new_page(), desk.url)
        yield await found.arrives()
        assert found.troubles == []
