"""Goals against what was reached."""

from commands.kit import Ctx, Said, text
from commands.kit.periods import Period
from commands.kit.reply import Printable

from .figures import read
from .targets import judged, pictures, table

TITLE = text("Goals")
MEANING = text("✓ reached, ✗ missed; of weekly targets: in how many of the month's weeks.")
COUNTED = text("{done} of {n} goal reached", "{done} of {n} goals reached")


async def chapter(ctx: Ctx, period: Period) -> list[Printable]:
    found = await read(ctx, period)
    lines = judged(ctx, found)
    return [MEANING(), table(lines), *pictures(ctx, found, lines)] if lines else []


async def brief(ctx: Ctx, period: Period) -> list[Said]:
    lines = judged(ctx, await read(ctx, period))
    return [COUNTED(n=len(lines), done=sum(one.reached for one in lines))] if lines else []
