"""Milestones and their tasks, put up with one line each."""

from tests.commands.task.crew import Crew
from tests.town import Answer


async def milestone(team: Crew, title: str, due: str, *more: str, goal: str = "Grow") -> Answer:
    """Ann adds one."""
    return await team.ann.says(f'/milestone add {title} goal:"{goal}" due:"{due}" {" ".join(more)}')


async def task_of(team: Crew, number: int, title: str, *more: str) -> int:
    """A task that leads to a milestone. Returns its number."""
    answer = await team.bob.says(f"/task add {title} {' '.join(more)}")
    task = int(answer.text.split(":")[0].removeprefix("Task "))
    storage, first = team.town.storage, await team.town.team()
    found = await storage.read(lambda unit: unit.tasks.get(first.id, task))
    stage = await storage.read(lambda unit: unit.milestones.get(first.id, number))
    assert found is not None
    assert stage is not None
    await storage.write(lambda unit: unit.tasks.change(found.id, milestone=stage.id))
    return task
