"""The server that a channel belongs to, for links to its messages"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("places", sa.Column("server", sa.String(length=32), server_default="", nullable=False))
