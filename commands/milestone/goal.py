"""The goal that a milestone leads to: words, or the number of one of the team's goals."""

from commands.kit import Ctx, Day, Refusal, Tongue, text
from commands.kit.chart import figure
from commands.kit.fields import bare_number
from commands.kit.hints import either
from commands.kit.texts import Amount, Said, Text, Value

UNKNOWN = text("There is no goal {number}.")
KNOWN = text("Open goals are {words}.")
IN_WORDS = text("Or say in words what it leads to.")

OF_ONE = text("{name} ({community})", context="metric")
UNTIL = text("{name} {target} until {day}")
AT_LEAST: dict[str, Text] = {
    "day": text("{name} at least {target} a day"),
    "week": text("{name} at least {target} a week"),
    "month": text("{name} at least {target} a month"),
}
AT_MOST: dict[str, Text] = {
    "day": text("{name} at most {target} a day"),
    "week": text("{name} at most {target} a week"),
    "month": text("{name} at most {target} a month"),
}
GROWTH: dict[str, Text] = {
    "day": text("{name} {target} a day"),
    "week": text("{name} {target} a week"),
    "month": text("{name} {target} a month"),
}
SOME = 8


async def in_words(ctx: Ctx, words: str) -> str:
    """A number that names a goal becomes what that goal is, in the language of the team; where the team has goals,
    another number is a mistake."""
    number = bare_number(words)
    if not number.isdecimal() or len(number) > 9:
        return words
    goal = await ctx.store.goals.get(ctx.team.id, int(number))
    if goal is None or (metric := ctx.metrics.get(goal.metric)) is None:
        known = [str(one.number) for one in await ctx.store.goals.listed(ctx.team.id, ["open"])][:SOME]
        raise Refusal(UNKNOWN(number=number), *([KNOWN(words=either(known))] if known else []), IN_WORDS())
    name: Value = metric.label
    if goal.community is not None:
        of = {one.id: one for one in await ctx.store.communities.of(ctx.team.id, archived=True)}
        name = OF_ONE(name=name, community=of[goal.community].name)
    said: Said
    target = figure(goal.target, metric.kind)
    if goal.kind == "growth":
        said = GROWTH[goal.per](name=name, target=Amount(goal.target, "percent", signed=True))
    elif goal.kind == "span" and goal.last is not None:
        said = UNTIL(name=name, target=target, day=Day(goal.last))
    else:
        said = (AT_MOST if metric.aim == "down" else AT_LEAST)[goal.per](name=name, target=target)
    return Tongue(ctx.team.language, ctx.zone, ctx.team.currency).speak(said)
