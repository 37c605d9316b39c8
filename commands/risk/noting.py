"""The story keeps itself: notes of what is done, and what others said in the chat, each with its own time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final

from commands.kit import Ask, Ctx, Form, Meant, Refusal, Reply, command, reply, text
from commands.kit.clean import cleaned
from commands.kit.tongue import utc
from storage import Risk

from .answer import going, responded
from .face import OfRisk, card, look_at
from .which import which

HELP = text("Note what is done about a risk, or keep the message that you answer")
OF_MESSAGE = text("Add to a risk", context="message")
WORDS = text("What is done, or known")

NOTED = text("Noted.")
PINNED = text("It is in the story of risk {number} now.")
PINNED_ALREADY = text("It is in the story of risk {number} already.")
NO_WORDS = text("A note needs words.")

LONGEST: Final = 2000


class Note(OfRisk):
    words: Annotated[str | None, Ask(WORDS, long=True)] = None
    said: Annotated[str | None, Ask(WORDS, inner=True)] = None
    """What somebody said, while the form asks which risk it is about; and who and when."""
    by: Annotated[str | None, Ask(WORDS, inner=True)] = None
    at: Annotated[str | None, Ask(WORDS, inner=True)] = None

    @classmethod
    def _free(cls) -> str:
        return "words"


def _is_open(given: Mapping[str, Any]) -> bool:
    return not (given.get("number") and str(given.get("words") or "").strip())


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | Reply | Meant | None:
    """A message that is answered needs no words; while the form asks which risk it is about, it is kept."""
    if (said := _answered(ctx)) and not given.get("said"):
        who = ctx.heard.reply_to
        given = {**given, "said": said, "at": (ctx.heard.reply_at or ctx.now).isoformat()}
        given |= {"by": f"{who.user} {who.name}"} if who is not None else {}
    return await _which(given, ctx)


_which = which("note", needs=("words", "said"))


def _answered(ctx: Ctx) -> str:
    """What the message says that is answered, unless it is our own."""
    return cleaned(ctx.heard.reply_text).strip()[:LONGEST] if ctx.heard.replies is None else ""


@command(
    "risk note", help=HELP, hears=("risk", "number"), of_message=OF_MESSAGE, incomplete=_is_open, asks=_asks,
    examples=(text("/risk note 12 The venue is called"),),
)  # fmt: skip
async def note(args: Note, ctx: Ctx) -> Reply:
    """The first one of whoever has it is the response; each one puts off that the acknowledgement goes stale. A plain
    reply to a card or a call is one, too; said in answer to somebody's message it keeps that message as well."""
    risk = going((await look_at(ctx, args.number)).risk)
    words = cleaned(args.words or "").strip()[:LONGEST]
    pinned = await _pin(args, ctx, risk, alone=not words)
    if not words and not pinned:
        raise Refusal(NO_WORDS())
    if words:
        await ctx.store.risk_story.tell(risk.id, ctx.now, "noted", ctx.me.id, ctx.heard.account.platform, words)
    await responded(ctx, risk)
    said = PINNED(number=str(risk.number)) if pinned and not words else NOTED()
    return reply(said, private=ctx.heard.via == "pressed", cards=[await card(ctx, risk.number)])


async def _pin(args: Note, ctx: Ctx, risk: Risk, *, alone: bool) -> bool:
    """Keep the message that is answered, with its own time. Raises ``Refusal`` for one that is kept already, if it is
    ``alone``: words that are said with it are kept."""
    heard, form = ctx.heard, ctx.heard.via == "form"
    said = (cleaned(args.said or "").strip()[:LONGEST] if form else "") or _answered(ctx)
    if not said:
        return False
    if form and args.said:
        user, _, name = (args.by or "").partition(" ")
        at = utc(datetime.fromisoformat(args.at)) if args.at else ctx.now
    else:
        user, name = (heard.reply_to.user, heard.reply_to.name) if heard.reply_to is not None else ("", "")
        at = heard.reply_at or ctx.now
    who = await ctx.store.people.by_account(ctx.team.id, heard.account.platform, user) if user else None
    if who is None and name:
        said = SAID_BY.format(name=name, words=said)
    story = await ctx.store.risk_story.story(risk.id)
    if any(one.deed == "pinned" and one.words == said and one.at == at for one in story):
        if alone:
            raise Refusal(PINNED_ALREADY(number=str(risk.number)))
        return False
    author = who.id if who is not None else ctx.me.id
    await ctx.store.risk_story.tell(risk.id, at, "pinned", author, heard.account.platform, said)
    return True


SAID_BY: Final = "{name}: {words}"
"""The words of somebody who is not in the team."""
