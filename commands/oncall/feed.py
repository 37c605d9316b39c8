"""A link by which one's own calendar programme has the shifts: the team's, or one's own."""

from typing import Annotated, Literal

from commands.kit import Args, Ask, Ctx, Reply, Role, Text, command, text
from commands.kit.feeds import NEW, calendar_link

HELP = text("Get a secret link to the shifts for your own calendar")
WHOSE = text("Whose shifts")
CHOICES: dict[str, Text] = {"team": text("everybody's", context="shifts"), "me": text("mine", context="shifts")}
TEAM = text("Keep it to yourself: whoever has it sees who in the team is on call when.")
MINE = text("Keep it to yourself: whoever has it sees when you are on call. “/oncall feed” is everybody's shifts.")

KINDS = {"team": "oncall", "me": "oncall-me"}


class Link(Args):
    whose: Annotated[Literal["team", "me"], Ask(WHOSE, choices=CHOICES)] = "team"
    new: Annotated[bool, Ask(NEW)] = False


@command(
    "oncall feed", help=HELP, who=Role.OBSERVER, private=True,
    examples=("/oncall feed", "/oncall feed me", "/oncall feed me new:yes"),
)  # fmt: skip
async def feed(args: Link, ctx: Ctx) -> Reply:
    secret = TEAM() if args.whose == "team" else MINE()
    line = "/oncall feed" if args.whose == "team" else "/oncall feed me"
    return await calendar_link(ctx, KINDS[args.whose], "oncall", line, secret, new=args.new)
