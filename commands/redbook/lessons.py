"""What the month taught: modules to use again, and pitfalls."""

from commands.kit import Bullets, Ctx, Heading, Said, Text, text
from commands.kit.hints import verbatim
from commands.kit.periods import Period
from commands.kit.reply import Printable
from storage import Lesson, LessonKind

from .month import Span

TITLE = text("Lessons")
KINDS: dict[LessonKind, Text] = {"reusable": text("Reusable modules"), "pitfall": text("Pitfalls")}
COUNTED = text("{n} lesson kept", "{n} lessons kept")


async def chapter(ctx: Ctx, period: Period) -> list[Printable]:
    found = await _of(ctx, period)
    blocks: list[Printable] = []
    for kind, title in KINDS.items():
        if mine := [lesson for lesson in found if lesson.kind == kind]:
            blocks += [Heading(title()), Bullets(tuple(verbatim(lesson.words) for lesson in mine))]
    return blocks


async def brief(ctx: Ctx, period: Period) -> list[Said]:
    found = await _of(ctx, period)
    return [COUNTED(n=len(found))] if found else []


async def _of(ctx: Ctx, period: Period) -> list[Lesson]:
    """Those kept in the month that are still in the library, the oldest first."""
    span = Span(ctx, period)
    return [lesson for lesson in reversed(await ctx.store.lessons.found(ctx.team.id)) if lesson.made_at in span]
