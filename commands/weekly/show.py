"""/weekly: the report of a week as it is, drafted or filed."""

from typing import Annotated, Any

from commands.kit import Ask, Button, Ctx, Heading, Mono, Refusal, Reply, Role, Said, command, reply, text
from commands.kit.clean import one_line
from commands.kit.hints import verbatim
from commands.kit.reply import Block
from commands.kit.weeklies import covers

from .asked import Asked, OfWeek, before_options, like_a_part, understood
from .report import EDIT, FILE, Report, drawn, may_file, others, report_of, titled, when
from .subject import Subject, line, looked_after, of_communities, of_key, writes

HELP = text("See the weekly report of a person or a community, drafted or filed")
VERSION = text("Version")
TYPED = text("Words as they were typed")
NO_VERSION = text("This report has {n} version.", "This report has {n} versions.")
NOT_FILED = text("It is not filed yet: only those who write it see the draft.")
DRAFTED = text("That version is a draft: only those who write the report see it.")
NO_VERSIONS = text("Nothing has been written of this report yet.")
PART_OF = text("Part of a report over several communities.")
YOURS = text("You look after several communities: this is your own week. One of them:")
MORE = text("You look after {n} more: name one, as in {line}.", "You look after {n} more: name one, as in {line}.")
NEWEST = text("Newest version", context="button")

MOST_CHOICES = 3
LONGEST_NAME = 40


class Show(OfWeek):
    version: Annotated[int | None, Ask(VERSION)] = None
    typed: Annotated[str | None, Ask(TYPED, inner=True)] = None

    @classmethod
    def split(cls, tail: str) -> dict[str, Any]:
        """With all that was typed where a word of it may be another part, misspelt: its options are not ours."""
        try:
            found = super().split(tail)
        except Refusal:
            found = {"who": before_options(tail)}
            if not like_a_part(found["who"]):
                raise
        return {**found, "typed": tail} if like_a_part(found.get("who", "")) else found

    @classmethod
    def judge(cls, tail: str) -> None:
        """Raises ``Refusal`` for options that are none."""
        super().split(tail)


@command(
    "weekly show", help=HELP, who=Role.OBSERVER, default=True, reads=True, private=True,
    examples=("/weekly", "/weekly {community} last week", "/weekly show {community} version:1"),
)  # fmt: skip
async def show(args: Show, ctx: Ctx) -> Reply:
    asked = await understood(ctx, args, args.typed or "")
    if args.typed:
        args.judge(args.typed)
    report = await report_of(ctx, asked.subject, asked.week)
    notes: list[Said] = []
    mine = await writes(ctx, asked.subject, asked.week)
    readable = [one for one in report.versions if mine or one.state == "filed"]
    if not readable and (whole := await _part_of(ctx, asked)) is not None:
        report, notes = whole, [PART_OF()]
    elif report.versions and not readable:
        return reply(Heading(titled(ctx, report)), NOT_FILED(), *when(ctx, report), private=True)
    version = report.newest
    if args.version is not None:
        version = next((one for one in report.versions if one.version == args.version), None)
        if version is not None and version.state == "draft" and not await writes(ctx, report.subject, report.week):
            raise Refusal(DRAFTED(), buttons=tuple(report.button(NEWEST, "show")))
        if version is None:
            n = len(report.versions)
            raise Refusal(NO_VERSION(n=n) if n else NO_VERSIONS(), buttons=tuple(report.button(NEWEST, "show")))
    said: list[Block] = [*await drawn(ctx, report, version), *notes]
    if version is not report.newest:
        return reply(*said, buttons=report.button(NEWEST, "show", first=True), private=True)
    also, weeks = others(ctx, report)
    said, buttons = [*said, *also], [*await _buttons(ctx, report), *weeks]
    if not args.who and not args.communities:
        more, choices = await _choices(ctx, asked)
        said, buttons = [*said, *more], [*buttons, *choices]
    return reply(*said, buttons=buttons, private=True)


async def _part_of(ctx: Ctx, asked: Asked) -> Report | None:
    """The filed report over several communities that this one is among."""
    subject = asked.subject
    if subject.person is not None or len(subject.communities) != 1:
        return None
    for key in await ctx.store.weeklies.filed(ctx.team.id, asked.week.first):
        if covers(key, subject.communities[0].id):
            return await report_of(ctx, await of_key(ctx, key, asked.week), asked.week)
    return None


async def _buttons(ctx: Ctx, report: Report) -> list[Button]:
    if not await writes(ctx, report.subject, report.week):
        return []
    waits = report.filed is None and not report.empty and may_file(ctx, report.week)
    edit = report.button(EDIT, "edit", first=not waits)
    return [*(report.button(FILE, "file", first=True) if waits else []), *edit]


async def _choices(ctx: Ctx, asked: Asked) -> tuple[list[Said], list[Button]]:
    """The communities of whoever looks after several."""
    mine = await looked_after(ctx, ctx.me.id, asked.week)
    if len(mine) < 2:
        return [], []
    buttons = []
    for each in mine[:MOST_CHOICES]:
        one: Subject = of_communities([each])
        found = line("show", one, asked.week)
        buttons += [Button(verbatim(one_line(each.name, LONGEST_NAME)), found)] if found else []
    left = mine[MOST_CHOICES:]
    more = [MORE(n=len(left), line=Mono(f"/weekly {left[0].key}"))] if left else []
    return [YOURS(), *more], buttons
