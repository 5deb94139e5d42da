"""What there is only one of: the database itself refuses a second, where two savings meet."""

from __future__ import annotations

from alembic import op

revision = "r0007"
down_revision = "r0006"
branch_labels = None
depends_on = None

ONE_OF = (
    ("inventories", ("case", "version")),
    ("inventory_contents", ("inventory",)),
    ("catalogue_contents", ("inventory",)),
    ("scenarios", ("case", "name")),
    ("exports", ("plan", "name")),
)


def upgrade() -> None:
    """Take the step."""
    for table, columns in ONE_OF:
        op.create_index(_name(table), table, list(columns), unique=True)


def downgrade() -> None:
    """Go back."""
    for table, _ in ONE_OF:
        op.drop_index(_name(table), table)


def _name(table: str) -> str:
    return f"ix_one_of_{table}"
