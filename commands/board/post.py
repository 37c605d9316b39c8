"""/digest: the digest as it would be posted, for the asker alone; and the digests that the clock posts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Annotated, Literal

from commands.kit import Args, Ask, Ctx, Drawing, Moment, Refusal, Reply, Role, command, reply, text
from commands.kit.days import dated
from commands.kit.expected import about
from commands.kit.fields import PastDay
from commands.kit.moments import instant_of
from commands.kit.periods import ONE, Period, period_of
from commands.kit.posts import Posted, audience, digest_of, note_posted, posted
from commands.kit.reply import Block, Card
from commands.kit.schedule import LATE_AFTER, every
from commands.kit.signals import look
from commands.kit.standup import stir
from commands.kit.tongue import utc
from storage import Address

from .asked import AHEAD
from .board import headline
from .corrected import changes
from .digest import LATE, MISSED, daily, period_about, weekly

HELP = text("Preview a digest, only for you")
HELP_POST = text("Post a digest to the team")
HELP_REFRESH = text("Show a digest as the figures are now")
KIND = text("Daily or weekly")
DATE = text("Day")
DUE = text("When it was due")
SINCE = text("First day that was missed")
ALONE = text("Only in one channel")
KINDS = {"daily": text("daily"), "weekly": text("weekly")}

DAILY = every("22:00", name="digest.daily", label=text("Daily digest"), line="/digest post daily")
WEEKLY = every("mon 09:35", name="digest.weekly", label=text("Weekly digest"), line="/digest post weekly")


class Preview(Args):
    kind: Annotated[Literal["daily", "weekly"], Ask(KIND, choices=KINDS)] = "daily"
    date: Annotated[PastDay | None, Ask(DATE, source="days")] = None


class Post(Args):
    kind: Annotated[Literal["daily", "weekly"], Ask(KIND, choices=KINDS)]
    due: Annotated[datetime, Ask(DUE)]
    since: Annotated[date | None, Ask(SINCE)] = None
    alone: Annotated[Literal["yes"] | None, Ask(ALONE)] = None


class Refresh(Args):
    kind: Annotated[Literal["daily", "weekly"], Ask(KIND, choices=KINDS)]
    date: Annotated[PastDay, Ask(DATE)]


@command(
    "digest", help=HELP, who=Role.OBSERVER, private=True, reads=True,
    examples=("/digest", "/digest weekly", "/digest daily date:yesterday"),
)  # fmt: skip
async def digest(args: Preview, ctx: Ctx) -> Reply:
    if args.date is not None and args.date > ctx.today:
        raise Refusal(AHEAD(day=dated(args.date, ctx.today)))
    period = period_about(args.kind, args.date or ctx.today)
    made = await _made(ctx, args.kind, period, [])
    return Reply(made.blocks, made.buttons, private=True)


@command("digest post", help=HELP_POST, clock=True)
async def post(args: Post, ctx: Ctx) -> Reply:
    """Typed by the clock. What comes late says so, and what could not be posted meanwhile is named. Each time it is a
    new message, and from then on the one that is corrected."""
    period = period_about(args.kind, about(args.due))
    notices = _notices(await note_posted(ctx, digest_of(period), args.due, args.since))
    await _look(ctx, period)
    where = await audience(ctx, alone=args.alone is not None)
    cards = _cards(period, await _made(ctx, args.kind, period, notices), where)
    for name, at in await ctx.store.cards.where(ctx.team.id, [card.key for card in cards]):
        if at in where:
            await ctx.store.cards.leave(ctx.team.id, name, at)
    return reply(cards=cards)


@command("digest refresh", help=HELP_REFRESH, clock=True)
async def refresh(args: Refresh, ctx: Ctx) -> Reply:
    """A figure that it shows was corrected, or came late. It is remade where it stands, and nowhere else."""
    period = period_of("week" if args.kind == "weekly" else "day", args.date)
    name = digest_of(period)
    standing = await ctx.store.cards.where(ctx.team.id, [name, picture_of(name)])
    if not standing:
        return reply()
    alive = {place.address for place in await ctx.store.places.of(ctx.team.id) if place.suspended_at is None}
    first = await posted(ctx, name)
    # Where that is long forgotten: when the period was over.
    since = first.at if first else instant_of(datetime.combine(period.last + ONE, time()), ctx.zone)
    notices = [*(_notices(first) if first else ()), *await changes(ctx, period, since)]
    await _look(ctx, period)
    cards = _cards(period, await _made(ctx, args.kind, period, notices), alive)
    there = {card.key: tuple(at for at in alive if (card.key, at) in standing) for card in cards}
    return reply(cards=[replace(card, at=there[card.key]) for card in cards])


def _notices(first: Posted) -> list[Block]:
    """What stands above the figures."""
    notices: list[Block] = []
    if first.at - utc(first.due) > LATE_AFTER:
        notices.append(LATE(at=Moment(first.due)))
    if first.since is not None:
        notices.append(MISSED(day=first.since))
    return notices


async def _look(ctx: Ctx, period: Period) -> None:
    """The digest of a day tells what is abnormal. Where that is not as it was, the stand-up board follows."""
    if period.kind == "day":
        before = await ctx.store.signals.raised(ctx.team.id)
        await look(ctx, period.first)
        if await ctx.store.signals.raised(ctx.team.id) != before:
            await stir(ctx)


async def _made(ctx: Ctx, kind: str, period: Period, notices: Sequence[Block]) -> Reply:
    return await (weekly if kind == "weekly" else daily)(ctx, period, headline(ctx, None), notices)


def _cards(period: Period, made: Reply, where: Iterable[Address]) -> list[Card]:
    """A picture is a message of its own: words below a picture could not all be replaced where they are long."""
    name, there = digest_of(period), tuple(where)
    pictures = tuple(block for block in made.blocks if isinstance(block, Drawing))
    words = tuple(block for block in made.blocks if not isinstance(block, Drawing))
    face = Card(name, Reply(words, made.buttons), there)
    return [Card(picture_of(name), Reply(pictures), there), face] if pictures else [face]


def picture_of(name: str) -> str:
    """The name of the card that holds the picture of a digest."""
    return f"{name}:chart"
