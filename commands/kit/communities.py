"""Finding the community somebody means: by key or name, in whatever width and case."""

from storage import Community

from .context import Ctx, named
from .errors import Refusal
from .hints import did_you_mean
from .texts import Listed, Mono, Value, text
from .words import fold, nearest

UNKNOWN = text("There is no community called {name}.")
KNOWN = text("Communities: {words}")
CALLED = text("{name} ({key})", context="community")

SOME = 10
"""Communities that are named to somebody who named none."""


async def find_community(ctx: Ctx, word: str, *, archived: bool = False) -> Community:
    """The team's community that ``word`` names. Raises ``Refusal`` with the nearest."""
    communities = {one.key: one for one in await ctx.store.communities.of(ctx.team.id, archived=archived)}
    key = named(communities).get(fold(word))
    if key is not None:
        return communities[key]
    near = nearest(word, [name for one in communities.values() for name in (one.key, one.name)])
    known = Listed(tuple(called(one) for one in list(communities.values())[:SOME]), "or")
    raise Refusal(UNKNOWN(name=word), *did_you_mean(near) or ([KNOWN(words=known)] if communities else []))


def called(one: Community) -> Value:
    """A community by its name, with the key to be typed where that is another word."""
    return Mono(one.key) if one.name == one.key else CALLED(name=one.name, key=Mono(one.key))
