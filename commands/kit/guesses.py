"""One-time codes are not found by trying: an account that was wrong five times waits a quarter of an hour."""

from datetime import datetime, timedelta

from storage import Code, Unit

from .context import Ctx
from .errors import Refusal
from .texts import Mono, text

MOST = 5
WITHIN = timedelta(minutes=15)

BAD_CODE = text(
    "This code does not work. It may be older than 15 minutes, or used already. A new one comes with {line}."
)
WAIT = text(
    "Those were too many wrong codes. Try again in {n} minute.",
    "Those were too many wrong codes. Try again in {n} minutes.",
)


async def redeem(ctx: Ctx, words: str, kind: str, more: str) -> Code:
    """Use a code up. Raises ``Refusal``, and counts the wrong code against the account; ``more`` is the line with which
    a new code comes. An account that has to wait uses none up."""
    account = ctx.heard.account
    name = f"codes.wrong.{account.platform}.{account.user}"[:80]
    since = ctx.now - WITHIN
    recent = await _recent(ctx.store, name, since)
    if len(recent) >= MOST:
        # The wait ends when the oldest of the last five is a quarter of an hour old.
        raise Refusal(WAIT(n=-(-(recent[-MOST] - since) // timedelta(minutes=1))))
    given = await ctx.store.codes.use(words, kind, ctx.now)
    if given is not None:
        return given

    async def count(unit: Unit) -> None:
        wrong = [*await _recent(unit, name, since), ctx.now]
        await unit.marks.set(name, " ".join(at.isoformat() for at in wrong[-MOST:]))

    raise Refusal(BAD_CODE(line=Mono(more)), nevertheless=count)


async def _recent(unit: Unit, name: str, since: datetime) -> list[datetime]:
    tried = (await unit.marks.get(name) or "").split()
    return [at for word in tried if (at := datetime.fromisoformat(word)) > since]
