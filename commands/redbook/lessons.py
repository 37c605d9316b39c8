"""What the month taught: modules to use again, and pitfalls."""

from commands.kit import Bullets, Heading, Said, Text, text
from commands.kit.hints import verbatim
from commands.kit.reply import Printable
from storage import Lesson, LessonKind

from .month import Month

TITLE = text("Lessons")
KINDS: dict[LessonKind, Text] = {"reusable": text("Reusable modules"), "pitfall": text("Pitfalls")}
COUNTED = text("{n} lesson kept", "{n} lessons kept")


async def chapter(month: Month) -> list[Printable]:
    found = await _of(month)
    blocks: list[Printable] = []
    for kind, title in KINDS.items():
        if mine := [lesson for lesson in found if lesson.kind == kind]:
            blocks += [Heading(title()), Bullets(tuple(verbatim(lesson.words) for lesson in mine))]
    return blocks


async def brief(month: Month) -> list[Said]:
    found = await _of(month)
    return [COUNTED(n=len(found))] if found else []


async def _of(month: Month) -> list[Lesson]:
    """Those kept in the month that are still in the library, the oldest first."""
    return [
        lesson for lesson in reversed(await month.ctx.store.lessons.found(month.ctx.team.id)) if lesson.made_at in month
    ]
