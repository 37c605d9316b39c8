"""What whoever comes on call has to know: open risks with their clocks, promises that fall due, swaps that nobody has
answered, and the words that were left.

Words are left before there is a hand-over to put them in, all layers of one second share them, and after the next
hand-over nobody reads them again. So they are one mark of the team, which forgets, and no rows of a story, which would
have to be cleaned up; what ought to last is a note of its risk.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from commands.kit import Bullets, Ctx, Listed, Moment, Mono, Refusal, Said, text
from commands.kit.clean import cleaned, on_card
from commands.kit.crisis import CLOCKS, LEVELS, ORDER
from commands.kit.lasting import lasting
from commands.kit.owners import name_of
from commands.kit.reply import Block
from storage import Person, RiskClock

from .words import layer_named

RISKS = text("Open risks")
RISK = text("{number} · {level}: {title} – {name}")
WITH = text("{line} ({clocks})")
NOBODY = text("nobody has it")
LEFT = text("{clock}: {span} left")
LATE = text("{clock}: {span} overdue")
DUE = text("{clock}: due now")
PROMISES = text("Promises that fall due")
PROMISE = text("{number} · {words} – {name}, {when}")
SWAPS = text("Swaps that nobody has answered")
SWAP = text("{number} · {layer}: {name}, {first} – {last}")
NOTES = text("Notes for this shift")
NOTE = text("{name}, {when}: {words}")
MORE = text("{n} more: {line}", "{n} more: {line}")
CALM = text("Nothing is open.")
NO_WORDS = text("A note needs words.", context="hand-over")
FULL = text("Too much is left for the next shift already. Say it in the channel, or wait for the hand-over.")

MOST: Final = 4
LONGEST: Final = 60
LONGEST_NOTE: Final = 280
ROOM: Final = 2000
"""What a mark of the memory holds."""


@dataclass(frozen=True, slots=True)
class Note:
    """``to`` is the hand-over it went to; 0 while that has not come."""

    to: int
    at: float
    name: str
    words: str


async def facts(ctx: Ctx, people: Mapping[int, Person], stamp: int, until: datetime) -> list[Block]:
    """Up to the end of the shift. Exercises are left out."""
    parts = [
        (RISKS(), await _risks(ctx, people), "/risk"), (PROMISES(), await _promises(ctx, people, until), "/promise"),
        (SWAPS(), await _swaps(ctx, people), "/oncall"), (NOTES(), await _notes(ctx, stamp), ""),
    ]  # fmt: skip
    found: list[Block] = []
    for heading, lines, line in parts:
        if lines:
            most = MOST if line else len(lines)
            rest = [MORE(n=len(lines) - most, line=Mono(line))] if len(lines) > most else []
            found += [heading, Bullets((*lines[:most], *rest))]
    return found or [CALM()]


async def _risks(ctx: Ctx, people: Mapping[int, Person]) -> list[Said]:
    risks = [one for one in await ctx.store.risks.open(ctx.team.id) if not one.drill]
    risks.sort(key=lambda one: (ORDER.index(one.level), one.number))
    clocks = await ctx.store.risk_story.clocks([one.id for one in risks]) if risks else {}
    lines: list[Said] = []
    for one in risks:
        name = NOBODY() if one.owner is None else name_of(one.owner, people)
        title = on_card(one.title, LONGEST)
        said = RISK(number=str(one.number), level=LEVELS[one.level](), title=title, name=name)
        running = [_clock(ctx, clock) for clock in clocks.get(one.id, []) if clock.runs]
        lines.append(WITH(line=said, clocks=Listed(tuple(running), "row")) if running else said)
    return lines


def _clock(ctx: Ctx, clock: RiskClock) -> Said:
    name = CLOCKS[clock.name]()
    if clock.due_at <= ctx.now:
        late = ctx.now - clock.due_at
        return LATE(clock=name, span=lasting(late)) if late >= timedelta(minutes=1) else DUE(clock=name)
    return LEFT(clock=name, span=lasting(clock.due_at - ctx.now))


async def _promises(ctx: Ctx, people: Mapping[int, Person], until: datetime) -> list[Said]:
    return [
        PROMISE(
            number=str(one.number), words=on_card(one.words, LONGEST), name=name_of(one.owner, people),
            when=Moment(one.due_at),
        )
        for one in await ctx.store.promises.listed(ctx.team.id, ["open"]) if one.due_at < until
    ]  # fmt: skip


async def _swaps(ctx: Ctx, people: Mapping[int, Person]) -> list[Said]:
    return [
        SWAP(
            number=str(one.number), layer=layer_named(one.layer), name=name_of(one.giver, people),
            first=Moment(one.from_at), last=Moment(one.until_at),
        )
        for one in await ctx.store.rotas.swaps(ctx.team.id, ctx.now)
    ]  # fmt: skip


# --- words that are left


async def leave(ctx: Ctx, words: str, stamp: int) -> None:
    """Keep words for a hand-over; 0 is the next, whenever that is. Raises ``Refusal``."""
    words = on_card(" ".join(cleaned(words).split()), LONGEST_NOTE)
    if not words:
        raise Refusal(NO_WORDS())
    note = Note(stamp, ctx.heard.at.timestamp(), ctx.me.name, words)
    if not await _keep(ctx, [*await _kept(ctx), note]):
        raise Refusal(FULL())


async def give(ctx: Ctx, stamp: int) -> None:
    """What waits goes to this hand-over; what went to those before the last one is forgotten."""
    notes = await _kept(ctx)
    if not notes:
        return
    last = max((note.to for note in notes), default=0)
    await _keep(ctx, [note if note.to else replace(note, to=stamp) for note in notes if note.to in (0, last)])


async def _notes(ctx: Ctx, stamp: int) -> list[Said]:
    return [
        NOTE(name=note.name, when=Moment(datetime.fromtimestamp(note.at, ctx.zone)), words=note.words)
        for note in await _kept(ctx) if note.to == stamp
    ]  # fmt: skip


async def _kept(ctx: Ctx) -> list[Note]:
    return [Note(**one) for one in json.loads(await ctx.store.marks.get(_mark(ctx)) or "[]")]


async def _keep(ctx: Ctx, notes: list[Note]) -> bool:
    """``False`` when there is no room. What was read already goes first."""
    while notes and len(written := json.dumps([asdict(one) for one in notes], ensure_ascii=False)) > ROOM:
        old = next((one for one in notes[:-1] if one.to), None)
        if old is None:
            return False
        notes = [one for one in notes if one is not old]
    await ctx.store.marks.set(_mark(ctx), written if notes else "[]")
    return True


def _mark(ctx: Ctx) -> str:
    return f"oncall:notes:{ctx.team.id}"
