"""Numbers put aside in the database: given out once, to the person who typed them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from commands.kit import Ctx, Refusal, Reply, reply, text
from commands.kit.picks import picks
from storage import Draft

from .filing import Filing, WhichCommunity, packed

LIFE = timedelta(hours=24)

GONE = text("These numbers were saved or dropped already, or are somebody else's.")


async def keep(ctx: Ctx, filings: Sequence[Filing], given: Mapping[str, Any]) -> str:
    """Put filings aside, and what they were read from; returns the name of the draft."""
    return await _put(ctx, given, filings=json.dumps(packed(tuple(filings)), ensure_ascii=False))


async def which(given: Mapping[str, Any], ctx: Ctx, unclear: WhichCommunity) -> Reply:
    """Ask which community, and keep what was typed meanwhile."""
    draft = await _put(ctx, given)
    communities = await ctx.communities()
    near = [key for key in unclear.near if key in communities]
    offered = {key: communities[key] for key in [*near, *([] if unclear.either else communities)]}
    buttons, more = picks(offered.values(), f"/daily pick {draft} {{key}}", "/daily {key} joined 32")
    return reply(unclear.said, *unclear.hints, *more, buttons=buttons, private=True)


async def _put(ctx: Ctx, given: Mapping[str, Any], **more: str) -> str:
    id = ctx.new_code().replace("-", "")
    answers = {"given": json.dumps(given, ensure_ascii=False), "at": ctx.heard.at.isoformat(), **more}
    account = (ctx.heard.account.platform, ctx.heard.account.user)
    draft = Draft(id, ctx.team.id, account, ctx.heard.address, "/daily", answers, None, 0, ctx.now + LIFE)
    await ctx.store.drafts.put(draft)
    return id


async def get(ctx: Ctx, id: str, *, drop: bool = True) -> tuple[Ctx, Mapping[str, str]]:
    """What was kept, given out once, and the world as it was when that was typed: numbers that waited for an answer are
    of that day. Raises ``Refusal`` when it is gone or somebody else's."""
    draft = await ctx.store.drafts.get(id, (ctx.heard.account.platform, ctx.heard.account.user))
    if draft is None or draft.team != ctx.team.id or (drop and not await ctx.store.drafts.drop(id)):
        raise Refusal(GONE())
    heard = replace(ctx.heard, at=datetime.fromisoformat(draft.answers["at"]))
    return replace(ctx, heard=heard), draft.answers
