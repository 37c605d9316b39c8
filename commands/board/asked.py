"""What a board is asked for: a community or all of them, and a period, in whatever order they were typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from commands.kit import Ctx, Refusal, fold, named, nearest, text
from commands.kit.dayword import UnreadableDay
from commands.kit.fields import day_hints
from commands.kit.hints import did_you_mean, either
from commands.kit.periods import EXAMPLES, Kind, Period, period_of, read_period
from commands.kit.reply import carries
from storage import Community

UNKNOWN = text("I know no community and no period called {words}.")
KNOWN = text("Periods are {words}.")
AHEAD = text("{day} has not begun yet.")
BAD_DAY = text("There is no day or period {words}.")


@dataclass(frozen=True, slots=True)
class Asked:
    """``community`` is ``None`` for all of them; ``metric`` is the key of the figure that was asked for, if any."""

    community: Community | None
    period: Period
    metric: str = ""

    def line(self, *, period: Period | None = None, key: str | None = None, page: int = 1) -> str:
        """The line that asks for the same of another period, community or page. The figure is left out where a button
        cannot carry it."""
        where = key if key is not None else self.community.key if self.community else ""
        parts = ["/board", where, (period or self.period).written(), f"page:{page}" if page > 1 else ""]
        plain = " ".join(part for part in parts if part)
        whole = f"{plain} metric:{self.metric}"
        return whole if self.metric and carries(whole) else plain


async def understood(ctx: Ctx, words: str, community: str | None, kind: Kind | None, day: date | None) -> Asked:
    """Raises ``Refusal`` with the nearest right word."""
    communities = await ctx.communities()
    names = named(communities)
    found, period = _cut(words, names, ctx.today) if words else ("", None)
    key = names.get(fold(community or found)) if community or found else None
    if key is None and (community or found):
        word = community or found
        near = nearest(word, [name for c in communities.values() for name in (c.key, c.name)])
        raise Refusal(UNKNOWN(words=word), *did_you_mean(near) or [KNOWN(words=either(EXAMPLES))])
    if day is not None:
        period = period_of(kind or "day", day)
    elif period is None or kind is not None:
        period = period_of(kind or "day", period.first if period else ctx.today)
    if period.first > ctx.today:
        raise Refusal(AHEAD(day=period.said(ctx.today)))
    if key is None and len(communities) == 1:
        key = next(iter(communities))
    return Asked(communities[key] if key else None, period)


def _cut(words: str, names: Mapping[str, str], today: date) -> tuple[str, Period | None]:
    """The words of the community and the period, where the period stands at the end or at the beginning."""
    parts = words.split()
    if fold(words) in names:
        return words, None
    for size in range(len(parts), 0, -1):
        for period, rest in ((parts[-size:], parts[:-size]), (parts[:size], parts[size:])):
            try:
                found = read_period(" ".join(period), today)
            except UnreadableDay as error:
                raise Refusal(BAD_DAY(words=" ".join(period)), *day_hints(error)) from error
            if found is not None:
                return " ".join(rest), found
    return words, None
