"""Goals against what was reached."""

from commands.kit import Said, text
from commands.kit.reply import Printable

from .month import Month
from .targets import judged, pictures, table

TITLE = text("Goals")
MEANING = text("✓ reached, ✗ missed; of weekly targets: in how many of the month's weeks.")
COUNTED = text("{done} of {n} goal reached", "{done} of {n} goals reached")


async def chapter(month: Month) -> list[Printable]:
    found = await month.figures()
    lines = judged(month.ctx, found)
    return [MEANING(), table(lines), *pictures(month.ctx, found, lines)] if lines else []


async def brief(month: Month) -> list[Said]:
    lines = judged(month.ctx, await month.figures())
    return [COUNTED(n=len(lines), done=sum(one.reached for one in lines))] if lines else []
