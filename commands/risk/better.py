"""What the team wants to do better next time, and the tasks that came of it: a part of what is drafted at the end."""

from collections.abc import Sequence

from commands.kit import Bullets, Button, Mono, Said, text
from commands.kit.clean import on_card
from commands.kit.reply import Block
from storage import RiskEntry

from .look import Look
from .story import made_of

IMPROVE = text("What we do better")
NOTHING_YET = text("Nothing yet. Whoever has an idea writes {line}.")
IDEA = text("{n}. {words} ({name})")
IDEA_TASK = text("{n}. {words} (task {task})")
TASK = text("Task {number}: {title}")
OTHERS = text("… and {n} more")
IDEA_BUTTON = text("Do better", context="button")
STORY = text("Story", context="button")
HOW_WELL = text("How well was it handled, 0 to 100? Those who took part are asked: {people}")

IDEAS, ON_LINE = 5, 80

Ideas = Sequence[tuple[RiskEntry, int | None]]


def ideas_of(story: Sequence[RiskEntry]) -> Ideas:
    """What people want to do better, each with the number of the task that it became."""
    tasks = {of: task for task, of, _ in (made_of(one) for one in story if one.deed == "action") if of}
    return [(one, tasks.get(one.id)) for one in story if one.deed == "improve"]


def better(look: Look) -> list[Block]:
    lines = _lines(look, ideas_of(look.story))
    line = Mono(f"/risk improve {look.risk.number} …")
    return [IMPROVE(), Bullets(tuple(lines)) if lines else NOTHING_YET(line=line)]


def _lines(look: Look, ideas: Ideas) -> list[Said]:
    """The newest ideas, and the tasks that came of something else."""
    lines = []
    for n, (one, task) in enumerate(ideas, 1):
        words = on_card(one.words, ON_LINE)
        said = IDEA(n=n, words=words, name=look.name(one.person))
        lines.append(said if task is None else IDEA_TASK(n=n, words=words, task=str(task)))
    made = [made_of(one) for one in look.story if one.deed == "action"]
    lines += [TASK(number=str(task), title=on_card(title, ON_LINE)) for task, of, title in made if not of]
    more = len(lines) - IDEAS
    return lines if more <= 0 else [*lines[:IDEAS], OTHERS(n=more)]


def story_button(number: int) -> Button:
    return Button(STORY(), f"/risk story {number}")
