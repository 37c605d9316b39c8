"""Which schedule is meant: by its key, or by its name in any language."""

from commands.kit import Ctx, Refusal, fold, nearest, text
from commands.kit.hints import did_you_mean, either
from commands.kit.plan import Plan, plans
from commands.kit.tongue import in_every_language

UNKNOWN = text("Nothing that happens by the clock is called {name}.")
KNOWN = text("There are {words}.")
SEVERAL = text("{name} can be {words}.")


async def find(ctx: Ctx, word: str) -> Plan:
    """Raises ``Refusal`` with the nearest name. A part that belongs to one name only will do: ``weekly``."""
    known = await plans(ctx.store, ctx.team, ctx.every)
    names = {fold(key): key for key in known}
    for key, plan in known.items():
        names |= {fold(name): key for name in in_every_language(plan.each.label)}
    wanted = fold(word)
    if (found := names.get(wanted)) is not None:
        return known[found]
    parts = sorted({key for name, key in names.items() if wanted and wanted in name})
    if len(parts) == 1:
        return known[parts[0]]
    if parts:
        raise Refusal(SEVERAL(name=word, words=either(parts)))
    near = nearest(word, [*names, *{part for key in known for part in key.split(".")}])
    keys = [key for key in known if any(names.get(name) == key or name in key.split(".") for name in near)]
    raise Refusal(UNKNOWN(name=word), *did_you_mean(keys) or [KNOWN(words=either(sorted(known)))])
