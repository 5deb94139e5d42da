"""What a source says, row by row, before anybody asks who and what is meant.

A reader of a source turns its rows into these values and nothing more: names and addresses stay as they were written
(trimmed), days are days, and every value knows the file and the row it came from.  What belongs together is found
afterwards (`planner.imports.identity`), over all files at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where something was read: the file, its sheet (empty for a text file), and the row as Excel shows it."""

    file: str
    row: int
    sheet: str = ""

    def __str__(self) -> str:
        return f"{self.file}, {self.sheet + ', ' if self.sheet else ''}row {self.row}"


class Kept(StrEnum):
    """What a list is worth as proof of who exists, the strongest first."""

    DIRECTORY = "directory"
    CLOUD = "cloud directory"
    MANAGEMENT = "device management"
    ASSETS = "asset list"
    BY_HAND = "list kept by hand"


@dataclass(frozen=True, slots=True)
class AccountSeen:
    """An account as a directory or a list has it; empty texts and None: not said."""

    origin: Origin
    kept: Kept
    logon: str = ""
    """The logon name without a domain (sAMAccountName)."""
    domain: str = ""
    """The domain of the directory as DNS writes it, or the NetBIOS name in a list."""
    upn: str = ""
    mails: tuple[str, ...] = ()
    """Every address that is the account's own, proxy addresses too."""
    object_id: str = ""
    """The directory's own id: objectGUID, or the Entra object id."""
    sid: str = ""
    employee_id: str = ""
    name: str = ""
    """The name of the person as shown."""
    department: str = ""
    unit: str = ""
    """Where it stands in the directory: the organisational units of its distinguished name."""
    enabled: bool | None = None
    guest: bool = False
    service: bool = False
    """Whether the source itself says that no person is behind it."""
    persons: int | None = None
    """How many people share it, where the source says so."""
    subscriptions: tuple[str, ...] = ()
    last_seen: date | None = None
    expires: date | None = None
    """Day from which the account is out of use."""
    relation: str = ""
    """The word of column `relation`, where the source says so."""


@dataclass(frozen=True, slots=True)
class MachineSeen:
    """A machine as a directory, device management or a list has it."""

    origin: Origin
    kept: Kept
    host: str = ""
    """Its name on the network; may be shortened to 15 characters."""
    dns_name: str = ""
    label: str = ""
    """What a list calls it, which need not be its name on the network."""
    serial: str = ""
    entra_id: str = ""
    system: str = ""
    """The operating system as written."""
    kind: str = ""
    """Category or model words that tell what kind of machine it is."""
    addresses: tuple[str, ...] = ()
    enabled: bool | None = None
    retired: bool = False
    """Whether an asset list says that it is archived or scrapped."""
    last_seen: date | None = None
    department: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class ServerSeen:
    """A server as a log or a list has it."""

    origin: Origin
    host: str
    system: str = ""
    """Product name or free text with the version in it."""
    role: str = ""
    retired: bool = False
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessSeen:
    """Somebody or something reached a server: proof, with the days and the number of times."""

    origin: Origin
    server: str
    """As written; empty where the file does not say."""
    account: str = ""
    """As written, `domain\\name` mostly; empty: nobody is named."""
    address: str = ""
    """An IP address; empty where the log knows the person only."""
    machine: str = ""
    """The machine's name, where the source knows it by name."""
    role: str = ""
    """The GUID of the role, lower case; empty where there is none."""
    role_name: str = ""
    first: date | None = None
    last: date | None = None
    count: int = 1
    rows: int = 1
    """How many rows of the file say the same."""
    days: tuple[date, ...] = ()
    """The very days, where the row lists them."""
    remote: bool = False
    """Whether the source says by itself that it was a Remote Desktop session."""
    only_address: bool = False
    """Whether the source adds up by address and names nobody, although somebody may be known elsewhere."""


@dataclass(frozen=True, slots=True)
class AffinitySeen:
    """A machine is somebody's: no proof of an access.  `weak` where it only says who registered it."""

    origin: Origin
    account: str
    machine: MachineSeen
    employee_id: str = ""
    active: bool = True
    weak: bool = False


@dataclass(frozen=True, slots=True)
class RemoteLicenceSeen:
    """A Remote Desktop CAL that a licence server has issued, to an account or to a machine."""

    origin: Origin
    licence_server: str = ""
    account: str = ""
    machine: str = ""
    issued: date | None = None
    expires: date | None = None
    is_live: bool = True
    """False where the source says that it is revoked or not in use; whether it has expired, the day decides."""


@dataclass(frozen=True, slots=True)
class AddressNamed:
    """A name that an address had, on a day if one is known."""

    origin: Origin
    address: str
    host: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class LicenceSeen:
    """Licences that a statement, an asset list or an invoice says are owned."""

    origin: Origin
    text: str
    """Product as written; product, metric and version are read from it."""
    quantity: int | None
    metric: str = ""
    version: str = ""
    assured: int = 0
    """How many of them have Software Assurance."""
    assured_until: date | None = None
    note: str = ""
    """What else stands there that may tell where they were bought."""
    document: str = ""
    """Agreement, order or invoice number."""
    part_number: str = ""
    acquired_on: date | None = None
    is_statement: bool = False
    """Whether Microsoft's own statement says it."""
    is_transaction: bool = False
    """Whether it is a purchase behind the statement, which the statement's sums hold already."""


@dataclass(frozen=True, slots=True)
class KeyPackSeen:
    """Remote Desktop CALs installed on a licence server: installed is not bought."""

    origin: Origin
    licence_server: str
    metric: str
    """`user` or `device`."""
    version: str
    total: int
    issued: int
    name: str = ""


Evidence = (
    AccountSeen
    | MachineSeen
    | ServerSeen
    | AccessSeen
    | AffinitySeen
    | RemoteLicenceSeen
    | AddressNamed
    | LicenceSeen
    | KeyPackSeen
)
