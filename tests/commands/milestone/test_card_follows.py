"""The card of a milestone follows its tasks."""

from tests.commands.task.crew import Crew, crew
from tests.town import Town


async def _team(town: Town) -> Crew:
    team = await crew(town)
    await team.ann.says('/milestone add Landing page goal:"1,000 members" due:12-18')
    await team.bob.says("/task add Write the text milestone:1")
    await team.bob.says("/task add Draw the picture milestone:1")
    await team.town.looks_at_the_clock()
    return team


async def test_the_card_counts_the_tasks_that_are_done(town: Town) -> None:
    team = await _team(town)
    await team.bob.says("/task claim 1")
    await team.bob.says("/task done 1")
    (card,) = [post for post in await town.looks_at_the_clock() if post.letter.card == "milestone:1"]
    assert "1 of 2 tasks are done" in card


async def test_a_task_that_belongs_elsewhere_now_is_counted_no_more(town: Town) -> None:
    team = await _team(town)
    await team.bob.says("/task edit 2 milestone:-")
    (card,) = [post for post in await town.looks_at_the_clock() if post.letter.card == "milestone:1"]
    assert "0 of 1 task is done" in card
