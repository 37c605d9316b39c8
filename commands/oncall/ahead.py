"""The shifts ahead, as a picture of four weeks and in words."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Final

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Day,
    Refusal,
    Reply,
    Role,
    Roster,
    Said,
    Word,
    command,
    reply,
    text,
)
from commands.kit.calendar import DayOf
from commands.kit.hints import did_you_mean
from commands.kit.moments import instant_of
from commands.kit.owners import name_of
from commands.kit.people import find_person
from commands.kit.periods import period_of
from commands.kit.reply import Block
from commands.kit.rota import Duty, Rota
from commands.kit.texts import Moment
from commands.kit.words import fold, nearest
from storage import Person

from .lanes import lanes_of
from .now import duty_at, named, rota_at
from .twice import said_twice
from .words import MORE, layer_named, said_ahead, said_now

HELP = text("See four weeks of shifts as a calendar")
WHOSE = text("Whose shifts (a person, or me)")
LAYER = text("Layer")

AHEAD = text("On call, {first} – {last}")
HERS = text("Shifts of {name}, {first} – {last}")
NEXT_IS = text("{name} is on call next: {layer}, {first} – {last}.")
IS_ON = text("{name} is on call now: {layer}, until {last}.")
NONE = text("{name} has no shift in these four weeks.")
GAP = text("Nobody answers: {layer}, {first} – {last} ({name} is away).")
UNUSUAL = text("{day}: {what}")
MINE = text("My shifts", context="button")
ALL = text("All shifts", context="button")
FAIR = text("Who had how much", context="button")
LINK = text("Calendar link", context="button")
NO_SUCH = text("I know no person and no layer called {name}.")

WEEKS: Final = 4
LONGEST: Final = timedelta(days=8)
"""How far a shift may reach beyond the last day."""
MOST_GAPS: Final = 3


class OfWhom(Args):
    whose: Annotated[str | None, Word(), Ask(WHOSE, source="people")] = None
    layer: Annotated[str | None, Ask(LAYER)] = None


@command("oncall next", help=HELP, who=Role.OBSERVER, reads=True,
         examples=("/oncall next", "/oncall next me", "/oncall next @bob", "/oncall next layer:primary"))  # fmt: skip
async def next_(args: OfWhom, ctx: Ctx) -> Reply:
    first = period_of("week", ctx.today).first
    rota = await rota_at(ctx, instant_of(datetime.combine(first, datetime.min.time()), ctx.zone))
    going = [one.name for one in rota.layers if one.ends_at is None or one.ends_at > ctx.now]
    rota = Rota(
        [one for one in rota.layers if one.name in going], rota.stand_ins, rota.people, rota.zone, rota.calendar
    )
    whose, layer = await _meant(args, ctx, rota)
    names = [layer] if layer is not None else rota.names
    last = first + timedelta(days=7 * WEEKS - 1)
    until = instant_of(datetime.combine(last + timedelta(days=1), datetime.min.time()), ctx.zone)
    found = [duty for name in names for duty in rota.duties(name, ctx.now, until + LONGEST)]
    duties = [duty for duty in found if duty.from_at < until]
    duties.sort(key=lambda one: (one.from_at, names.index(one.layer)))
    only = None if whose is None else whose.id
    hers = [one for one in duties if only in (None, one.person)]
    days = [first + timedelta(days=at) for at in range(7 * WEEKS)]
    looks = {day: rota.calendar.look(day) for day in days}
    named_days = {day: look for day, look in looks.items() if look.kind == "holiday" or look.kind == "make-up"}
    ends = {"first": Day(first), "last": Day(last)}
    shown = Roster(
        AHEAD(**ends) if whose is None else HERS(name=whose.name, **ends), first, WEEKS,
        tuple(lane for name in names for lane in lanes_of(rota, name, first, WEEKS, only)),
        (*(said_ahead(rota, one) for one in hers), *_unusual(named_days)), ctx.today,
        off=tuple(day for day, look in looks.items() if not look.works),
        holidays=tuple(day for day, look in looks.items() if look.kind == "holiday"),
        extra=tuple(day for day, look in looks.items() if look.kind == "make-up"),
    )  # fmt: skip
    lines = [said_now(rota, name, duty_at(rota, name, ctx.now)) for name in names]
    if whose is not None:
        lines = [_first(rota, whose, [one for one in hers if not one.away], ctx.now)]
    gaps = [one for one in hers if one.away]
    lines += [_gap(rota, one) for one in gaps[:MOST_GAPS]]
    lines += [MORE(n=len(gaps) - MOST_GAPS)] if len(gaps) > MOST_GAPS else []
    lines += said_twice(rota, ctx.now, only)[:MOST_GAPS] if layer is None else []
    blocks: list[Block] = [shown, Bullets(tuple(lines)), *rota.calendar.doubts(days)]
    return reply(*blocks, buttons=_buttons(whose is not None))


async def _meant(args: OfWhom, ctx: Ctx, rota: Rota) -> tuple[Person | None, str | None]:
    """Whose shifts, and of which layer; a word may be either."""
    layer = named(rota, args.layer) if args.layer else None
    if args.whose is None:
        return None, layer
    if found := next((name for name in rota.names if fold(name) == fold(args.whose)), None):
        return None, found
    try:
        return await find_person(ctx, args.whose), layer
    except Refusal as error:
        if near := nearest(args.whose, rota.names):
            raise Refusal(NO_SUCH(name=args.whose), *did_you_mean(near)) from error
        raise


def _first(rota: Rota, whose: Person, hers: list[Duty], now: datetime) -> Said:
    """Where she stands: on call now, or when next."""
    if not hers:
        return NONE(name=whose.name)
    duty = hers[0]
    layer, last = layer_named(duty.layer), Moment(duty.until_at)
    if duty.from_at <= now:
        return IS_ON(name=whose.name, layer=layer, last=last)
    return NEXT_IS(name=whose.name, layer=layer, first=Moment(duty.from_at), last=last)


def _gap(rota: Rota, duty: Duty) -> Said:
    name, first, last = name_of(duty.person, rota.people), Moment(duty.from_at), Moment(duty.until_at)
    return GAP(layer=layer_named(duty.layer), name=name, first=first, last=last)


def _unusual(days: Mapping[date, DayOf]) -> list[Said]:
    found = ((day, look.said()) for day, look in days.items())
    return [UNUSUAL(day=Day(day), what=what) for day, what in found if what is not None]


def _buttons(one: bool) -> list[Button]:
    first = Button(ALL(), "/oncall next") if one else Button(MINE(), "/oncall next me")
    return [first, Button(FAIR(), "/oncall fairness"), Button(LINK(), "/oncall feed")]
