"""Suggestions while somebody types an option: a look into the memory, never a command, and quick or not at all."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.ports import Clock
from commands.kit import Day, Refusal, Tongue, fold, text
from commands.kit.args import ask_of
from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue
from commands.kit.zone import zone_of
from storage import Address, Storage, StorageError, Team, Unit

from .inbound import Asked

log = logging.getLogger(__name__)

PATIENCE = 0.5
"""Seconds; after that the list is empty and the person types on."""
MOST = 25
LONGEST = 100
DAYS = 14

TODAY = text("Today")
YESTERDAY = text("Yesterday")

Suggestion = tuple[str, str]
"""What is shown, and what is put in."""


class Suggestions:
    def __init__(self, menu: Menu, metrics: Catalogue, storage: Storage, clock: Clock) -> None:
        self._menu = menu
        self._metrics = metrics
        self._storage = storage
        self._clock = clock

    async def for_(self, asked: Asked, tongue: Tongue) -> list[dict[str, Any]]:
        """The choices that fit what was typed, at most 25."""
        option = asked.focused or ""
        typed = asked.given.get(option, "")
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._found(self._source(asked.line, option), asked.heard.address, tongue)
        except (StorageError, TimeoutError) as error:
            log.warning("no suggestions", extra={"why": type(error).__name__})
            found = []
        return fitting(found, typed)

    def _source(self, line: str, option: str) -> str:
        try:
            command, _ = self._menu.match(line)
        except Refusal:
            return ""
        field = command.args.model_fields.get(option)
        ask = ask_of(field) if field is not None else None
        return ask.source if ask else ""

    async def _found(self, source: str, address: Address, tongue: Tongue) -> list[Suggestion]:
        match source:
            case "metrics":
                shown = [*self._metrics.entered, *self._metrics.derived]
                return [(metric.label.in_(tongue.locale), metric.key) for metric in shown]
            case "communities" | "people" | "days":
                return await self._storage.read(lambda unit: self._of_team(unit, source, address, tongue))
            case _:
                return []

    async def _of_team(self, unit: Unit, source: str, address: Address, tongue: Tongue) -> list[Suggestion]:
        place = await unit.places.at(address)
        if place is None:
            return []
        match source:
            case "communities":
                return [(f"{item.name} ({item.key})", item.key) for item in await unit.communities.of(place.team)]
            case "people":
                return await _people(unit, place.team)
            case _:
                return days(await unit.teams.get(place.team), self._clock(), tongue)


async def _people(unit: Unit, team: int) -> list[Suggestion]:
    found: dict[int, Suggestion] = {}
    for person, account in await unit.people.names(team):
        if person.id not in found or account.platform == "discord":
            name = f"@{account.username}" if account.username else account.name
            found[person.id] = (person.name if account.name == person.name else f"{person.name} ({account.name})", name)
    return list(found.values())


def days(team: Team, now: datetime, tongue: Tongue) -> list[Suggestion]:
    """Today, yesterday and the days before, by the team's calendar."""
    today = now.astimezone(zone_of(team.zone)).date()
    found = []
    for back in range(DAYS):
        day = today - timedelta(days=back)
        named = {0: f"{tongue.speak(TODAY())} · ", 1: f"{tongue.speak(YESTERDAY())} · "}.get(back, "")
        found.append((named + tongue.show(Day(day)), day.isoformat()))
    return found


def fitting(found: Iterable[Suggestion], typed: str) -> list[dict[str, Any]]:
    """Those that contain what was typed; those that begin with it first. What cannot be put in whole is left out."""
    asked = fold(typed)
    near = [
        (not any(fold(word).startswith(asked) for word in (name, value)), at, name, value)
        for at, (name, value) in enumerate(found)
        if (asked in fold(name) or asked in fold(value)) and len(value) <= LONGEST
    ]
    return [{"name": name[:LONGEST], "value": value} for _, _, name, value in sorted(near)[:MOST]]
