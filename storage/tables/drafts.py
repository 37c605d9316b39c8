"""Half-done things that must survive a restart: forms being filled in, numbers waiting for a yes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)

from ..db import Db
from ..records import Address, Draft
from ..schema import Instant, metadata

drafts = Table(
    "drafts", metadata,
    Column("id", String(16), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id")),
    Column("platform", String(16), nullable=False),
    Column("account", String(64), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("thread", String(64), nullable=False, server_default=""),
    Column("line", String(8000), nullable=False),
    Column("answers", JSON, nullable=False),
    Column("form", Text),
    Column("step", Integer, nullable=False, server_default="0"),
    Column("expires_at", Instant, nullable=False),
    Index("ix_drafts_account", "platform", "account"),
    Index("ix_drafts_expires", "expires_at"),
)  # fmt: skip


class Drafts:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def put(self, draft: Draft) -> None:
        platform, account = draft.account
        place = {"platform": platform, "account": account, "chat": draft.address.chat, "thread": draft.address.thread}
        what = {"id": draft.id, "workspace": draft.team, "line": draft.line, "answers": dict(draft.answers)}
        rest = {"form": draft.form, "step": draft.step, "expires_at": draft.expires_at}
        await self._db.execute(insert(drafts).values(**place, **what, **rest))

    async def get(self, id: str, account: tuple[str, str]) -> Draft | None:
        """A draft, for its owner only: another person's draft is not there."""
        query = select(drafts).where(drafts.c.id == id, *_owner(account))
        row = (await self._db.execute(query)).one_or_none()
        return draft_of(row) if row else None

    async def somebodys(self, id: str, chat: str) -> bool:
        """Whether anybody has this draft open in this chat."""
        query = select(drafts.c.id).where(drafts.c.id == id, drafts.c.chat == chat)
        return (await self._db.execute(query)).one_or_none() is not None

    async def open_form(self, account: tuple[str, str], chat: str) -> Draft | None:
        """The form that this person is filling in in this chat, the newest if several."""
        query = select(drafts).where(*_owner(account), drafts.c.chat == chat, drafts.c.form.is_not(None))
        row = (await self._db.execute(query.order_by(drafts.c.expires_at.desc()).limit(1))).one_or_none()
        return draft_of(row) if row else None

    async def change(self, draft: Draft, *, answers: Mapping[str, str], step: int, form: str | None = None) -> Draft:
        """Keep what was answered so far."""
        values: dict[str, Any] = {"answers": dict(answers), "step": step}
        if form is not None:
            values["form"] = form
        await self._db.execute(update(drafts).where(drafts.c.id == draft.id).values(**values))
        return replace(draft, answers=dict(answers), step=step, form=form or draft.form)

    async def drop(self, id: str) -> bool:
        """Away with it. ``False`` when it was gone already: somebody pressed twice."""
        return (await self._db.execute(delete(drafts).where(drafts.c.id == id))).rowcount == 1

    async def follow(self, platform: str, old: str, new: str) -> None:
        """The chat got a new id; what is being filled in there goes along."""
        where = (drafts.c.platform == platform, drafts.c.chat == old)
        await self._db.execute(update(drafts).where(*where).values(chat=new))

    async def expired(self, now: datetime) -> list[Draft]:
        """What is too old; people are told of each as it is dropped."""
        query = select(drafts).where(drafts.c.expires_at <= now)
        return [draft_of(row) for row in await self._db.execute(query)]


def _owner(account: tuple[str, str]) -> tuple[Any, Any]:
    return drafts.c.platform == account[0], drafts.c.account == account[1]


def draft_of(row: Row[Any]) -> Draft:
    address = Address(row.platform, row.chat, row.thread)
    return Draft(
        row.id, row.workspace, (row.platform, row.account), address, row.line, row.answers, row.form, row.step,
        row.expires_at,
    )  # fmt: skip
