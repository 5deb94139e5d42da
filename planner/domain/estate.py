"""Who reaches what from where, as the inventory says it and before any rule or policy is applied.

Users, devices and accesses come in millions: they are columns of integer codes, with the ids kept once.
Servers and headcount groups come in dozens: they are objects.  Ids are sorted by code point, so that
nothing later depends on the order of rows in the input.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from planner.domain.by_content import ByContent
from planner.domain.product import Version

Codes = NDArray[np.int64]
NONE = -1
"""In a column of codes: this end is not known (blank in the inventory)."""
EVERY = "*"
"""In lists of servers: all of them."""
EVERY_SERVER = -1
"""In the server column of `Accesses`: `*`, every server the kind of access can mean."""


class Pattern(StrEnum):
    """How a headcount group's people and machines meet."""

    SHARED = "shared"
    OWN = "own"
    UNKNOWN = "unknown"


class AccessKind(StrEnum):
    """What an access is; `rds` counts for the base layer too."""

    STANDARD = "standard"
    RDS = "rds"
    ADMIN = "admin"
    WEB_PUBLIC = "web_public"
    WEB_INTERNAL = "web_internal"


class Relation(StrEnum):
    """How a person stands to the organisation, from nearest to farthest."""

    EMPLOYEE = "employee"
    AFFILIATE = "affiliate"
    ONSITE_CONTRACTOR = "onsite_contractor"
    REMOTE_CONTRACTOR = "remote_contractor"
    EXTERNAL = "external"


class DeviceKind(StrEnum):
    """What a machine is."""

    WORKSTATION = "workstation"
    LAPTOP = "laptop"
    THIN_CLIENT = "thin_client"
    TERMINAL = "terminal"
    PHONE = "phone"
    TABLET = "tablet"
    PRINTER = "printer"
    SCANNER = "scanner"
    TIME_CLOCK = "time_clock"
    NETWORK = "network"
    LICENSED_SERVER = "licensed_server"
    OTHER = "other"


class Infrastructure(StrEnum):
    """What a server does for everybody who uses any other."""

    DIRECTORY = "directory"
    DNS = "dns"
    DHCP = "dhcp"
    PRINT = "print"
    FILE = "file"


class RdsMode(StrEnum):
    """Whose RDS CALs count on a Remote Desktop deployment."""

    ANY = "any"
    USER = "user"
    DEVICE = "device"
    CHOOSE = "choose"


ACCESS_KINDS = tuple(AccessKind)
RELATIONS = tuple(Relation)
DEVICE_KINDS = tuple(DeviceKind)


@dataclass(frozen=True, slots=True)
class Group:
    """A headcount group: so many people, so many machines, and how they meet."""

    name: str
    users: int
    devices: int
    pattern: Pattern
    server_version: Version | None
    """None only where `servers` names some."""
    rds_version: Version | None = None
    rds_users: int = 0
    """How many of the people use Remote Desktop; always filled in (all of them where the cell was blank)."""
    peripherals: int = 0
    department: str = ""
    site: str = ""
    cost_centre: str = ""
    starts: date | None = None
    ends: date | None = None
    servers: tuple[str, ...] = ()
    """Ids of the servers that every person reaches; `EVERY` alone for all of them."""
    rds_servers: tuple[str, ...] = ()
    """Ids of the session hosts that the Remote Desktop users use; `EVERY` alone for all that have a deployment."""
    rds_deployment: str = ""
    """As given; blank where the inventory gives none."""
    relation: Relation = Relation.EMPLOYEE
    subscriptions: tuple[str, ...] = ()
    """What every person has, as the inventory writes it."""
    joins_directory: bool = True
    """Whether people and machines reach the servers that do something for everybody."""
    peripheral_rds: int = 0
    """How many of the peripherals use Remote Desktop."""
    weekly_hours: float | None = None
    """Hours a week that the people work for the organisation; None: not stated."""
    on_site_daily: bool | None = None
    """Whether they work on site each working day; None: not stated."""

    def exists_on(self, day: date) -> bool:
        """Tell whether the group exists on a day: from `starts` on, until the day before `ends`."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Server:
    """One server.  `deployment` names the Remote Desktop deployment it belongs to, itself where none is given."""

    server_id: str
    version: Version
    rds_deployment: str = ""
    """As given; blank where the inventory gives none."""
    rds_mode: RdsMode | None = None
    """None: not stated."""
    upgrade_to: Version | None = None
    upgrade_on: date | None = None
    upgrade_cost_minor: int = 0
    upgrade_choice: bool = False
    """Whether the plan decides if and when it is upgraded; then there is no `upgrade_on`."""
    upgrade_from: date | None = None
    upgrade_until: date | None = None
    """The last day to choose; None: it may stay as it is for ever."""
    upgrade_together: str = ""
    """A name that servers share which are upgraded on the same day."""
    keep_cost_minor: int = 0
    """What one payment for keeping its version costs."""
    keep_cost_months: int = 12
    keep_cost_from: date | None = None
    """Day of the first payment; None: the day after extended support of the version ends."""
    edition: str = "standard"
    workload: str = "general"
    licensing: str = "perpetual"
    host: str = ""
    directory: str = "domain"
    rd_licence_server: bool = False
    licence_document: str = ""
    licensed_until: date | None = None
    """Last day of the licence of the server itself; None: no end is known."""
    infrastructure: tuple[Infrastructure, ...] = ()
    owner: str = ""
    """The other organisation whose server it is; blank for an own one."""
    of_group: str = ""
    """The group that reaches it and says no more of it than a version; blank for every server of the inventory."""

    @property
    def deployment(self) -> str:
        """The deployment whose mode binds this server."""
        return self.rds_deployment or self.server_id


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Texts(ByContent):
    """A text per person or machine, each distinct one kept once."""

    code: NDArray[np.int32]  # shape (holders,): index into `values`, `NONE` where nothing is said
    values: NDArray[np.object_]  # distinct texts, sorted

    def of(self, holders: Codes) -> NDArray[np.object_]:
        """Return the text of each of some holders, an empty one where nothing is said."""
        found: NDArray[np.object_] = np.append(self.values, "")[self.code[holders]]
        return found


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known of people or machines besides what they need; None for what the inventory does not say."""

    name: Texts | None = None
    email: Texts | None = None
    department: Texts | None = None
    site: Texts | None = None
    cost_centre: Texts | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Presence(ByContent):
    """From when until when people or machines are there, as days counted from the year 1 (`date.toordinal`)."""

    starts: Codes  # shape (holders,): first day there
    ends: Codes  # shape (holders,): first day gone

    def on(self, day: date) -> NDArray[np.bool_]:
        """Tell who is there on a day, shape (holders,)."""
        there: NDArray[np.bool_] = (self.starts <= day.toordinal()) & (day.toordinal() < self.ends)
        return there

    def days(self) -> tuple[set[date], set[date]]:
        """Return the days on which somebody starts, and on which somebody is gone."""
        starts, ends = (
            {date.fromordinal(day) for day in np.unique(column).tolist() if ALWAYS[0] < day < ALWAYS[1]}
            for column in (self.starts, self.ends)
        )
        return starts, ends


ALWAYS = (0, date.max.toordinal() + 1)
"""What `Presence` says of whoever is there from the beginning on, and for ever."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class People(ByContent):
    """The people behind the accounts.  `ids` are person ids, sorted; an id with `persons` > 1 stands for equals."""

    ids: NDArray[np.object_]  # shape (people,)
    persons: Codes  # shape (people,): how many people stand behind the id
    active: NDArray[np.bool_]  # shape (people,)
    stands_in_for: Codes | None = None
    """Shape (people,): the absent person, `NONE` for nobody; None where nobody stands in for anybody."""
    weekly_hours: NDArray[np.float64] | None = None
    """Shape (people,): hours a week for the organisation, NaN where not stated; None where nobody's are."""
    on_site_daily: Codes | None = None
    """Shape (people,): 1 works on site each working day, 0 does not, `NONE` not stated; None where nobody's is."""
    particulars: Particulars = Particulars()
    presence: Presence | None = None
    """None: everybody is there always."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Machines(ByContent):
    """The machines.  `kind` indexes `DEVICE_KINDS`."""

    ids: NDArray[np.object_]  # shape (machines,), sorted
    kind: Codes  # shape (machines,)
    active: NDArray[np.bool_]  # shape (machines,)
    particulars: Particulars = Particulars()
    presence: Presence | None = None
    """None: all are there always."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Accesses(ByContent):
    """Distinct accesses of active people and machines, sorted by all columns.

    `user` and `device` index `People` and `Machines` or are `NONE`; `server` indexes `Estate.servers` or is
    `EVERY_SERVER`; `kind` indexes `ACCESS_KINDS`; `manual` marks accesses where a person hands the result on, `html5`
    those that are (also) made with the browser client.
    """

    user: Codes  # all of shape (accesses,)
    device: Codes
    server: Codes
    kind: Codes
    manual: NDArray[np.bool_]
    html5: NDArray[np.bool_] | None = None
    """None: no access is."""

    def __len__(self) -> int:
        return len(self.user)

    @property
    def ends(self) -> tuple[Codes, Codes]:
        """Who and what is at the two ends."""
        return self.user, self.device

    def where(self, chosen: NDArray[np.bool_]) -> Accesses:
        """Return some of the accesses, given by flags of shape (accesses,)."""
        if chosen.all():
            return self
        user, device, server, kind = (column[chosen] for column in (self.user, self.device, self.server, self.kind))
        html5 = None if self.html5 is None else self.html5[chosen]
        return Accesses(user, device, server, kind, self.manual[chosen], html5)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Subscriptions(ByContent):
    """Which subscriptions people have, as distinct pairs: `person` indexes `People`, `name` indexes `names`."""

    names: tuple[str, ...]  # as the inventory writes them, sorted
    person: Codes  # shape (pairs,)
    name: Codes

    @staticmethod
    def none() -> Subscriptions:
        """Return the subscriptions of an inventory that names none."""
        return Subscriptions((), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Estate(ByContent):
    """Everything the inventory says about people, machines and servers.

    `everybody_everywhere` marks the two-lists reading: no accesses are given, so every active person
    may reach every server from every active machine.
    """

    groups: tuple[Group, ...]  # sorted by name
    servers: tuple[Server, ...]  # sorted by server_id
    people: People
    machines: Machines
    accesses: Accesses
    everybody_everywhere: bool = False
    subscriptions: Subscriptions = field(default_factory=Subscriptions.none)
    relation: Codes = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Index into RELATIONS per person; empty where all are employees."""
    relations: tuple[tuple[str, int], ...] = ()
    """How accounts are said to stand to the organisation, and how many each, sorted; empty: nothing is said."""

    def on(self, day: date) -> Estate:
        """Return the estate with those people and machines out of use who are not there on a day.

        Groups say themselves when they exist.
        """
        people, machines = self.people, self.machines
        if people.presence is None and machines.presence is None:
            return self
        here = [
            holders.active if holders.presence is None else holders.active & holders.presence.on(day)
            for holders in (people, machines)
        ]
        user, device = (np.append(active, True)[end] for active, end in zip(here, self.accesses.ends, strict=True))
        return replace(
            self,
            people=replace(people, active=here[0]),
            machines=replace(machines, active=here[1]),
            accesses=self.accesses.where(user & device),
        )
