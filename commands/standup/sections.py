"""What the stand-up board can say, in its order. A section that has nothing to say is ``None``."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from commands.kit import Ctx, Day, Listed, Moment, Said, Value, text
from commands.kit.clean import on_card
from commands.kit.days import dated
from commands.kit.expected import expected
from commands.kit.moments import instant_of
from commands.kit.owed import owing_reviews
from commands.kit.periods import period_of
from commands.kit.plan import calendar_of
from commands.kit.signals import at_risk, grouped, lines, raise_button, raised, take_button
from commands.kit.slips import local_day, moved_days, slipping
from commands.kit.weeklies import awaited
from storage import Community, Person, Risk, Signal

from .crises import on_call, risks
from .figures import earlier, figures
from .section import Morning, Section

SIGNALS = text("Abnormal, nobody has it yet")
TAKEN = text("Abnormal, taken")
NORMAL = text("Normal again")
MISSING = text("No report yet")
WEEKLIES = text("Weekly reports still awaited")
NO_WEEKLY = text("No weekly report")
AWAY = text("Away")
DUE = text("Due today or overdue")
SLIPPING = text("Milestones that slip")
REVIEWS = text("Reviews owed")
PROMISES = text("Promises due or late")

ITEM = text("{number} · {title}")
OWNED = text("{line} – {people}")
WITH_DUE = text("{line}, due {when}")
WITH_LATE = text("{line}, was due {when}")
MOVED = text("{line} (moved by {n} day)", "{line} (moved by {n} days)")
OF_DAYS = text("{line}: {days}")
OF_WHOM = text("{community} ({people})")
NAMED = text("{name}")
UNTIL = text("{name} until {day}")
NOBODY = text("nobody", context="owner")

LONGEST_TITLE, LONGEST_NAME = 60, 30
MOST_BUTTONS = 4
TUESDAY = 1


async def untaken(ctx: Ctx, morning: Morning) -> Section | None:
    """The communities with the most of them first."""
    found = [one for one in await raised(ctx) if one.waits]
    groups = grouped(found)
    buttons = [take_button(group[0], among=True) for group in groups[:MOST_BUTTONS]]
    buttons += [raise_button(group[0], among=True) for group in groups[:1]]
    return _section(SIGNALS(), await _signals(ctx, found), 5, "/signal", buttons)


async def taken(ctx: Ctx, morning: Morning) -> Section | None:
    """As long as there is something to be done about it."""
    found = [one for one in await raised(ctx) if not one.waits]
    tasks = await ctx.store.tasks.listed(ctx.team.id, ["open", "claimed", "done"]) if found else []
    going = {task.number for task in tasks if not task.over}
    at = {number: risk for number, risk in (await at_risk(ctx, found)).items() if risk.closed_at is None}
    shown = [one for one in found if one.task in going or one.number in at]
    return _section(TAKEN(), await _signals(ctx, shown, at), 3, "/signal")


async def normal(ctx: Ctx, morning: Morning) -> Section | None:
    """Since the last board."""
    first = morning.days[0]
    found = [one for one in await raised(ctx, first) if one.recovered_on is not None and one.recovered_on >= first]
    return _section(NORMAL(), await _signals(ctx, found), 2)


async def _signals(ctx: Ctx, found: list[Signal], risks: Mapping[int, Risk] | None = None) -> list[Said]:
    if not found:
        return []
    communities = {one.id: _short(one) for one in await ctx.store.communities.of(ctx.team.id, archived=True)}
    return lines(ctx, grouped(found), communities, await _people(ctx), risks=risks)


def _short(community: Community) -> Community:
    return replace(community, name=on_card(community.name, LONGEST_NAME))


async def _people(ctx: Ctx) -> Mapping[int, Person]:
    """Also those who left, for their names; each short enough for a card."""
    people = await ctx.store.people.of(ctx.team.id, left=True)
    return {one.id: replace(one, name=on_card(one.name, LONGEST_NAME)) for one in people}


async def missing(ctx: Ctx, morning: Morning) -> Section | None:
    """Communities without a report of one of the days since the last board, those that lack most first."""
    lacks: dict[int, tuple[Community, list[date]]] = {}
    waits: dict[int, tuple[Person, ...]] = {}
    for day in morning.days:
        found = await expected(ctx.store, ctx.team.id, day)
        for one in found.missing:
            lacks.setdefault(one.id, (one, []))[1].append(day)
        waits |= found.waits
    lines: list[Said] = []
    for one, days in sorted(lacks.values(), key=lambda each: -len(each[1])):
        names: tuple[Value, ...] = tuple(on_card(who.name, LONGEST_NAME) for who in waits.get(one.id, ()))
        name = on_card(one.name, LONGEST_NAME)
        said = OF_WHOM(community=name, people=Listed(names)) if names else NAMED(name=name)
        some: tuple[Value, ...] = tuple(dated(day, ctx.today) for day in days[-3:])
        lines.append(OF_DAYS(line=said, days=Listed(some)) if len(morning.days) > 1 else said)
    return _section(MISSING(), lines, 5)


async def weeklies(ctx: Ctx, morning: Morning) -> Section | None:
    """On Mondays and Tuesdays, of which communities the report on last week is missing."""
    if morning.day.weekday() > TUESDAY:
        return None
    week, filing = period_of("week", morning.day).before(), ctx.metrics.weekly
    calendar = await calendar_of(ctx.store, ctx.team)
    found = await awaited(ctx.store, filing, ctx.team.id, week, ctx.zone, calendar)
    lines = []
    for one in found.missing:
        names: tuple[Value, ...] = tuple(on_card(who.name, LONGEST_NAME) for who in found.waits[one.id])
        lines.append(OF_WHOM(community=on_card(one.name, LONGEST_NAME), people=Listed(names)))
    heading = WEEKLIES() if ctx.now < filing.closes_at(week, ctx.zone, calendar) else NO_WEEKLY()
    return _section(heading, lines, 5, "/weekly missing")


async def away(ctx: Ctx, morning: Morning) -> Section | None:
    gone = [one for one in (await _people(ctx)).values() if one.left_at is None and one.away_on(morning.day)]
    lines = [
        UNTIL(name=one.name, day=Day(one.away_until)) if one.away_until else NAMED(name=one.name) for one in gone
    ]  # fmt: skip
    return _section(AWAY(), lines, 4)


async def due(ctx: Ctx, morning: Morning) -> Section | None:
    tasks = await ctx.store.tasks.listed(ctx.team.id, ["open", "claimed"], due_by=_end(ctx, morning.day))
    holders, people = await ctx.store.tasks.holders([one.id for one in tasks]), await _people(ctx)
    lines = []
    for one in tasks:
        have = tuple(people[each.person].name for each in holders if each.task == one.id and each.person in people)
        said = OWNED(
            line=ITEM(number=str(one.number), title=on_card(one.title, LONGEST_TITLE)),
            people=Listed(have[:3]) if have else NOBODY(),
        )
        lines.append(_when(ctx, said, one.due_at))
    return _section(DUE(), lines, 8, "/task list")


async def slips(ctx: Ctx, morning: Morning) -> Section | None:
    found = [one for one in await ctx.store.milestones.listed(ctx.team.id, ["open"]) if slipping(ctx, one)]
    people, lines = await _people(ctx), []
    for one in found:
        owner = people.get(one.owner or 0)
        said = OWNED(
            line=ITEM(number=str(one.number), title=on_card(one.title, LONGEST_TITLE)),
            people=owner.name if owner else NOBODY(),
        )
        if one.due_at <= ctx.now:
            said = WITH_LATE(line=said, when=dated(local_day(ctx, one), ctx.today))
        else:
            said = MOVED(line=said, n=moved_days(ctx, one))
        lines.append(said)
    return _section(SLIPPING(), lines, 3, "/milestone")


async def reviews(ctx: Ctx, morning: Morning) -> Section | None:
    people, lines = await _people(ctx), []
    for one in await owing_reviews(ctx):
        who = people.get(one.proposed_by or 0)
        said = ITEM(number=str(one.number), title=on_card(one.name, LONGEST_TITLE))
        lines.append(OWNED(line=said, people=who.name if who else NOBODY()))
    return _section(REVIEWS(), lines, 3, "/activity list owed")


async def promises(ctx: Ctx, morning: Morning) -> Section | None:
    end, people, lines = _end(ctx, morning.day), await _people(ctx), []
    for one in await ctx.store.promises.listed(ctx.team.id, ["open"]):
        if one.due_at <= end:
            who = people.get(one.owner or 0)
            said = ITEM(number=str(one.number), title=on_card(one.words, LONGEST_TITLE))
            lines.append(_when(ctx, OWNED(line=said, people=who.name if who else NOBODY()), one.due_at))
    return _section(PROMISES(), lines, 3)


SECTIONS: tuple[Callable[[Ctx, Morning], Awaitable[Section | None]], ...] = (
    risks, figures, earlier, untaken, taken, normal, missing, weeklies, due, slips, reviews, promises, on_call, away,
)  # fmt: skip


def _when(ctx: Ctx, said: Said, at: datetime | None) -> Said:
    if at is None:
        return said
    return (WITH_LATE if at <= ctx.now else WITH_DUE)(line=said, when=Moment(at))


def _end(ctx: Ctx, day: date) -> datetime:
    return instant_of(datetime.combine(day + timedelta(days=1), time()), ctx.zone) - timedelta(seconds=1)


def _section(
    heading: Said, lines: list[Said], most: int, rest: str = "/standup page:2", buttons: object = ()
) -> Section | None:
    if not lines:
        return None
    return Section(heading, lines, most, rest, buttons if isinstance(buttons, list) else ())
