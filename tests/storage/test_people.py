"""Accounts, members, and what joins the two."""

import asyncio
from dataclasses import replace
from datetime import date

from storage import Role, Storage, Unit

from .town import ANN, ANN_ELSEWHERE, BOB, CHARLIE, FRIDAY, NOON, Town


async def test_an_account_is_remembered_as_the_platform_last_told_it(storage: Storage) -> None:
    assert await storage.read(lambda unit: unit.accounts.get("telegram", "101")) is None
    await storage.write(lambda unit: unit.accounts.keep(ANN, None))
    renamed = replace(ANN, name="Anna", username="")
    await storage.write(lambda unit: unit.accounts.keep(renamed, ANN))
    assert await storage.read(lambda unit: unit.accounts.get("telegram", "101")) == (renamed, None)


async def test_a_private_chat_once_opened_stays_known_until_it_is_closed(storage: Storage) -> None:
    await storage.write(lambda unit: unit.accounts.keep(ANN, None))
    await storage.write(lambda unit: unit.accounts.keep(replace(ANN, name="Anna", direct=None), ANN))
    known = await storage.read(lambda unit: unit.accounts.get("telegram", "101"))
    assert known
    assert known[0].direct == "101"
    await storage.write(lambda unit: unit.accounts.unreachable("telegram", "101"))
    known = await storage.read(lambda unit: unit.accounts.get("telegram", "101"))
    assert known
    assert known[0].direct is None


async def test_a_private_message_that_arrived_opens_what_was_closed_and_nothing_else(storage: Storage) -> None:
    await storage.write(lambda unit: unit.accounts.keep(ANN, None))
    await storage.write(lambda unit: unit.accounts.arrived("telegram", "101", "elsewhere"))
    known = await storage.read(lambda unit: unit.accounts.get("telegram", "101"))
    assert known
    assert known[0].direct == "101"
    await storage.write(lambda unit: unit.accounts.unreachable("telegram", "101"))
    await storage.write(lambda unit: unit.accounts.arrived("telegram", "101", "101"))
    assert await storage.read(lambda unit: unit.accounts.get("telegram", "101")) == (ANN, None)


async def test_a_person_chooses_a_team_for_her_private_chat(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.accounts.choose("telegram", "101", town.lake))
    assert await storage.read(lambda unit: unit.accounts.get("telegram", "101")) == (ANN, town.lake)
    assert await storage.read(lambda unit: unit.accounts.get("telegram", "102")) == (BOB, None)


async def test_two_first_sightings_at_once_make_one_account(storage: Storage) -> None:
    async def see(unit: Unit) -> None:
        known = await unit.accounts.get("telegram", "101")
        await unit.accounts.keep(ANN, known[0] if known else None)

    await asyncio.gather(*(storage.write(see) for _ in range(10)))
    assert await storage.read(lambda unit: unit.accounts.get("telegram", "101")) == (ANN, None)


async def test_a_member_is_found_by_her_account_in_her_team_only(storage: Storage, town: Town) -> None:
    assert await storage.read(lambda unit: unit.people.by_account(town.lake, "telegram", "101")) == town.ann
    assert await storage.read(lambda unit: unit.people.by_account(town.hill, "telegram", "101")) is None
    assert await storage.read(lambda unit: unit.people.by_account(town.lake, "discord", "101")) is None
    assert await storage.read(lambda unit: unit.people.get(town.lake, town.ann.id)) == town.ann
    assert await storage.read(lambda unit: unit.people.get(town.hill, town.ann.id)) is None


async def test_members_come_highest_level_first_and_teams_see_only_their_own(storage: Storage, town: Town) -> None:
    assert await storage.read(lambda unit: unit.people.of(town.lake)) == [town.ann, town.bob]
    assert await storage.read(lambda unit: unit.people.of(town.hill)) == [town.charlie]
    assert await storage.read(lambda unit: unit.people.names(town.hill)) == [(town.charlie, CHARLIE)]


async def test_changing_a_member_through_the_wrong_team_changes_nothing(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.people.change(town.hill, town.ann.id, level=Role.OBSERVER))
    assert await storage.read(lambda unit: unit.people.get(town.lake, town.ann.id)) == town.ann


async def test_everything_about_a_member_is_kept(storage: Storage, town: Town) -> None:
    changed = replace(
        town.bob, name="鲍勃", level=Role.MANAGER, titles=("host", "writer"), language="zh_Hans",
        away_from=FRIDAY, away_until=date(2026, 12, 4), away_why="holiday", waiting=True,
    )  # fmt: skip
    values = {
        name: getattr(changed, name)
        for name in ("name", "level", "titles", "language", "away_from", "away_until", "away_why", "waiting")
    }
    await storage.write(lambda unit: unit.people.change(town.lake, town.bob.id, **values))
    assert await storage.read(lambda unit: unit.people.get(town.lake, town.bob.id)) == changed


async def test_who_left_is_known_but_no_longer_counted(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.people.change(town.lake, town.bob.id, left_at=NOON))
    assert await storage.read(lambda unit: unit.people.of(town.lake)) == [town.ann]
    assert await storage.read(lambda unit: unit.people.teams_of("telegram", "102")) == []
    assert [person for person, _ in await storage.read(lambda unit: unit.people.names(town.lake))] == [town.ann]
    gone = await storage.read(lambda unit: unit.people.get(town.lake, town.bob.id))
    assert gone
    assert gone.left_at == NOON


async def test_one_person_has_several_accounts_and_one_account_several_teams(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.accounts.keep(ANN_ELSEWHERE, None))
    await storage.write(lambda unit: unit.people.identify(town.lake, "discord", "9001", town.ann.id))
    await storage.write(lambda unit: unit.people.add(town.hill, ANN_ELSEWHERE, Role.OBSERVER, NOON, waiting=True))
    assert await storage.read(lambda unit: unit.people.by_account(town.lake, "discord", "9001")) == town.ann
    assert await storage.read(lambda unit: unit.people.teams_of("discord", "9001")) == [town.lake, town.hill]
    assert await storage.read(lambda unit: unit.accounts.of(town.ann.id)) == [ANN_ELSEWHERE, ANN]
    identities = await storage.read(lambda unit: unit.people.identities_of(town.lake, town.ann.id))
    assert sorted(identities) == [("discord", "9001"), ("telegram", "101")]
    assert await storage.read(lambda unit: unit.people.identities_of(town.hill, town.ann.id)) == []


async def test_an_account_can_turn_out_to_be_somebody_else(storage: Storage, town: Town) -> None:
    await storage.write(lambda unit: unit.people.identify(town.lake, "telegram", "102", town.ann.id))
    assert await storage.read(lambda unit: unit.people.by_account(town.lake, "telegram", "102")) == town.ann
    assert len(await storage.read(lambda unit: unit.people.identities_of(town.lake, town.ann.id))) == 2
