"""Cases: what belongs to one organisation together; what was deleted is remembered, what is typed is kept.

Every line of saved inventories, each made from the one before, becomes a case with its versions.  Scenarios belong to
the case from here on: those that stood with several of its versions become one, and where they differ both stay.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"
branch_labels = None
depends_on = None

ID, NAME, MOMENT = sa.String(32), sa.String(200), sa.DateTime(timezone=True)
OWNER = "local"
"""Whose all work was so far."""
WITH_OWNER = ("inventories", "jobs", "plans", "scenarios")
IN_CASES = ("inventories", "plans")


def upgrade() -> None:
    """Take the step."""
    _create(
        "cases",
        sa.Column("name", NAME, nullable=False),
        sa.Column("owner", NAME, nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
    )
    _create(
        "tombstones",
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("owner", NAME, nullable=False),
    )
    _create(
        "drafts",
        sa.Column("case", ID, _of_case("drafts"), nullable=False),
        sa.Column("owner", NAME, nullable=False),
        sa.Column("key", NAME, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
    )
    op.create_index("ix_drafts_of", "drafts", ["case", "owner", "key"], unique=True)
    for table in WITH_OWNER:
        op.add_column(table, sa.Column("owner", NAME, nullable=False, server_default=OWNER))
    for table in IN_CASES:
        op.add_column(table, sa.Column("case", ID, nullable=False, server_default=""))
        op.create_index(f"ix_{table}_case", table, ["case"])
    op.add_column("inventories", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    # How many problems there are is kept beside a check from here on: checks are made anew.
    op.add_column("inventories", sa.Column("problems", sa.Integer()))
    op.execute("UPDATE inventories SET checked = NULL")
    op.add_column("plans", sa.Column("opened", MOMENT))
    op.add_column("plans", sa.Column("summary", sa.JSON()))
    op.add_column("scenarios", sa.Column("saves", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("scenarios", sa.Column("case", ID))
    _fill(op.get_bind())
    # No other table refers to scenarios, so theirs may be made anew where columns cannot be altered.
    with op.batch_alter_table("scenarios") as batch:
        batch.drop_constraint("fk_scenarios_inventory", type_="foreignkey")
        batch.drop_index("ix_scenarios_inventory")
        batch.drop_column("inventory")
        batch.alter_column("case", existing_type=ID, nullable=False)
        batch.create_foreign_key("fk_scenarios_case", "cases", ["case"], ["id"], ondelete="CASCADE")
        batch.create_index("ix_scenarios_case", ["case"])


def downgrade() -> None:
    """Go back: a case's scenarios go to the newest version of its inventory."""
    with op.batch_alter_table("scenarios") as batch:
        batch.add_column(sa.Column("inventory", ID))
    op.execute(
        'UPDATE scenarios SET inventory = (SELECT i.id FROM inventories i WHERE i."case" = scenarios."case" '
        "ORDER BY i.version DESC, i.id LIMIT 1)"
    )
    op.execute("DELETE FROM scenarios WHERE inventory IS NULL")
    with op.batch_alter_table("scenarios") as batch:
        batch.drop_constraint("fk_scenarios_case", type_="foreignkey")
        batch.drop_index("ix_scenarios_case")
        batch.drop_column("case")
        batch.drop_column("saves")
        batch.drop_column("owner")
        batch.alter_column("inventory", existing_type=ID, nullable=False)
        batch.create_foreign_key("fk_scenarios_inventory", "inventories", ["inventory"], ["id"], ondelete="CASCADE")
        batch.create_index("ix_scenarios_inventory", ["inventory"])
    op.drop_table("drafts")
    op.drop_table("tombstones")
    for table in IN_CASES:
        op.drop_index(f"ix_{table}_case", table)
        op.drop_column(table, "case")
    op.drop_table("cases")
    for table, column in (
        ("inventories", "version"), ("inventories", "owner"), ("inventories", "problems"), ("jobs", "owner"),
        ("plans", "owner"), ("plans", "opened"), ("plans", "summary"),
    ):  # fmt: skip
        op.drop_column(table, column)


def _create(table: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("workspace", ID, nullable=False),
        sa.Column("created", MOMENT, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_workspace", table, ["workspace"])


def _fill(connection: sa.Connection) -> None:
    """Make a case of every line of inventories, and of every plan whose inventory is gone."""
    inventories = _rows(connection, "inventories", "id, workspace, created, name, made_from")
    made_from = {row["id"]: row["made_from"] for row in inventories}
    case_of_root: dict[tuple[str, str], str] = {}
    case_of: dict[str, str] = {}
    versions: dict[str, int] = {}
    for row in inventories:
        root = row["workspace"], _root(row["id"], made_from)
        case = case_of_root.get(root) or _add_case(connection, row, PurePath(row["name"]).stem)
        case_of_root[root] = case_of[row["id"]] = case
        versions[case] = versions.get(case, 0) + 1
        _set(connection, "inventories", row["id"], {"case": case, "version": versions[case]})
    for case, many in versions.items():
        _set(connection, "cases", case, {"versions": many})
    of_name: dict[tuple[str, str], str] = {}
    for row in _rows(connection, "plans", "id, workspace, created, name, inventory"):
        case = case_of.get(row["inventory"], "")
        if not case:
            key = row["workspace"], row["name"]
            case = of_name.get(key) or _add_case(connection, row, row["name"])
            of_name[key] = case
        # What was planned before was seen before: it is not announced.
        _set(connection, "plans", row["id"], {"case": case, "opened": row["created"]})
    _fill_scenarios(connection, case_of)


def _fill_scenarios(connection: sa.Connection, case_of: dict[str, str]) -> None:
    """Give each scenario its case; those of one name and with the same rules become one, the newest."""
    rows = _rows(connection, "scenarios", "id, created, name, inventory, overrides")
    there: dict[str, dict[str, sa.RowMapping]] = {}
    for row in reversed(rows):
        case = case_of[row["inventory"]]
        kept = there.setdefault(case, {})
        if any(_same(row, other) for other in kept.values()):
            connection.execute(sa.text("DELETE FROM scenarios WHERE id = :id"), {"id": row["id"]})
            continue
        name = _free(row["name"], kept)
        kept[name.casefold()] = row
        _set(connection, "scenarios", row["id"], {"case": case, "name": name})


def _same(one: sa.RowMapping, other: sa.RowMapping) -> bool:
    return bool(one["name"].casefold() == other["name"].casefold() and one["overrides"] == other["overrides"])


def _free(name: str, taken: dict[str, sa.RowMapping]) -> str:
    """Return a name that no scenario of the case has yet."""
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name[:190]} ({number})"
    return free


def _root(inventory: str, made_from: dict[str, str | None]) -> str:
    """Return the first of a line of inventories; it may be gone, then those made from it are its line."""
    seen = {inventory}
    while (before := made_from.get(inventory)) is not None and before not in seen:
        inventory = before
        seen.add(before)
    return inventory


def _add_case(connection: sa.Connection, row: sa.RowMapping, name: str) -> str:
    case = uuid.uuid4().hex
    values = {"id": case, "workspace": row["workspace"], "created": row["created"], "name": name, "owner": OWNER}
    columns = ", ".join(values)
    given = ", ".join(f":{name}" for name in values)
    connection.execute(sa.text(f"INSERT INTO cases ({columns}, versions) VALUES ({given}, 0)"), values)
    return case


def _rows(connection: sa.Connection, table: str, columns: str) -> Sequence[sa.RowMapping]:
    """Return rows in the order they were made; moments as the database has them, so that they go back the same."""
    return connection.execute(sa.text(f"SELECT {columns} FROM {table} ORDER BY created, id")).mappings().all()


def _set(connection: sa.Connection, table: str, row: str, values: dict[str, Any]) -> None:
    assigned = ", ".join(f'"{name}" = :{name}' for name in values)
    connection.execute(sa.text(f"UPDATE {table} SET {assigned} WHERE id = :id"), {"id": row, **values})


def _of_case(table: str) -> sa.ForeignKey:
    return sa.ForeignKey("cases.id", name=f"fk_{table}_case", ondelete="CASCADE")
