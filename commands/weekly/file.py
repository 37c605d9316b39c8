"""/weekly file: the draft becomes the report, and the channel has it as a card."""

from dataclasses import replace

from commands.kit import Ctx, Moment, Mono, Refusal, Reply, command, reply, text
from commands.kit.standup import stir

from .asked import OfWeek, understood
from .report import EDIT, READ, Report, card, may_file, others, report_of, titled
from .subject import must_write

HELP = text("File the weekly report that you have drafted")
FILED = text("Filed.")
FILED_LATE = text("Filed, and marked late: filing closed {when}.")
EMPTY = text("Nothing is written yet: highlights, problems, plan and help needed are all empty.")
EARLY = text("Filing opens {when}. What you have written is kept.")
ALREADY = text("{name} has filed it already, {when}. What is edited now is filed at once.")
TYPED = text("Write it with {line}.")


@command("weekly file", help=HELP, examples=("/weekly file", "/weekly file {community} last week"))
async def file(args: OfWeek, ctx: Ctx) -> Reply:
    asked = await understood(ctx, args)
    await must_write(ctx, asked.subject, asked.week)
    report = await report_of(ctx, asked.subject, asked.week)
    filing, newest, filed = ctx.metrics.weekly, report.newest, report.filed
    if filed is not None:
        said = ALREADY(name=report.name(filed.by), when=Moment(filed.at))
        raise Refusal(said, buttons=(*report.button(READ, "show"), *report.button(EDIT, "edit")))
    if not may_file(ctx, asked.week):
        raise Refusal(
            EARLY(when=Moment(filing.opens_at(asked.week, ctx.zone))), buttons=tuple(report.button(EDIT, "edit"))
        )
    if newest is None or report.empty:
        raise _empty(report)
    kept = await ctx.store.weeklies.keep(replace(newest, state="filed", by=ctx.me.id, at=ctx.now))
    after = replace(report, versions=[*report.versions, kept])
    await stir(ctx)
    late = filing.late(asked.week, ctx.now, ctx.zone, report.calendar)
    done = FILED_LATE(when=Moment(filing.closes_at(asked.week, ctx.zone, report.calendar))) if late else FILED()
    buttons = [*after.button(READ, "show"), *after.button(EDIT, "edit")]
    also, weeks = others(ctx, after)
    return reply(done, titled(ctx, after), *also, buttons=[*buttons, *weeks], cards=[await card(ctx, after)])


def _empty(report: Report) -> Refusal:
    edits = tuple(report.button(EDIT, "edit", first=True))
    return Refusal(EMPTY(), *([] if edits else [TYPED(line=Mono("/weekly edit communities:…"))]), buttons=edits)
