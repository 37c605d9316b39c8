"""Looking back in five parts, soon after the end. It is shared with all, and what was learnt goes to the case
library."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from commands.kit import Ask, Bullets, Button, Ctx, Form, Heading, Refusal, Reply, Role, command, reply, text
from commands.kit.clean import cleaned
from commands.kit.lessons import learn, opens, told
from commands.kit.reply import Block
from commands.kit.rules import signs
from commands.kit.standup import stir
from storage import ActivityReview, Lesson, LessonKind

from .face import PARTS, SHOW, card, parts
from .look import Look, OfActivity, look_at, number_in

HELP = text("Look back at an activity: goal, achieved, deviation, root cause, improvement")
GOAL = text("Goal")
ACHIEVED = text("Achieved")
DEVIATION = text("Deviation: what was different, and by how much")
CAUSE = text("Root cause")
IMPROVEMENT = text("Improvement: what to do next time")
REUSABLE = text("Reusable module for the case library (may stay empty)")
PITFALL = text("Pitfall for the case library (may stay empty)")

TITLE = text("Review of activity {number}: {name}")
LEARNT = text("In the case library:")
SHORT = text("It has {n} signs. If the final ROI stays below {least}, at least {all} are needed.")
TOO_SHORT_UNSAID = text("There is no final ROI: at least {all} signs are needed, this has {n}.")
TOO_SHORT = text("The final ROI is below {least}: at least {all} signs are needed, this has {n}.")
NOT_OVER = text("It is not over yet. The review is asked for at the end.")
NEVER = text("It never took place, so there is nothing to look back at.")
NOT_YOURS = text("Only {name} or a manager can write the review of activity {number}.")
TOO_LONG = text("Each part has at most {most} signs; {part} has {n}.")
EMPTY = text("Each of the five parts needs words; {part} has none.")

LONGEST = 4000
SHOWN = 400
"""Signs of each part in the channel; the whole is behind the button."""
NAMES = ("goal", "achieved", "deviation", "cause", "improvement")


class Review(OfActivity):
    goal: Annotated[str, Ask(GOAL, long=True)]
    achieved: Annotated[str, Ask(ACHIEVED, long=True)]
    deviation: Annotated[str, Ask(DEVIATION, long=True)]
    cause: Annotated[str, Ask(CAUSE, long=True)]
    improvement: Annotated[str, Ask(IMPROVEMENT, long=True)]
    reusable: Annotated[str | None, Ask(REUSABLE, long=True)] = None
    pitfall: Annotated[str | None, Ask(PITFALL, long=True)] = None


async def _asks(given: Mapping[str, Any], ctx: Ctx) -> Form | None:
    """What was written before, or the goal of the proposal, is there to go on from."""
    if (number := number_in(given)) is None:
        return None
    look = await _writable(ctx, number)
    known = {"number": str(number), "goal": look.activity.goal}
    if look.review is not None:
        known |= dict(zip(NAMES, look.review.parts, strict=True))
    known |= {name: str(value) for name, value in given.items()}
    questions = [question for question in Review.questions(known) if question.field != "number"]
    return Form("/activity review", HELP(), (tuple(questions[:5]), tuple(questions[5:])), given=known)


@command(
    "activity review", help=HELP, asks=_asks,
    examples=(
        '/activity review 3 goal:"300 orders" achieved:280 deviation:-20 cause:"late poster" improvement:earlier',
    ),
)  # fmt: skip
async def review(args: Review, ctx: Ctx) -> Reply:
    look = await _writable(ctx, args.number)
    words = [cleaned(getattr(args, name)).strip() for name in NAMES]
    for label, part in zip(PARTS, words, strict=True):
        if not part:
            raise Refusal(EMPTY(part=label()))
        if len(part) > LONGEST:
            raise Refusal(TOO_LONG(most=LONGEST, part=label(), n=len(part)))
    goal, achieved, deviation, cause, improvement = words
    written = ActivityReview(goal, achieved, deviation, cause, improvement, ctx.now, ctx.me.id)
    n = signs(written)
    rules = look.rules
    if rules.explains(look.activity) and n < rules.review_signs:
        if look.activity.locked_roi is None:
            raise Refusal(TOO_SHORT_UNSAID(all=rules.review_signs, n=n))
        raise Refusal(TOO_SHORT(least=rules.least_roi, all=rules.review_signs, n=n))
    await ctx.store.activities.review(look.activity.id, written)
    await stir(ctx)
    learnt: list[tuple[LessonKind, str | None]] = [("reusable", args.reusable), ("pitfall", args.pitfall)]
    lessons = [await _learn(ctx, look, kind, said) for kind, said in learnt if said and said.strip()]
    after = replace(look, review=written)
    return reply(
        *shared(after, lessons), *_warning(after, n), everywhere=True,
        buttons=[Button(SHOW(), f"/activity show {args.number}"), *(opens(lesson) for lesson in lessons)],
        cards=[await card(ctx, args.number)],
    )  # fmt: skip


def shared(look: Look, lessons: list[Lesson], *, whole: bool = False) -> list[Block]:
    if look.review is None:
        return []
    title = TITLE(number=str(look.activity.number), name=look.activity.name)
    blocks: list[Block] = [Heading(title), Bullets(tuple(parts(look.review, None if whole else SHOWN)))]
    if lessons:
        blocks += [LEARNT(), Bullets(tuple(told(lesson) for lesson in lessons))]
    return blocks


def _warning(look: Look, n: int) -> list[Block]:
    """What may still be asked for when the figures are final."""
    roi, rules = look.roi, look.rules
    weak = look.activity.phase == "ended" and roi is not None and roi < rules.least_roi and n < rules.review_signs
    return [SHORT(n=n, least=rules.least_roi, all=rules.review_signs)] if weak else []


async def _learn(ctx: Ctx, look: Look, kind: LessonKind, words: str) -> Lesson:
    return await learn(ctx, kind, words, activity=look.activity.id, tier=look.activity.tier)


async def _writable(ctx: Ctx, number: int) -> Look:
    """Raises ``Refusal`` unless it is over, and hers to look back at."""
    look = await look_at(ctx, number)
    activity = look.activity
    if activity.phase not in ("ended", "locked"):
        raise Refusal((NEVER if activity.over else NOT_OVER)())
    if activity.proposed_by != ctx.me.id:
        refusal = Refusal(NOT_YOURS(name=look.name(activity.proposed_by), number=str(number)))
        ctx.needs(Role.MANAGER, refusal)
    return look
