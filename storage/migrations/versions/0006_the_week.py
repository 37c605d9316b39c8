"""Goals, signals, weekly reports, reviews and promises"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _rounds()
    _goals()
    _signals()
    _promises()
    op.create_table(
        "weeklies",
        *_numbered_row(number=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("by", KEY, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *(
            sa.Column(name, sa.String(length=4000), nullable=False)
            for name in ("highlights", "problems", "plan", "help")
        ),
        sa.Column("whys", sa.String(length=8000), nullable=False),
        *_foreign("weeklies", workspace="workspaces", by="people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weeklies")),
        sa.UniqueConstraint(
            "workspace", "week", "subject", "version", name=op.f("uq_weeklies_workspace_week_subject_version")
        ),
    )
    op.add_column("tasks", sa.Column("origin", sa.String(length=40), server_default="", nullable=False))
    op.add_column("communities", sa.Column("focus", sa.Boolean(), server_default=sa.false(), nullable=False))


def _rounds() -> None:
    op.create_table(
        "rounds",
        *_numbered_row(number=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        *_foreign("rounds", workspace="workspaces"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("workspace", "kind", "day", name=op.f("uq_rounds_workspace_kind_day")),
    )
    op.create_table(
        "answers",
        sa.Column("round", KEY, nullable=False),
        sa.Column("person", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=8000), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *_foreign("answers", round="rounds", person="people"),
        sa.PrimaryKeyConstraint("round", "person", "version", "part", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_person"), "answers", ["person"], unique=False)
    op.create_table(
        "conclusions",
        *_numbered_row(),
        sa.Column("round", KEY, nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("person", KEY, nullable=True),
        sa.Column("task", sa.Integer(), nullable=True),
        *_foreign("conclusions", workspace="workspaces", round="rounds", person="people"),
        *_numbered("conclusions"),
    )
    op.create_index(op.f("ix_conclusions_round"), "conclusions", ["round"], unique=False)


def _goals() -> None:
    op.create_table(
        "objectives",
        *_numbered_row(),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("last", sa.Integer(), nullable=True),
        *(sa.Column(name, KEY, nullable=True) for name in ("owner", "made_by", "ended_by")),
        sa.Column("ended_at", INSTANT, nullable=True),
        *_foreign("objectives", workspace="workspaces", owner="people", made_by="people", ended_by="people"),
        *_numbered("objectives"),
    )
    op.create_table(
        "goals",
        *_numbered_row(),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("per", sa.String(length=8), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=True),
        sa.Column("last", sa.Integer(), nullable=True),
        *(
            sa.Column(name, KEY, nullable=True)
            for name in ("community", "owner", "objective", "made_by", "ended_by")
        ),
        sa.Column("weight", sa.Integer(), server_default="1", nullable=False),
        sa.Column("state", sa.String(length=8), server_default="open", nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("why", sa.String(length=500), server_default="", nullable=False),
        *_foreign(
            "goals", workspace="workspaces", community="communities", owner="people", objective="objectives",
            made_by="people", ended_by="people",
        ),
        *_numbered("goals"),
    )  # fmt: skip
    op.create_index(op.f("ix_goals_objective"), "goals", ["objective"], unique=False)
    op.create_index("ix_goals_state", "goals", ["workspace", "state"], unique=False)


def _signals() -> None:
    op.create_table(
        "signals",
        *_numbered_row(),
        sa.Column("metric", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("limit", sa.BigInteger(), nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("per", sa.String(length=8), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=True),
        *(sa.Column(name, KEY, nullable=True) for name in ("community", "goal", "taken_by")),
        sa.Column("taken_at", INSTANT, nullable=True),
        sa.Column("task", sa.Integer(), nullable=True),
        sa.Column("recovered_at", INSTANT, nullable=True),
        sa.Column("recovered_on", sa.Integer(), nullable=True),
        *_foreign("signals", workspace="workspaces", community="communities", goal="goals", taken_by="people"),
        *_numbered("signals"),
    )
    op.create_index("ix_signals_raised", "signals", ["workspace", "recovered_at"], unique=False)


def _promises() -> None:
    op.create_table(
        "promises",
        *_numbered_row(),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        *(sa.Column(name, KEY, nullable=True) for name in ("owner", "made_by", "ended_by", "round")),
        sa.Column("state", sa.String(length=8), server_default="open", nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("why", sa.String(length=500), server_default="", nullable=False),
        *_foreign(
            "promises", workspace="workspaces", owner="people", made_by="people", ended_by="people", round="rounds"
        ),
        *_numbered("promises"),
    )
    op.create_index("ix_promises_due", "promises", ["workspace", "state", "due_at"], unique=False)


def _numbered_row(*, number: bool = True) -> list[sa.Column[int]]:
    found: list[sa.Column[int]] = [
        sa.Column("id", KEY, sa.Identity(always=False), nullable=False),
        sa.Column("workspace", KEY, nullable=False),
    ]
    return [*found, sa.Column("number", sa.Integer(), nullable=False)] if number else found


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
