"""What somebody wrote of a risk, put aside until she says what it is: given out once, to her."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from commands.kit import Ctx, Refusal, text
from storage import Draft

LIFE: Final = timedelta(hours=24)
GONE = text("This was raised or joined already, or somebody else wrote it.")


async def keep(ctx: Ctx, answers: Mapping[str, str]) -> str:
    """Returns the name to ask for it by."""
    id = ctx.new_code().replace("-", "")
    account = (ctx.heard.account.platform, ctx.heard.account.user)
    said = {name: value for name, value in answers.items() if value}
    await ctx.store.drafts.put(
        Draft(id, ctx.team.id, account, ctx.heard.address, "/risk raise", said, None, 0, ctx.now + LIFE)
    )  # fmt: skip
    return id


async def give_out(ctx: Ctx, id: str) -> Mapping[str, str]:
    """Raises ``Refusal`` when it is gone or somebody else's."""
    draft = await ctx.store.drafts.get(id, (ctx.heard.account.platform, ctx.heard.account.user))
    if draft is None or draft.team != ctx.team.id or draft.line != "/risk raise" or draft.form is not None:
        raise Refusal(GONE())
    if not await ctx.store.drafts.drop(id):
        raise Refusal(GONE())
    return draft.answers
