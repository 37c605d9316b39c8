"""Who was on call how much, so that nights, weekends and holidays can be shared out."""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Final

from commands.kit import (
    Amount,
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Day,
    Listed,
    Mono,
    Refusal,
    Reply,
    Rest,
    Role,
    Said,
    Share,
    Shares,
    Table,
    command,
    reply,
    text,
)
from commands.kit.dayword import UnreadableDay, plain
from commands.kit.fairness import Had, at_night, fairness
from commands.kit.fields import day_hints
from commands.kit.hints import either
from commands.kit.moments import instant_of
from commands.kit.owners import name_of
from commands.kit.periods import read_period
from commands.kit.reply import Block
from commands.kit.rota import Rota

from .now import rota_at

HELP = text("See who was on call how much: nights, weekends, holidays")
PERIOD = text("Period (empty: this quarter)")

TITLE = text("Hours on call, {first} – {last}")
WORKDAYS = text("working days", context="fairness")
WEEKENDS = text("weekends", context="fairness")
HOLIDAYS = text("holidays", context="fairness")
PERSON = text("Person")
SHIFTS = text("Shifts")
HOURS = text("Hours")
NIGHT = text("At night")
WEEKEND = text("Weekend", context="fairness")
HOLIDAY = text("Holiday", context="fairness")
NOTE = text("{hours} h")
ONE = text(
    "{name}: {n} shift, {hours} h; at night {night} h, at weekends {weekend} h, on holidays {holiday} h",
    "{name}: {n} shifts, {hours} h; at night {night} h, at weekends {weekend} h, on holidays {holiday} h",
)
HOLIDAY_SHIFTS = text("Holiday shifts: {people}")
NIGHT_CALLS = text("Called at night: {people}")
EACH = text("{name} {n}", context="fairness")
MEANS = text("In hours. Night is from 23:00 to 08:00; a made-up Saturday is a working day.")
NOBODY = text("Nobody was on call from {first} to {last}.")
AHEAD = text("That has not begun yet. {line} shows the shifts ahead.")
BAD_PERIOD = text("I can't read {words} as a period.")
EXAMPLES = text("For example {words}.")
BACKWARDS = text("The period ends before it begins.")
TOO_LONG = text("A period can have a year at most.")
MONTH = text("This month", context="button")
QUARTER = text("This quarter", context="button")
YEAR = text("This year", context="button")

LONGEST: Final = 366
WRITTEN: Final = ("month", "last quarter", "year", "2026-10-01..2026-10-31")
_YEAR: Final = re.compile(r"(?P<word>this|last|今|本|去|上一?)? ?(?:year|年度?)|(?P<number>20[0-9]{2})年?|全年")
_SPAN: Final = re.compile(r"\s*(?:\.\.+|…|–|—|~|至|到| to | until )\s*")


class Asked(Args):
    period: Annotated[str, Rest(), Ask(PERIOD)] = "quarter"


@command("oncall fairness", help=HELP, who=Role.OBSERVER, reads=True,
         examples=("/oncall fairness", "/oncall fairness year", "/oncall fairness 2026-10-01..2026-10-31"))  # fmt: skip
async def fair(args: Asked, ctx: Ctx) -> Reply:
    first, last = _period(args.period, ctx.today)
    if first > ctx.today:
        raise Refusal(AHEAD(line=Mono("/oncall next")))
    since, until = _begins(first, ctx), min(_begins(last + timedelta(days=1), ctx), ctx.now)
    last = min(last, ctx.today)
    rota = await rota_at(ctx, since)
    found = fairness(rota, since, until)
    if not any(one.hours for one in found):
        return reply(NOBODY(first=Day(first), last=Day(last)), buttons=_buttons())
    title = TITLE(first=Day(first), last=Day(last))
    shares = tuple(_share(one, rota) for one in found)
    shown = Shares(
        title, (WORKDAYS(), WEEKENDS(), HOLIDAYS()), shares, tuple(_said(one, rota) for one in found)
    )  # fmt: skip
    rows = tuple(
        (name_of(one.person, rota.people), one.shifts, *map(_shown, (one.hours, one.night, one.weekend, one.holiday)))
        for one in found
    )
    table = Table((PERSON(), SHIFTS(), HOURS(), NIGHT(), WEEKEND(), HOLIDAY()), rows)
    holidays = {one.person: one.holidays for one in found}
    lines = [HOLIDAY_SHIFTS(people=_counted(holidays, rota))] if any(holidays.values()) else []
    calls = await _calls(ctx, since, until)
    lines += [NIGHT_CALLS(people=_counted(calls, rota))] if calls else []
    said: list[Block] = [Bullets(tuple(lines))] if lines else []
    return reply(shown, table, *said, MEANS(), buttons=_buttons())


def _begins(day: date, ctx: Ctx) -> datetime:
    return instant_of(datetime.combine(day, datetime.min.time()), ctx.zone)


def _share(had: Had, rota: Rota) -> Share:
    parts = tuple(_hours(one) for one in (had.workday, had.weekend, had.holiday))
    return Share(name_of(had.person, rota.people), parts, NOTE(hours=_hours(had.hours)))


def _said(had: Had, rota: Rota) -> Said:
    return ONE(
        name=name_of(had.person, rota.people), n=had.shifts, hours=_hours(had.hours), night=_hours(had.night),
        weekend=_hours(had.weekend), holiday=_hours(had.holiday),
    )  # fmt: skip


def _hours(long: timedelta) -> Decimal:
    """To a quarter of an hour, without needless noughts."""
    return Decimal(round(long / timedelta(minutes=15))) / 4


def _shown(long: timedelta) -> Amount:
    return Amount(_hours(long))


def _counted(counts: dict[int, int], rota: Rota) -> Listed:
    """Whoever has most first."""
    some = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return Listed(tuple(EACH(name=name_of(who, rota.people), n=n) for who, n in some), "row")


async def _calls(ctx: Ctx, since: datetime, until: datetime) -> dict[int, int]:
    """How often each was called about a risk at night; exercises do not count."""
    calls = await ctx.store.risk_story.calls(ctx.team.id, since, until)
    return Counter(who for who, at in calls if at_night(at.astimezone(ctx.zone)))


def _buttons() -> list[Button]:
    return [
        Button(MONTH(), "/oncall fairness month"), Button(QUARTER(), "/oncall fairness quarter"),
        Button(YEAR(), "/oncall fairness year"),
    ]  # fmt: skip


def _period(words: str, today: date) -> tuple[date, date]:
    """``month``, ``last quarter``, ``year``, ``去年``, or a day and another. Raises ``Refusal``."""
    try:
        first, last = _read(words, today)
    except UnreadableDay as error:
        hints = day_hints(error) if error.reason == "no_such_day" else [EXAMPLES(words=either(WRITTEN))]
        raise Refusal(BAD_PERIOD(words=Mono(words)), *hints) from error
    if last < first:
        raise Refusal(BACKWARDS(), EXAMPLES(words=either([f"{last}..{first}"])))
    if (last - first).days >= LONGEST:
        raise Refusal(TOO_LONG(), EXAMPLES(words=either([f"{last - timedelta(days=LONGEST - 1)}..{last}"])))
    return first, last


def _read(words: str, today: date) -> tuple[date, date]:
    said = plain(words)
    if found := _YEAR.fullmatch(said):
        past = (found["word"] or "").startswith(("last", "去", "上"))
        year = int(found["number"] or today.year - past)
        return date(year, 1, 1), date(year, 12, 31)
    if (period := read_period(said, today)) is not None:
        return period.first, period.last
    ends = [read_period(part, today) for part in _SPAN.split(said)]
    if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
        return ends[0].first, ends[1].last
    raise UnreadableDay("not_a_span")
