"""What somebody asks about a shift of hers, and how it looks to the team."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

from commands.kit import Args, Ask, Button, Ctx, Heading, Moment, Refusal, Reply, Said, Word, reply, text
from commands.kit.duty import rota_of
from commands.kit.fields import Numbered
from commands.kit.owners import name_of
from commands.kit.reply import Card
from commands.kit.rota import Rota
from commands.kit.told import About
from storage import Person, Swap

from .words import layer_named

NUMBER = text("Number of the request")
SHIFT = text("{layer}, {first} – {last}")
NO_SUCH = text("There is no request {number} about a shift.")
WAS_WITHDRAWN = text("That is not asked any more.")
WANTED = text("Cover wanted: {shift}")
ASKS = text("{name} asks who can take it.")
TAKES = text("{name} takes it instead of {other}.")
NOBODY_YET = text("Nobody took it in time. It stays the shift of {name}.")
NOBODY = text("Nobody took {shift} in time. It stays yours.")
NO_ANSWER = text("{name} did not answer in time: {shift} stays yours.")
TAKE = text("I'll take it", context="button")
WITHDRAW = text("Withdraw", context="button")


class OfSwap(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]


def about(swap: Swap) -> About:
    return About("swap", swap.id, swap.number)


def closes(swap: Swap) -> datetime:
    """Until when somebody may agree. One that ran when it was asked about can be taken over until its end."""
    if swap.from_at <= swap.made_at:
        return swap.until_at
    return min(swap.from_at, swap.back_from or swap.from_at)


def shift_of(swap: Swap) -> Said:
    return SHIFT(layer=layer_named(swap.layer), first=Moment(swap.from_at), last=Moment(swap.until_at))


def back_of(swap: Swap) -> Said:
    first, last = swap.back_from or swap.from_at, swap.back_until or swap.until_at
    return SHIFT(layer=layer_named(swap.layer), first=Moment(first), last=Moment(last))


def unanswered(swap: Swap, people: Mapping[int, Person]) -> Said:
    """To whoever asked, when it is too late to take it."""
    if swap.taker is None:
        return NOBODY(shift=shift_of(swap))
    return NO_ANSWER(name=name_of(swap.taker, people), shift=shift_of(swap))


def holds(rota: Rota, swap: Swap, now: datetime) -> bool:
    """Whether both shifts are still theirs."""
    if not has_all(rota, swap.layer, swap.giver, max(swap.from_at, now), swap.until_at):
        return False
    if swap.taker is None or swap.back_from is None or swap.back_until is None:
        return True
    return has_all(rota, swap.layer, swap.taker, swap.back_from, swap.back_until)


def has_all(rota: Rota, layer: str, person: int, first: datetime, last: datetime) -> bool:
    hers = [one for one in rota.duties(layer, first, last) if one.person == person]
    return sum((one.until_at - one.from_at for one in hers), timedelta()) == last - first


async def find(ctx: Ctx, number: int) -> Swap:
    found = await ctx.store.rotas.swap(ctx.team.id, number) if 0 < number < 2**31 else None
    if found is None:
        raise Refusal(NO_SUCH(number=str(number)))
    return found


async def card(ctx: Ctx, swap: Swap) -> Card:
    """The live message of what the team is asked, as it is now."""
    return Card(f"swap:{swap.number}", face(await find(ctx, swap.number), (await rota_of(ctx)).people))


def face(swap: Swap, people: Mapping[int, Person]) -> Reply:
    giver, head = name_of(swap.giver, people), Heading(WANTED(shift=shift_of(swap)))
    if swap.state == "asked":
        take = Button(TAKE(), f"/oncall agree {swap.number}", "primary")
        return reply(head, ASKS(name=giver), buttons=[take, Button(WITHDRAW(), f"/oncall withdraw {swap.number}")])
    if swap.state == "agreed":
        return reply(head, TAKES(name=name_of(swap.taker, people), other=giver))
    if swap.ended_at is not None and closes(swap) <= swap.ended_at:
        return reply(head, NOBODY_YET(name=giver))
    return reply(head, WAS_WITHDRAWN())
