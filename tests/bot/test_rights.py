"""Who may say what where: every command, by every level, in every kind of place."""

from dataclasses import replace

from bot.ports import Call
from commands.kit import Role
from commands.kit.context import NO_TEAM, NOT_HERE
from tests.town import MENU, Somebody, Town

LEVELS = (Role.OUTSIDER, Role.OBSERVER, Role.STAFF, Role.MANAGER, Role.DIRECTOR)
PLACES = ("bound", "unbound", "private", "other team's")
ALLOWED = {
    (level, where): level if where in ("bound", "private") else Role.OUTSIDER for level in LEVELS for where in PLACES
}


async def company(town: Town) -> dict[Role, Somebody]:
    """One person of every level in a team that lets nobody in by itself."""
    await town.founded("fans")
    await town.carol.says("/setup joining:approval")
    people = {Role.DIRECTOR: town.ann}
    for role in (Role.OBSERVER, Role.STAFF, Role.MANAGER):
        people[role] = town.person(role.name.title(), town.ann.at)
        await people[role].says("/join")
        await town.ann.says(f"/role @{role.name.lower()} {role.name.lower()}")
    await town.ann.says("/setup joining:approval")
    people[Role.OUTSIDER] = town.person("Outsider", town.ann.at)
    return people


def standing(who: Somebody, where: str) -> Somebody:
    match where:
        case "bound":
            return who
        case "unbound":
            return who.at_chat("-999")
        case "private":
            return replace(who.in_private(), admin=False)
        case _:
            return who.at_chat("-666")


async def test_every_command_is_for_exactly_the_levels_and_places_it_says(town: Town) -> None:
    """Commands × levels × places; nobody administers a chat here. What is refused for lack of rights changes nothing;
    what is not is judged by the command itself."""
    people = await company(town)
    checked = noted = 0
    for name, one in MENU.commands.items():
        if name == "join":
            continue  # it changes who is who; its own tests say who may
        town.sleep(minutes=1)  # nobody types faster
        for level, who in people.items():
            for where in PLACES:
                speaker = replace(standing(who, where), admin=False)
                town.sleep(seconds=1)
                # With a number it is no sentence, which a group such as ``/promise`` takes as well.
                words = "1 x x" if one.clock else "x x x"
                said = await town.desk.hear(Call(f"/{name} {words}", speaker.heard("typed")))
                assert said is not None
                ids = {getattr(block, "id", "") for block in said.blocks}
                barred = ids & {
                    "You are not a member of this team yet.",
                    "{command} is for people at the level {level} or above.",
                    "{command} is for people at the level {level}.",
                    "{command} is only for people who administer this chat.",
                    "{command} is said by the clock alone. What it does and when: {line}.",
                    NO_TEAM.id,
                    NOT_HERE.id,
                }
                here = ALLOWED[level, where]
                may = not one.admin and not one.clock and (not one.team or here >= max(one.who, Role.OBSERVER))
                # A command that needs no team may still find that it is not for a chat without one.
                assert bool(barred) is not may or not one.team, (name, level.name, where, ids)
                if barred:
                    added = await town.journal(since=town.now)
                    noted += len(added)
                    assert all(row.outcome.startswith("refused") for row in added), (name, level.name, where)
                checked += 1
    assert noted > 500  # refusals inside the team are journalled
    assert checked == (len(MENU.commands) - 1) * len(LEVELS) * len(PLACES)


async def test_only_an_admin_s_word_of_the_platform_counts_for_admin_commands(town: Town) -> None:
    await town.founded()
    for name, one in MENU.commands.items():
        if one.admin:
            answer = await replace(town.ann, admin=False).says(f"/{name} X")
            assert "is only for people who administer this chat" in answer, name


async def test_in_another_topic_of_its_chat_it_is_said_where_the_team_lives(town: Town) -> None:
    await town.ann.at_chat("-100", thread="9", admin=True, title="Mums club").says("/setup")
    answer = await town.bob.says("/daily joined 3")
    assert "In this chat Mums club lives in another topic" in answer.text
    await town.ann.with_admin().says("/setup")
    assert "Saved: 1 number." in (await town.bob.says("/daily joined 3")).text
