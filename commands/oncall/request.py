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
from storage import Person, Swap, Timer

from .words import layer_named

NUMBER = text("Number of the request")
SHIFT = text("{layer}, {first} – {last}")
NO_SUCH = text("There is no request {number} about a shift.")
WAS_WITHDRAWN = text("That is not asked any more.")
TITLE = text("Swap of shifts")
WANTED = text("Cover wanted: {shift}")
ASKS = text("{name} asks who can take it.")
TAKES = text("{name} agreed {when} and takes it instead of {other}.")
SWAPPED = text("{name} takes {shift} instead of {other}.")
FOR_IT = text("{name} takes {shift} for it.")
AGREED = text("{name} agreed {when}.")
REFUSED = text("{name} refused {when}.")
SILENT = text("{name} did not answer in time.")
STAYS = text("It stays the shift of {name}: {shift}")
ENDED = text("Not asked any more since {when}.")
ENDED_OF = text("Not asked any more since {when}: {shift}")
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


async def ended(ctx: Ctx, swap: Swap) -> list[Card]:
    """It is settled, so nothing more can be pressed where it is asked: the card in this chat, and of what the team was
    asked those in its channels; others follow at once, each in the language of its chat."""
    if swap.taker is None:
        return [await card(ctx, swap)]
    now, cards = await find(ctx, swap.number), []
    for key, at in await ctx.store.cards.where(ctx.team.id, [key_of(swap)]):
        if at == ctx.heard.address:
            cards.append(Card(key, settled(now, (await rota_of(ctx)).people), (at,)))
        else:
            line = f"/swap told {swap.number} what:asked person:{swap.taker}"
            name = about(swap).key("again", at.platform, at.chat, at.thread)
            await ctx.store.timers.set(Timer(0, ctx.team.id, name, ctx.now, line, at, swap.taker))
    return cards


def key_of(swap: Swap) -> str:
    return f"swap:{swap.number}"


async def card(ctx: Ctx, swap: Swap) -> Card:
    """The live message of what the team is asked, as it is now."""
    return Card(key_of(swap), face(await find(ctx, swap.number), (await rota_of(ctx)).people))


def face(swap: Swap, people: Mapping[int, Person]) -> Reply:
    giver, head = name_of(swap.giver, people), Heading(WANTED(shift=shift_of(swap)))
    if swap.state == "asked":
        take = Button(TAKE(), f"/oncall agree {swap.number}", "primary")
        return reply(head, ASKS(name=giver), buttons=[take, Button(WITHDRAW(), f"/oncall withdraw {swap.number}")])
    if swap.state == "agreed":
        return reply(head, TAKES(name=name_of(swap.taker, people), other=giver, when=_ended_at(swap)))
    if too_late(swap):
        return reply(head, NOBODY_YET(name=giver))
    return reply(head, ENDED(when=_ended_at(swap)))


def settled(swap: Swap, people: Mapping[int, Person]) -> Reply:
    """What somebody was asked, when it is over."""
    giver, taker = name_of(swap.giver, people), name_of(swap.taker, people)
    stays, when = STAYS(name=giver, shift=shift_of(swap)), _ended_at(swap)
    match swap.state:
        case "agreed":
            more = [FOR_IT(name=giver, shift=back_of(swap))] if swap.back_from else []
            taken = SWAPPED(name=taker, shift=shift_of(swap), other=giver)
            return reply(TITLE(), AGREED(name=taker, when=when), taken, *more)
        case "refused":
            return reply(TITLE(), REFUSED(name=taker, when=when), stays)
        case _ if too_late(swap):
            return reply(TITLE(), SILENT(name=taker), stays)
        case _:
            return reply(TITLE(), ENDED_OF(when=when, shift=shift_of(swap)))


def too_late(swap: Swap) -> bool:
    """Whether it ended because nobody had answered in time."""
    return swap.state == "withdrawn" and swap.ended_at is not None and closes(swap) <= swap.ended_at


def _ended_at(swap: Swap) -> Moment:
    return Moment(swap.ended_at or swap.made_at)
