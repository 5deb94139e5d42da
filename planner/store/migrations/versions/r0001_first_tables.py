"""The first tables: inventories, scenarios, jobs, plans and their files."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("inventories", "inventory_contents", "scenarios", "jobs", "plans", "exports")


def upgrade() -> None:
    """Take the step."""
    _create(
        "inventories",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_from", sa.String(32)),
        sa.Column("checked", sa.JSON()),
        indexed=("sha256",),
    )
    _create(
        "inventory_contents",
        _belongs_to("inventory_contents", "inventory", "inventories", "CASCADE"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        indexed=("inventory",),
    )
    _create(
        "scenarios",
        _belongs_to("scenarios", "inventory", "inventories", "CASCADE"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("overrides", sa.JSON(), nullable=False),
        indexed=("inventory",),
    )
    _create(
        "jobs",
        _belongs_to("jobs", "inventory", "inventories", "CASCADE"),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("request", sa.JSON(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("fraction", sa.Float(), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("host", sa.String(200)),
        sa.Column("process", sa.Integer()),
        sa.Column("heartbeat", sa.DateTime(timezone=True)),
        sa.Column("ended", sa.DateTime(timezone=True)),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.Column("plan", sa.String(32)),
        indexed=("inventory", "state"),
    )
    _create(
        "plans",
        _belongs_to("plans", "inventory", "inventories", "SET NULL", nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        indexed=("inventory",),
    )
    _create(
        "exports",
        _belongs_to("exports", "plan", "plans", "CASCADE"),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        indexed=("plan",),
    )


def downgrade() -> None:
    """Go back."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _create(table: str, *columns: sa.Column[Any], indexed: tuple[str, ...]) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace", sa.String(32), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    for column in ("workspace", *indexed):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _belongs_to(table: str, column: str, other: str, on_delete: str, *, nullable: bool = False) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{column}", ondelete=on_delete)
    return sa.Column(column, sa.String(32), key, nullable=nullable)
