"""Tasks, their places, checklists and waiting lists"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "tasks",
        sa.Column("id", key, sa.Identity(always=False), nullable=False),
        sa.Column("workspace", key, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="open", nullable=False),
        sa.Column("slots", sa.Integer(), server_default="1", nullable=False),
        sa.Column("taken", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("job", sa.String(length=60), server_default="", nullable=False),
        sa.Column("details", sa.String(length=4000), server_default="", nullable=False),
        sa.Column("criteria", sa.String(length=2000), server_default="", nullable=False),
        sa.Column("made_by", key, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", key, nullable=True),
        sa.Column("why", sa.String(length=500), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_tasks_ended_by")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_tasks_made_by")),
        sa.ForeignKeyConstraint(["workspace"], ["workspaces.id"], name=op.f("fk_tasks_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("workspace", "number", name=op.f("uq_tasks_workspace_number")),
    )
    op.create_index("ix_tasks_due", "tasks", ["workspace", "state", "due_at"], unique=False)
    op.create_table(
        "task_holders",
        sa.Column("task", key, nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("person", key, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_task_holders_person")),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name=op.f("fk_task_holders_task")),
        sa.PrimaryKeyConstraint("task", "slot", name=op.f("pk_task_holders")),
        sa.UniqueConstraint("task", "person", name=op.f("uq_task_holders_task_person")),
    )
    op.create_index(op.f("ix_task_holders_person"), "task_holders", ["person"], unique=False)
    op.create_table(
        "task_steps",
        sa.Column("task", key, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("done_by", key, nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["done_by"], ["people.id"], name=op.f("fk_task_steps_done_by")),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name=op.f("fk_task_steps_task")),
        sa.PrimaryKeyConstraint("task", "position", name=op.f("pk_task_steps")),
    )
    op.create_table(
        "task_queue",
        sa.Column("task", key, nullable=False),
        sa.Column("person", key, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_task_queue_person")),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name=op.f("fk_task_queue_task")),
        sa.PrimaryKeyConstraint("task", "person", name=op.f("pk_task_queue")),
    )
    op.add_column("people", sa.Column("lead", sa.Integer(), nullable=True))
