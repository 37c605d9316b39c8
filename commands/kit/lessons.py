"""The case library: keeping what was learnt, and offering it again when something like it is planned.

Simplified and traditional signs are different signs here: each finds what was written with it.
"""

import re
from collections import Counter

from storage import Activity, Lesson, LessonKind

from .clean import cleaned, one_line
from .context import Ctx
from .errors import Refusal
from .reply import Button
from .texts import Said, Text, text
from .tiers import PHASES, TIERS
from .tongue import in_every_language
from .words import fold

KINDS: dict[LessonKind, Text] = {
    "reusable": text("reusable module"),
    "pitfall": text("pitfall"),
}
TOLD: dict[LessonKind, Text] = {
    "reusable": text("Lesson {number} (reusable module): {title}"),
    "pitfall": text("Lesson {number} (pitfall): {title}"),
}
OPEN = text("Lesson {number}", context="button")
EMPTY = text("A lesson needs words: what happened, and what to do next time.")
TOO_LONG = text("A lesson has at most {most} characters, this one has {n}.")

LONGEST_TITLE, LONGEST_WORDS, LONGEST_SOUGHT = 200, 4000, 5000

_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W_\u3400-\u9fff]{3,}")
_OFTEN = """
    activity all also and any are but can did for from had has have her his its more not one our out she should than
    that the their them then they this too was were what when which who will with you your
    一个 一個 一次 下次 不要 可以 我们 我們 时候 時候 没有 沒有 活动 活動 社群 这个 這個 这次 這次 需要
"""
_COMMON = frozenset(_OFTEN.split())
"""What stands in every lesson and so says of none that it is like another."""


async def learn(ctx: Ctx, kind: LessonKind, words: str, *, activity: int | None = None, tier: str = "") -> Lesson:
    """Keep a lesson; its first line is its title. ``activity`` is the id (not the number) of where it was learnt,
    ``tier`` how large that was. Raises ``Refusal`` for no words, and for more than can be kept."""
    words = cleaned(words).strip()
    title = one_line(words.partition("\n")[0], LONGEST_TITLE)
    if not title:
        raise Refusal(EMPTY())
    if len(words) > LONGEST_WORDS:
        raise Refusal(TOO_LONG(most=LONGEST_WORDS, n=len(words)))
    origin = (await origins(ctx)).get(activity) if activity is not None else None
    lesson = Lesson(
        0, ctx.team.id, 0, kind, title, words, ctx.now, made_by=ctx.me.id, activity=activity, tier=tier
    )  # fmt: skip
    return await ctx.store.lessons.add(lesson, sought(lesson, origin.name if origin is not None else ""))


def sought(lesson: Lesson, origin: str = "") -> str:
    """What a lesson is found by: its words, its kind and tier in every language, and the name of its activity."""
    named = [*sorted(in_every_language(KINDS[lesson.kind]))]
    named += [word for key, called in TIERS.items() if key == lesson.tier for word in sorted(in_every_language(called))]
    return fold(" ".join([*named, *([origin] if origin else []), lesson.words]))[:LONGEST_SOUGHT]


async def similar(ctx: Ctx, tier: str, words: str, most: int = 3) -> list[Lesson]:
    """What to remember when an activity of this tier and with these words (name, goal) is planned: first what has most
    words in common with it, rare ones counting more; then what was learnt in the same tier; of equals the newest."""
    lessons, activities = await ctx.store.lessons.found(ctx.team.id), await origins(ctx)
    asked = _pieces(words)
    shared = {}
    for lesson in lessons:
        origin = activities.get(lesson.activity or 0)
        shared[lesson.number] = asked & (_pieces(lesson.words) | _pieces(origin.name if origin else ""))
    often = Counter(piece for pieces in shared.values() for piece in pieces)

    def near(lesson: Lesson) -> float:
        return round(sum(1 / often[piece] for piece in shared[lesson.number]), 6)

    offered = [lesson for lesson in lessons if shared[lesson.number] or (tier and lesson.tier == tier)]
    return sorted(offered, key=lambda one: (-near(one), not tier or one.tier != tier, -one.number))[:most]


def told(lesson: Lesson) -> Said:
    """A lesson in one line."""
    return TOLD[lesson.kind](number=str(lesson.number), title=lesson.title)


def opens(lesson: Lesson) -> Button:
    """What shows all of it."""
    return Button(OPEN(number=str(lesson.number)), f"/lesson show {lesson.number}")


async def origins(ctx: Ctx) -> dict[int, Activity]:
    """Every activity of the team by its id, which is what a lesson keeps of where it was learnt."""
    return {activity.id: activity for activity in await ctx.store.activities.listed(ctx.team.id, tuple(PHASES))}


def _pieces(words: str) -> set[str]:
    """What makes one text like another: words of three letters and more, without the s of many, and of Chinese, which
    has no gaps, every two signs that stand side by side."""
    flat = fold(words)
    found = {word if len(word) == 3 else word.removesuffix("s") for word in _WORD.findall(flat)}
    found |= {run[at : at + 2] for run in _HAN.findall(flat) for at in range(len(run) - 1)}
    return found - _COMMON
