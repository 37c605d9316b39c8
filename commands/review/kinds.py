"""The reviews there are: what each of them asks, whom, and until when its answers are taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from commands.kit import Ctx, Said, Text, text
from commands.kit.calendar import WorkCalendar
from commands.kit.moments import instant_of
from commands.kit.plan import calendar_of
from commands.kit.words import fold
from storage import RoundKind

WELL = text("What went well")
BADLY = text("What went badly")
CAUSE = text("Root cause")
NEXT = text("Do next week")
CLICKS = text("Last month's best click rate")
GAP = text("Gap to a competitor")
RISING = text("Rising search words")
DIARY = text("Diary of the month")
ASKED = text("What core members asked for")
PROMISED = text("What we promise")
REMARK = text("Also said")

REMARK_PART: Final = "remark"
"""The name of what was said without a label."""
LEAST_MINUTES: Final = 30
"""For answers to a review of the week whose prompt came late that day."""
EVENING, AFTERNOON, MORNING = time(18), time(15), time(9, 30)


@dataclass(frozen=True, slots=True)
class Kind:
    """``questions`` by the name of their part. ``loose``: where words without a label go. ``does``: the part whose
    lines are things to be done. ``also``: what people write as the label of a part, besides its question."""

    name: Text
    invites: Text
    questions: Mapping[str, Text]
    also: Mapping[str, tuple[str, ...]]
    does: str = ""
    loose: str = REMARK_PART
    titles: tuple[str, ...] = ()
    """Whose business it is: everybody's where it is empty, or where nobody has one of these job titles."""
    secret: bool = False
    """Whether what is said is shown to nobody before the month's book."""


KINDS: Final[Mapping[RoundKind, Kind]] = {
    "week": Kind(
        text("Weekly review"),
        text("What went well, what went badly, why, and what do we do next week?"),
        {"well": WELL, "badly": BADLY, "cause": CAUSE, "next": NEXT},
        {
            "well": ("well", "good", "went well", "好", "做得好", "做的好", "亮点", "亮點"),
            "badly": (
                "badly", "bad", "went badly", "problem", "problems", "坏", "壞", "不好", "做得不好", "做的不好", "问题",
                "問題", "不足",
            ),
            "cause": ("cause", "why", "reason", "原因", "根因"),
            "next": (
                "next", "next week", "todo", "to do", "do", "下周", "下週", "下周计划", "下週計畫", "下週計劃", "改进",
                "改進", "改进措施", "改進措施", "行动", "行動",
            ),
        },
        does="next",
    ),
    "topic": Kind(
        text("Topic meeting"),
        text("Three figures for next month: last month's best click rate, gap to a competitor, rising search words."),
        {"clicks": CLICKS, "gap": GAP, "words": RISING},
        {
            "clicks": ("clicks", "click rate", "best click rate", "点击率", "點擊率"),
            "gap": ("gap", "competitor", "差距", "竞品", "競品"),
            "words": ("words", "search words", "搜索词", "热词", "搜尋字詞", "熱搜詞"),
        },
        titles=("content planner", "content reviewer"),
    ),
    "month": Kind(
        text("Diary of the month"),
        text("How was your month? Write a diary of at least {least} signs."),
        {"diary": DIARY},
        {"diary": ("diary", "日记", "日記")},
        loose="diary",
        secret=True,
    ),
    "quarter": Kind(
        text("Round table"),
        text("Round table with core members: what did they ask for, what do we promise? One promise in each line."),
        {"asked": ASKED, "promised": PROMISED},
        {
            "asked": ("asked", "wishes", "诉求", "訴求", "需求", "建议", "建議"),
            "promised": ("promised", "promise", "we promise", "承诺", "承諾"),
        },
        does="promised",
    ),
}  # fmt: skip


def invitation(ctx: Ctx, kind: Kind) -> Said:
    return kind.invites(**dict.fromkeys(kind.invites.slots, ctx.metrics.reviews.diary_signs))


PARTS: Final = tuple(part for kind in KINDS.values() for part in kind.questions)
NAMES: Final[Mapping[str, Text]] = {name: kind.name for name, kind in KINDS.items()}
_CALLED: Final[Mapping[str, RoundKind]] = {
    **dict.fromkeys(("friday", "weekly", "周", "週", "周复盘", "週複盤", "本周", "本週"), "week"),
    **dict.fromkeys(("topics", "选题", "選題", "选题会", "選題會"), "topic"),
    **dict.fromkeys(("diary", "month-end", "月末", "日记", "日記", "月度日记", "月度日記"), "month"),
    **dict.fromkeys(("table", "round table", "圆桌", "圓桌", "圆桌会", "圓桌會", "季度"), "quarter"),
}  # fmt: skip
"""What a review is called besides its name: by the clock, in the README, and in short."""


def kind_called(value: Any) -> Any:
    """The kind that a word names, or the word as it is."""
    return _CALLED.get(fold(value), value) if isinstance(value, str) else value


async def closing(ctx: Ctx, kind: RoundKind, due: datetime, day: date) -> datetime:
    """Until when answers are taken to a review that was due at an instant of a day of the team."""
    calendar, rules = await calendar_of(ctx.store, ctx.team), ctx.metrics.reviews
    match kind:
        case "week":
            until = due + timedelta(minutes=rules.week_minutes)
            today = ctx.now.astimezone(ctx.zone).date() == day
            return max(until, ctx.now + timedelta(minutes=LEAST_MINUTES)) if today else until
        case "topic":
            last = min(calendar.later(day, rules.topic_days), _month_after(day) - timedelta(days=1))
            return _at(ctx, max(last, day), EVENING)
        case "month":
            return _at(ctx, calendar.later(_month_after(day) - timedelta(days=1), 1), MORNING)
        case "quarter":
            return _at(ctx, calendar.later(day, rules.table_days), EVENING)


def next_week(ctx: Ctx, calendar: WorkCalendar, day: date) -> datetime:
    """An hour before the review of the week after a day's, so that this can tell what was kept: on the last working
    day of that week, or its Friday where nobody works then. When that is over, the end of the next working day."""
    monday = day + timedelta(days=7 - day.weekday())
    days = calendar.working_days(monday, monday + timedelta(days=6))
    until = _at(ctx, days[-1] if days else monday + timedelta(days=4), AFTERNOON)
    return until if until > ctx.now else _at(ctx, calendar.later(ctx.today, 1), EVENING)


def promised_by(ctx: Ctx, day: date) -> datetime:
    return _at(ctx, day + timedelta(days=ctx.metrics.reviews.promise_days), EVENING)


def _at(ctx: Ctx, day: date, at: time) -> datetime:
    return instant_of(datetime.combine(day, at), ctx.zone)


def _month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
