"""/link: the same person on two platforms becomes one person, with one name everywhere, earlier reports included."""

from datetime import timedelta
from typing import Annotated, Any

from storage import Code, Person, Role, Team

from .kit import Args, Ask, Ctx, Mono, Refusal, Reply, Word, command, reply, text
from .kit.errors import NoTeam
from .kit.guesses import BAD_CODE, redeem
from .kit.rounds import recount
from .kit.standup import stir

LIFE = timedelta(minutes=15)

HELP = text("Join your accounts on two platforms into one person")
CODE = text("Code from the other platform")
CODE_IS = text(
    "Your code: {code}. Type {line} on the other platform within 15 minutes; it works once. Show it to nobody."
)
LINKED = text("Done: on both platforms you are {name} now, in {team}.")
SAME = text("This account is {name} already.")
SAME_PLATFORM = text("This code is for the other platform: type {line} there. It still works.")
FIRST = text("You are not a member of a team here yet. Get the code where you are one, then type {line} here.")


class Link(Args):
    code: Annotated[str | None, Word(), Ask(CODE)] = None


@command(
    "link", help=HELP, who=Role.OUTSIDER, team=False, private=True, resets=True, examples=("/link", "/link K7QF-2MXR"),
)  # fmt: skip
async def link(args: Link, ctx: Ctx) -> Reply:
    if args.code is None:
        if ctx.team_or_none is None:
            raise NoTeam(FIRST(line=Mono("/link CODE")))
        if ctx.who is None or ctx.who.left_at is not None or ctx.who.waiting:
            raise Refusal(FIRST(line=Mono("/link CODE")))
        words = ctx.new_code()
        await ctx.store.codes.put(words, Code("link", ctx.team.id, ctx.who.id, ctx.now + LIFE))
        return reply(CODE_IS(code=Mono(words), line=Mono(f"/link {words}")), private=True)
    given = await redeem(ctx, args.code, "link", "/link")
    known = await ctx.store.people.get(given.team, given.person)
    if known is None or known.left_at is not None:
        raise Refusal(BAD_CODE(line=Mono("/link")))
    team = await ctx.store.teams.get(given.team)
    account = ctx.heard.account
    mine = await ctx.store.people.by_account(team.id, account.platform, account.user)
    if mine is not None and mine.id == known.id:
        raise Refusal(SAME(name=known.name))
    if account.platform in {each.platform for each in await ctx.store.accounts.of(known.id)}:
        # Two accounts on one platform are two people, so that nobody takes over another's rights by her code.
        raise Refusal(SAME_PLATFORM(line=Mono(f"/link {args.code}")))
    await ctx.store.people.identify(team.id, account.platform, account.user, known.id)
    if mine is not None:
        await _merge(ctx, team, mine, known)
    # No secret any more: it is said in the group as well, where she may not have opened the private chat yet.
    return reply(LINKED(name=known.name, team=team.name))


async def _merge(ctx: Ctx, team: Team, mine: Person, known: Person) -> None:
    """Everything the second self did is hers under the first name; the higher level, all job titles and her
    leave stay."""
    for platform, user in await ctx.store.people.identities_of(team.id, mine.id):
        await ctx.store.people.identify(team.id, platform, user, known.id)
    await ctx.store.numbers.merge(team.id, mine.id, known.id)
    await ctx.store.journal.merge(team.id, mine.id, known.id)
    await ctx.store.tasks.merge(team.id, mine.id, known.id)
    of_hers = (ctx.store.activities, ctx.store.milestones, ctx.store.lessons, ctx.store.feeds, ctx.store.goals)
    of_crises = (ctx.store.risks, ctx.store.risk_story, ctx.store.rotas)
    of_weeks = (ctx.store.signals, ctx.store.weeklies, ctx.store.rounds, ctx.store.promises)
    for table in (*of_hers, *of_weeks, *of_crises):
        await table.merge(mine.id, known.id)
    for community in await ctx.store.communities.of(team.id, archived=True):
        if community.owner == mine.id:
            await ctx.store.communities.change(team.id, community.id, owner=known.id)
    titles = tuple(dict.fromkeys([*known.titles, *mine.titles]))
    member = not mine.waiting and mine.left_at is None
    level = max(known.level, mine.level if member else known.level)
    values: dict[str, Any] = {"level": int(level), "titles": titles, "language": known.language or mine.language}
    if known.away_from is None or (known.away_until is not None and known.away_until < ctx.today):
        values |= {"away_from": mine.away_from, "away_until": mine.away_until, "away_why": mine.away_why}
    await ctx.store.people.change(team.id, known.id, **values)
    await ctx.store.people.change(team.id, mine.id, left_at=ctx.now)
    if ctx.team_or_none is not None and ctx.team.id == team.id:
        await recount(ctx)
        await stir(ctx)
