"""Goals and objectives on both databases: numbered within a team, ended once."""

from decimal import Decimal

from storage import Goal, Objective, Storage

from .town import NOON, settle

DAY = NOON.date()


async def test_numbers_count_within_a_team_and_a_goal_ends_once(storage: Storage) -> None:
    town = await settle(storage)
    for team in (town.lake, town.hill, town.lake):
        goal = Goal(0, team, 0, "members", "level", Decimal("1.2345"), DAY, NOON)
        made = await storage.write(lambda unit, goal=goal: unit.goals.add(goal))  # type: ignore[misc]
    assert (made.number, made.target) == (2, Decimal("1.2345"))
    assert await storage.write(lambda unit: unit.goals.end(made.id, "reached", ended_at=NOON))
    assert not await storage.write(lambda unit: unit.goals.end(made.id, "missed", ended_at=NOON))
    going = await storage.read(lambda unit: unit.goals.listed(town.lake, ["open"]))
    assert [one.number for one in going] == [1]


async def test_a_closed_objective_is_listed_only_with_the_ended(storage: Storage) -> None:
    town = await settle(storage)
    one = await storage.write(lambda unit: unit.goals.add_objective(Objective(0, town.lake, 0, "海" * 200, NOON)))
    await storage.write(lambda unit: unit.goals.change_objective(one.id, ended_at=NOON))
    assert await storage.read(lambda unit: unit.goals.objectives(town.lake)) == []
    assert len(await storage.read(lambda unit: unit.goals.objectives(town.lake, ended=True))) == 1
    assert await storage.read(lambda unit: unit.goals.objective(town.hill, 1)) is None
