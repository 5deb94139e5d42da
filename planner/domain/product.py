"""What is licensed: products, metrics, conditions and versions.

Versions are data (`versions.csv` beside this file, oldest first): a new Windows Server version is one row.  A licence
opens servers of its own version and older ones, never newer ones, so ranks say what covers what.
Arrays hold versions as their rank, an index into `VERSIONS`; everything else holds the name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NewType

from planner.domain.data_table import rows_beside
from planner.words import SaidEnum, say

Version = NewType("Version", str)


class Product(StrEnum):
    """A licence for a layer: the base CAL, Remote Desktop on top of it, and the External Connector of each."""

    WS_CAL = "ws_cal"
    RDS_CAL = "rds_cal"
    WS_CONNECTOR = "ws_external_connector"
    RDS_CONNECTOR = "rds_external_connector"


class Suite(StrEnum):
    """What is sold under another name and may contain base CALs; what it contains, the rulebook says."""

    CORE = "core_cal_suite"
    ENTERPRISE = "enterprise_cal_suite"
    BRIDGE_EMS = "core_cal_bridge_ems"
    BRIDGE_O365 = "core_cal_bridge_o365"
    BRIDGE_INTUNE = "core_cal_bridge_intune"
    BRIDGE_O365_INTUNE = "core_cal_bridge_o365_intune"


_SUITE_WORDS = {
    Suite.CORE: say("Core CAL Suite"),
    Suite.ENTERPRISE: say("Enterprise CAL Suite"),
    Suite.BRIDGE_EMS: say("Core CAL Bridge for EMS"),
    Suite.BRIDGE_O365: say("Core CAL Bridge for Office 365"),
    Suite.BRIDGE_INTUNE: say("Core CAL Bridge for Intune"),
    Suite.BRIDGE_O365_INTUNE: say("Core CAL Bridge for Office 365 and Intune"),
}


class Metric(StrEnum):
    """What one licence is assigned to."""

    USER = "user"
    DEVICE = "device"
    HOST = "host"


class Condition(SaidEnum):
    """Whether a licence had an owner before."""

    NEW = "new"
    USED = "used"


PRODUCTS = (Product.WS_CAL, Product.RDS_CAL)
"""The CALs, one per layer."""
CONNECTORS = (Product.WS_CONNECTOR, Product.RDS_CONNECTOR)
"""The External Connectors, one per layer."""
SUITES = tuple(Suite)
METRICS = (Metric.USER, Metric.DEVICE)
"""What a CAL is for: the two ends of an access."""
HOLDER_METRICS = (*METRICS, Metric.HOST)
"""What any licence is for.  Arrays hold layers and these as codes; layer and metric say which licence it is."""
WS, RDS = PRODUCTS.index(Product.WS_CAL), PRODUCTS.index(Product.RDS_CAL)
USER, DEVICE, HOST = range(len(HOLDER_METRICS))

_ROWS = rows_beside(__package__, "versions.csv")

VERSIONS: tuple[Version, ...] = tuple(Version(row["version"]) for row in _ROWS)
NEWEST = VERSIONS[-1]
WITH_ASSURANCE = Version("SA")
"""What some accesses ask for beyond any version: Software Assurance that runs, or a subscription."""
LEVELS: tuple[Version, ...] = (*VERSIONS, WITH_ASSURANCE)
"""What a licence can be good for, each level for all before it: the versions, then any version with Software Assurance.

Arrays hold levels as their rank; the ranks of versions are the same in both."""
# "2012 R2" opens with the same licence as 2012: no R2 licence was ever issued.
VERSION_BY_SPELLING: dict[str, Version] = {
    spelling.strip(): Version(row["version"])
    for row in _ROWS
    for spelling in (row["version"], *row["also_written"].split(";"))
    if spelling.strip()
}
_RANKS = {level: rank for rank, level in enumerate(LEVELS)}
ASSURANCE = _RANKS[WITH_ASSURANCE]
"""The rank of the level above every version."""


def rank(version: Version) -> int:
    """Return the place of a version (or of `WITH_ASSURANCE`, the last) in the order of release, 0 for the oldest."""
    return _RANKS[version]


def layer_of(product: Product) -> int:
    """Return the layer that a licence is for, as a code."""
    return CONNECTORS.index(product) if product in CONNECTORS else PRODUCTS.index(product)


def licence_of(layer: int, metric: int) -> Product:
    """Return the licence of a layer whose holders are of a metric, both given as codes."""
    return CONNECTORS[layer] if metric == HOST else PRODUCTS[layer]


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Days in the life of a version; None: not recorded."""

    available: date | None
    extended_end: date | None
    """Last day of extended support."""
    source: str
    paid_updates_end: date | None = None
    """Last day for which security updates are sold after that; None: none are known to be."""
    paid_updates_source: str = ""

    @property
    def unsupported_from(self) -> date | None:
        """The first day without extended support."""
        return self.extended_end and self.extended_end + timedelta(days=1)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


LIFECYCLES: Mapping[Version, Lifecycle] = {
    Version(row["version"]): Lifecycle(
        _day(row["available"]),
        _day(row["extended_end"]),
        row["source"],
        _day(row["paid_updates_end"]),
        row["paid_updates_source"],
    )
    for row in _ROWS
}


def newest_on(day: date) -> Version:
    """Return the newest version that was released on or before a day; the oldest of all counts as always there."""
    released = (LIFECYCLES[version].available for version in VERSIONS[1:])
    there = [v for v, since in zip(VERSIONS[1:], released, strict=True) if since is not None and since <= day]
    return there[-1] if there else VERSIONS[0]


_LAYERS = (say("Windows Server"), say("Remote Desktop"))
_WORDS = {
    (Product.WS_CAL, Metric.USER): say("Windows Server User CAL"),
    (Product.WS_CAL, Metric.DEVICE): say("Windows Server Device CAL"),
    (Product.RDS_CAL, Metric.USER): say("Remote Desktop User CAL"),
    (Product.RDS_CAL, Metric.DEVICE): say("Remote Desktop Device CAL"),
    (Product.WS_CONNECTOR, Metric.HOST): say("Windows Server External Connector"),
    (Product.RDS_CONNECTOR, Metric.HOST): say("Remote Desktop External Connector"),
}


_WORDS_OF_SEVERAL = {
    (Product.WS_CAL, Metric.USER): say("Windows Server User CALs"),
    (Product.WS_CAL, Metric.DEVICE): say("Windows Server Device CALs"),
    (Product.RDS_CAL, Metric.USER): say("Remote Desktop User CALs"),
    (Product.RDS_CAL, Metric.DEVICE): say("Remote Desktop Device CALs"),
    (Product.WS_CONNECTOR, Metric.HOST): say("Windows Server External Connectors"),
    (Product.RDS_CONNECTOR, Metric.HOST): say("Remote Desktop External Connectors"),
}


def opposite(end: Metric) -> Metric:
    """Return the other end of an access: people for machines, machines for people."""
    return METRICS[1 - METRICS.index(end)]


def layer_in_words(product: Product) -> str:
    """Name the layer that a licence is for: `Windows Server`, `Remote Desktop`."""
    return _LAYERS[layer_of(product)]


def in_words(product: Product, metric: Metric, version: Version | None = None) -> str:
    """Name a licence for people: `Remote Desktop User CAL 2025`."""
    return _WORDS[product, metric] + _of(version)


def suite_in_words(suite: Suite, metric: Metric | None = None) -> str:
    """Name a suite or a bridge for people: `Core CAL Suite`, `Core CAL Suite per user`."""
    return (
        _SUITE_WORDS[suite]
        if metric is None
        else say("{suite} per {value}", suite=_SUITE_WORDS[suite], value=metric.value)
    )


def _of(version: Version | None) -> str:
    if version is None:
        return ""
    return say(" with Software Assurance") if version == WITH_ASSURANCE else say(" {version}", version=version)


def counted(count: int, product: Product, metric: Metric, version: Version | None = None) -> str:
    """Name so many licences for people: `12 Remote Desktop User CALs 2025`."""
    words = _WORDS if count == 1 else _WORDS_OF_SEVERAL
    return say("{count:,} {words}", count=count, words=words[product, metric] + _of(version))
