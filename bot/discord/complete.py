"""Suggestions while somebody types an option: a look into the memory, never a command, and quick or not at all."""

import asyncio
import logging
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from bot.ports import Clock
from commands.kit import Day, Refusal, Tongue, fold, text
from commands.kit.args import ask_of
from commands.kit.dayword import UnreadableDay, day_of, plain
from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue
from commands.kit.playbooks import called
from commands.kit.texts import LOCALES
from commands.kit.zone import zone_of
from storage import Address, Storage, StorageError, Team, Unit

from .inbound import Asked
from .options import WORDS

log = logging.getLogger(__name__)

PATIENCE = 0.5
"""Seconds; after that the list is empty and the person types on."""
MOST = 25
LONGEST = 100
DAYS = 14

TODAY = text("Today")
YESTERDAY = text("Yesterday")

Suggestion = tuple[str, ...]
"""What is shown, what is put in, and by which further words it is found."""

_WORD = re.compile(r"[^\s,，;；、:：=＝]+")
_MOST_WORDS = 3
"""Of a name, such as "repeat orders"."""
_UNIT = re.compile(r"[\x00-\x7f万萬亿億元人％]*$")
"""What may stand behind the digits of a number; other Chinese signs begin the next name."""


class Suggestions:
    def __init__(self, menu: Menu, metrics: Catalogue, storage: Storage, clock: Clock) -> None:
        self._menu = menu
        self._metrics = metrics
        self._storage = storage
        self._clock = clock

    async def for_(self, asked: Asked, tongue: Tongue) -> list[dict[str, Any]]:
        """The choices that fit what was typed, at most 25."""
        option = asked.focused or ""
        source, words = self._source(asked.line, option)
        if option == WORDS:
            return continued(self._metric_names(tongue, derived=False), words) if source == "metrics" else []
        typed = asked.given.get(option, "")
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._found(source, asked.heard.address, tongue, typed)
        except (StorageError, TimeoutError) as error:
            log.warning("no suggestions", extra={"why": type(error).__name__})
            found = []
        return fitting(found, typed)

    def _source(self, line: str, option: str) -> tuple[str, str]:
        """Where the suggestions of an option come from, and the free words of the line."""
        try:
            command, words = self._menu.match(line)
        except Refusal:
            return "", ""
        field = command.args.fields().get(option)
        ask = ask_of(field) if field is not None else None
        return ask.source if ask else "", words

    def _metric_names(self, tongue: Tongue, *, derived: bool) -> list[Suggestion]:
        shown = [*self._metrics.entered, *(self._metrics.derived if derived else ())]
        return [(metric.label.in_(tongue.locale), metric.key) for metric in shown]

    async def _found(self, source: str, address: Address, tongue: Tongue, typed: str) -> list[Suggestion]:
        match source:
            case "metrics":
                return self._metric_names(tongue, derived=True)
            case "kinds":
                books = self._metrics.playbooks.items()
                return [(tongue.show(book.label), key, *called(book.label)) for key, book in books]
            case "communities" | "people" | "days":
                return await self._storage.read(lambda unit: self._of_team(unit, source, address, tongue, typed))
            case _:
                return []

    async def _of_team(self, unit: Unit, source: str, address: Address, tongue: Tongue, typed: str) -> list[Suggestion]:
        place = await unit.places.at(address)
        if place is None:
            return []
        match source:
            case "communities":
                return [(f"{item.name} ({item.key})", item.key) for item in await unit.communities.of(place.team)]
            case "people":
                return await _people(unit, place.team)
            case _:
                return days(await unit.teams.get(place.team), self._clock(), tongue, typed)


async def _people(unit: Unit, team: int) -> list[Suggestion]:
    found: dict[int, Suggestion] = {}
    for person, account in await unit.people.names(team):
        if person.id not in found or account.platform == "discord":
            name = f"@{account.username}" if account.username else account.name
            found[person.id] = (person.name if account.name == person.name else f"{person.name} ({account.name})", name)
    return list(found.values())


def days(team: Team, now: datetime, tongue: Tongue, typed: str = "") -> list[Suggestion]:
    """Today, yesterday and the days before, by the team's calendar, found by their names in every language; first of
    all the day that is typed already."""
    today = now.astimezone(zone_of(team.zone)).date()
    found = [_suggested(today - timedelta(days=back), today, tongue) for back in range(DAYS)]
    try:
        meant = day_of(plain(typed), today, ahead=False)
    except UnreadableDay:
        return found
    return [(*_suggested(meant, today, tongue), typed), *found] if meant else found


def _suggested(day: date, today: date, tongue: Tongue) -> Suggestion:
    return _day_name(day, today, tongue), day.isoformat(), *(_day_name(day, today, Tongue(at)) for at in LOCALES)


def _day_name(day: date, today: date, tongue: Tongue) -> str:
    named = {0: f"{tongue.speak(TODAY())} · ", 1: f"{tongue.speak(YESTERDAY())} · "}.get((today - day).days, "")
    return named + tongue.show(Day(day))


def continued(found: Iterable[Suggestion], typed: str) -> list[dict[str, Any]]:
    """The name that is being typed at the end of a line of names and numbers, completed; the rest is kept."""
    names, typed = list(found), typed.rstrip()
    start = _last_name(names, typed)
    if start is None:
        typed, start = f"{typed} ", len(typed) + 1
    kept = typed[:start]
    said = set(fold(kept).split())
    names = [suggestion for suggestion in names if said.isdisjoint(map(fold, suggestion))]
    return [
        {"name": f"{kept}{choice['name']}"[:LONGEST], "value": kept + choice["value"]}
        for choice in fitting(names, typed[start:])
        if len(kept + choice["value"]) <= LONGEST
    ]


def _last_name(names: Iterable[Suggestion], typed: str) -> int | None:
    """Where the name begins that is being typed; ``None`` behind a number."""
    starts = [word.start() for word in _WORD.finditer(typed)][-_MOST_WORDS:] or [0]
    last = typed[starts[-1] :]
    digits = max((at for at, sign in enumerate(last) if sign.isdigit()), default=-1) + 1
    if digits:
        return None if _UNIT.match(last, digits) else starts[-1] + digits
    known = [fold(word) for suggestion in names for word in suggestion]
    return next((at for at in starts if any(word.startswith(fold(typed[at:])) for word in known)), starts[-1])


def fitting(found: Iterable[Suggestion], typed: str) -> list[dict[str, Any]]:
    """Those that contain what was typed; those that begin with it first. What cannot be put in whole is left out."""
    asked = fold(typed)
    near = [
        (not any(fold(word).startswith(asked) for word in (name, value, *also)), at, name, value)
        for at, (name, value, *also) in enumerate(found)
        if any(asked in fold(word) for word in (name, value, *also)) and len(value) <= LONGEST
    ]
    best = {value: name for _, _, name, value in sorted(near, reverse=True)}
    return [{"name": best[value][:LONGEST], "value": value} for value in list(best)[::-1][:MOST]]
