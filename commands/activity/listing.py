"""Lists of activities, and one by itself."""

from typing import Annotated, Literal

from commands.kit import (
    Args,
    Ask,
    Bullets,
    Button,
    Ctx,
    Heading,
    Moment,
    Reply,
    Role,
    Said,
    Text,
    Word,
    command,
    reply,
    text,
)
from commands.kit.owed import owing_reviews
from commands.kit.rules import shown_roi
from commands.kit.tiers import PHASES, TIERS
from storage import Activity, Phase

from .face import face, hers
from .look import LIST, OfActivity, look_at
from .review import shared

HELP = text("See the team's activities")
HELP_SHOW = text("See one activity with all its figures")
WHICH = text("Which")
PAGE = text("Page")

GOING = text("{n} activity", "{n} activities")
OWED = text("{n} review is owed", "{n} reviews are owed")
OVER = text("{n} finished activity", "{n} finished activities")
NONE = text("No activity is planned or running.")
NONE_OWED = text("No review is owed.")
NONE_OVER = text("No activity is finished yet.")
LINE = text("{number} · {name} ({tier}) – {phase}")
STARTS = text("{line}, starts {when}")
UNTIL = text("{line} until {when}")
ROI = text("{line}, ROI {roi}")
OWES = text("{line}, review owed")
PROPOSE = text("Propose", context="button")
CALENDAR = text("Calendar", context="button")
NEXT = text("Next page", context="button")
SHOW_ONE = text("Show {number}")
REVIEWS = text("Reviews owed", context="button")

What = Literal["going", "owed", "over"]
CHOICES: dict[What, Text] = {
    "going": text("planned and running"),
    "owed": text("review owed"),
    "over": text("finished"),
}
_PHASES: dict[What, tuple[Phase, ...]] = {
    "going": ("proposed", "refused", "approved", "preheat", "ignition", "afterglow"),
    "owed": ("ended", "locked"),
    "over": ("ended", "locked", "stopped"),
}  # fmt: skip
PER_PAGE = 8
MOST_BUTTONS = 4


class Asked(Args):
    what: Annotated[What, Word(), Ask(WHICH, choices=CHOICES)] = "going"
    page: Annotated[int, Ask(PAGE)] = 1


@command(
    "activity list", help=HELP, who=Role.OBSERVER, default=True, reads=True,
    examples=("/activity list", "/activity list owed"),
)  # fmt: skip
async def list_(args: Asked, ctx: Ctx) -> Reply:
    found = await ctx.store.activities.listed(ctx.team.id, _PHASES[args.what])
    owing = await owing_reviews(ctx)
    if args.what == "owed":
        found = owing
    elif args.what == "over":
        found.reverse()
    some, none = {"going": (GOING, NONE), "owed": (OWED, NONE_OWED), "over": (OVER, NONE_OVER)}[args.what]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = max(1, min(args.page, pages))
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    ids = {activity.id for activity in owing}
    buttons = [Button(SHOW_ONE(number=str(one.number)), f"/activity show {one.number}") for one in shown[:MOST_BUTTONS]]
    if page < pages:
        buttons.append(Button(NEXT(), f"/activity list {args.what} page:{page + 1}"))
    if owing and args.what != "owed":
        buttons.append(Button(REVIEWS(), "/activity list owed"))
    if args.what != "going":
        buttons.append(Button(LIST(), "/activity list"))
    elif ctx.me.level >= Role.STAFF:
        buttons.append(Button(PROPOSE(), "/activity propose"))
    buttons.append(Button(CALENDAR(), "/activity calendar"))
    if not found:
        return reply(none(), buttons=buttons, private=True)
    lines = tuple(line_of(one, owes=one.id in ids) for one in shown)
    return reply(Heading(some(n=len(found))), Bullets(lines), buttons=buttons, private=True)


@command("activity show", help=HELP_SHOW, who=Role.OBSERVER, reads=True, examples=("/activity show 3",))
async def show(args: OfActivity, ctx: Ctx) -> Reply:
    look = await look_at(ctx, args.number)
    shown = face(ctx, look, hers(look, ctx.me), whole=True)
    back = shared(look, await ctx.store.lessons.of(look.activity.id), whole=True)
    return reply(*shown.blocks, *back, buttons=shown.buttons, private=True)


def line_of(activity: Activity, *, owes: bool = False) -> Said:
    tier, phase = TIERS[activity.tier](), PHASES[activity.phase]()
    line = LINE(number=str(activity.number), name=activity.name, tier=tier, phase=phase)
    match activity.phase:
        case "proposed" | "refused" | "approved":
            line = STARTS(line=line, when=Moment(activity.starts_at))
        case "preheat":
            line = UNTIL(line=line, when=Moment(activity.starts_at))
        case "ignition":
            line = UNTIL(line=line, when=Moment(activity.afterglow_at))
        case "afterglow":
            line = UNTIL(line=line, when=Moment(activity.ends_at))
        case "locked":
            line = ROI(line=line, roi=shown_roi(activity.locked_roi))
        case _:
            pass
    return OWES(line=line) if owes else line
