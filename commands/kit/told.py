"""What is told to one person about something that has a number in its team, and when the clock looks at it.

Every line looks again at how things are when it is typed, so one that is out of date says nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from storage import Timer

from .args import Args, Ask, Word
from .context import Ctx
from .fields import Numbered
from .private import home, mention, tell, tell_aloud
from .reply import Block, Button, Reply, reply
from .texts import Said, text

PERSON = text("Person")
BY = text("By whom")
ALOUD = text("In the channel")
CALL = text("{who}: {said}")


@dataclass(frozen=True, slots=True)
class About:
    """``noun`` is the command that it belongs to, ``id`` its row, ``number`` what people call it."""

    noun: str
    id: int
    number: int

    def key(self, *parts: object) -> str:
        return ":".join(map(str, (self.noun, self.id, *parts)))


class Told(Args):
    """The line that tells somebody: ``/promise told 3 what:late person:7``. Each noun says what there is to tell."""

    number: Annotated[Numbered, Word()]
    person: Annotated[int, Ask(PERSON)]
    by: Annotated[int | None, Ask(BY)] = None
    aloud: Annotated[bool, Ask(ALOUD)] = False


async def notify(ctx: Ctx, about: About, what: str, person: int | None) -> None:
    """Tell somebody in private. Nobody is told what she did herself."""
    by = ctx.who.id if ctx.who is not None else None
    if person is not None and person != by:
        await tell(ctx, person, about.key(what, person), _line(about, what, person, by), ctx.now)


async def spoken(
    ctx: Ctx, about: About, args: Told, what: str, name: str, title: Said, said: Said | None,
    more: Sequence[Block] = (), buttons: Sequence[Button] = (),
) -> Reply:  # fmt: skip
    """In her private chat, or where that is closed in the channel, by her ``name``. ``said`` is ``None`` when it is
    not so any more."""
    line = _line(about, what, args.person, args.by)
    if args.aloud:
        await tell_aloud(ctx, args.person, about.key(what, args.person), line)
        return reply()
    if said is None:
        return reply()
    if ctx.place is not None:
        said = CALL(who=await mention(ctx, args.person, name), said=said)
    return reply(title, said, *more, buttons=buttons, otherwise=f"{line} aloud:yes")


def _line(about: About, what: str, person: int, by: int | None) -> str:
    line = f"/{about.noun} told {about.number} what:{what} person:{person}"
    return line if by is None else f"{line} by:{by}"


async def wind(ctx: Ctx, about: About, times: Mapping[str, datetime]) -> None:
    """Type ``/promise late 3`` at its time, and so on; a verb that is wound already moves."""
    for verb, at in times.items():
        line = f"/{about.noun} {verb} {about.number}"
        await ctx.store.timers.set(Timer(0, ctx.team.id, about.key(verb), at, line, await home(ctx), None))


async def unwind(ctx: Ctx, about: About, verbs: Iterable[str]) -> None:
    for verb in verbs:
        await ctx.store.timers.stop(about.key(verb))
