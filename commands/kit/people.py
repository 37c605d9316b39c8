"""Finding the person somebody means: by mention, user name, display name, number, or the message answered."""

import re
from typing import Final

from storage import Account, Person, Role, Timer

from .context import Ctx
from .duty import rota_changed
from .errors import Refusal
from .hints import did_you_mean, either
from .private import home
from .texts import text
from .words import fold, nearest

NOBODY = text("I don't know {name} in this team.")
WHO = text("Who is meant? Name a person, or answer one of her messages.")
SEVERAL = text("Several people are called {name}. Use the @name: {words}")

LAST = text("{name} is the only director. Make somebody else director first.")

ME: Final = frozenset({"me", "myself", "mine", "我", "我的"})
"""How whoever speaks names herself, folded. Somebody who is called so comes first."""

_MENTION = re.compile(r"<@!?(\d+)>")


async def find_person(ctx: Ctx, word: str | None) -> Person:
    """The member that ``word`` names; without a word, the author of the message answered. Raises ``Refusal``."""
    if not word:
        return await _answered(ctx)
    known = await ctx.store.people.names(ctx.team.id)
    if mention := _MENTION.fullmatch(word.strip()):
        found = {person.id: person for person, account in known if account.user == mention[1]}
    else:
        found = _found(known, word.strip(), ctx.heard.account.platform)
    if not found and fold(word) in ME:
        return ctx.me
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        users = sorted({f"@{a.username}" for p, a in known if p.id in found and a.username})
        raise Refusal(SEVERAL(name=word, words=either(users)))
    names = {fold(name): name for person, account in known for name in (account.username, person.name) if name}
    near = nearest(word.lstrip("@＠"), sorted(names.values()))
    raise Refusal(NOBODY(name=word), *did_you_mean(near))


async def _answered(ctx: Ctx) -> Person:
    account = ctx.heard.reply_to
    found = None
    if account is not None:
        found = await ctx.store.people.by_account(ctx.team.id, account.platform, account.user)
    if found is None:
        raise Refusal(WHO() if account is None else NOBODY(name=account.name))
    return found


async def spare(ctx: Ctx, who: Person) -> None:
    """Raises ``Refusal`` for the only director: a team has one at any time."""
    others = [one for one in await ctx.people() if one.level == Role.DIRECTOR and one.id != who.id and not one.waiting]
    if who.level == Role.DIRECTOR and not others:
        raise Refusal(LAST(name=who.name))


async def stops_working(ctx: Ctx, who: Person) -> None:
    """She left, or only watches from now on: what she had in hand goes on, by the clock."""
    for noun, name in (("task", "vacate"), ("promise", "promises"), ("risk", "risks")):
        line, key = f"/{noun} vacate {who.id}", f"person:{who.id}:{name}"
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now, line, await home(ctx), None))
    await rota_changed(ctx)


def _found(known: list[tuple[Person, Account]], word: str, platform: str) -> dict[int, Person]:
    """An @name is first of all somebody's user name, on this platform before others; a display name can be anything,
    also another's user name."""
    wanted = fold(word.lstrip("@＠"))
    users = [(person, account) for person, account in known if account.username and fold(account.username) == wanted]
    if word.startswith(("@", "＠")):
        for found in ([(p, a) for p, a in users if a.platform == platform], users):
            if found:
                return {person.id: person for person, _ in found}
    return {person.id: person for person, account in known if wanted in _called(person, account)}


def _called(person: Person, account: Account) -> set[str]:
    return {fold(person.name), fold(account.name), fold(account.username), account.user} - {""}
