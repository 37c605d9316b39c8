"""The types of a catalogue file: what may stand where. What is left out of an entry is inherited."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from commands.kit.dayword import UnreadableDay
from commands.kit.whens import read_when
from commands.kit.words import nearest

from .crises import LEVEL_NAMES, PLAYBOOKS, AnsweringEntry, CrisisEntry, PlaybookEntry, StepEntry
from .document import Document, Path
from .entry import Entry, LabelEntry, Number, Word, same_in_every_language
from .metric import Entered, Good, Kind, Over, Period


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def moment(words: str) -> timedelta:
    """A moment of the week such as ``thu 00:00``, counted from its Monday. Raises ``UnreadableDay``."""
    when = read_when(words)
    if len(when.weekdays) != 1:
        raise UnreadableDay("not_a_day")
    return timedelta(days=min(when.weekdays), minutes=when.minute)


def _moment(words: str) -> str:
    try:
        moment(words)
    except UnreadableDay:
        raise PydanticCustomError("moment", "must be a weekday and a time, such as thu 00:00") from None
    return words


Percent = Annotated[Number, Field(gt=0, le=1000)]
Weeks = Annotated[int, Field(ge=1, le=52)]
Ratio = Annotated[Number, Field(gt=0, le=1000, decimal_places=2)]
"""No finer than an ROI is shown."""
Hours = Annotated[int, Field(ge=1, le=720)]
MomentOfWeek = Annotated[str, AfterValidator(_moment)]


class MeanEntry(Entry):
    """What can be said once for every metric that is compared with its own past."""

    below_mean: Percent | None = None
    points_over_mean: Number | None = None
    mean_weeks: Weeks | None = None
    falling_weeks: Weeks | None = None


class AlertEntry(MeanEntry):
    target: Number | None = None
    growth: Number | None = None
    per: Period | None = None
    north_star: bool | None = None
    warn_above: Number | None = None
    alert_above: Number | None = None
    above_per: Literal["hour", "day"] | None = None


class MetricEntry(Entry):
    label: Annotated[LabelEntry, BeforeValidator(same_in_every_language)] = LabelEntry()
    aliases: list[Word] = []
    kind: Kind | None = None
    over: Over | None = None
    good: Good | None = None
    page: Annotated[int, Field(ge=1, le=9)] | None = None
    low: Number | None = None
    high: Number | None = None
    at_most: Annotated[list[str], BeforeValidator(_one_or_many)] = []
    formula: str | None = None
    entered: Entered | None = None
    hidden: bool = False
    alert: AlertEntry = AlertEntry()


class ActivitiesEntry(Entry):
    """How activities are judged and run; the fields are those of ``Rules``."""

    least_roi: Ratio | None = None
    alarm_roi: Ratio | None = None
    preheat_days: Annotated[int, Field(ge=1, le=60)] | None = None
    ignition_hours: Hours | None = None
    instruction_minutes: Annotated[int, Field(ge=5, le=240)] | None = None
    afterglow_hours: Hours | None = None
    ask_hours: Hours | None = None
    lock_hours: Hours | None = None
    review_hours: Hours | None = None
    share_hours: Hours | None = None
    review_signs: Annotated[int, Field(ge=1, le=10_000)] | None = None
    abnormal_percent: Annotated[Number, Field(gt=0, le=100)] | None = None


class WeeklyEntry(Entry):
    """When weekly reports are filed; the fields are those of ``Filing``."""

    opens: MomentOfWeek | None = None
    closes: MomentOfWeek | None = None


class ReviewsEntry(Entry):
    """How reviews are asked for; the fields are those of ``ReviewRules``."""

    week_minutes: Annotated[int, Field(ge=10, le=600)] | None = None
    topic_days: Annotated[int, Field(ge=0, le=20)] | None = None
    table_days: Annotated[int, Field(ge=0, le=20)] | None = None
    diary_signs: Annotated[int, Field(ge=1, le=3_000)] | None = None
    promise_days: Annotated[int, Field(ge=1, le=90)] | None = None


class FileEntry(Entry):
    metrics: dict[str, MetricEntry] | None = None
    alert: MeanEntry = MeanEntry()
    activities: ActivitiesEntry = ActivitiesEntry()
    weekly: WeeklyEntry = WeeklyEntry()
    reviews: ReviewsEntry = ReviewsEntry()
    crisis: CrisisEntry = CrisisEntry()


def typed(document: Document) -> FileEntry:
    """The file with its types. Every value of a wrong type is blamed and left out, so that the rest can be judged."""
    while True:
        try:
            return FileEntry.model_validate(document.data)
        except ValidationError as error:
            # From the end, so that leaving one item of a list out does not move the next.
            for mistake in reversed(error.errors(include_url=False)):
                path = tuple(mistake["loc"])
                _blame(document, path, mistake["type"], dict(mistake.get("ctx", {})), mistake["msg"])
                document.data = _without(document.data, path)


def _without(data: Any, path: Path) -> Any:
    """A copy without the value at ``path``, or without the last thing on the way to it that exists."""
    if not path:
        return {}
    head, rest = path[0], path[1:]
    if isinstance(data, dict) and head in data:
        inner = _without(data[head], rest) if rest and isinstance(data[head], dict | list) else None
        kept = {key: value for key, value in data.items() if key != head}
        return data | {head: inner} if inner is not None else kept
    if isinstance(data, list) and isinstance(head, int):
        return data[:head] + data[head + 1 :]
    return data


_SIMPLE = {
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "decimal_type": "must be a number",
    "is_instance_of": "must be a number",
    "list_type": "must be a list",
    "dict_type": "must hold one entry for each metric",
    "model_type": "must hold lines of key: value",
    "string_too_short": "must not be empty",
}
_BOUNDS = {
    "greater_than_equal": ("must be at least", "ge"),
    "less_than_equal": ("must be at most", "le"),
    "greater_than": ("must be more than", "gt"),
    "string_too_long": ("may not be longer than", "max_length"),
    "too_long": ("may not have more than", "max_length"),
    "decimal_max_places": ("must have at most", "decimal_places"),
}
_UNITS = {"string_too_long": " characters", "too_long": " lines", "decimal_max_places": " decimal places"}


def _blame(document: Document, path: Path, kind: str, context: dict[str, Any], words: str) -> None:
    while path not in document.values:
        path = path[:-1]
    raw = document.raw.get(path)
    if kind == "extra_forbidden":
        document.blame(path, "unknown key", nearest(str(path[-1]), _fields(path[:-1])), at_key=True)
    elif kind == "literal_error":
        options = _options(context["expected"])
        message = f"must be {' or '.join(filter(None, (', '.join(options[:-1]), options[-1])))}{_got(raw)}"
        document.blame(path, message, nearest(raw or "", options)[:1])
    elif kind in _BOUNDS:
        start, limit = _BOUNDS[kind]
        document.blame(path, f"{start} {context[limit]}{_UNITS.get(kind, '')}{_got(raw)}")
    else:
        message = _SIMPLE.get(kind, words[:1].lower() + words[1:])
        if kind == "dict_type" and path == PLAYBOOKS:
            message = "must hold one entry for each kind of risk"
        hint = ""
        if kind == "string_type" and raw is not None:
            hint = "; put it in quotes"
        document.blame(path, f"{message}{_got(raw)}{hint}", at_key=document.scalars.get(path, ...) is None)


def _options(expected: str) -> list[str]:
    """pydantic gives ``'a', 'b' or 'c'``."""
    return expected.replace("'", "").replace(" or ", ", ").split(", ")


def _got(raw: str | None) -> str:
    if raw is None:
        return ""
    return f"; got {raw[:40]!r}" if raw.strip() not in {"", "~", "null"} else "; got nothing"


def _fields(path: Path) -> list[str]:
    """What may stand at a place of the file."""
    match path:
        case ():
            model: type[Entry] = FileEntry
        case ("alert",):
            model = MeanEntry
        case ("activities",):
            model = ActivitiesEntry
        case ("weekly",):
            model = WeeklyEntry
        case ("reviews",):
            model = ReviewsEntry
        case ("crisis",):
            model = CrisisEntry
        case ("crisis", "playbooks", _):
            model = PlaybookEntry
        case ("crisis", level) if level in LEVEL_NAMES:
            model = AnsweringEntry
        case ("crisis", _, "chain", _):
            model = StepEntry
        case (_, _, "label") | ("crisis", *_):
            model = LabelEntry
        case (_, _, "alert"):
            model = AlertEntry
        case _:
            model = MetricEntry
    return list(model.model_fields)
