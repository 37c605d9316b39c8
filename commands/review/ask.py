"""Reviews by the clock: asked on their days, closed in their time, each exactly once.

The prompt itself winds the timer that closes it, so a prompt that was moved, or came late, takes its summary along.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Literal

from commands.kit import Args, Ask, Button, Ctx, Moment, Reply, Word, command, reply, text
from commands.kit.days import dated
from commands.kit.fields import Numbered
from commands.kit.moments import instant_of
from commands.kit.private import home, private_of, tell
from commands.kit.reply import Card
from commands.kit.schedule import LATE_AFTER, every
from commands.kit.tongue import utc
from storage import Promise, Round, RoundKind, Timer

from .face import ANSWER, LATE, UNTIL, Look, key_of, look_at, prompt, sum_of, summary
from .kinds import KINDS, NAMES, closing, invitation, promised_by
from .lines import things

HELP_ASK = text("Ask the team for a review")
HELP_CLOSE = text("Close a review and sum it up")
HELP_REFRESH = text("Count again who has answered")
HELP_INVITE = text("Ask one person")
KIND = text("Which review")
DUE = text("When it was due")
SINCE = text("First day that was missed")
ALONE = text("Only in one channel")
ROUND = text("Number of the round")

LEFT_OUT = text("{name}, {day}: left out, I could not ask in time.")

WEEK = every("last-of-week 16:00", name="review.week", label=text("Review of the week"), line="/review ask week")
TOPIC = every("25 10:00", name="review.topic", label=text("Topic meeting"), line="/review ask topic")
DIARY = every("last-of-month 15:00", name="review.diary", label=text("Diary of the month"), line="/review ask month")
QUARTER = every(
    "first-monday-of-quarter 10:00", name="review.quarter", label=text("Round table"), line="/review ask quarter"
)


class Due(Args):
    kind: Annotated[RoundKind, Word(), Ask(KIND, choices=NAMES)]
    due: Annotated[datetime, Ask(DUE)]
    since: Annotated[date | None, Ask(SINCE)] = None
    alone: Annotated[Literal["yes"] | None, Ask(ALONE)] = None


class OfRound(Args):
    round: Annotated[Numbered, Word(), Ask(ROUND)]


class Nothing(Args):
    pass


@command("review ask", help=HELP_ASK, clock=True)
async def ask(args: Due, ctx: Ctx) -> Reply:
    """Typed by the clock. Of several that were missed there is one. It is a live message, and so stands in all
    channels of the team."""
    due, day = utc(instant_of(args.due, ctx.zone)), args.due.date()
    left = [card for one in await _left_open(ctx, args.kind, day) for card in await closed(ctx, one)]
    closes = await closing(ctx, args.kind, due, day)
    if closes <= ctx.now:
        return reply(
            LEFT_OUT(name=KINDS[args.kind].name(), day=dated(day, ctx.today)), everywhere=args.alone is None, cards=left
        )
    round = await ctx.store.rounds.open(Round(0, ctx.team.id, args.kind, day, ctx.now, utc(closes)))
    if round.closed_at is not None and round.closed_at < due:
        round = await _again(ctx, round, utc(closes))
    look = await look_at(ctx, round)
    if round.closed_at is not None or not look.asked:
        return reply(cards=left)
    line = f"/review close {round.id}"
    await ctx.store.timers.set(
        Timer(0, ctx.team.id, f"review:{round.id}:close", round.closes_at, line, await home(ctx), None)
    )
    if look.kind.titles:
        await _invite(ctx, look)
    late = [LATE(at=Moment(due))] if ctx.now - due > LATE_AFTER else []
    return reply(cards=[*left, await prompt(ctx, look, *late)])


@command("review close", help=HELP_CLOSE, clock=True)
async def close(args: OfRound, ctx: Ctx) -> Reply:
    """Typed by the clock when answers are no longer taken."""
    round = await ctx.store.rounds.get(ctx.team.id, args.round)
    return reply(cards=await closed(ctx, round) if round else ())


@command("review refresh", help=HELP_REFRESH, clock=True, reads=True)
async def refresh(args: Nothing, ctx: Ctx) -> Reply:
    """Somebody went away or came back."""
    return reply(
        cards=[await prompt(ctx, await look_at(ctx, one)) for one in await ctx.store.rounds.going(ctx.team.id)]
    )


@command("review invite", help=HELP_INVITE, clock=True, reads=True)
async def invite(args: OfRound, ctx: Ctx) -> Reply:
    """Typed in the private chat of one whose business it is."""
    round = await ctx.store.rounds.get(ctx.team.id, args.round)
    if round is None or round.closed_at is not None:
        return reply()
    kind = KINDS[round.kind]
    buttons = [Button(ANSWER(), f"/review answer round:{round.id}", "primary")]
    return reply(kind.name(), invitation(ctx, kind), UNTIL(when=Moment(round.closes_at)), buttons=buttons)


async def closed(ctx: Ctx, round: Round) -> list[Card]:
    """Sum a review up: the cards of its prompt, and of its summary where somebody answered. None when that was done
    before."""
    if not await ctx.store.rounds.close(round.id, ctx.now):
        return []
    look = await look_at(ctx, round)
    if does := look.kind.does:
        said = [(answer.person, answer.words[does]) for answer in look.answers if answer.words.get(does)]
        if round.kind == "quarter":
            there = {one.words for one in look.promises}
            await _promise(ctx, round, [each for each in things(said) if each[0] not in there])
        else:
            there = {one.words for one in look.conclusions}
            new = [each for each in things(said) if each[0] not in there]
            await ctx.store.rounds.conclude(ctx.team.id, round.id, new)
    fresh = await ctx.store.rounds.get(ctx.team.id, round.id) or round
    look = await look_at(ctx, fresh)
    cards = [await prompt(ctx, look)]
    if look.kind.secret or not look.answers:
        return cards
    late = [LATE(at=Moment(round.closes_at))] if ctx.now - round.closes_at > LATE_AFTER else []
    return [*cards, await summary(ctx, look, *late)]


async def _again(ctx: Ctx, round: Round, closes: datetime) -> Round:
    """It was asked by hand, and closed, before it was due: it opens again with all answers, in a new message."""
    for card, at in await ctx.store.cards.where(ctx.team.id, [key_of(round), sum_of(round)]):
        await ctx.store.cards.leave(ctx.team.id, card, at)
    await ctx.store.rounds.reopen(round.id, closes)
    return replace(round, closes_at=closes, closed_at=None)


async def _left_open(ctx: Ctx, kind: RoundKind, day: date) -> list[Round]:
    """Those before it, whose timer came while the team could not be reached."""
    going = await ctx.store.rounds.going(ctx.team.id)
    return [one for one in going if one.kind == kind and one.day < day and one.closes_at <= ctx.now]


async def _invite(ctx: Ctx, look: Look) -> None:
    """Ask each of them in private, who can be written to: the others have the card."""
    titles = set(look.kind.titles)
    for person in sorted(look.asked):
        if titles & set(look.people[person].titles) and private_of(await ctx.store.accounts.of(person)) is not None:
            await tell(ctx, person, f"review:{look.round.id}:invite:{person}", f"/review invite {look.round.id}")


async def _promise(ctx: Ctx, round: Round, said: list[tuple[str, int]]) -> None:
    due = utc(promised_by(ctx, round.day))
    for words, person in said:
        promise = await ctx.store.promises.add(
            Promise(0, ctx.team.id, 0, words, due, ctx.now, owner=person, made_by=person, round=round.id)
        )
        line = f"/promise begin {promise.number}"
        timer = Timer(0, ctx.team.id, f"promise:{promise.id}:begin", ctx.now, line, await home(ctx), None)
        await ctx.store.timers.set(timer)
