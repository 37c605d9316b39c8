"""Making the rota: who takes turns, when they change, and what hours and days a layer covers."""

import re
from typing import Annotated, ClassVar, Final, Literal

from commands.kit import Args, Ask, Bullets, Button, Ctx, Mono, Refusal, Reply, Role, Said, Text, command, reply, text
from commands.kit.clean import one_line
from commands.kit.dayword import UnreadableDay
from commands.kit.duty import leave_clashes, rota_changed, rota_of
from commands.kit.hints import did_you_mean
from commands.kit.moments import minutes_of
from commands.kit.rota import Rota as Turns
from commands.kit.standup import stir
from commands.kit.whens import When, near_whens, read_when
from storage import Layer, LayerDays, Rotation

from .now import named, rota_at
from .spans import worker
from .turn import FAR
from .twice import said_twice
from .words import SHIFTS_AHEAD, layer_named, said_ahead

HELP = text("Make the rota: who is on call in turns")
HELP_END = text("End a layer of the rota")
PRIMARY = text("First on call, in turns")
BACKUP = text("Backup, in turns")
LAYER = text("Another layer")
PEOPLE = text("Its people, in turns")
ROTATION = text("How often it changes")
HANDOVER = text("Hand-over")
HOURS = text("Hours of a shift")
COVERS = text("Hours of the day")
DAYS = text("Days")
ROTATIONS: dict[str, Text] = {
    "daily": text("every day", context="rota"), "weekly": text("every week", context="rota"),
    "hours": text("every few hours", context="rota"),
}  # fmt: skip
WHICH_DAYS: dict[str, Text] = {
    "all": text("all days", context="rota"), "weekdays": text("Monday to Friday", context="rota"),
    "workdays": text("working days", context="rota"),
}  # fmt: skip

SET = text("The rota stands:")
ENDED = text("{layer} ended. Nobody is called for it any more.")
NOBODY = text("Say who takes turns: {line}")
NO_PEOPLE = text("Layer {name} needs its people: {line}")
TWICE = text("{name} is in it twice. Name each person once.")
BAD_HANDOVER = text("I can't read {value} as the time of the hand-over. Write {line}.")
BAD_HOURS = text("A shift has 1, 2, 3, 4, 6, 8 or 12 hours, so that a day is full.")
PART_OF_THE_DAY = text("Shifts of some hours fill a whole day. Make one layer for each part of the day: {line}")
BAD_COVERS = text("Write the hours of the day as {line}.")

USUAL: Final = 9 * 60
LONGEST: Final = 40
MOST: Final = 3
"""Who are on two layers at once."""
LAYERS: Final = ("primary", "backup")
OF_ROTA = {
    "一线": "primary", "一線": "primary", "主班": "primary", "后备": "backup", "後備": "backup", "备班": "backup",
    "備班": "backup", "层": "layer", "層": "layer", "人员": "people", "人員": "people", "轮换": "rotation",
    "輪換": "rotation", "交班": "handover", "时段": "covers", "時段": "covers", "日子": "days", "小时": "hours",
    "小時": "hours",
}  # fmt: skip


class Rota(Args):
    primary: Annotated[str | None, Ask(PRIMARY, source="people")] = None
    backup: Annotated[str | None, Ask(BACKUP, source="people")] = None
    rotation: Annotated[Rotation, Ask(ROTATION, choices=ROTATIONS)] = "weekly"
    handover: Annotated[str | None, Ask(HANDOVER, example="mon 09:00")] = None
    days: Annotated[LayerDays, Ask(DAYS, choices=WHICH_DAYS)] = "all"
    hours: Annotated[Literal["1", "2", "3", "4", "6", "8", "12"] | None, Ask(HOURS)] = None
    covers: Annotated[str | None, Ask(COVERS, example="09:00-15:00")] = None
    layer: Annotated[str | None, Ask(LAYER)] = None
    people: Annotated[str | None, Ask(PEOPLE, source="people")] = None

    also: ClassVar = OF_ROTA


class Ending(Args):
    layer: Annotated[str, Ask(LAYER)]


@command(
    "oncall rota", help=HELP, who=Role.MANAGER,
    incomplete=lambda given: not given.keys() & {"primary", "backup", "people"},
    examples=(
        '/oncall rota primary:@mei,@bob backup:@li rotation:weekly handover:"mon 09:00"',
        "/oncall rota layer:night people:@bob,@li rotation:daily covers:21:00-09:00",
    ),
)  # fmt: skip
async def rota(args: Rota, ctx: Ctx) -> Reply:
    given = {"primary": args.primary, "backup": args.backup}
    if args.layer or args.people:
        name = one_line(args.layer or "", LONGEST)
        if not (name and args.people):
            raise Refusal(NO_PEOPLE(name=name or "?", line=Mono("/oncall rota layer:night people:@bob,@li")))
        given[name] = args.people
    given = {name: words for name, words in given.items() if words}
    if not given:
        raise Refusal(NOBODY(line=Mono("/oncall rota primary:@mei,@bob")))
    known = (await rota_of(ctx)).names
    for name, words in given.items():
        await ctx.store.rotas.add(await _layer(args, ctx, name, words or "", known))
    await stir(ctx)
    await rota_changed(ctx)
    now = await rota_of(ctx)
    for person in sorted(_on_leave(now, ctx)):
        await leave_clashes(ctx, person)
    lines: list[Said] = []
    for name in now.names:
        lines += [said_ahead(now, duty) for duty in now.duties(name, ctx.now, ctx.now + FAR)[:2]]
    twice = [Bullets(tuple(found[:MOST]))] if (found := said_twice(now, ctx.now)) else []
    return reply(SET(), Bullets(tuple(lines)), *twice, buttons=[Button(SHIFTS_AHEAD(), "/oncall next")])


def _on_leave(rota: Turns, ctx: Ctx) -> set[int]:
    """Whose shifts fall into a leave of theirs."""
    duties = [duty for name in rota.names for duty in rota.duties(name, ctx.now, ctx.now + FAR)]
    return {duty.person for duty in duties if duty.away}


async def _layer(args: Rota, ctx: Ctx, name: str, words: str, known: list[str]) -> Layer:
    people = await _people(words, ctx)
    when = _handover(args.handover)
    first, last = _covers(args.covers)
    hours = int(args.hours) if args.hours else 0
    rotation = "hours" if hours else args.rotation
    if rotation == "hours" and not hours:
        raise Refusal(BAD_HOURS())
    if rotation == "hours" and first != last:
        raise Refusal(PART_OF_THE_DAY(line=Mono("/oncall rota layer:early people:@mei,@bob covers:09:00-15:00")))
    order = [*LAYERS, *(one for one in known if one not in LAYERS)]
    return Layer(
        0, ctx.team.id, name, order.index(name) if name in order else len(order), rotation, people, ctx.now,
        when.minute, min(when.weekdays, default=0), hours, first, last, args.days,
    )  # fmt: skip


async def _people(words: str, ctx: Ctx) -> tuple[int, ...]:
    found: dict[int, str] = {}
    for word in re.split(r"[,，、;；\s]+", words.strip()):
        who = await worker(ctx, word)
        if who.id in found:
            raise Refusal(TWICE(name=who.name))
        found[who.id] = who.name
    return tuple(found)


def _handover(words: str | None) -> When:
    if words is None:
        return When("daily", USUAL)
    try:
        return read_when(words)
    except UnreadableDay as error:
        bad = BAD_HANDOVER(value=Mono(words), line=Mono('handover:"mon 09:00"'))
        raise Refusal(bad, *did_you_mean(near_whens(words))) from error


def _covers(words: str | None) -> tuple[int, int]:
    if words is None:
        return 0, 0
    first, _, last = re.sub(r"\s*[-–—~至到]+\s*", "-", words.strip()).partition("-")
    minutes = minutes_of(first), minutes_of(last)
    if minutes[0] is None or minutes[1] is None:
        raise Refusal(BAD_COVERS(line=Mono("covers:09:00-15:00")))
    return minutes[0] % (24 * 60), minutes[1] % (24 * 60)


@command("oncall end", help=HELP_END, who=Role.MANAGER, examples=("/oncall end night",))
async def end(args: Ending, ctx: Ctx) -> Reply:
    name = named(await rota_at(ctx, ctx.now), args.layer)
    await ctx.store.rotas.end(ctx.team.id, name, ctx.now)
    await stir(ctx)
    await rota_changed(ctx)
    return reply(ENDED(layer=layer_named(name)))
