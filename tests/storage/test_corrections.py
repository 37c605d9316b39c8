"""What a posted digest is corrected by, on both databases: figures that changed, and where it stands."""

from datetime import timedelta
from decimal import Decimal

from storage import Address, Letter, Report, Run, Storage, Unit

from .town import DAY, NOON, settle

GROUP, OTHER = Address("telegram", "-1"), Address("discord", "c1", "t")


async def test_what_was_filed_after_an_instant_is_told_with_what_it_came_in_the_place_of(storage: Storage) -> None:
    town = await settle(storage)
    today = NOON.date()

    async def file(unit: Unit, minutes: int, revenue: str, before: int, active: str = "") -> None:
        at = NOON + timedelta(minutes=minutes)
        values = {"revenue": Decimal(revenue)} | ({"active": Decimal(active)} if active else {})
        report = Report(town.lake, town.harbour, today, town.bob.id, "telegram", at, False)
        await unit.numbers.file(report, values, {"revenue": before} if before else {})

    async def filed(unit: Unit) -> None:
        await file(unit, 0, "1", 0)
        await file(unit, 5, "2", 1)
        await file(unit, 10, "3", 2, active="9")

    await storage.write(filed)
    since = NOON + timedelta(minutes=5)
    found = await storage.read(lambda unit: unit.numbers.changes(town.lake, today, today, since))
    assert [(one.metric, one.version, one.before, one.value, one.person) for one in found] == [
        ("active", 1, None, 9, "Bob"), ("revenue", 3, 2, 3, "Bob"),
    ]  # fmt: skip
    more = await storage.read(lambda unit: unit.numbers.changes(town.lake, today - DAY, today, NOON))
    assert [one.value for one in more] == [9, 3, 2]
    assert await storage.read(lambda unit: unit.numbers.changes(town.hill, today, today, NOON)) == []
    assert await storage.read(lambda unit: unit.numbers.changes(town.lake, today + DAY, today + DAY, NOON)) == []


async def test_a_card_is_where_it_stands_and_where_it_is_on_its_way_to(storage: Storage) -> None:
    town = await settle(storage)
    coming = Letter(
        id=0, team=town.lake, address=OTHER, body="{}", locale="en", zone="UTC", currency="", lane=3, created_at=NOON,
        card="digest:2026-11-24",
    )  # fmt: skip

    async def put(unit: Unit) -> None:
        await unit.cards.stands(town.lake, "digest:2026-11-24", GROUP, "m1")
        await unit.cards.stands(town.lake, "digest:2026-W48", GROUP, "m2")
        await unit.outbox.put([coming])

    await storage.write(put)

    async def found(unit: Unit) -> set[tuple[str, Address]]:
        return await unit.cards.where(town.lake, ["digest:2026-11-24", "digest:2026-W48"])

    assert await storage.read(found) == {
        ("digest:2026-11-24", GROUP), ("digest:2026-11-24", OTHER), ("digest:2026-W48", GROUP),
    }  # fmt: skip
    assert await storage.read(lambda unit: unit.cards.standing(town.lake, "digest:2026-11-24")) == {GROUP: "m1"}
    await storage.write(lambda unit: unit.cards.leave(town.lake, "digest:2026-11-24", GROUP))
    assert await storage.read(found) == {("digest:2026-11-24", OTHER), ("digest:2026-W48", GROUP)}
    assert await storage.read(lambda unit: unit.cards.where(town.hill, ["digest:2026-W48"])) == set()


async def test_the_newest_run_of_a_name(storage: Storage) -> None:
    town = await settle(storage)

    async def ran(unit: Unit) -> None:
        for slot, hours in (("2026-11-24T22:00", 2), ("2026-11-24T23:00", 1)):
            await unit.schedules.ran(Run(town.lake, "digest:2026-11-24", slot, NOON + timedelta(hours=hours), "posted"))

    await storage.write(ran)
    newest = await storage.read(lambda unit: unit.schedules.newest(town.lake, "digest:2026-11-24"))
    assert newest is not None
    assert newest.slot == "2026-11-24T22:00"
    assert await storage.read(lambda unit: unit.schedules.newest(town.lake, "digest:2026-11-25")) is None


async def test_no_card_stands_under_no_name(storage: Storage) -> None:
    town = await settle(storage)
    await storage.write(lambda unit: unit.cards.stands(town.lake, "activity:2", GROUP, "m1"))
    assert await storage.read(lambda unit: unit.cards.where(town.lake, [])) == set()
