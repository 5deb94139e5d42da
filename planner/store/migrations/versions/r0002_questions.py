"""Questions about plans, and the jobs that answer them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "questions",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace", sa.String(32), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan", sa.String(32), nullable=False),
        sa.Column("scenario", sa.String(200), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("reply", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_questions_plan", ondelete="CASCADE"),
    )
    op.create_index("ix_questions_workspace", "questions", ["workspace"])
    op.create_index("ix_questions_plan", "questions", ["plan"])
    op.add_column("jobs", sa.Column("question", sa.String(32)))


def downgrade() -> None:
    """Take the step back."""
    op.drop_column("jobs", "question")
    op.drop_table("questions")
