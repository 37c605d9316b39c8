"""Who speaks, where, and in which team: the first thing that happens to every call."""

from dataclasses import dataclass, replace
from typing import Any

from commands.kit import LOCALES, Button, Command, Heard, Mono, Refusal, Role, Tongue, read_locale, text
from commands.kit.hints import verbatim
from commands.kit.roles import LEVELS
from commands.kit.zone import zone_of
from storage import Account, Address, Person, Place, Team, Unit

WHICH_TEAM = text("You are in several teams. Which one do you mean here?")
OTHER_TOPIC = text(
    "In this chat {team} lives in another topic. Please say it there; a manager moves it here with {line}."
)
SUSPENDED = text("I was removed from every chat of {team}, so it rests. Nothing is lost; add me again and it goes on.")


@dataclass(frozen=True, slots=True)
class Scene:
    """``who`` is ``None`` for an outsider; ``team`` and ``place`` are ``None`` where no team lives. ``private``: only
    she and the bot are there. ``new``: she became a member by this very call."""

    account: Account
    team: Team | None = None
    place: Place | None = None
    who: Person | None = None
    private: bool = False
    new: bool = False

    @property
    def rests(self) -> bool:
        """The team cannot be reached anywhere."""
        return self.team is not None and self.team.suspended_at is not None

    @property
    def locale(self) -> str:
        """What she chose herself; else what the team speaks, in private what her app is set to if we speak that."""
        if self.who and self.who.language:
            return self.who.language
        hers = read_locale(self.account.locale)
        if self.team and not (self.private and hers):
            return self.team.language
        return hers or LOCALES[0]

    @property
    def tongue(self) -> Tongue:
        return tongue_of(self.team, self.locale)


def tongue_of(team: Team | None, locale: str) -> Tongue:
    return Tongue(locale, zone_of(team.zone if team else "UTC"), team.currency if team else "")


async def look(unit: Unit, heard: Heard, meant: int | None = None) -> Scene:
    """Find the scene, and remember what the platform now says of the person. ``meant``: the team of the form that is
    filled in."""
    account = heard.account
    known = await unit.accounts.get(account.platform, account.user)
    if known is not None and not heard.private:
        # What is said among others does not prove that she can be written to: a chat only supposes it of a stranger.
        account = replace(account, direct=known[0].direct)
    await unit.accounts.keep(account, known[0] if known else None)
    if account.direct is None and known is not None:
        account = replace(account, direct=known[0].direct)
    place = await unit.places.at(heard.address)
    number = place.team if place else None
    if number is None and heard.private:
        number = await _private_team(unit, heard, meant, known[1] if known else None)
    if number is None:
        return Scene(account, private=heard.private)
    team = await unit.teams.get(number)
    who = await unit.people.by_account(number, account.platform, account.user)
    return Scene(account, team, place, who, heard.private)


async def clock_scene(unit: Unit, heard: Heard, team: int | None, person: int | None) -> Scene:
    """Where a timer speaks: for the team it was wound in, and for its person where it has one."""
    place = await unit.places.at(heard.address)
    number = team if team is not None else place.team if place else None
    if number is None:
        return Scene(heard.account)
    here = place if place and place.team == number else None
    team_here = await unit.teams.get(number)
    who = await unit.people.get(number, person) if person is not None else None
    accounts = await unit.accounts.of(who.id) if who is not None and here is None else []
    at = heard.address
    mine = next((one for one in accounts if (one.platform, one.direct) == (at.platform, at.chat)), None)
    return Scene(mine or heard.account, team_here, here, who, private=mine is not None)


async def _private_team(unit: Unit, heard: Heard, meant: int | None, chosen: int | None) -> int | None:
    """In a private chat a member of one team is in that team. A member of several has chosen one; but what she presses
    she presses in the team that said it, which may have a task 7 as well. In a team that she has left nothing can be
    pressed any more."""
    teams = await unit.people.teams_of(heard.account.platform, heard.account.user)
    if meant is None and (meant := await _said_by(unit, heard)) is not None and meant not in teams:
        return None
    for team in (meant, chosen):
        if team in teams:
            return team
    return teams[0] if len(teams) == 1 else None


async def _said_by(unit: Unit, heard: Heard) -> int | None:
    """The team whose message is pressed in a private chat."""
    if heard.via != "pressed" or heard.message is None:
        return None
    return await unit.outbox.team_of(heard.address.platform, heard.address.chat, heard.message)


async def which(unit: Unit, heard: Heard) -> Refusal | None:
    """What helps where no team was found: the question for a member of several who has not chosen one for her private
    chat; that she is no longer in the team whose message she pressed; or that the team of this chat lives in another of
    its topics."""
    account = heard.account
    if not heard.private:
        return await _next_door(unit, heard.address)
    teams = await unit.people.teams_of(account.platform, account.user)
    if await _said_by(unit, heard) not in (None, *teams):
        return Refusal(NOT_IN())
    if len(teams) < 2:
        return None
    found = [await unit.teams.get(number) for number in teams]
    buttons = tuple(Button(verbatim(team.name), f"/team use number:{team.id}") for team in found[:25])
    return Refusal(WHICH_TEAM(), buttons=buttons)


async def _next_door(unit: Unit, at: Address) -> Refusal | None:
    place = next((p for p in await unit.places.all(at.platform) if p.address.chat == at.chat), None)
    if place is None:
        return None
    team = await unit.teams.get(place.team)
    return Refusal(OTHER_TOPIC(team=team.name, line=Mono("/setup")))


WAITING = text("A manager has to let you in first. You will hear from me.")
ADMIN_ONLY = text("{command} is only for people who administer this chat.")
IN_GROUP = text("Add me to the team's group or server and type {line} there.")
CLOCK_ONLY = text("{command} is said by the clock alone. What it does and when: {line}.")
NOT_IN = text("You are not a member of this team yet.")
JOIN = text("Join", context="button")
COMMAND_FOR = text("{command} is for people at the level {level} or above.")
HIGHEST_ONLY = text("{command} is for people at the level {level}.")


def not_in() -> Refusal:
    return Refusal(NOT_IN(), buttons=(Button(JOIN(), "/join"),))


def not_allowed(name: str, role: Role) -> Refusal:
    said = COMMAND_FOR if any(each > role for each in LEVELS) else HIGHEST_ONLY
    return Refusal(said(command=Mono("/" + name), level=LEVELS[role]()))


def barred(command: Command[Any], heard: Heard, *, typed: bool) -> Refusal | None:
    """Why somebody may not say it, whoever she is in the team: it is for admins of a group, or for the clock."""
    if command.clock and typed:
        return Refusal(CLOCK_ONLY(command=Mono("/" + command.name), line=Mono("/schedule")))
    name = Mono("/" + (command.group if command.default else command.name))
    if command.admin and heard.private:
        return Refusal(IN_GROUP(line=name))
    if command.admin and not heard.admin:
        return Refusal(ADMIN_ONLY(command=name))
    return None


def everywhere(address: Address | None, here: Place | None, places: list[Place], purpose: str = "team") -> list[Place]:
    """The team's channels of a purpose other than the one where it was said: a topic without a channel of its own is
    part of its chat's."""
    return [
        place
        for place in places
        if place.purpose == purpose and not place.suspended_at and place.address != address and place != here
    ]
