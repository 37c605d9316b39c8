"""Many at once. From the sixth within ten minutes that nobody has, a risk has no card and no calls of its own: it
stands with the others on one card, so that the first calls are not lost among the last. A red one does so only while
another red one calls; as soon as none does any more, the worst of them is next. Each keeps its number and its clocks,
and every ten minutes the five worst that nobody has get their own card and calls, however long it goes on: none is
forgotten, and no channel is flooded."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Final

from commands.kit import Args, Ask, Bullets, Button, Ctx, Heading, Reply, Said, command, reply, text
from commands.kit.clean import on_card
from commands.kit.crisis import ORDER
from commands.kit.private import home
from commands.kit.reply import Card
from storage import Risk, Timer

from .calls import call_now, next_red, red_calls
from .face import SIGNS, card
from .look import OPEN_ONES

HELP = text("Show and call for the worst of many risks that were raised at once")
HELP_CARD = text("Show the many risks that were raised at once")

MANY = text("{n} more risk at once", "{n} more risks at once")
MEANT = text(
    "Nobody has them yet. Each has its number and its clocks; every {minutes} min the {n} worst get their own card and "
    "calls."
)
LINE = text("{sign} {number} · {title}")
ACK_ALL = text("Acknowledge all", context="button")
LEFT = text("and {n} more", "and {n} more")
NONE = text("Many risks at once: none of them waits here any more.")
NEXT = text("Only the next red one")

MOST: Final = 5
SPAN: Final = timedelta(minutes=10)
LINES: Final = 8
LONGEST: Final = 80


async def is_one_of_many(ctx: Ctx, risk: Risk) -> bool:
    """Whether a risk that is about to be opened stands with others on one card: what somebody has, or is closed, keeps
    nobody from hearing of it. An exercise never does."""
    waiting = [
        one for one in await ctx.store.risks.open(ctx.team.id)
        if not one.answered and one.raised_at >= ctx.now - SPAN
        and (not risk.id or one.number < risk.number)  # figures keep several before the first is opened
    ]  # fmt: skip
    if risk.drill or len(waiting) < MOST:
        return False
    return risk.level != "red" or red_calls(waiting)


async def folded(ctx: Ctx) -> list[Risk]:
    """Those that stand on one card now, the worst first."""
    found = [one for one in await ctx.store.risks.open(ctx.team.id) if one.folded]
    return sorted(found, key=lambda one: (ORDER.index(one.level), one.number))


async def fold(ctx: Ctx, risk: Risk) -> None:
    """It stands with the others now. Where there were none, a new card and a new span of time begin."""
    if not [one for one in await folded(ctx) if one.id != risk.id]:
        await ctx.store.marks.set(_mark(ctx), str(risk.number))
        await _wind(ctx)
    await next_red(ctx)


async def own_or_common(ctx: Ctx, risk: Risk) -> Card:
    return await common(ctx) if risk.folded else await card(ctx, risk.number)


async def common(ctx: Ctx) -> Card:
    """The one card of all that are folded."""
    first = await ctx.store.marks.get(_mark(ctx))
    return Card(f"folded:{first}", _face(await folded(ctx)))


def _face(found: Sequence[Risk]) -> Reply:
    show = Button(OPEN_ONES(), "/risk list")
    if not found:
        return reply(Heading(NONE()), buttons=[show])
    lines: list[Said] = [
        LINE(sign=SIGNS[one.level], number=str(one.number), title=on_card(one.title, LONGEST)) for one in found[:LINES]
    ]
    if (left := len(found) - LINES) > 0:
        lines.append(LEFT(n=left))
    meant = MEANT(minutes=SPAN // timedelta(minutes=1), n=MOST)
    choices = [Button(ACK_ALL(), "/risk ack all", "primary"), show]
    return reply(
        Heading(MANY(n=len(found))), Bullets(tuple(lines)), meant, buttons=choices, urgent=found[0].level
    )  # fmt: skip


class Turn(Args):
    next: Annotated[bool, Ask(NEXT)] = False


@command("risk unfold", help=HELP, clock=True, reads=True)
async def unfold(args: Turn, ctx: Ctx) -> Reply:
    """``next``: only the worst one, while it is red and no other red one calls; the others wait for their turn."""
    found = (await folded(ctx))[: 1 if args.next else MOST]
    if args.next and (not found or found[0].level != "red" or red_calls(await ctx.store.risks.open(ctx.team.id))):
        return reply()
    for one in found:
        await ctx.store.risks.change(one.id, step=0)
        risk = await ctx.store.risks.get(ctx.team.id, one.number)
        if risk is not None:
            await call_now(ctx, risk)
    if await folded(ctx) and not args.next:
        await _wind(ctx)
    return reply(cards=[*[await card(ctx, one.number) for one in found], await common(ctx)])


@command("risk folded", help=HELP_CARD, clock=True, reads=True)
async def refresh(args: Args, ctx: Ctx) -> Reply:
    """Somebody has one of them, or it is closed."""
    return reply(cards=[await common(ctx)])


async def _wind(ctx: Ctx) -> None:
    key = f"risk:unfold:{ctx.team.id}"
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now + SPAN, "/risk unfold", await home(ctx), None))


def _mark(ctx: Ctx) -> str:
    return f"risks.folded:{ctx.team.id}"
