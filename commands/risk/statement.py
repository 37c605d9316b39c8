"""What the team says in public about a risk: drafted from ready words, written by one, approved by another, posted in
every channel on both platforms as a live message of its own.

A further version has to be approved anew. Until it is, what was posted stays as it is; then the posts are edited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Final

from commands.kit import Ask, Button, Ctx, Form, Heading, Listed, Moment, Refusal, Reply, Said, command, reply, text
from commands.kit.clean import cleaned, size
from commands.kit.duty import rota_of
from commands.kit.hints import verbatim
from commands.kit.lateness import leaders
from commands.kit.reply import Block, Card
from commands.kit.standup import stir
from commands.kit.texts import Value
from commands.kit.told import notify
from commands.kit.tongue import Tongue
from commands.kit.wording import blanks, draft
from storage import Person, Statement

from .answer import responded
from .choices import APPROVE, approving
from .clocks import stop_clocks
from .face import DRILL, OfRisk, about, card, look_at, titled
from .look import Look, Worded, statement_card
from .walk import others
from .which import brief, which

HELP = text("Write what the team says in public about a risk")
HELP_APPROVE = text("Approve a statement that somebody else wrote: it is posted")
WORDS = text("What the team says in public")
VERSION = text("Version")
FILL_IN = text("Change what is not right, and put words in place of what is in brackets.")

WRITTEN = text("Written, and not posted yet: somebody else has to approve it.")
WRITTEN_ANEW = text("Written. When somebody else has approved it, the posts are corrected.")
ALONE = text("Written. Nobody else is in the team, so you can approve it yourself.")
FILL_IN_FIRST = text("Not kept yet. Put your words in place of: {words}")
TOO_LONG = text("It takes {signs} signs of a message, and at most {most} fit. Please shorten it.")
NO_WORDS = text("A statement needs words.")
SAME = text("Those are the same words as before.")

POSTED = text("Approved. It goes to every channel now.")
CORRECTED = text("Approved. The posts are being corrected.")
NONE_WAITS = text("No statement waits for approval.")
READ_FIRST = text("Which one? Read it first, then approve it.")
NONE_YET = text("Nobody has written a statement about risk {number} yet.")
NOT_YOURSELF = text("You wrote it, so somebody else has to approve it: {people}.")
OR_MORE = text("{n} more", "{n} more", context="people")
IS_APPROVED = text("{name} approved it already, {when}.")
NO_VERSION = text("There is no version {version}; the newest is {newest}.")
OLDER = text("{name} has written a newer version. Please read it first:")

CHANGE = text("Change", context="button")
TITLE = text("Statement")
CORRECTED_AT = text("Corrected {when}")
ONLY_DRILL = text("This is an exercise. Please do not pass it on.")

LONGEST: Final = 1500
"""Of the usual signs: with its title it is one message everywhere."""
MOST_NAMED: Final = 5
MOST_PEOPLE: Final = 3


class Write(Worded):
    words: Annotated[str, Ask(WORDS, long=True)]


class Approve(OfRisk):
    v: Annotated[int | None, Ask(VERSION, inner=True)] = None
    """What was read: nobody approves words that she has not seen."""


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | None:
    """With the newest words; without any with those that are ready for its kind, in the team's language."""
    if given.get("words"):
        return None
    look = await look_at(ctx, int(given["number"]))
    spoken = Tongue(ctx.team.language, ctx.zone, ctx.team.currency)
    playbook = ctx.metrics.playbooks.get(look.risk.kind)
    own = playbook.statement if playbook is not None else None
    ready = draft(look.risk.kind, look.risk.title, ctx.now, spoken, own)
    words = look.statements[-1].words if look.statements else ready
    known = {"number": str(look.risk.number), "words": words}
    asked = tuple(replace(one, hint=FILL_IN()) for one in Write.questions(known) if one.field == "words")
    return Form("/risk statement", brief(look.risk), (asked,), given=known)


@command(
    "risk statement", help=HELP, asks=which("statement", then=_asks),
    examples=(text("/risk statement 12 The gatehouse is closed today. We say more at six."),),
)  # fmt: skip
async def statement(args: Write, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    words = _judged(args.words, look)
    kept = await ctx.store.risk_story.write(look.risk.id, words, ctx.me.id, ctx.now)
    await ctx.store.risk_story.tell(look.risk.id, ctx.now, "written", ctx.me.id, ctx.heard.account.platform, words)
    if look.risk.closed_at is None:
        await responded(ctx, look.risk)
    for person in dict.fromkeys([look.risk.owner, *(who.id for who in await leaders(ctx, [ctx.me.id]))]):
        await notify(ctx, about(look.risk), "approve", person)
    said = WRITTEN_ANEW if look.approved else WRITTEN
    head = said() if await others(ctx) else ALONE()
    choices = [Button(APPROVE(), f"/risk approve {args.number} v:{kept.version}", "primary"), change(args.number)]
    return reply(head, verbatim(words), buttons=choices, cards=[await card(ctx, args.number)])


def _judged(said: str, look: Look) -> str:
    """Raises ``Refusal`` for what cannot be said in public as it is."""
    words = cleaned(said).strip()
    if not words:
        raise Refusal(NO_WORDS())
    if empty := blanks(words):
        raise Refusal(FILL_IN_FIRST(words=Listed(tuple(empty))))
    if (signs := size(words)) > LONGEST:
        raise Refusal(TOO_LONG(signs=str(signs), most=str(LONGEST)))
    if look.statements and look.statements[-1].words == words:
        raise Refusal(SAME(), buttons=(change(look.risk.number),))
    return words


def change(number: int) -> Button:
    return Button(CHANGE(), f"/risk statement {number}")


async def _waiting(given: Mapping[str, Any], ctx: Ctx) -> Reply:
    """Which one, where none was named: those that wait, and of a single one the words."""
    looks = [await look_at(ctx, one.number) for one in await ctx.store.risks.open(ctx.team.id, drill=None)]
    found = [look for look in looks if look.waiting is not None]
    if not found:
        raise Refusal(NONE_WAITS())
    if len(found) == 1 and (waiting := found[0].waiting) is not None:
        return reply(titled(found[0].risk), verbatim(waiting.words), buttons=approving(found[0]), private=True)
    choices = [Button(verbatim(titled(look.risk)), f"/risk show {look.risk.number}") for look in found[:MOST_NAMED]]
    return reply(READ_FIRST(), buttons=choices, private=True)


@command("risk approve", help=HELP_APPROVE, asks=_waiting, examples=("/risk approve 12",))
async def approve(args: Approve, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    newest = _approvable(args, look)
    people = await others(ctx)
    if newest.by == ctx.me.id and people:
        raise Refusal(NOT_YOURSELF(people=await _who_may(ctx, people)))
    if not await ctx.store.risk_story.approve(newest, ctx.me.id, ctx.now, alone=not people):
        raise _too_late(await look_at(ctx, args.number))
    await ctx.store.risk_story.tell(
        look.risk.id, ctx.now, "approved", ctx.me.id, ctx.heard.account.platform, str(newest.version)
    )
    await stop_clocks(ctx, look.risk, ["statement"])
    await stir(ctx)
    now = await look_at(ctx, args.number)
    said = CORRECTED() if look.approved else POSTED()
    shown = [await card(ctx, args.number), Card(statement_card(args.number), _face(now))]
    return reply(said, private=ctx.heard.via == "pressed", cards=shown)


async def _who_may(ctx: Ctx, people: Sequence[Person]) -> Listed:
    """Those of them who are there, on call first; all where all are on leave."""
    rota = await rota_of(ctx)
    on_call = [person for _, person in rota.on_call(ctx.now)]
    there = [who for who in people if rota.there(who.id, ctx.now)] or people
    named = sorted(there, key=lambda who: on_call.index(who.id) if who.id in on_call else len(on_call))
    more = len(named) - MOST_PEOPLE
    names: list[Value] = [who.name for who in named[:MOST_PEOPLE]]
    return Listed((*names, OR_MORE(n=more)) if more > 0 else tuple(names), "or")


def _approvable(args: Approve, look: Look) -> Statement:
    """The version that is meant. Raises ``Refusal`` where another is the newest, or none waits."""
    if not look.statements:
        raise Refusal(NONE_YET(number=str(args.number)), buttons=(change(args.number),))
    newest = look.statements[-1]
    if args.v is not None and args.v != newest.version:
        if args.v not in {one.version for one in look.statements}:
            raise Refusal(NO_VERSION(version=str(args.v), newest=str(newest.version)), buttons=tuple(approving(look)))
        raise Refusal(OLDER(name=look.name(newest.by)), verbatim(newest.words), buttons=tuple(approving(look)))
    if newest.approved_at is not None:
        raise _too_late(look)
    return newest


def _too_late(look: Look) -> Refusal:
    newest = look.statements[-1]
    if newest.approved_at is None:
        return Refusal(OLDER(name=look.name(newest.by)), verbatim(newest.words), buttons=tuple(approving(look)))
    return Refusal(IS_APPROVED(name=look.name(newest.approved_by), when=Moment(newest.approved_at)))


def _face(look: Look) -> Reply:
    """The post itself: what may be passed on, and when it was put right."""
    risk, out = look.risk, look.approved
    title: Said = TITLE()
    blocks: list[Block] = [Heading(DRILL(title=title) if risk.drill else title), verbatim(out[-1].words)]
    if len(out) > 1:
        blocks.append(CORRECTED_AT(when=Moment(out[-1].approved_at or out[-1].at)))
    if risk.drill:
        blocks.append(ONLY_DRILL())
    return reply(*blocks, urgent="blue" if risk.drill else "red")
