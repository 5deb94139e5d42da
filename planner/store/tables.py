"""The tables of the database.  Every row names the workspace it belongs to.

Blobs stand in tables of their own, so that a list of what is saved never reads them.  A change here needs a
migration in `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

ID_LENGTH, NAME_LENGTH, SHA256_LENGTH = 32, 200, 64


class Moment(TypeDecorator[datetime]):
    """A point in time, in UTC; SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as it is stored."""
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as it was meant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id() -> str:
    """Return an id that nobody can guess."""
    return uuid.uuid4().hex


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def one_of(table: str, *columns: str) -> Index:
    """Return what lets the database itself refuse a second row of the same, where two savings meet."""
    return Index(f"ix_one_of_{table}", *columns, unique=True)


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    workspace: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    created: Mapped[datetime] = mapped_column(Moment, default=now)


class CaseRow(Base):
    """An organisation's inventory with all that belongs to it: its versions, scenarios, plans and questions."""

    __tablename__ = "cases"

    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    owner: Mapped[str] = mapped_column(String(NAME_LENGTH))
    versions: Mapped[int] = mapped_column(Integer, default=0)
    """How many versions of the inventory it was given; the number of a deleted one is not given again."""


class InventoryRow(Base):
    """A version of a case's inventory; what stands in it is in `InventoryContentRow`.

    Where offers are kept apart in a file of their own, the catalogue, what stands in that is in `CatalogueContentRow`.
    """

    __tablename__ = "inventories"
    __table_args__ = (one_of("inventories", "case", "version"),)

    case: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    """The case it belongs to; `cases.remove` takes it along."""
    version: Mapped[int] = mapped_column(Integer)
    """Counts the versions of the case from 1."""
    owner: Mapped[str] = mapped_column(String(NAME_LENGTH))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    sha256: Mapped[str] = mapped_column(String(SHA256_LENGTH), index=True)
    size: Mapped[int] = mapped_column(Integer)
    made_from: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    """The inventory this one was corrected from; it may be gone."""
    checked: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    """What a check found, kept so that it need not be read again; large where there are many problems."""
    problems: Mapped[int | None] = mapped_column(Integer)
    """How many of them must be corrected; None: nobody has checked it yet."""
    catalogue: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    """The catalogue's name; blank where there is none, as are its hash and its size."""
    catalogue_sha256: Mapped[str | None] = mapped_column(String(SHA256_LENGTH))
    catalogue_size: Mapped[int | None] = mapped_column(Integer)


class InventoryContentRow(Base):
    """The bytes of an inventory, exactly as they were uploaded."""

    __tablename__ = "inventory_contents"
    __table_args__ = (one_of("inventory_contents", "inventory"),)

    inventory: Mapped[str] = mapped_column(ForeignKey("inventories.id", ondelete="CASCADE"), index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class CatalogueContentRow(Base):
    """The bytes of the catalogue that belongs to an inventory, exactly as they were uploaded."""

    __tablename__ = "catalogue_contents"
    __table_args__ = (one_of("catalogue_contents", "inventory"),)

    inventory: Mapped[str] = mapped_column(ForeignKey("inventories.id", ondelete="CASCADE"), index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ScenarioRow(Base):
    """A scenario made in the dashboard: a name, and the policies it changes, as one would type them in a cell."""

    __tablename__ = "scenarios"
    __table_args__ = (one_of("scenarios", "case", "name"),)

    case: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    owner: Mapped[str] = mapped_column(String(NAME_LENGTH))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    overrides: Mapped[dict[str, str]] = mapped_column(JSON)
    saves: Mapped[int] = mapped_column(Integer)
    """How often it was saved: whoever saves says which state they saw."""


class JobRow(Base):
    """A planning that waits, runs or has ended."""

    __tablename__ = "jobs"

    inventory: Mapped[str] = mapped_column(ForeignKey("inventories.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16), index=True)
    request: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What is asked for: see `jobs.Request`."""
    stage: Mapped[str] = mapped_column(Text, default="")
    standing: Mapped[str] = mapped_column(Text, default="")
    fraction: Mapped[float] = mapped_column(Float, default=0.0)
    stop_asked: Mapped[bool] = mapped_column(Boolean, default=False)
    host: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    process: Mapped[int | None] = mapped_column(Integer)
    process_began: Mapped[float | None] = mapped_column(Float)
    """When the process began, as `system.Life` tells it: numbers of processes are given out again."""
    heartbeat: Mapped[datetime | None] = mapped_column(Moment)
    ended: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str] = mapped_column(Text, default="")
    """What a person is told where the job failed."""
    trace: Mapped[str] = mapped_column(Text, default="")
    """Where a fault of the program happened, for whoever mends it."""
    plan: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    question: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    """The question it answers; None: it makes a plan."""
    owner: Mapped[str] = mapped_column(String(NAME_LENGTH))
    """Who asked for it."""


class PlanRow(Base):
    """A finished plan: the text of its plan.json.  It stays when its version of the inventory is deleted."""

    __tablename__ = "plans"

    case: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    """The case it belongs to; `cases.remove` takes it along."""
    owner: Mapped[str] = mapped_column(String(NAME_LENGTH))
    opened: Mapped[datetime | None] = mapped_column(Moment)
    """When somebody first opened it; a plan that nobody has opened yet is announced."""
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What lists show of it: see `plans.Summary`."""

    inventory: Mapped[str | None] = mapped_column(ForeignKey("inventories.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    document: Mapped[str] = mapped_column(Text)


class ExportRow(Base):
    """A file that belongs to a plan, e.g. plan.xlsx."""

    __tablename__ = "exports"
    __table_args__ = (one_of("exports", "plan", "name"),)

    plan: Mapped[str] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class QuestionRow(Base):
    """A question about a scenario of a plan, and the reply once there is one."""

    __tablename__ = "questions"

    plan: Mapped[str] = mapped_column(ForeignKey("plans.id", ondelete="CASCADE"), index=True)
    scenario: Mapped[str] = mapped_column(String(NAME_LENGTH))
    asked: Mapped[str] = mapped_column(Text)
    """The question as JSON text, the same text for the same question."""
    reply: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class TombstoneRow(Base):
    """Something that was deleted: its id is the id of what is gone, `created` the moment it went."""

    __tablename__ = "tombstones"

    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    owner: Mapped[str] = mapped_column(String(NAME_LENGTH))
    """Who deleted it."""


class MappingRow(Base):
    """What the columns of a list kept by hand mean, as a person has said it; `fingerprint` is that of its headers."""

    __tablename__ = "mappings"
    __table_args__ = (Index("ix_mappings_of", "workspace", "owner", "case", "fingerprint", unique=True),)

    case: Mapped[str | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    """The organisation whose list it is; None while its files are not saved yet."""
    owner: Mapped[str] = mapped_column(String(NAME_LENGTH))
    fingerprint: Mapped[str] = mapped_column(String(ID_LENGTH))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class DraftRow(Base):
    """What somebody typed on a page of a case and has not saved yet; `created` is the moment of the last change."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_of", "case", "owner", "key", unique=True),)

    case: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    owner: Mapped[str] = mapped_column(String(NAME_LENGTH))
    key: Mapped[str] = mapped_column(String(NAME_LENGTH))
    """Which form or sheet it was typed into."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
