"""Where a record is shown as a live message: at most one in each of the team's channels.

A letter with a card says how the record looks now. Whoever carries it asks here whether the card stands there already:
then that message is replaced, else a new one is kept here. So nobody has to know beforehand which it will be.
"""

from collections.abc import Collection
from functools import cache

from sqlalchemy import (
    Column,
    CompoundSelect,
    ForeignKey,
    PrimaryKeyConstraint,
    String,
    Table,
    bindparam,
    delete,
    or_,
    select,
)

from ..db import Db
from ..dialect import insert
from ..records import Address
from ..schema import metadata
from .outbox import OPEN, outbox

cards = Table(
    "cards", metadata,
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("card", String(40), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("thread", String(64), nullable=False),
    Column("message", String(64), nullable=False),
    PrimaryKeyConstraint("workspace", "card", "platform", "chat", "thread"),
)  # fmt: skip

_KEY = [column.name for column in cards.primary_key]


@cache
def _where(names: int) -> CompoundSelect[str, str, str, str]:
    """Built once for each number of names: it is asked for each report, with two."""
    asked = [bindparam(f"card{at}", type_=String()) for at in range(names)]
    standing, coming = (
        select(table.c.card, table.c.platform, table.c.chat, table.c.thread).where(
            table.c.workspace == bindparam("workspace"), or_(*(table.c.card == name for name in asked))
        )
        for table in (cards, outbox)
    )
    return standing.union(coming.where(OPEN))


class Cards:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def message(self, team: int, card: str, at: Address) -> str | None:
        """The message that shows it there."""
        here = (cards.c.platform == at.platform, cards.c.chat == at.chat, cards.c.thread == at.thread)
        query = select(cards.c.message).where(cards.c.workspace == team, cards.c.card == card, *here)
        found: str | None = (await self._db.execute(query)).scalar_one_or_none()
        return found

    async def standing(self, team: int, card: str) -> dict[Address, str]:
        """The messages that show it, by where they are."""
        query = select(cards).where(cards.c.workspace == team, cards.c.card == card)
        rows = await self._db.execute(query.order_by(cards.c.platform, cards.c.chat, cards.c.thread))
        return {Address(row.platform, row.chat, row.thread): row.message for row in rows}

    async def shown(self, team: int, names: Collection[str]) -> set[str]:
        """Those of them that stand anywhere."""
        query = select(cards.c.card).where(cards.c.workspace == team, cards.c.card.in_(names))
        return set((await self._db.execute(query)).scalars())

    async def where(self, team: int, names: Collection[str]) -> set[tuple[str, Address]]:
        """In which places each of them stands, or is on its way to."""
        if not names:
            return set()  # a condition of no names is none, and would find every card
        asked = {f"card{at}": name for at, name in enumerate(names)}
        rows = await self._db.execute(_where(len(asked)), {"workspace": team, **asked})
        return {(card, Address(platform, chat, thread)) for card, platform, chat, thread in rows}

    async def beginning(self, team: int, words: str) -> set[tuple[str, Address]]:
        """The same of all whose names begin so."""
        there = (cards.c.card, cards.c.platform, cards.c.chat, cards.c.thread)
        standing = select(*there).where(cards.c.workspace == team, cards.c.card.startswith(words, autoescape=True))
        coming = select(outbox.c.card, outbox.c.platform, outbox.c.chat, outbox.c.thread)
        coming = coming.where(outbox.c.workspace == team, outbox.c.card.startswith(words, autoescape=True))
        coming = coming.where(outbox.c.state.in_(("pending", "sending")))
        rows = await self._db.execute(standing.union(coming))
        return {(card, Address(platform, chat, thread)) for card, platform, chat, thread in rows}

    async def withdraw(self, team: int, words: str) -> int:
        """Take back what is on its way to show one whose name begins so, and surely was not sent. Returns how many
        letters it is."""
        waiting = (outbox.c.workspace == team, outbox.c.card.startswith(words, autoescape=True))
        unsent = (outbox.c.state == "pending", outbox.c.unsure == 0)
        return (await self._db.execute(delete(outbox).where(*waiting, *unsent))).rowcount

    async def leave(self, team: int, card: str, at: Address) -> None:
        """What stands there stays as it is from now on: the next look is a message of its own."""
        here = (cards.c.platform == at.platform, cards.c.chat == at.chat, cards.c.thread == at.thread)
        await self._db.execute(delete(cards).where(cards.c.workspace == team, cards.c.card == card, *here))

    async def shown_by(self, team: int, at: Address, message: str) -> str | None:
        """The card that a message shows."""
        here = (cards.c.platform == at.platform, cards.c.chat == at.chat, cards.c.message == message)
        query = select(cards.c.card).where(cards.c.workspace == team, *here).limit(1)
        found: str | None = (await self._db.execute(query)).scalar_one_or_none()
        return found

    async def stands(self, team: int, card: str, at: Address, message: str) -> None:
        """It is shown there now."""
        row = {"workspace": team, "card": card, "platform": at.platform, "chat": at.chat, "thread": at.thread}
        shown = insert(self._db.dialect.name, cards).values(**row, message=message)
        await self._db.execute(shown.on_conflict_do_update(index_elements=_KEY, set_={"message": message}))

    async def lose(self, platform: str, chat: str) -> None:
        """Nothing can be replaced in that chat any more: it moved. What changes next is said anew."""
        await self._db.execute(delete(cards).where(cards.c.platform == platform, cards.c.chat == chat))
