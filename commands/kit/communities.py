"""Finding the community somebody means: by key or name, in whatever width and case."""

from storage import Community

from .context import Ctx, named
from .errors import Refusal
from .hints import did_you_mean, either
from .texts import text
from .words import fold, nearest

UNKNOWN = text("There is no community called {name}.")
KNOWN = text("Communities: {words}")

SOME = 10
"""Keys that are named to somebody who named none."""


async def find_community(ctx: Ctx, word: str, *, archived: bool = False) -> Community:
    """The team's community that ``word`` names. Raises ``Refusal`` with the nearest."""
    communities = {one.key: one for one in await ctx.store.communities.of(ctx.team.id, archived=archived)}
    key = named(communities).get(fold(word))
    if key is not None:
        return communities[key]
    near = nearest(word, [name for one in communities.values() for name in (one.key, one.name)])
    known = [KNOWN(words=either(list(communities)[:SOME]))] if communities else []
    raise Refusal(UNKNOWN(name=word), *did_you_mean(near) or known)
