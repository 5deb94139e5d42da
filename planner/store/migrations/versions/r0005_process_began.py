"""Of a job's process is known when it began, so that another process with its number is not taken for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0005"
down_revision = "r0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.add_column("jobs", sa.Column("process_began", sa.Float()))


def downgrade() -> None:
    """Go back."""
    op.drop_column("jobs", "process_began")
