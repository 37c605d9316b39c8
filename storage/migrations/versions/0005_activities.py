"""Activities, milestones, the case library and secret calendar links"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _activities()
    _milestones()
    _lessons()
    op.create_table(
        "feeds",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("person", KEY, nullable=False),
        *_foreign("feeds", workspace="workspaces", person="people"),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_feeds")),
        sa.UniqueConstraint("workspace", "kind", "person", name=op.f("uq_feeds_workspace_kind_person")),
    )
    op.add_column("schedules", sa.Column("open", sa.Boolean(), server_default=sa.false(), nullable=False))
    _part_of("activity", "activities")
    _part_of("milestone", "milestones")


def _part_of(column: str, table: str) -> None:
    """SQLite takes a reference only together with its column."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE tasks ADD COLUMN {column} INTEGER REFERENCES {table} (id)")
    else:
        op.add_column("tasks", sa.Column(column, KEY, nullable=True))
        op.create_foreign_key(op.f(f"fk_tasks_{column}"), "tasks", table, [column], ["id"])
    op.create_index(op.f(f"ix_tasks_{column}"), "tasks", [column], unique=False)


def _foreign(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]


def _activities() -> None:
    op.create_table(
        "activities",
        sa.Column("id", KEY, sa.Identity(always=False), nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("tier", sa.String(length=8), nullable=False),
        sa.Column("goal", sa.String(length=1000), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("budget", "revenue", "cost", "refunds")),
        *(sa.Column(name, sa.String(length=2000), nullable=False) for name in ("risks", "plan")),
        *(
            sa.Column(name, INSTANT, nullable=False)
            for name in ("preheat_at", "starts_at", "afterglow_at", "ends_at", "locks_at", "proposed_at")
        ),
        sa.Column("proposed_by", KEY, nullable=True),
        sa.Column("phase", sa.String(length=10), server_default="proposed", nullable=False),
        sa.Column("community", KEY, nullable=True),
        sa.Column("forecast", sa.BigInteger(), nullable=True),
        sa.Column("overridden_by", KEY, nullable=True),
        sa.Column("override_why", sa.String(length=500), server_default="", nullable=False),
        sa.Column("approved_by", KEY, nullable=True),
        sa.Column("approved_at", INSTANT, nullable=True),
        sa.Column("stopped_by", KEY, nullable=True),
        sa.Column("stopped_at", INSTANT, nullable=True),
        sa.Column("stop_why", sa.String(length=500), server_default="", nullable=False),
        sa.Column("beaten_at", INSTANT, nullable=True),
        sa.Column("alarmed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("frozen_at", INSTANT, nullable=True),
        sa.Column("locked_roi", sa.BigInteger(), nullable=True),
        sa.Column("locked_at", INSTANT, nullable=True),
        *_foreign(
            "activities", workspace="workspaces", community="communities", proposed_by="people",
            overridden_by="people", approved_by="people", stopped_by="people",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("workspace", "number", name=op.f("uq_activities_workspace_number")),
    )  # fmt: skip
    op.create_index("ix_activities_starts", "activities", ["workspace", "phase", "starts_at"], unique=False)
    op.create_table(
        "activity_takings",
        sa.Column("activity", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in ("revenue", "refunds", "cost")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("entries", "abnormal")),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", KEY, nullable=True),
        *_foreign("activity_takings", activity="activities", by="people"),
        sa.PrimaryKeyConstraint("activity", "version", name=op.f("pk_activity_takings")),
    )
    op.create_table(
        "activity_reviews",
        sa.Column("activity", KEY, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(length=4000), nullable=False)
            for name in ("goal", "achieved", "deviation", "cause", "improvement")
        ),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", KEY, nullable=True),
        *_foreign("activity_reviews", activity="activities", by="people"),
        sa.PrimaryKeyConstraint("activity", "version", name=op.f("pk_activity_reviews")),
    )


def _milestones() -> None:
    op.create_table(
        "milestones",
        sa.Column("id", KEY, sa.Identity(always=False), nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("goal", sa.String(length=300), nullable=False),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("due_at", "planned_at", "made_at")),
        *(
            sa.Column(name, sa.String(length=2000), server_default="", nullable=False)
            for name in ("deliverables", "criteria")
        ),
        sa.Column("state", sa.String(length=8), server_default="open", nullable=False),
        sa.Column("owner", KEY, nullable=True),
        sa.Column("made_by", KEY, nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("done_by", KEY, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by", KEY, nullable=True),
        sa.Column("why", sa.String(length=500), server_default="", nullable=False),
        *_foreign(
            "milestones", workspace="workspaces", owner="people", made_by="people", done_by="people", ended_by="people"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("workspace", "number", name=op.f("uq_milestones_workspace_number")),
    )
    op.create_index("ix_milestones_due", "milestones", ["workspace", "state", "due_at"], unique=False)


def _lessons() -> None:
    op.create_table(
        "lessons",
        sa.Column("id", KEY, sa.Identity(always=False), nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=4000), nullable=False),
        sa.Column("sought", sa.String(length=5000), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", KEY, nullable=True),
        sa.Column("activity", KEY, nullable=True),
        sa.Column("tier", sa.String(length=8), server_default="", nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        *_foreign("lessons", workspace="workspaces", made_by="people", activity="activities"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lessons")),
        sa.UniqueConstraint("workspace", "number", name=op.f("uq_lessons_workspace_number")),
    )
    op.create_index(op.f("ix_lessons_activity"), "lessons", ["activity"], unique=False)
