"""What the sample team says and does, and when. What it tells is invented, as the numbers are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Final

from ..web.cast import Room
from . import deeds
from .deeds import Deed
from .diaries import NING, TOM
from .people import CHANNEL, GROUP


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody says something at a time of day. ``park``: she reports its day instead. ``ahead``: how many days later
    the ``{day}`` of her line is. ``deed``: when it is her turn at all, and what the rest of her line is."""

    at: time
    who: str
    room: Room
    line: str = ""
    park: str = ""
    ahead: int = 0
    deed: Deed | None = None


REPORTS: Final = (
    Turn(time(20, 5), "ning", GROUP, park="readers"),
    Turn(time(20, 12), "aisha", CHANNEL, park="coffee"),
    Turn(time(20, 18), "tom", GROUP, park="python"),
    Turn(time(20, 24), "bo", CHANNEL, park="runners"),
)
"""Every evening. Lin Mei reports when the visitor does it for her, and else the next morning."""
ANSWER: Final = "/review answer kind:{kind} {words}"
WEEK: Final = {
    "ning": (
        "went well: Two members read aloud for the first time. next week: Ask both to lead an evening",
        "went well: The short stories fill every seat. went badly: Two evenings began late. cause: The link came late. "
        "next week: Post the link at noon",
        "went well: The night post had answers from forty members. next week: Collect the best ten answers",
        "went badly: Three new members left within a day. cause: Nobody greeted them after ten. "
        "next week: Write a greeting for late hours",
    ),
    "tom": (
        "went well: The exercises came back within a day. went badly: The video stopped twice. "
        "cause: One line for picture and sound. next week: Try the second line before Tuesday",
        "went well: Beginners answer beginners. next week: Thank the five who answer most",
        "went badly: The third exercise was too hard. cause: It needs what comes a week later. "
        "next week: Move the third exercise back by one evening",
        "went well: The briefing had its poster text. next week: Keep the text in the template",
    ),
    "aisha": (
        "went well: The first message went out in ten minutes. next week: Show the drafts to the other owners",
        "went badly: Two gifts were sent twice. cause: Two lists of addresses. next week: Make one list of addresses",
        "went well: The tasting was full after a day. went badly: Ten wanted to come and could not. "
        "next week: Name a second evening with the first",
        "went well: Questions about descaling are half of what they were. next week: Ask which question is next",
    ),
}  # fmt: skip
"""Who answers on review days, in turn."""
WEEKLY: Final = (
    'highlights:"Three circles meet without us. Sample data." problems:"Late hours are quiet." '
    'plan:"A question of the night, every night." help:"One poster."',
    'highlights:"Most new members post within three days. Sample data." problems:"Two circles want the same evening." '
    'plan:"A list of evenings that are free."',
    'highlights:"The author answered forty questions. Sample data." problems:"Many asked after the end." '
    'plan:"Answer the rest in the night post."',
    'highlights:"Every circle has a second leader now. Sample data." problems:"Reports of one evening are missing." '
    'plan:"A form of three lines for the leaders."',
)  # fmt: skip
BUSY: Final = (("ning", GROUP), ("aisha", CHANNEL), ("tom", GROUP), ("sofia", GROUP), ("bo", CHANNEL))
"""Who finishes and keeps by herself what is hers. Whom a visitor speaks as first, and who leads, wait for the
visitor."""
ON_CALL: Final = ("ning", "aisha", "tom", "sofia")
"""Who takes her shifts over by herself. A visitor may be asked as well."""
WORK: Final = (
    *(Turn(time(9, 6), who, GROUP, "/oncall accept", deed=deeds.handover) for who in ON_CALL),
    *(Turn(time(9, 14), who, GROUP, "/oncall reachable", deed=deeds.reachable) for who in ON_CALL),
    Turn(time(9, 47), "sofia", GROUP, "/signal take {number}", deed=deeds.signals),
    *(Turn(time(10, 50), who, GROUP, "/risk {words}", deed=deeds.risks) for who in ("ning", "aisha", "tom")),
    Turn(
        time(11, 20), "ning", GROUP, ANSWER,
        deed=deeds.answers(
            "topic",
            "best click rate: 4.1 %, the post with the question gap: they post twice as often "
            "search words: short stories, winter reading",
            "best click rate: 3.8 %, the list of ten books gap: none in the evening, much at noon "
            "search words: books for a journey, poems",
        ),
    ),
    Turn(
        time(16, 5), "aisha", CHANNEL, ANSWER,
        deed=deeds.answers(
            "quarter",
            "asked: a spare part without a form; a tasting for beginners promised: A tasting for beginners next month",
            "asked: to know sooner when a parcel is late promised: Tell everybody within a day when a parcel is late",
        ),
    ),
    Turn(time(16, 5), "tom", GROUP, ANSWER, deed=deeds.answers("month", TOM, again=False)),
    Turn(time(16, 12), "ning", GROUP, ANSWER, deed=deeds.answers("week", *WEEK["ning"])),
    Turn(time(16, 40), "tom", GROUP, ANSWER, deed=deeds.answers("week", *WEEK["tom"])),
    Turn(time(17, 15), "aisha", CHANNEL, ANSWER, deed=deeds.answers("week", *WEEK["aisha"])),
    Turn(time(17, 15), "ning", GROUP, ANSWER, deed=deeds.answers("month", NING, again=False)),
    *(Turn(time(17, 35), who, room, "/task done {number}{anyway}", deed=deeds.tasks) for who, room in BUSY),
    *(Turn(time(17, 35), who, room, "/promise kept {number}", deed=deeds.promises) for who, room in BUSY),
    Turn(time(17, 50), "ning", GROUP, "/weekly edit communities:readers {words}",
         deed=deeds.weekly("readers", *WEEKLY)),
    Turn(time(17, 50), "ning", GROUP, "/weekly file communities:readers", deed=deeds.filing("readers")),
)  # fmt: skip
DAY: Final[Sequence[Turn]] = (*WORK, *REPORTS)
"""Every day from the first visit on."""
PROPOSAL: Final = (
    '/activity propose Book swap evening tier:light community:readers goal:"80 members bring a book. Sample data." '
    'start:"{day} 20:00" revenue:6000 cost:2400 risks:"few have time" plan:"a second evening"'
)
OVERTURE: Final[Sequence[Turn]] = (
    Turn(time(19, 48), "bo", CHANNEL, "/away 4d why:family"),
    Turn(time(19, 52), "grace", CHANNEL, "/activity approve 3"),
    *REPORTS,
    Turn(time(20, 36), "mei", GROUP, park="moms"),
    Turn(time(20, 41), "mei", GROUP, "Sorry, the reminder caught me on the train."),
    Turn(time(9, 4), "grace", CHANNEL, "Good morning. Bo is away for a few days; Sofia looks after River Runners."),
    Turn(time(9, 11), "sofia", GROUP, "/board last week"),
    Turn(time(9, 26), "ning", GROUP, PROPOSAL, ahead=9),
)
"""The evening and the morning before a visitor comes for the first time."""
