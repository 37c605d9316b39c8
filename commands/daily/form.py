"""The form of a report: the catalogue's pages, with yesterday's values offered, and a note at the end."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from commands.kit import Ctx, Day, Form, Question, text
from commands.kit.metrics import Metric
from commands.kit.numbers import digits
from commands.kit.sheet import shown
from storage import Community

TITLE = text("Daily report · {day} · {community}")
"""The day first: Discord cuts a title after 45 letters."""
YESTERDAY = text("The day before: {value}")
NOTE = text("Note (problems, ideas)")


async def daily_form(
    ctx: Ctx, community: Community, day: date, known: Mapping[str, str] | None = None, *, again: bool = False
) -> Form:
    """``known`` are answers that exist already; ``again``: what is stored for the day is filled in."""
    before = day - timedelta(days=1)
    window = await ctx.store.numbers.window(ctx.team.id, community.id, before, day)
    past = {n.metric: n.value for n in window if n.day == before}
    stored = {n.metric: typed(n.value) for n in window if n.day == day} if again else {}
    filled = {**stored, **(known or {})}
    pages = [tuple(_question(metric, past, filled) for metric in page) for page in ctx.metrics.pages()]
    note = Question("note", NOTE(), long=True, value=filled.get("note"))
    pages = [*pages[:-1], (*pages[-1], note)] if pages and len(pages[-1]) < 5 else [*pages, (note,)]
    given = {**filled, "community": community.key, "date": day.isoformat()}
    title = TITLE(community=community.name, day=Day(day))
    return Form("/daily", title, tuple(pages), given=given)


def _question(metric: Metric, past: Mapping[str, Decimal | None], filled: Mapping[str, str]) -> Question:
    value = past.get(metric.key)
    hint = YESTERDAY(value=shown(metric, value)) if value is not None else None
    default = typed(value) if value is not None else None
    return Question(metric.key, metric.label, default=default, value=filled.get(metric.key), hint=hint)


def typed(value: Decimal | None) -> str:
    """A figure as it can be typed again."""
    return "-" if value is None else digits(value)
