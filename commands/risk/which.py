"""Which risk is meant where its number is left out: the only one that it can be, or one of those that are offered. The
same for everything that is said of a risk by its number; a button is the line with the number in it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from commands.kit import Button, Ctx, Form, Meant, Question, Refusal, Reply, Said, Text, reply, text
from commands.kit.args import ask_of
from commands.kit.clean import one_line
from commands.kit.command import Asking
from commands.kit.crisis import ORDER
from commands.kit.hints import verbatim
from commands.kit.reply import Choice
from storage import Risk

from .face import DRILL, SIGNS, OfRisk, look_at, titled
from .look import OPEN_ONES

WHICH = text("Which risk?")
BRIEF = text("{sign} {number} · {title}")
NONE_OPEN = text("No risk is open.")
NONE_CLOSED = text("No risk was closed yet.")
ALL_TAKEN = text("Every open risk is in somebody's hands.")
NONE_TAKEN = text("Nobody has a risk in hand, so none can be quiet.")
ALL_SOLVED = text("Every open risk is said to be solved already. Somebody else has to verify it.")
NONE_SOLVED = text("No risk waits to be verified.")
NO_LIST = text("No risk that is open has a checklist.")
CLOSED_ONES = text("Closed risks", context="button")

MOST: Final = 5
"""Risks that are offered as buttons."""
IN_FORM: Final = 25
LONGEST: Final = 24
"""Signs of a title in that of a form, where Discord shows 45 in all."""

Fitting = Callable[[Ctx], Awaitable[list[Risk]]]
"""Those that can be meant, at least one; else a ``Refusal`` says why there is none."""
Then = Callable[[Mapping[str, Any], Ctx], Awaitable[Form | Reply | None]]
"""What else is asked for, when the number is known."""


async def are_open(ctx: Ctx) -> list[Risk]:
    """What is real before an exercise, the worst first."""
    found = await ctx.store.risks.open(ctx.team.id, drill=None)
    if not found:
        raise Refusal(NONE_OPEN(), buttons=(Button(CLOSED_ONES(), "/risk list closed"),))
    return sorted(found, key=lambda one: (one.drill, ORDER.index(one.level), one.number))


async def are_closed(ctx: Ctx) -> list[Risk]:
    """The newest first, one more than are offered where there are more."""
    found = await ctx.store.risks.closed(ctx.team.id, MOST + 1)
    if not found:
        raise Refusal(NONE_CLOSED(), buttons=(Button(OPEN_ONES(), "/risk list"),))
    return found


async def are_there(ctx: Ctx) -> list[Risk]:
    """Those that are open, or else those that were closed last."""
    try:
        return await are_open(ctx)
    except Refusal:
        return await are_closed(ctx)


def only(fits: Callable[[Risk, Ctx], bool], none: Text) -> Fitting:
    """Those of the open ones that fit."""

    async def found(ctx: Ctx) -> list[Risk]:
        risks = [one for one in await are_open(ctx) if fits(one, ctx)]
        if not risks:
            raise Refusal(none(), buttons=(Button(OPEN_ONES(), "/risk list"),))
        return risks

    return found


free = only(lambda one, ctx: not one.answered, ALL_TAKEN)
taken = only(lambda one, ctx: one.answered and one.solved_at is None, NONE_TAKEN)
unsolved = only(lambda one, ctx: one.solved_at is None, ALL_SOLVED)
solved = only(lambda one, ctx: one.solved_at is not None, NONE_SOLVED)


def _has_list(one: Risk, ctx: Ctx) -> bool:
    book = ctx.metrics.playbooks.get(one.kind)
    return book is not None and bool(book.checklist)


listed = only(_has_list, NO_LIST)


def which(
    verb: str, fitting: Fitting = are_open, then: Then | None = None, *, needs: tuple[str, ...] = (), tells: bool = True
) -> Asking:
    """What ``/risk verb`` asks for. ``needs``: one of these arguments must be there, the first is asked for.
    ``tells``: the answer has to say which risk was taken."""

    async def asks(given: Mapping[str, Any], ctx: Ctx) -> Form | Reply | Meant | None:
        if number := given.get("number"):
            risk = (await look_at(ctx, OfRisk.read({"number": number}, ctx).number)).risk
        else:
            found = await fitting(ctx)
            if len(found) > 1:
                return _offered(verb, found, given, _missing(verb, given, needs, ctx))
            (risk,) = found
        known = {**given, "number": str(risk.number)}
        asked = await then(known, ctx) if then else _form(verb, risk, known, _missing(verb, known, needs, ctx))
        if asked is not None or number:
            return asked
        return Meant({"number": str(risk.number)}, titled(risk) if tells else None)

    return asks


def brief(risk: Risk) -> Said:
    """As it stands over a form."""
    said = BRIEF(sign=SIGNS[risk.level], number=str(risk.number), title=one_line(risk.title, LONGEST))
    return DRILL(title=said) if risk.drill else said


def _missing(verb: str, given: Mapping[str, Any], needs: tuple[str, ...], ctx: Ctx) -> list[Question]:
    """The questions that are left besides the number; none where nothing has to be answered."""
    args = ctx.menu[f"risk {verb}"].args
    left = [name for name in args.missing(given) if name != "number"]
    if needs and not any(str(given.get(name) or "").strip() for name in needs):
        left.append(needs[0])
    inner = {name for name, field in args.fields().items() if (ask := ask_of(field)) and ask.inner}
    asked = [one for one in args.questions(given) if one.field != "number" and one.field not in inner]
    found = [replace(one, required=one.field in left) for one in asked] if left else []
    return sorted(found, key=lambda one: not one.required)


def _form(verb: str, risk: Risk, known: Mapping[str, Any], missing: list[Question]) -> Form | None:
    return Form(f"/risk {verb}", brief(risk), (tuple(missing),), given=_kept(known)) if missing else None


def _offered(verb: str, found: list[Risk], given: Mapping[str, Any], missing: list[Question]) -> Form | Reply:
    """As buttons; what was typed already stays in a form."""
    if given:
        choices = tuple(Choice(str(one.number), titled(one)) for one in found[:IN_FORM])
        number = Question("number", WHICH(), required=True, choices=choices)
        return Form(f"/risk {verb}", WHICH(), ((number, *missing),), given=_kept(given))
    choices_ = [Button(verbatim(titled(one)), f"/risk {verb} {one.number}") for one in found[:MOST]]
    if len(found) > MOST:
        closed = found[0].closed_at is not None
        choices_.append(Button(CLOSED_ONES(), "/risk list closed") if closed else Button(OPEN_ONES(), "/risk list"))
    return reply(WHICH(), buttons=choices_, private=True)


def _kept(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in given.items()}
