"""Which lists people keep by hand, and what their columns can mean.

A list holds people, machines, servers, accesses, licences or offers.  A field is one meaning a column of such a list
may have; a mapping says for each column which field it is, and `nothing` for one that is not needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Holds(StrEnum):
    """What the rows of a list are."""

    USERS = "users"
    DEVICES = "devices"
    SERVERS = "servers"
    ACCESS = "access"
    OWNED = "owned"
    OFFERS = "offers"
    NOTHING = "nothing"
    """The list is left out."""


IN_WORDS: Mapping[Holds, str] = {
    Holds.USERS: "people",
    Holds.DEVICES: "machines",
    Holds.SERVERS: "servers",
    Holds.ACCESS: "accesses",
    Holds.OWNED: "licences",
    Holds.OFFERS: "offers",
    Holds.NOTHING: "nothing that is needed",
}
"""What a list holds, to follow "a list of"."""


class Content(StrEnum):
    """What kind of thing stands in the cells of a field."""

    TEXT = "text"
    LOGIN = "logon names"
    EMAIL = "e-mail addresses"
    NAME = "names of people"
    MACHINE = "names of machines"
    SERVER = "names of servers"
    YES_NO = "yes or no"
    WORD = "words of a list"
    COUNT = "whole numbers"
    AMOUNT = "amounts"
    DAY = "days"
    SYSTEM = "versions of Windows Server"
    PRODUCT = "licences"
    ADDRESS = "IP addresses"


@dataclass(frozen=True, slots=True)
class Field:
    """One meaning of a column: what for, what stands in it, and whether several columns may have it."""

    name: str
    meaning: str
    content: Content = Content.TEXT
    words: str = ""
    """The section of `words/values.toml` whose words stand in it."""
    several: bool = False


NOTHING = "nothing"
ACCESS_TO = "server_access"
"""A column that says yes or no to the use of one server, which the mapping names."""

_NOTE = Field("note", "Remarks; what they say of shared and service accounts and of leavers is read.", several=True)
_NOTHING = Field(NOTHING, "Not needed.", several=True)
_LAST_SEEN = Field("last_seen", "Last day it was seen.", Content.DAY)
_FOR_REPORTS = (
    Field("department", "Department, for reports."),
    Field("site", "Site, for reports."),
    Field("cost_centre", "Cost centre, for reports."),
)
_STATUS = Field("status", "Whether it is in use: a word, or yes and no.", Content.WORD, "status")
_LICENCE = (
    Field("product", "Which licence, as the list calls it.", Content.PRODUCT),
    Field("metric", "Whether it is for a user or for a device.", Content.WORD, "metric"),
    Field("version", "Version, where the product does not say it.", Content.SYSTEM),
    Field("condition", "New or used.", Content.WORD, "condition"),
    Field("part_number", "Part number."),
)

_FIELDS: Mapping[Holds, tuple[Field, ...]] = {
    Holds.USERS: (
        Field("login", "The account a person signs in with.", Content.LOGIN),
        Field("name", "Name of the person: all of it, or the family name beside a first name.", Content.NAME),
        Field("first_name", "First name."),
        Field("email", "E-mail address.", Content.EMAIL),
        Field("employee_id", "Personnel number: accounts with one number are one person."),
        Field("persons", "How many people share the account.", Content.COUNT),
        *_FOR_REPORTS,
        Field("active", "Whether the account is in use.", Content.WORD, "active"),
        Field("blocked", "Whether it is out of use: the opposite of active.", Content.YES_NO),
        Field("relation", "Employee or external.", Content.WORD, "relation"),
        Field("subscriptions", "Subscriptions such as Microsoft 365 E3."),
        Field(
            "devices", "The machines the person works at; several may stand in a cell.", Content.MACHINE, several=True
        ),
        Field("servers", "The servers the person uses; several may stand in a cell.", Content.SERVER, several=True),
        Field("remote", "Whether the person uses Remote Desktop.", Content.YES_NO),
        Field(ACCESS_TO, "Whether the person uses one server, which is named.", Content.YES_NO, several=True),
        _LAST_SEEN,
        _NOTE,
        _NOTHING,
    ),
    Holds.DEVICES: (
        Field("device", "Name of the machine.", Content.MACHINE),
        Field("serial", "Serial number: rows with one number are one machine."),
        Field("kind", "What kind of machine it is.", Content.WORD, "kind"),
        Field("main_user", "Who works at it; several may stand in a cell.", Content.LOGIN, several=True),
        Field("shared", "Whether several people share it.", Content.YES_NO),
        Field("address", "IP address.", Content.ADDRESS),
        *_FOR_REPORTS,
        _STATUS,
        Field("system", "Operating system."),
        _LAST_SEEN,
        Field("acquired_on", "Day of purchase, for information.", Content.DAY),
        _NOTE,
        _NOTHING,
    ),
    Holds.SERVERS: (
        Field("server", "Name of the server.", Content.SERVER),
        Field("system", "Its operating system, or its version.", Content.SYSTEM),
        Field("role", "What it is for: file server, Remote Desktop ..."),
        Field("address", "IP address.", Content.ADDRESS),
        _STATUS,
        Field("acquired_on", "Day of purchase, for information.", Content.DAY),
        _NOTE,
        _NOTHING,
    ),
    Holds.ACCESS: (
        Field("login", "Who reaches the server.", Content.LOGIN),
        Field("device", "From which machine.", Content.MACHINE),
        Field("server", "Which server.", Content.SERVER),
        Field("role", "What kind of access it is.", Content.WORD, "access"),
        _LAST_SEEN,
        _NOTHING,
    ),
    Holds.OWNED: (
        *_LICENCE,
        Field("quantity", "How many.", Content.COUNT),
        Field("document", "Agreement or invoice, as proof."),
        Field("sa_until", "Last day of Software Assurance.", Content.DAY),
        Field("acquired_on", "Day of purchase.", Content.DAY),
        _NOTE,
        _NOTHING,
    ),
    Holds.OFFERS: (
        *_LICENCE,
        Field("offer_id", "Name of the offer."),
        Field("vendor", "Who sells it."),
        Field("price", "Price of a pack, without VAT.", Content.AMOUNT),
        Field("pack_size", "Licences in a pack.", Content.COUNT),
        Field("min_packs", "From so many packs on.", Content.COUNT),
        Field("stock_packs", "Packs available.", Content.COUNT),
        Field("currency", "Currency of the price."),
        Field("valid_until", "Last day it can be bought.", Content.DAY),
        _NOTE,
        _NOTHING,
    ),
    Holds.NOTHING: (_NOTHING,),
}
FIELDS: Mapping[Holds, Mapping[str, Field]] = {
    holds: {field.name: field for field in fields} for holds, fields in _FIELDS.items()
}

REQUIRED: Mapping[Holds, tuple[tuple[str, ...], ...]] = {
    Holds.USERS: (("login", "name", "email"),),
    Holds.DEVICES: (("device", "serial"),),
    Holds.SERVERS: (("server",), ("system",)),
    Holds.ACCESS: (("server",), ("login", "device")),
    Holds.OWNED: (("product",), ("quantity",)),
    Holds.OFFERS: (("product",), ("vendor",), ("price",)),
    Holds.NOTHING: (),
}
"""Of each group of fields at least one column must be."""

IDS: Mapping[Holds, tuple[str, ...]] = {
    Holds.USERS: ("login", "email", "name"),
    Holds.DEVICES: ("device", "serial"),
    Holds.SERVERS: ("server",),
    Holds.ACCESS: ("server", "login", "device"),
    Holds.OWNED: ("product",),
    Holds.OFFERS: ("product", "offer_id"),
    Holds.NOTHING: (),
}
"""Fields of which a row of the list has at least one; others are remarks between the rows."""
