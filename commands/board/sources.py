"""Behind a figure: who entered it, when, and what was there before."""

from datetime import date

from commands.kit import Bullets, Ctx, Heading, Moment, Reply, Said, reply, text
from commands.kit.days import dated
from commands.kit.metrics import Metric
from commands.kit.sheet import shown
from storage import Community, NumberRow

from .one import EMPTY, TITLE

LINE = text("{name}: {value} – {person}, {at}")
LATE = text("{line}, late")
EARLIER = text("before that {line}")
NOTE = text("Note: {note}")


async def sources(ctx: Ctx, community: Community, day: date, only: Metric | None) -> Reply:
    """Every figure of one community and day, or one of them, the newest version first."""
    rows = [row async for row in ctx.store.numbers.rows(ctx.team.id, day, day) if row.community == community.key]
    lines: list[Said] = []
    for metric in [only] if only else [metric for metric in ctx.metrics.metrics if not metric.hidden]:
        mine = sorted((row for row in rows if row.metric == metric.key), key=lambda row: -row.version)
        lines += [_line(metric, row) if at == 0 else EARLIER(line=_line(metric, row)) for at, row in enumerate(mine)]
    notes = dict.fromkeys(row.note for row in rows if row.note)
    found = [Bullets(tuple(lines))] if lines else [EMPTY()]
    heading = Heading(TITLE(community=community.name, period=dated(day, ctx.today)))
    return reply(heading, *found, *(NOTE(note=note) for note in notes), private=True)


def _line(metric: Metric, row: NumberRow) -> Said:
    line = LINE(name=metric.label, value=shown(metric, row.value), person=row.person, at=Moment(row.at))
    return LATE(line=line) if row.late else line
