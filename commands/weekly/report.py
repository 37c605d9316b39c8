"""A report as it is now: what was written of it, who filed it, and how it looks by itself and as a card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from commands.kit import Amount, Bullets, Button, Ctx, Heading, Moment, Said, Text, Value, reply, text
from commands.kit.calendar import WorkCalendar
from commands.kit.clean import on_card
from commands.kit.metrics import Metric
from commands.kit.periods import Period
from commands.kit.plan import calendar_of
from commands.kit.reply import Block, Card
from commands.kit.sheet import shown
from storage import Weekly

from .figures import Week, blocks, moved, read
from .goals import aims_about
from .sections import SECTIONS
from .subject import Subject, line

TITLE = text("Weekly report: {name}, {week}")
NEW = text("A draft: nothing is written yet.")
DRAFT = text("A draft, version {n}, by {name}, {when}.")
FILED = text("Filed by {name}, {when}.")
FILED_LATE = text("Filed late by {name}, {when}.")
CHANGED = text("Changed by {name}, {when} (version {n}).")
CORRECTED = text("Figures were corrected after filing: {name}, {when}.")
GREW = text("Figures came in after filing, the last {when}.")
OLD = text("This is version {n} of {of}.")
OPENS = text("Filing opens {when}.")
CLOSES = text("Filing closes {when}.")
LATE = text("Filing closed {when}: what comes now counts as late.")
ALSO = text("Filing is open for {week}, too.")
OTHER = text("Week {n}", context="button")

HIGHLIGHTS = text("Highlights")
PROBLEMS = text("Problems and causes")
PLAN = text("Plan for next week")
HELP = text("Help needed")
PART = text("{part}: {words}")
MOVED = text("What moved most:")
MOVE = text("{name}: {last} → {now} ({change}) – {why}")
MOVE_UNSAID = text("{name}: {last} → {now} ({change}) – why?")
FROM_NOTHING = text("{name}: {last} → {now} – {why}")
FROM_NOTHING_UNSAID = text("{name}: {last} → {now} – why?")
REASON = text("{name} – {why}")
SOMEBODY = text("somebody")

EDIT = text("Edit", context="button")
FILE = text("File", context="button")
READ = text("Read all", context="button")

PARTS: Mapping[str, Text] = {"highlights": HIGHLIGHTS, "problems": PROBLEMS, "plan": PLAN, "help": HELP}
"""What a person writes, in this order."""
ON_CARD, WHY_ON_CARD = 500, 120
"""Signs of each text: a card has to stay one message."""


@dataclass(frozen=True, slots=True)
class Report:
    """``versions`` are all that were kept, the first one first."""

    subject: Subject
    week: Period
    versions: Sequence[Weekly]
    people: Mapping[int, str]
    calendar: WorkCalendar

    @property
    def newest(self) -> Weekly | None:
        return self.versions[-1] if self.versions else None

    @property
    def filed(self) -> Weekly | None:
        """As it was filed first."""
        return next((one for one in self.versions if one.state == "filed"), None)

    @property
    def empty(self) -> bool:
        return self.newest is None or not any(getattr(self.newest, part) for part in PARTS)

    def name(self, person: int) -> Value:
        return self.people.get(person) or SOMEBODY()

    def line(self, verb: str) -> str | None:
        return line(verb, self.subject, self.week, self.versions)

    def button(self, label: Text, verb: str, *, first: bool = False) -> list[Button]:
        """None where no button can carry the line."""
        found = self.line(verb)
        return [Button(label(), found, "primary" if first else "plain")] if found else []


async def report_of(ctx: Ctx, subject: Subject, week: Period) -> Report:
    versions = await ctx.store.weeklies.versions(ctx.team.id, subject.key, week.first)
    people = {one.id: one.name for one in await ctx.store.people.of(ctx.team.id, left=True)}
    return Report(subject, week, versions, people, await calendar_of(ctx.store, ctx.team))


async def drawn(ctx: Ctx, report: Report, version: Weekly | None) -> list[Block]:
    """All of it, with the texts of one version."""
    found = await read(ctx, report.subject, report.week)
    said: list[Block] = [Heading(titled(ctx, report)), *await _states(ctx, report, version)]
    said += blocks(ctx, report.week, found, await aims_about(ctx, report.subject, report.week))
    if moves := movements(ctx, found, version):
        said += [MOVED(), Bullets(tuple(moves))]
    for section in SECTIONS:
        said += await section(ctx, report.subject, report.week)
    return [*said, *(PART(part=part(), words=getattr(version, name, "") or "–") for name, part in PARTS.items())]


def titled(ctx: Ctx, report: Report) -> Said:
    return TITLE(name=report.subject.name, week=report.week.said(ctx.today))


async def card(ctx: Ctx, report: Report) -> Card:
    """The live message of a filed report."""
    newest, first = report.newest, report.versions[0]
    found = await read(ctx, report.subject, report.week)
    moves = movements(ctx, found, newest, WHY_ON_CARD) if newest and newest.whys else []
    texts = {part: getattr(newest, name) for name, part in PARTS.items()}
    lines = [PART(part=part(), words=on_card(words, ON_CARD)) for part, words in texts.items() if words]
    said: list[Block] = [Heading(titled(ctx, report)), *await _states(ctx, report, newest), Bullets((*lines, *moves))]
    return Card(f"weekly:{first.id}", reply(*said, buttons=report.button(READ, "show")))


def movements(ctx: Ctx, found: Week, version: Weekly | None, longest: int | None = None) -> list[Said]:
    """What moved most with what was written of it, then what else was written of figures: nothing that was said is left
    out because the figures changed since."""
    whys = version.whys if version is not None else {}
    first = moved(ctx.metrics, found)
    others = [one for key in whys if (one := ctx.metrics.get(key)) and one not in first]
    lines = [move(found, one, on_card(whys.get(one.key, ""), longest)) for one in first]
    return lines + [REASON(name=one.label, why=on_card(whys[one.key], longest)) for one in others]


def move(found: Week, metric: Metric, why: str = "") -> Said:
    now, last = (shown(metric, sheet[metric.key].value) for sheet in (found.like.now, found.like.before))
    values: dict[str, Value] = {"name": metric.label, "last": last, "now": now}
    values |= {"why": why} if why else {}
    grown = found.percent(metric)
    if grown is None:
        return (FROM_NOTHING if why else FROM_NOTHING_UNSAID)(**values)
    return (MOVE if why else MOVE_UNSAID)(change=Amount(grown, "percent", signed=True), **values)


async def _states(ctx: Ctx, report: Report, version: Weekly | None) -> list[Said]:
    filing, newest, filed = ctx.metrics.weekly, report.newest, report.filed
    if version is None or newest is None:
        return [NEW(), *when(ctx, report)]
    old = version.version != newest.version
    said = [OLD(n=str(version.version), of=str(newest.version))] if old else []
    if version.state == "draft":
        draft = DRAFT(n=str(version.version), name=report.name(version.by), when=Moment(version.at))
        return [*said, draft, *([] if old else when(ctx, report))]
    if filed is not None:
        late = filing.late(report.week, filed.at, ctx.zone, report.calendar)
        said.append((FILED_LATE if late else FILED)(name=report.name(filed.by), when=Moment(filed.at)))
        if filed.version != version.version:
            name, at = report.name(version.by), Moment(version.at)
            said.append(CHANGED(name=name, when=at, n=str(version.version)))
        said += await _figures_since(ctx, report, filed.at)
    return said


async def _figures_since(ctx: Ctx, report: Report, filed: datetime) -> list[Said]:
    """The figures are those of now, the words are those of then: what lies between is said."""
    mine = {each.id for each in report.subject.communities}
    found = await ctx.store.numbers.changes(ctx.team.id, report.week.first, report.week.last, filed)
    newest = {one.version > 1: one for one in reversed(found) if one.community in mine}
    said = [CORRECTED(name=newest[True].person, when=Moment(newest[True].at))] if True in newest else []
    return [*said, GREW(when=Moment(newest[False].at))] if False in newest else said


def when(ctx: Ctx, report: Report) -> list[Said]:
    """When it can be filed, of one that is not yet."""
    filing = ctx.metrics.weekly
    opens, closes = filing.opens_at(report.week, ctx.zone), filing.closes_at(report.week, ctx.zone, report.calendar)
    if ctx.now < opens:
        return [OPENS(when=Moment(opens))]
    return [(CLOSES if ctx.now < closes else LATE)(when=Moment(closes))]


def others(ctx: Ctx, report: Report) -> tuple[list[Said], list[Button]]:
    """After long holidays several weeks are open: what is to be said beside the report of one of them."""
    found = ctx.metrics.weekly.open(ctx.now, ctx.zone, report.calendar)
    weeks = [week for week in found if week != report.week] if report.week in found else []
    lines = [(week, line("show", report.subject, week)) for week in weeks]
    return [ALSO(week=week.said(ctx.today)) for week in weeks], [
        week_button(week, said) for week, said in lines if said
    ]


def week_button(week: Period, line: str, style: Literal["plain", "primary"] = "plain") -> Button:
    return Button(OTHER(n=week.first.isocalendar().week), line, style)


def may_file(ctx: Ctx, week: Period) -> bool:
    return ctx.now >= ctx.metrics.weekly.opens_at(week, ctx.zone)
