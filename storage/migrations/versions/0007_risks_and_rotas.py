"""Risks with their clocks and stories, and the rota of those who answer"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _risks()
    _story()
    _layers()
    _agreed()


def _risks() -> None:
    people = ("raised_by", "owner", "acked_by", "solved_by", "closed_by")
    op.create_table(
        "risks",
        _id(),
        *_workspace(number=True),
        _string("level", 8),
        _string("kind", 40),
        _string("title", 200),
        _instant("raised_at", null=False),
        _instant("since", null=False),
        _string("details", 4000, default=""),
        *(sa.Column(name, KEY, nullable=True) for name in ("community", *people)),
        _string("state", 8, default="monitor"),
        *(_instant(name) for name in ("acked_at", "stale_at", "silenced_until", "solved_at", "closed_at")),
        sa.Column("step", sa.Integer(), server_default="0", nullable=False),
        _string("reason", 500, default=""),
        sa.Column("same_as", sa.Integer(), nullable=True),
        _string("rule", 40, default=""),
        sa.Column("drill", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("pace", sa.Integer(), server_default="1", nullable=False),
        *_foreign("risks", workspace="workspaces", community="communities", **dict.fromkeys(people, "people")),
        *_numbered("risks"),
    )
    op.create_index("ix_risks_open", "risks", ["workspace", "closed_at"], unique=False)


def _story() -> None:
    op.create_table(
        "risk_clocks",
        sa.Column("risk", KEY, nullable=False),
        _string("name", 12),
        _instant("started_at", null=False),
        _instant("due_at", null=False),
        _instant("stopped_at"),
        sa.Column("stopped_by", KEY, nullable=True),
        sa.Column("void", sa.Boolean(), server_default=sa.false(), nullable=False),
        *_foreign("risk_clocks", risk="risks", stopped_by="people"),
        sa.PrimaryKeyConstraint("risk", "name", "started_at", name=op.f("pk_risk_clocks")),
    )
    op.create_table(
        "risk_entries",
        _id(),
        sa.Column("risk", KEY, nullable=False),
        _instant("at", null=False),
        _string("deed", 12),
        sa.Column("person", KEY, nullable=True),
        _string("platform", 16, default=""),
        _string("words", 4000, default=""),
        *_foreign("risk_entries", risk="risks", person="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_entries")),
    )
    op.create_index(op.f("ix_risk_entries_risk"), "risk_entries", ["risk"], unique=False)
    op.create_table(
        "statements",
        _id(),
        sa.Column("risk", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _string("words", 4000),
        sa.Column("by", KEY, nullable=False),
        _instant("at", null=False),
        sa.Column("approved_by", KEY, nullable=True),
        _instant("approved_at"),
        *_foreign("statements", risk="risks", by="people", approved_by="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint("risk", "version", name=op.f("uq_statements_risk_version")),
    )
    op.create_table(
        "risk_scores",
        sa.Column("risk", KEY, nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        _instant("at", null=False),
        *_foreign("risk_scores", risk="risks", person="people"),
        sa.PrimaryKeyConstraint("risk", "person", name=op.f("pk_risk_scores")),
    )


def _layers() -> None:
    op.create_table(
        "layers",
        _id(),
        *_workspace(number=False),
        _string("name", 40),
        sa.Column("position", sa.Integer(), nullable=False),
        _string("rotation", 8),
        _instant("begins_at", null=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("handover", "weekday", "hours", "first", "last")),
        _string("days", 8),
        _instant("ends_at"),
        *_foreign("layers", workspace="workspaces"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layers")),
    )
    op.create_index("ix_layers_ends", "layers", ["workspace", "ends_at"], unique=False)
    op.create_table(
        "layer_people",
        sa.Column("layer", KEY, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("person", KEY, nullable=False),
        *_foreign("layer_people", layer="layers", person="people"),
        sa.PrimaryKeyConstraint("layer", "turn", name=op.f("pk_layer_people")),
    )
    op.create_index(op.f("ix_layer_people_person"), "layer_people", ["person"], unique=False)


def _agreed() -> None:
    op.create_table(
        "stand_ins",
        _id(),
        *_workspace(number=False),
        _string("layer", 40),
        sa.Column("person", KEY, nullable=False),
        *(_instant(name, null=False) for name in ("from_at", "until_at", "made_at")),
        _string("why", 12),
        sa.Column("made_by", KEY, nullable=True),
        _instant("ended_at"),
        *_foreign("stand_ins", workspace="workspaces", person="people", made_by="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_ins")),
    )
    op.create_index("ix_stand_ins_until", "stand_ins", ["workspace", "until_at"], unique=False)
    op.create_table(
        "swaps",
        _id(),
        *_workspace(number=True),
        _string("layer", 40),
        sa.Column("giver", KEY, nullable=False),
        *(_instant(name, null=False) for name in ("from_at", "until_at", "made_at")),
        sa.Column("taker", KEY, nullable=True),
        _instant("back_from"),
        _instant("back_until"),
        _string("state", 12),
        _instant("ended_at"),
        *_foreign("swaps", workspace="workspaces", giver="people", taker="people"),
        *_numbered("swaps"),
    )
    op.create_table(
        "handovers",
        *_workspace(number=False),
        _string("layer", 40),
        _instant("starts_at", null=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("leaving", KEY, nullable=True),
        *(_instant(name) for name in ("asked_at", "reached_at", "announced_at", "accepted_at")),
        sa.Column("accepted_by", KEY, nullable=True),
        *_foreign("handovers", workspace="workspaces", person="people", leaving="people", accepted_by="people"),
        sa.PrimaryKeyConstraint("workspace", "layer", "starts_at", name=op.f("pk_handovers")),
    )


def _id() -> sa.Column[int]:
    return sa.Column("id", KEY, sa.Identity(always=False), nullable=False)


def _workspace(*, number: bool) -> list[sa.Column[int]]:
    found: list[sa.Column[int]] = [sa.Column("workspace", KEY, nullable=False)]
    return [*found, sa.Column("number", sa.Integer(), nullable=False)] if number else found


def _string(name: str, length: int, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), server_default=default, nullable=False)


def _instant(name: str, *, null: bool = True) -> sa.Column[object]:
    return sa.Column(name, INSTANT, nullable=null)


def _numbered(table: str) -> tuple[sa.PrimaryKeyConstraint, sa.UniqueConstraint]:
    return (
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("workspace", "number", name=op.f(f"uq_{table}_workspace_number")),
    )


def _foreign(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]
