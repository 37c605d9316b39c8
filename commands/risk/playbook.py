"""What is done about a kind of risk, step by step: shown with who did what, and ticked."""

from collections.abc import Mapping
from typing import Annotated

from commands.kit import (
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Label,
    Moment,
    Refusal,
    Reply,
    Role,
    Said,
    Word,
    command,
    reply,
    text,
)
from commands.kit.playbooks import Playbook, key_of, kind_named, ticked
from storage import RiskEntry

from .answer import going
from .face import Look, OfRisk, card, look_at, titled
from .which import listed, which

HELP_LIST = text("See what is to be done about a risk, step by step")
HELP_TICK = text("Tick a step of a risk's checklist")
STEP = text("Step")

PROGRESS = text("{kind}: {done} of {all} done")
OPEN = text("{n}. {step}")
DONE = text("{n}. ✓ {step} ({name}, {when})")
TICK = text("{n} done", context="button")
NO_LIST = text("There is no checklist for this kind of risk.")
NO_STEP = text("The checklist has steps 1 to {n}.")
IS_DONE = text("{name} has done that already, {when}.")


class OfStep(OfRisk):
    step: Annotated[int, Word(), Ask(STEP)]


@command(
    "risk checklist", help=HELP_LIST, who=Role.OBSERVER, reads=True, asks=which("checklist", listed, tells=False),
    examples=("/risk checklist 12",),
)  # fmt: skip
async def checklist(args: OfRisk, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    return _shown(ctx, look, _book(ctx, look))


@command("risk tick", help=HELP_TICK, asks=which("tick", listed, tells=False), examples=("/risk tick 12 3",))
async def tick(args: OfStep, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    risk, book = going(look.risk), _book(ctx, look)
    if not 1 <= args.step <= len(book.checklist):
        raise Refusal(NO_STEP(n=len(book.checklist)))
    key = key_of(book.checklist[args.step - 1])
    before = ticked(book, look.story).get(key)
    if before is not None:
        raise Refusal(IS_DONE(name=look.name(before.person), when=Moment(before.at)))
    await ctx.store.risk_story.tell(risk.id, ctx.now, "ticked", ctx.me.id, ctx.heard.account.platform, key)
    shown = _shown(ctx, await look_at(ctx, args.number), book)
    pressed = ctx.heard.via == "pressed"
    return Reply(shown.blocks, shown.buttons, private=True, replace=pressed, cards=(await card(ctx, args.number),))


def _book(ctx: Ctx, look: Look) -> Playbook:
    book = ctx.metrics.playbooks.get(look.risk.kind)
    if book is None or not book.checklist:
        raise Refusal(NO_LIST())
    return book


def _shown(ctx: Ctx, look: Look, book: Playbook) -> Reply:
    done = ticked(book, look.story)
    kind = kind_named(ctx.metrics.playbooks, look.risk.kind)
    lines = [_line(look, n, step, done) for n, step in enumerate(book.checklist, 1)]
    choices = [
        Button(TICK(n=n), f"/risk tick {look.risk.number} {n}")
        for n, step in enumerate(book.checklist, 1)
        if key_of(step) not in done and look.risk.closed_at is None
    ]
    head = PROGRESS(kind=kind, done=len(done), all=len(book.checklist))
    return reply(Heading(titled(look.risk)), head, Bullets(tuple(lines)), buttons=choices, private=True)


def _line(look: Look, n: int, step: Said | Label, done: Mapping[str, RiskEntry]) -> Said:
    entry = done.get(key_of(step))
    if entry is None:
        return OPEN(n=n, step=step)
    return DONE(n=n, step=step, name=look.name(entry.person), when=Moment(entry.at))
