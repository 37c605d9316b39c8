"""A new promise, and changing one. Nobody but a manager promises for somebody else; what somebody said herself may be
written down by all who heard it. Whoever is bound by another hears of it at once, in private."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar

from commands.kit import (
    Args,
    Ask,
    Ctx,
    Form,
    Moment,
    Mono,
    Question,
    Refusal,
    Reply,
    Role,
    Said,
    Value,
    Word,
    command,
    reply,
    text,
)
from commands.kit.called import OF_WORK
from commands.kit.clean import one_line
from commands.kit.fields import EVENING, Numbered, bare_number
from commands.kit.fields import Moment as When
from commands.kit.moments import instant_of
from commands.kit.people import find_person
from commands.kit.plan import calendar_of
from commands.kit.reply import Block
from commands.kit.standup import stir
from commands.kit.told import notify
from storage import Person, Promise

from .clock import remind
from .deadline import deadline
from .face import NUMBER, Look, about, card, due, hers, look_at, titled

HELP_MAKE = text("Promise something until a time, also by answering a message")
OF_MESSAGE = text("Write it down as promised", context="message")
HELP_EDIT = text("Change a promise: words, due time, who keeps it")
WORDS = text("What is promised")
DUE = text("Due")
DUES = text("fri 17:00 · tomorrow 5pm · +2h", context="typed")
OWNER = text("Who promises it")

MADE = text("Promised, due {when}.")
READ = text("Promised, due {when}, as the words say.")
USUAL = text("Promised, due {when}: the end of the next working day, as no time was said.")
IS_TOLD = text("I tell {name} in private.")
SEEN = text("Your team sees it.")
CHANGED = text("Changed.")
NOW = text("Now: {words}")
NOTHING = text("Say what is to be changed, for example {line}.")
PAST = text("That time is over already.")
NO_WORDS = text("A promise needs words.")
OTHERS = text("Only a manager can promise something for others. Answer her own words with {line} to write them down.")
OBSERVES = text("{name} cannot be given work: {line} makes her staff.")
NOT_YOURS = text("Only {name} or a manager can change promise {number}.")
IS_KEPT = text("Promise {number} is kept already.")
IS_DROPPED = text("Promise {number} is dropped already.")

LONGEST = 500
FAR = timedelta(days=31)


class Make(Args):
    words: Annotated[str | None, Ask(WORDS)] = None
    due: Annotated[When | None, Ask(DUE, example=DUES())] = None
    owner: Annotated[str | None, Ask(OWNER, source="people")] = None

    also: ClassVar = OF_WORK


class Edit(Args):
    number: Annotated[Numbered, Word(), Ask(NUMBER)]
    words: Annotated[str | None, Ask(WORDS)] = None
    due: Annotated[When | None, Ask(DUE, example=DUES())] = None
    owner: Annotated[str | None, Ask(OWNER, source="people")] = None

    also: ClassVar = OF_WORK

    @classmethod
    def _free(cls) -> str:
        return "words"


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | None:
    """An answer to a message needs no words: what it says is promised."""
    if ctx.heard.reply_text.strip():
        return None
    first, *rest = Make.questions(given)
    return Form("/promise make", HELP_MAKE(), ((replace(first, required=True), *rest),))


@command(
    "promise make", help=HELP_MAKE, default=True, incomplete=lambda given: not given.get("words"), asks=_asks,
    of_message=OF_MESSAGE,
    examples=('/promise Send the FAQ due:"fri 17:00"', "/promise Call the venue owner:@mei"),
)  # fmt: skip
async def make(args: Make, ctx: Ctx) -> Reply:
    words = _words(args.words or ctx.heard.reply_text)
    owner = await _owner(args.owner, ctx) if args.owner else await _speaker(args, ctx)
    # What is answered was said then: its tomorrow may be today.
    said_at = ctx.heard.reply_at if not args.words and ctx.heard.reply_at is not None else ctx.now
    read = None if args.due else deadline(words, said_at.astimezone(ctx.zone))
    if read is not None and read <= ctx.now:
        read = None
    at = args.due or read or await _next_evening(ctx)
    if at <= ctx.now and ctx.heard.via != "form":
        return _asked_again(words, args)
    _ahead(at, ctx)
    promise = await ctx.store.promises.add(
        Promise(0, ctx.team.id, 0, words, at, ctx.now, owner=owner.id, made_by=ctx.me.id)
    )
    await notify(ctx, about(promise), "bound", owner.id)
    await remind(ctx, promise)
    await stir(ctx)
    noted = MADE if args.due else READ if read else USUAL
    said: list[Block] = [titled(promise), noted(when=due(ctx, promise))]
    if owner.id != ctx.me.id:
        said.append(IS_TOLD(name=owner.name))
    if ctx.heard.private:
        said.append(SEEN())
    # In a channel its card comes right below.
    buttons = hers(promise, ctx.me) if ctx.place is None else []
    if not (args.due or buttons):
        buttons = [button for button in hers(promise, ctx.me) if button.line.startswith("/promise edit")]
    return reply(*said, buttons=buttons, cards=[await card(ctx, promise.number)])


def _asked_again(words: str, args: Make) -> Reply:
    """Until when, with all else that was said."""
    given = {"words": words, **({"owner": args.owner} if args.owner else {})}
    questions = [replace(one, required=one.field == "due") for one in Make.questions(given)]
    return reply(PAST(), form=Form("/promise make", HELP_MAKE(), (tuple(questions),), given=given), private=True)


async def _edits(given: Mapping[str, Any], ctx: Ctx) -> Form:
    """What can be changed, each with what it says now. What is left empty stays."""
    questions = [question for question in Edit.questions(given) if question.field not in given]
    number = bare_number(str(given.get("number", "")))
    if number.isdecimal():
        look = await look_at(ctx, int(number))
        may_change(ctx, look)
        now: dict[str, Value | None] = {
            "words": look.promise.words, "due": Moment(look.promise.due_at),
            "owner": look.owner.name if look.owner else None,
        }  # fmt: skip
        questions = [_with_now(question, now.get(question.field)) for question in questions]
    return Form("/promise edit", HELP_EDIT(), (tuple(questions),))


def _with_now(question: Question, now: Value | None) -> Question:
    return replace(question, hint=NOW(words=now)) if now else question


@command(
    "promise edit", help=HELP_EDIT, incomplete=lambda given: not given.keys() - {"number"}, asks=_edits,
    examples=('/promise edit 3 due:"mon 12:00"',),
)  # fmt: skip
async def edit(args: Edit, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    before = look.promise
    may_change(ctx, look)
    values: dict[str, Any] = {}
    if args.words is not None:
        values["words"] = _words(args.words)
    if args.due is not None:
        _ahead(args.due, ctx)
        values["due_at"] = args.due
    if args.owner is not None:
        values["owner"] = (await _owner(args.owner, ctx)).id
    if not values:
        raise Refusal(NOTHING(line=Mono(f'/promise edit {before.number} due:"fri 17:00"')))
    await ctx.store.promises.change(before.id, **values)
    after = replace(before, **values)
    await remind(ctx, after)
    if after.owner != before.owner:
        await notify(ctx, about(after), "bound", after.owner)
        await notify(ctx, about(after), "freed", before.owner)
    else:
        await notify(ctx, about(after), "changed", after.owner)
    await stir(ctx)
    return reply(titled(after), CHANGED(), cards=[await card(ctx, after.number)])


def may_change(ctx: Ctx, look: Look) -> None:
    """Raises ``Refusal`` when it is over, and for everybody but its owner and those who lead."""
    promise, number = look.promise, str(look.promise.number)
    if promise.state != "open":
        raise Refusal(over(promise))
    if promise.owner != ctx.me.id:
        ctx.needs(Role.MANAGER, Refusal(NOT_YOURS(name=look.name(promise.owner), number=number)))


def over(promise: Promise) -> Said:
    return (IS_KEPT if promise.state == "kept" else IS_DROPPED)(number=str(promise.number))


async def _speaker(args: Make, ctx: Ctx) -> Person:
    """Who said what is answered, where she is at work here; else who writes. Others' words are put into nobody's mouth
    but by a manager."""
    account = ctx.heard.reply_to
    if account is None or (args.words and ctx.me.level < Role.MANAGER):
        return ctx.me
    who = await ctx.store.people.by_account(ctx.team.id, account.platform, account.user)
    at_work = who is not None and who.left_at is None and who.level >= Role.STAFF and not who.waiting
    return who if who is not None and at_work else ctx.me


async def _owner(word: str, ctx: Ctx) -> Person:
    who = await find_person(ctx, word)
    if who.id != ctx.me.id:
        ctx.needs(Role.MANAGER, Refusal(OTHERS(line=Mono("/promise"))))
    if who.level < Role.STAFF or who.waiting:
        raise Refusal(OBSERVES(name=who.name, line=Mono(f"/role {who.name} staff")))
    return who


async def _next_evening(ctx: Ctx) -> datetime:
    calendar = await calendar_of(ctx.store, ctx.team)
    tomorrow = ctx.today + timedelta(days=1)
    day = next(iter(calendar.working_days(tomorrow, tomorrow + FAR)), tomorrow)
    return instant_of(datetime.combine(day, EVENING), ctx.zone)


def _words(words: str) -> str:
    found = one_line(words, LONGEST)
    if not found:
        raise Refusal(NO_WORDS())
    return found


def _ahead(at: datetime, ctx: Ctx) -> None:
    if at <= ctx.now:
        raise Refusal(PAST())
