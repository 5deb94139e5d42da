"""Runs the migrations on the connection that `Store.migrate` hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context

from planner.store.tables import Base, Moment


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own types as the plain ones they stand for: a migration must not change when they do."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
