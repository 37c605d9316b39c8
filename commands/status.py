"""/status: how the bot is, and how far it reaches from here."""

from collections.abc import Mapping

from storage import Role

from .kit import Args, Bullets, Ctx, Heading, Moment, Mono, Reply, Said, command, reply, text
from .kit.hints import PLATFORMS
from .kit.reasons import reason

HELP = text("See how the bot is and what it can reach from this chat")

WELL = text("Everything works.")
BUT = text("Muster works, but something needs a look.")
ILL = text("Something does not work; what you type is kept and served later.")
PART = text("{name}: {state}")
PART_WHY = text("{name}: {state} ({why})")
OK = text("works")
STANDBY = text("works in another process")
OFF = text("not used")
DOWN = text("does not work")
HERE = text("This chat is a channel of {team}.")
TOPIC = text("This topic is a channel of {team}.")
PRIVATE = text("Here you speak for {team}.")
NOWHERE = text("This chat belongs to no team yet.")
PLACES = text("{team} lives in {n} chat.", "{team} lives in {n} chats.")
LOST = text("{title} cannot be reached: {why}")
WAITING = text("{n} message is waiting to be sent.", "{n} messages are waiting to be sent.")
NOW = text("It is {now} in {zone}.")

_PARTS = {"database": text("Database"), "clock": text("Clock"), "outbox": text("Outgoing messages")}
_STATES = {"ok": OK, "standby": STANDBY, "off": OFF, "down": DOWN}


class Nothing(Args):
    pass


@command("status", help=HELP, who=Role.OUTSIDER, team=False, reads=True)
async def status(args: Nothing, ctx: Ctx) -> Reply:
    parts = ctx.health()
    lines = [_part(name, state, why) for name, (state, why) in parts.items()]
    if ctx.team_or_none is not None and (waiting := await ctx.store.outbox.waiting(ctx.team_or_none.id)):
        lines.append(WAITING(n=waiting))
    return reply(
        Heading(_all_in_all(parts)), Bullets((*lines, *await _reach(ctx))), private=True
    )  # fmt: skip


def _all_in_all(parts: Mapping[str, tuple[str, str]]) -> Said:
    if any(state == "down" for state, _ in parts.values()):
        return ILL()
    return BUT() if any(state == "ok" and why for state, why in parts.values()) else WELL()


def _part(name: str, state: str, why: str) -> Said:
    word, part = _STATES.get(state, DOWN)(), _PARTS[name]() if name in _PARTS else PLATFORMS.get(name, name)
    return PART_WHY(name=part, state=word, why=reason(why)) if why else PART(name=part, state=word)


async def _reach(ctx: Ctx) -> list[Said]:
    team = ctx.team_or_none
    if team is None:
        return [NOWHERE()]
    here = PRIVATE(team=team.name)
    if ctx.place is not None:
        here = (TOPIC if ctx.place.address.thread else HERE)(team=team.name)
    places = await ctx.store.places.of(team.id)
    lost = [LOST(title=p.title, why=reason(p.suspended_why or "?")) for p in places if p.suspended_at]
    clock = NOW(now=Moment(ctx.now), zone=Mono(team.zone))
    return [here, PLACES(team=team.name, n=len(places)), *lost, clock]
