"""The chapters put together: the document, and the message that it lies beside."""

from collections.abc import Sequence

from commands.kit import Book, Bullets, Button, Chapter, Ctx, Heading, Moment, Reply, Said, reply, text
from commands.kit.months import month_name
from commands.kit.periods import Period
from commands.kit.reply import Block
from commands.kit.slug import slug

from . import activities, diaries, figures, goals, lessons, risks, thanks
from .month import Month

TITLE = text("Monthly Red Book · {month}")
SUBTITLE = text("{team} · put together {when}")
RUNNING = text("{month} is still running: this is what there is so far.")
INSIDE = text("All of it is in the file: open it in a browser, or print it.")
BLANK = text("A new page")
EMPTY = text(
    "Nothing was kept of {month}, and that is fine: a book begins with one line. Today's numbers, a finished task or a "
    "lesson are enough for the next one."
)
BOARD = text("Board", context="button")
BEFORE = text("Month before", context="button")

CHAPTERS = (goals, figures, activities, risks, lessons, diaries, thanks)
"""In the order of the book."""


async def made(ctx: Ctx, period: Period, notices: Sequence[Said] = (), *, private: bool = False) -> Reply:
    whole, month = Month(ctx, period, posted=not private), month_name(period)
    chapters, lines = [], []
    for each in CHAPTERS:
        if blocks := await each.chapter(whole):
            chapters.append(Chapter(each.TITLE(), tuple(blocks)))
            lines += await each.brief(whole)
    found: list[Block] = [Heading(TITLE(month=month)), *notices]
    if ctx.today <= period.last:
        found.append(RUNNING(month=month))
    if chapters:
        found += [Bullets(tuple(lines)), INSIDE()]
    else:
        found.append(EMPTY(month=month))
        chapters.append(Chapter(BLANK(), (EMPTY(month=month),)))
    subtitle = SUBTITLE(team=ctx.team.name, when=Moment(ctx.now))
    found.append(Book(_name(ctx, period), TITLE(month=month), subtitle, tuple(chapters)))
    buttons = [Button(BOARD(), f"/board {period.written()}")]
    if private:
        buttons.append(Button(BEFORE(), f"/redbook {period.before().written()}"))
    return reply(*found, buttons=buttons, private=private)


def _name(ctx: Ctx, period: Period) -> str:
    return f"redbook-{slug(ctx.team.name)}-{period.written()}.html"
