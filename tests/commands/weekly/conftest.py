import pytest

from tests.town import Town


@pytest.fixture
async def desk(town: Town) -> Town:
    """Ann leads, Bob reports moms, Dee owns runners and readers, Eve watches. It is Tuesday evening; moms has figures
    of Monday and Tuesday of both weeks. All can be written to in private."""
    await town.founded("moms", "runners", "readers")
    await town.ann.says("/community archive mums-club")
    people = {name: town.person(name, town.ann.at) for name in ("Dee", "Eve")}
    for one in (town.bob, *people.values()):
        await one.says("/join")
        await one.in_private().says("/help")
    await town.ann.says("/role @eve observer")
    for key in ("runners", "readers"):
        await town.ann.says(f"/community edit {key} owner:@dee")
    for day, active, joined in (("11-16", 100, 10), ("11-17", 140, 20), ("11-23", 200, 15), ("11-24", 280, 30)):
        await town.bob.says(f"/daily community:moms date:2026-{day} active {active} engaged 60 joined {joined}")
    return town


@pytest.fixture
def dee(town: Town):  # type: ignore[no-untyped-def]
    return town.person("Dee", town.ann.at)


@pytest.fixture
def eve(town: Town):  # type: ignore[no-untyped-def]
    return town.person("Eve", town.ann.at)
