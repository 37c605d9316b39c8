"""Goals against what was reached."""

from commands.kit import Said, text
from commands.kit.reply import Printable

from .month import Month
from .targets import judged, pictures, table
from .ways import ways

TITLE = text("Goals")
MEANING = text(
    "✓ reached, ✗ missed; of weekly or daily targets: in how many of the month's weeks or days; of a goal with a date: "
    "whether it is on its way."
)
COUNTED = text("{done} of {n} goal reached or on its way", "{done} of {n} goals reached or on their way")


async def chapter(month: Month) -> list[Printable]:
    lines, paths = await judged(month), await ways(month)
    if not (lines or paths):
        return []
    rows = [*(row for _, row in paths), *(line.row for line in lines)]
    return [MEANING(), table(rows), *pictures(month.ctx, await month.figures(), lines)]


async def brief(month: Month) -> list[Said]:
    done = [*(well for well, _ in await ways(month)), *(line.reached for line in await judged(month))]
    return [COUNTED(n=len(done), done=sum(done))] if done else []
