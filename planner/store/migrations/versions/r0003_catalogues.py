"""Offers may be kept apart from an inventory, in a catalogue of their own."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None

INVENTORIES, CONTENTS = "inventories", "catalogue_contents"
COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "catalogue": sa.String(200),
    "catalogue_sha256": sa.String(64),
    "catalogue_size": sa.Integer(),
}
INDEXED = ("workspace", "inventory")


def upgrade() -> None:
    """Take the step."""
    for name, kind in COLUMNS.items():
        op.add_column(INVENTORIES, sa.Column(name, kind))
    op.create_table(
        CONTENTS,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace", sa.String(32), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inventory", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{CONTENTS}"),
        sa.ForeignKeyConstraint(
            ["inventory"], [f"{INVENTORIES}.id"], name=f"fk_{CONTENTS}_inventory", ondelete="CASCADE"
        ),
    )
    for column in INDEXED:
        op.create_index(f"ix_{CONTENTS}_{column}", CONTENTS, [column])
    # Checks say more than they did: in which of the two files a problem stands.  They are made anew.
    op.execute(f"UPDATE {INVENTORIES} SET checked = NULL")


def downgrade() -> None:
    """Go back."""
    op.drop_table(CONTENTS)
    for name in COLUMNS:
        op.drop_column(INVENTORIES, name)
