"""A file that is asked for is made by one, and by another when he is gone."""

from datetime import date

from storage import Order, Storage, Unit

from .town import DAY, HOUR, LOBBY, NOON, settle

SOON = NOON + HOUR


async def test_an_order_goes_through_one_pair_of_hands(storage: Storage) -> None:
    town = await settle(storage)
    asked = Order(
        0, town.lake, town.ann.id, LOBBY, "101", "101", "numbers", "csv", date(2026, 11, 1), date(2026, 11, 30)
    )  # fmt: skip

    async def work(unit: Unit) -> None:
        exports = unit.exports
        await exports.put(asked, NOON)
        assert (await exports.waiting(town.lake), await exports.waiting(town.hill)) == (1, 0)
        assert await exports.next(["discord"], NOON) is None
        order = await exports.next(["telegram"], NOON)
        assert order is not None
        assert (order.first, order.last, order.address) == (asked.first, asked.last, LOBBY)
        assert await exports.take(order.id, "one", NOON, SOON)
        assert not await exports.take(order.id, "two", NOON, SOON)
        assert await exports.next(["telegram"], NOON) is None
        assert await exports.next(["telegram"], NOON, "one") is None
        assert await exports.next(["telegram"], NOON, "two") == order
        assert await exports.hold(order.id, "one", SOON)
        assert await exports.next(["telegram"], SOON) == order
        assert await exports.take(order.id, "two", NOON, SOON, alone=True)
        assert not await exports.hold(order.id, "one", SOON)
        assert not await exports.end(order.id, "one", "done", "/x", SOON)
        assert await exports.end(order.id, "two", "done", "/x", SOON)
        assert not await exports.end(order.id, "two", "done", "/x", SOON)
        assert await exports.waiting(town.lake) == 0
        assert await exports.old(SOON) == []
        assert await exports.old(SOON + DAY) == [(order.id, "/x")]
        await exports.drop([order.id])
        assert await exports.old(SOON + DAY) == []

    await storage.write(work)
