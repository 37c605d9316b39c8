"""Live cards: where a record is shown"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cards",
        sa.Column("workspace", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("card", sa.String(length=40), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("thread", sa.String(length=64), nullable=False),
        sa.Column("message", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["workspace"], ["workspaces.id"], name=op.f("fk_cards_workspace")),
        sa.PrimaryKeyConstraint("workspace", "card", "platform", "chat", "thread", name=op.f("pk_cards")),
    )
    card = sa.text("card IS NOT NULL")
    op.add_column("outbox", sa.Column("card", sa.String(length=40), nullable=True))
    op.create_index(
        "ix_outbox_card", "outbox", ["workspace", "card"], unique=False, sqlite_where=card, postgresql_where=card
    )
