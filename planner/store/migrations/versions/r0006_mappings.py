"""Mappings: what the columns of lists kept by hand mean, kept per person and organisation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0006"
down_revision = "r0005"
branch_labels = None
depends_on = None

ID, NAME = sa.String(32), sa.String(200)


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "mappings",
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace", ID, nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case", ID, nullable=True),
        sa.Column("owner", NAME, nullable=False),
        sa.Column("fingerprint", ID, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_mappings_case", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_mappings"),
    )
    op.create_index("ix_mappings_workspace", "mappings", ["workspace"])
    op.create_index("ix_mappings_case", "mappings", ["case"])
    op.create_index("ix_mappings_of", "mappings", ["workspace", "owner", "case", "fingerprint"], unique=True)


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("mappings")
