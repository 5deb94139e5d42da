"""The sheets and columns of an inventory, as data.

Reading, checking, the blank template and the documentation all follow this one table.  Columns of sheet
Scenarios are the policies themselves (`planner.licensing.rulebook.SETTINGS`), so only its first column stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from planner.domain.estate import RELATIONS, AccessKind, DeviceKind, Infrastructure, Pattern, RdsMode
from planner.domain.evidence import Credential, Segment
from planner.domain.product import LIFECYCLES, Condition, Metric, Product, Suite

MAX_COUNT = 10_000_000
MAX_AMOUNT_MINOR = 99_999_999_999


class Kind(StrEnum):
    """How the cells of a column are written, in words for people."""

    ID = "an id"
    TEXT = "text"
    COUNT = "a whole number"
    MONEY = "an amount"
    PRICE = "an amount above 0"
    DATE = "a date"
    YES_NO = "yes or no"
    VERSION = "a version"
    WORD = "one of the listed words"
    NAMES = "names separated by ;"
    IDS = "ids separated by ;"
    HOURS = "a number of hours"
    WORDS = "listed words separated by ;"
    PROOF = "items of proof separated by ;"
    REGION = "a country code, EU or EEA"
    CURRENCY = "a currency code"
    COUNTRY = "a country code"
    EMAIL = "an e-mail address"
    ENDPOINT = "an address in the Peppol network"
    PART_NUMBERS = "part numbers separated by ;"
    POLICY = "depends on the policy"


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column: how it is called, what it means, what may stand in it."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    default: Any = None
    """What a blank cell means, as a value of the program."""
    blank_means: str = ""
    """The same in words, where the value alone would not say it."""
    words: tuple[str, ...] = ()
    """For WORD and WORDS: the words allowed."""
    least: int = 0
    """For COUNT: the smallest number allowed."""
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """For WORD: other spellings of its words."""
    may_say_none: bool = False
    """Whether `none` or `-` may be written for a blank."""
    unless: str = ""
    """For a required column: the column that may be given in its place."""
    example: object = None
    proposed: tuple[date, ...] = ()
    """For DATE: days that the blank workbook proposes; any other may be given."""


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet.  `keys` are the id columns whose cell betrays a sum row; the first one names the row."""

    name: str
    meaning: str
    columns: tuple[ColumnSpec, ...]
    keys: tuple[str, ...]
    in_parts: bool = False
    """Whether `Name 2`, `Name 3` ... continue the sheet."""
    sums: tuple[str, ...] = ()
    """Columns that a sum row adds up."""
    by_name: Mapping[str, ColumnSpec] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})


PRODUCT_WORDS = (*Product, *Suite)
EDITIONS = ("standard", "datacenter", "essentials")
WORKLOADS = ("general", "hypervisor_only", "hpc", "web_public", "web_internal")
LICENSINGS = ("perpetual", "payg", "azure_vm", "csp_hoster")
DIRECTORIES = ("domain", "workgroup", "entra_ds")
VIAS = ("direct", "automatic", "manual")
CLIENTS = ("native", "html5")
_AFTER_SUPPORT = {version: life.unsupported_from for version, life in LIFECYCLES.items() if life.unsupported_from}


ALSO: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "product": {
        Product.WS_CAL: ("Windows Server CAL", "Windows CAL"),
        Product.RDS_CAL: (
            "RDS", "Remote Desktop", "Remote Desktop CAL", "Remote Desktop Services", "Remote Desktop Services CAL",
            "Windows Server RDS CAL", "Windows Remote Desktop Services CAL",
        ),
        Product.WS_CONNECTOR: ("Windows Server External Connector", "External Connector"),
        Product.RDS_CONNECTOR: (
            "Remote Desktop External Connector", "Remote Desktop Services External Connector",
            "Windows Server RDS External Connector",
        ),
        Suite.CORE: ("Core CAL", "CCAL"),
        Suite.ENTERPRISE: ("Enterprise CAL", "ECAL", "ECAL Suite"),
        Suite.BRIDGE_EMS: ("Core CAL Bridge for EMS", "Core Bridge for EMS"),
        Suite.BRIDGE_O365: ("Core CAL Bridge for Office 365", "Core Bridge for Office 365"),
        Suite.BRIDGE_INTUNE: ("Core CAL Bridge for Intune", "Core Bridge for Intune"),
        Suite.BRIDGE_O365_INTUNE: (
            "Core CAL Bridge for Office 365 and Intune", "Core Bridge for Office 365 and Intune",
        ),
    },
    "metric": {
        Metric.USER: (
            "per user", "User CAL", "users", "Benutzer", "Nutzer", "pro Benutzer", "pro Nutzer", "Benutzer-CAL",
            "utilisateur", "par utilisateur", "usuario", "por usuario", "użytkownik", "na użytkownika", "utente",
            "per utente", "gebruiker", "per gebruiker",
        ),
        Metric.DEVICE: (
            "per device", "Device CAL", "devices", "Gerät", "Geräte", "pro Gerät", "Geräte-CAL", "appareil",
            "par appareil", "dispositif", "dispositivo", "por dispositivo", "urządzenie", "na urządzenie",
            "per dispositivo", "apparaat", "per apparaat",
        ),
        Metric.HOST: ("per host", "server", "per server"),
    },
    "condition": {
        Condition.NEW: ("neu", "neuf", "neuve", "nuevo", "nueva", "nowy", "nowa", "nowe", "nuovo", "nuova", "nieuw"),
        Condition.USED: (
            "gebraucht", "occasion", "d'occasion", "usado", "usada", "używany", "używana", "używane", "usato", "usata",
            "gebruikt", "second-hand", "pre-owned",
        ),
    },
    "install_credential": {
        Credential.YES: ("true", "y", "x", "1", "ja", "oui", "tak"),
        Credential.NO: ("none", "false", "n", "0", "nein", "non", "nie"),
    },
    "segment": {
        Segment.ACADEMIC: ("education", "educational", "school"),
        Segment.GOVERNMENT: ("public sector",),
        Segment.CHARITY: ("nonprofit",),
    },
}  # fmt: skip
"""Other spellings of the words of a column, in English and other languages; the same wherever the column stands."""


def _text(name: str, meaning: str, example: object = None) -> ColumnSpec:
    return ColumnSpec(name, Kind.TEXT, meaning, default="", blank_means="nothing", example=example)


_FOR_REPORTS = (
    _text("department", "Department, for reports.", "Logistics"),
    _text("site", "Site, for reports.", "Hamburg"),
    _text("cost_centre", "Cost centre, for reports.", "4711"),
)
_HOURS_AND_PLACE = (
    ColumnSpec(
        "weekly_hours",
        Kind.HOURS,
        "Hours a week that a contractor works for the organisation. By the definition of external users of 1 October "
        "2024, contractors who work more than 30 hours a week are internal.",
        blank_means="not stated: counts as internal",
    ),
    ColumnSpec(
        "on_site_daily",
        Kind.YES_NO,
        "Whether a contractor works on site each working day, and is internal for that reason by the same definition.",
        blank_means="not stated: counts as internal",
    ),
)
_LAST_SEEN = ColumnSpec("last_seen", Kind.DATE, "Last day it was seen. For information.", blank_means="not known")

HEADCOUNT = SheetSpec(
    "Headcount",
    "People and machines as counts, one row per group that does not overlap with any other.",
    (
        ColumnSpec("group", Kind.ID, "Name of the group, used once only.", required=True, example="Warehouse"),
        ColumnSpec("users", Kind.COUNT, "Number of people who use the servers.", required=True, example=30),
        ColumnSpec("devices", Kind.COUNT, "Number of machines they use.", required=True, example=10),
        ColumnSpec(
            "pattern",
            Kind.WORD,
            "How people and machines meet. shared: every person may use every machine of the group; own: the machines "
            "are dealt out as evenly as possible, each used by one person; unknown: not known, read as shared and "
            "reported as an upper bound.",
            required=True,
            words=tuple(Pattern),
            example="shared",
        ),
        ColumnSpec(
            "server_version",
            Kind.VERSION,
            "Newest version the group reaches. May be blank where servers names what it reaches; with both, the newer "
            "counts.",
            required=True,
            unless="servers",
            example="2022",
        ),
        ColumnSpec(
            "servers",
            Kind.IDS,
            "The servers that every person of the group reaches, as in Servers; an asterisk * for all of them.",
            default=(),
            blank_means="not named",
        ),
        ColumnSpec(
            "rds_version",
            Kind.VERSION,
            "Version of the Remote Desktop session hosts the group uses. Blank where rds_servers names them is fine; "
            "with both, the newer counts.",
            blank_means="no Remote Desktop, unless rds_servers names some",
            may_say_none=True,
        ),
        ColumnSpec(
            "rds_servers",
            Kind.IDS,
            "The session hosts that the Remote Desktop users of the group use, as in Servers; an asterisk * for every "
            "server with an rds_deployment.",
            default=(),
            blank_means="not named",
        ),
        ColumnSpec(
            "rds_users",
            Kind.COUNT,
            "How many of the people use Remote Desktop, at most users. Blank or 0 where there is neither rds_version "
            "nor rds_servers.",
            blank_means="all of them where rds_version or rds_servers is given",
        ),
        ColumnSpec(
            "rds_deployment",
            Kind.ID,
            "Name of the Remote Desktop deployment the group uses, where rds_servers does not name its servers. Whose "
            "licences count there is one decision for the whole deployment.",
            blank_means="the one deployment of all session hosts for which nothing is said",
        ),
        ColumnSpec(
            "peripherals",
            Kind.COUNT,
            "Unattended machines that exactly this group uses: printers, scanners, time clocks.",
            default=0,
            example=2,
        ),
        ColumnSpec(
            "peripheral_rds",
            Kind.COUNT,
            "How many of the peripherals use Remote Desktop, at most peripherals.",
            default=0,
        ),
        ColumnSpec(
            "joins_directory",
            Kind.YES_NO,
            "no: the people and machines of the group do not reach the servers that do something for everybody "
            "(column infrastructure of Servers).",
            default=True,
        ),
        ColumnSpec(
            "relation",
            Kind.WORD,
            "How the people of the group stand to the organisation, as in Users.",
            default="employee",
            words=RELATIONS,
        ),
        *_HOURS_AND_PLACE,
        ColumnSpec(
            "subscriptions",
            Kind.NAMES,
            "Subscriptions that every person of the group has, as in Users.",
            default=(),
            blank_means="none",
        ),
        *_FOR_REPORTS,
        ColumnSpec("starts", Kind.DATE, "First day the group exists.", blank_means="always"),
        ColumnSpec("ends", Kind.DATE, "First day the group is gone.", blank_means="never"),
    ),
    ("group",),
    sums=("users", "devices"),
)

USERS = SheetSpec(
    "Users",
    "The accounts of people. Accounts with one person_id are one person and need one licence.",
    (
        ColumnSpec("user_id", Kind.ID, "Name of the account, used once only.", required=True, example="a.miller"),
        ColumnSpec(
            "person_id",
            Kind.ID,
            "The person behind the account, e.g. a personnel number.",
            blank_means="the user_id",
            example="P-1001",
        ),
        ColumnSpec(
            "persons",
            Kind.COUNT,
            "How many people share the account. Not together with a person_id.",
            default=1,
            least=1,
        ),
        _text("name", "Name, for information.", "Alice Miller"),
        _text("email", "E-mail address, for information."),
        *_FOR_REPORTS,
        ColumnSpec(
            "relation",
            Kind.WORD,
            "How the person stands to the organisation. External people, and remote contractors under policy "
            "remote_contractor_is_internal = no, can be licensed by an External Connector of the host instead of CALs.",
            default="employee",
            words=RELATIONS,
            example="employee",
        ),
        *_HOURS_AND_PLACE,
        ColumnSpec(
            "active", Kind.YES_NO, "no: the account is out of use and needs no licence.", default=True, example="yes"
        ),
        ColumnSpec(
            "subscriptions",
            Kind.NAMES,
            "Subscriptions the person has, e.g. M365 E3; some include the base User CAL (policies grants_...). "
            "Each of the people behind an account counts as having it, and only while the account is active.",
            default=(),
            blank_means="none",
        ),
        ColumnSpec(
            "stand_in_for",
            Kind.ID,
            "The account of an absent person for whom this one stands in meanwhile, using that person's licences. "
            "All accounts of a person give the same. Not for people who are at work at the same time.",
            blank_means="nobody",
        ),
        ColumnSpec("starts", Kind.DATE, "First day the person is there.", blank_means="always"),
        ColumnSpec("ends", Kind.DATE, "First day the person is gone.", blank_means="never"),
        _LAST_SEEN,
    ),
    ("user_id",),
    in_parts=True,
)

DEVICES = SheetSpec(
    "Devices",
    "The machines people work at, and unattended ones such as printers.",
    (
        ColumnSpec("device_id", Kind.ID, "Name of the machine, used once only.", required=True, example="TERM-01"),
        _text("name", "Name, for information.", "Terminal at gate 1"),
        ColumnSpec(
            "kind",
            Kind.WORD,
            "What the machine is. Printers, scanners and time clocks follow the policy peripherals, network gear "
            "follows network_gear, a licensed_server needs no CAL.",
            default="workstation",
            words=tuple(DeviceKind),
            example="terminal",
        ),
        *_FOR_REPORTS,
        ColumnSpec(
            "active", Kind.YES_NO, "no: the machine is out of use and needs no licence.", default=True, example="yes"
        ),
        ColumnSpec("starts", Kind.DATE, "First day the machine is there.", blank_means="always"),
        ColumnSpec("ends", Kind.DATE, "First day the machine is gone.", blank_means="never"),
        _LAST_SEEN,
    ),
    ("device_id",),
    in_parts=True,
)

SERVERS = SheetSpec(
    "Servers",
    "The Windows servers. Needed with Access, and with Users and Devices as two lists.",
    (
        ColumnSpec("server_id", Kind.ID, "Name of the server, used once only.", required=True, example="FS01"),
        ColumnSpec("version", Kind.VERSION, "The version that runs on it.", required=True, example="2022"),
        ColumnSpec(
            "edition",
            Kind.WORD,
            "Edition. Access to essentials needs no CAL, up to 25 people and 50 machines.",
            default="standard",
            words=EDITIONS,
            example="standard",
        ),
        ColumnSpec(
            "workload",
            Kind.WORD,
            "What the server does. Access to pure virtualisation hosts, HPC and public web workloads needs no CAL, "
            "Remote Desktop excepted. web_internal, a web server for staff only, counts unless the policy "
            "intranet_is_web_workload says otherwise.",
            default="general",
            words=WORKLOADS,
        ),
        ColumnSpec(
            "licensing",
            Kind.WORD,
            "How the server itself is licensed. payg, azure_vm and csp_hoster (run by a partner of the CSP-Hoster "
            "programme) include the base CAL; Remote Desktop CALs are owed.",
            default="perpetual",
            words=LICENSINGS,
        ),
        ColumnSpec(
            "host",
            Kind.ID,
            "Name of the physical machine it runs on, for which External Connectors are counted.",
            blank_means="itself",
        ),
        ColumnSpec(
            "rds_deployment",
            Kind.ID,
            "Name of the Remote Desktop deployment it belongs to: any name, also that of a server.",
            blank_means="none given: Remote Desktop on it is a deployment of its own",
            example="FS01",
        ),
        ColumnSpec(
            "rds_mode",
            Kind.WORD,
            "Whose Remote Desktop CALs count there: either end, the person's, the machine's, or the one the plan "
            "chooses. All servers of a deployment give the same.",
            words=tuple(RdsMode),
            blank_means="what the policy rds_mode_default says",
            example="choose",
        ),
        ColumnSpec(
            "directory",
            Kind.WORD,
            "What the server is joined to. In a workgroup only Device CALs count for Remote Desktop, on its whole "
            "deployment; with entra_ds User CALs must be tracked by hand.",
            default="domain",
            words=DIRECTORIES,
        ),
        ColumnSpec(
            "rd_licence_server",
            Kind.YES_NO,
            "Whether it issues Remote Desktop licences. Where one server does, no Remote Desktop CAL in use may be "
            "newer than the newest that does; the plan may upgrade one at its upgrade_cost, to its upgrade_to or, "
            "without one, to the newest version.",
            default=False,
        ),
        ColumnSpec("upgrade_to", Kind.VERSION, "Version it is to be upgraded to.", blank_means="no upgrade planned"),
        ColumnSpec(
            "upgrade_on",
            Kind.DATE,
            "Day of that upgrade; given exactly where upgrade_to is, unless upgrade_choice leaves it to the plan.",
        ),
        ColumnSpec("upgrade_cost", Kind.MONEY, "Cost of that upgrade, in the plan's currency.", default=0),
        ColumnSpec(
            "upgrade_choice",
            Kind.YES_NO,
            "yes: the plan decides whether and when it is upgraded to upgrade_to (policy horizon_months); upgrade_on "
            "is then blank.",
            default=False,
        ),
        ColumnSpec(
            "upgrade_from", Kind.DATE, "First day the plan may choose for that upgrade.", blank_means="the plan's day"
        ),
        ColumnSpec(
            "upgrade_until",
            Kind.DATE,
            "Last day the plan may choose: upgraded by then.",
            blank_means="it may stay as it is for ever",
        ),
        ColumnSpec(
            "upgrade_together",
            Kind.ID,
            "A name that servers share which are upgraded on the same day; they agree in upgrade_from and "
            "upgrade_until.",
            blank_means="by itself",
        ),
        ColumnSpec(
            "keep_cost",
            Kind.MONEY,
            "What one payment for keeping its old version costs, such as extended security updates or a support "
            "contract, in the plan's currency. Counted with a horizon (policy horizon_months).",
            default=0,
        ),
        ColumnSpec("keep_cost_months", Kind.COUNT, "Months that one such payment covers.", default=12, least=1),
        ColumnSpec(
            "keep_cost_from",
            Kind.DATE,
            "Day of the first such payment. The days after extended support are "
            + ", ".join(f"{day} for {version}" for version, day in _AFTER_SUPPORT.items())
            + ".",
            blank_means="the day after extended support of its version ends, or the plan's day where none is known",
            proposed=tuple(_AFTER_SUPPORT.values()),
        ),
        ColumnSpec(
            "licence_document",
            Kind.TEXT,
            "Invoice or agreement that shows the licence of the server itself, for the checklist.",
            default="",
            blank_means="not stated",
            example="Invoice 2022-041",
        ),
        ColumnSpec(
            "licensed_until",
            Kind.DATE,
            "Last day on which that licence is valid, where it ends at all, for the checklist.",
            blank_means="no end is known",
        ),
        ColumnSpec(
            "infrastructure",
            Kind.WORDS,
            "What it does for everybody: sign-in, names, addresses, printing, files. Whoever has an access to some "
            "server then reaches this one too (policy count_infrastructure_access), and a machine without any access "
            "one with dhcp.",
            default=(),
            blank_means="nothing: it is reached by the accesses that name it",
            words=tuple(Infrastructure),
        ),
        ColumnSpec(
            "owner",
            Kind.TEXT,
            "The organisation whose server it is, if it is another one. Its CALs are the owner's matter: accesses to "
            "it are left out.",
            default="",
            blank_means="an own server",
        ),
    ),
    ("server_id",),
)

ACCESS = SheetSpec(
    "Access",
    "Who reaches which server from which machine, one row each.",
    (
        ColumnSpec(
            "user_id",
            Kind.ID,
            "The account, as in Users.",
            blank_means="an unattended machine; not together with a blank device_id",
            example="a.miller",
        ),
        ColumnSpec(
            "device_id", Kind.ID, "The machine, as in Devices.", blank_means="from any machine", example="TERM-01"
        ),
        ColumnSpec(
            "server_id",
            Kind.ID,
            "The server, as in Servers. An asterisk * means every server, for kind rds every server with an "
            "rds_deployment.",
            required=True,
            example="FS01",
        ),
        ColumnSpec(
            "kind",
            Kind.WORD,
            "What the access is. rds, a Remote Desktop session, counts as an ordinary access too; web_public, a public "
            "web page, needs no CAL; web_internal, a web page for staff only, does unless policy "
            "intranet_is_web_workload says otherwise.",
            default="standard",
            words=tuple(AccessKind),
            example="standard",
        ),
        ColumnSpec(
            "via",
            Kind.WORD,
            "manual: a person hands the result on, which needs no CAL.",
            default="direct",
            words=VIAS,
            example="direct",
        ),
        ColumnSpec(
            "client",
            Kind.WORD,
            "How a Remote Desktop session is shown. With html5, in a browser, only User CALs count on the deployment.",
            default="native",
            words=CLIENTS,
        ),
    ),
    ("user_id", "device_id", "server_id"),
    in_parts=True,
)

# What a licence is, in Owned and in Offers alike.
_PRODUCT = ColumnSpec(
    "product",
    Kind.WORD,
    "The CAL of a layer or its External Connector; a CAL suite or bridge is planned as the base CAL it contains.",
    required=True,
    words=PRODUCT_WORDS,
    also=ALSO["product"],
    example="ws_cal",
)
_METRIC = ColumnSpec(
    "metric",
    Kind.WORD,
    "What one licence is for. External Connectors are for a host, and for them it may be left blank.",
    required=True,
    words=tuple(Metric),
    also=ALSO["metric"],
    example="user",
)

# Where used licences come from, and how that can be shown, in Owned and in Offers alike.
_EVIDENCE = (
    ColumnSpec(
        "proof",
        Kind.PROOF,
        "Proof of origin that comes with used licences, as a list of names or numbers: 1 agreement (first "
        "owner's agreement or licence number), 2 first_invoice (his invoice or licence statement), 3 transfers (a "
        "signed transfer document for every change of owner), 4 end_of_use (every earlier owner's statement that "
        "use has ended), 5 first_sale (that it was in the EEA), 6 paid (perpetual and fully paid), 7 "
        "reseller_invoice, 8 credential (to install Remote Desktop licences with). complete: all of them; none: "
        "none. The policy min_proof_score says which are needed.",
        blank_means="not stated",
    ),
    ColumnSpec(
        "install_credential",
        Kind.WORD,
        "Whether Remote Desktop licences, new or used, come with what they are installed with, or what that is. On "
        "offer with none, they are not bought (policy require_rds_install_path).",
        blank_means="not stated",
        words=tuple(Credential),
        also=ALSO["install_credential"],
    ),
    ColumnSpec(
        "first_sale_region",
        Kind.REGION,
        "Where used licences were first sold: the two letters of a country, EU or EEA.",
        blank_means="not stated",
    ),
    ColumnSpec("first_sold_on", Kind.DATE, "Day on which they were first sold there.", blank_means="not stated"),
    ColumnSpec(
        "lot_is_complete",
        Kind.YES_NO,
        "Whether the used licences are a whole original lot; no: part of a larger one.",
        blank_means="not stated",
    ),
    ColumnSpec(
        "segment",
        Kind.WORD,
        "The kind of agreement used licences were first sold under.",
        blank_means="not stated",
        words=tuple(Segment),
        also=ALSO["segment"],
    ),
)


def _version(example: str) -> ColumnSpec:
    meaning = (
        "Version of the licences. May be blank for CAL suites and bridges, as long as Software Assurance tells it."
    )
    return ColumnSpec("version", Kind.VERSION, meaning, required=True, example=example)


OWNED = SheetSpec(
    "Owned",
    "Licences the organisation already has, one row per lot.",
    (
        ColumnSpec("owned_id", Kind.ID, "Name of the lot, used once only.", required=True, example="L-2019-01"),
        _PRODUCT,
        _METRIC,
        _version("2019"),
        ColumnSpec("quantity", Kind.COUNT, "Number of licences.", required=True, example=20),
        ColumnSpec(
            "condition",
            Kind.WORD,
            "Whether they were bought new or used.",
            default=Condition.NEW,
            words=tuple(Condition),
            also=ALSO["condition"],
            example="new",
        ),
        ColumnSpec(
            "sa_until",
            Kind.DATE,
            "Last day of Software Assurance. The licences count at the newest version released by then, if that is "
            "newer than column version says.",
            blank_means="none",
        ),
        ColumnSpec(
            "sa_renewed_on",
            Kind.DATE,
            "Day Software Assurance is renewed with the right to switch. From that day until sa_until the plan may "
            "turn the licences from per user to per device, or the reverse, one for one.",
            blank_means="no switch",
        ),
        ColumnSpec(
            "term_months",
            Kind.COUNT,
            "Months that the licences run, if they are a subscription.",
            least=1,
            blank_means="perpetual",
        ),
        ColumnSpec("ends_on", Kind.DATE, "Last day on which a subscription runs.", blank_means="no end is known"),
        ColumnSpec(
            "resale_price",
            Kind.MONEY,
            "What one licence brings if sold, in the plan's currency. Blank or 0: not for sale.",
            default=0,
            example="8.50",
        ),
        ColumnSpec("transferable", Kind.YES_NO, "Whether the licences may be sold.", default=True, example="yes"),
        _text("document", "Invoice or agreement, as proof.", "Invoice 2019-118"),
        ColumnSpec("acquired_on", Kind.DATE, "Day of purchase.", blank_means="not known"),
        ColumnSpec(
            "assigned_to",
            Kind.ID,
            "The one person or machine that holds it; only with quantity 1, and not for External Connectors.",
            blank_means="nobody",
        ),
        ColumnSpec(
            "last_reassigned",
            Kind.DATE,
            "Day it was last given to somebody else. For 90 days it stays with assigned_to, unless that one is out of "
            "use or needs no such licence.",
            blank_means="never",
        ),
        *_EVIDENCE,
    ),
    ("owned_id",),
    sums=("quantity",),
)

OFFERS = SheetSpec(
    "Offers",
    "What can be bought, one row per price break. Rows with one offer_id are breaks of one offer.",
    (
        ColumnSpec("offer_id", Kind.ID, "Name of the offer.", required=True, example="N-25-USER"),
        ColumnSpec("vendor", Kind.TEXT, "Who sells it.", required=True, example="Vendor A"),
        _PRODUCT,
        _METRIC,
        _version("2025"),
        ColumnSpec(
            "condition",
            Kind.WORD,
            "New or used licences.",
            required=True,
            words=tuple(Condition),
            also=ALSO["condition"],
            example="new",
        ),
        ColumnSpec(
            "price",
            Kind.PRICE,
            "Price of one pack without VAT, in the column currency.",
            required=True,
            example="46.80",
        ),
        ColumnSpec("pack_size", Kind.COUNT, "Licences in a pack.", default=1, least=1, example=1),
        ColumnSpec(
            "min_packs",
            Kind.COUNT,
            "This price applies from so many packs on. The smallest one of an offer is its minimum order.",
            default=1,
            least=1,
            example=1,
        ),
        ColumnSpec("stock_packs", Kind.COUNT, "Packs available; 0: none.", blank_means="unlimited", example=500),
        ColumnSpec(
            "currency",
            Kind.CURRENCY,
            "Currency of the price, three letters. Another than the plan's needs a rate in sheet Policy, e.g. fx_usd.",
            blank_means="the plan's",
            example="EUR",
        ),
        ColumnSpec("term_months", Kind.COUNT, "Months a subscription runs.", least=1, blank_means="perpetual"),
        ColumnSpec("sa", Kind.YES_NO, "Whether Software Assurance comes with the licences.", default=False),
        ColumnSpec("valid_from", Kind.DATE, "First day it can be bought.", blank_means="always"),
        ColumnSpec("valid_until", Kind.DATE, "Last day it can be bought.", blank_means="always"),
        ColumnSpec("lead_days", Kind.COUNT, "Days until delivery. For information.", blank_means="not known"),
        _text("channel", "Sales channel, for information."),
        _text("quotation", "Number of the quotation the offer stands in; orders refer to it."),
        _text("sku", "Part number, printed on the purchase list."),
        _text("url", "Where the offer stands, for information."),
        _text("note", "Remark, for information."),
        *_EVIDENCE,
    ),
    ("offer_id",),
    sums=("stock_packs",),
)
POLICY = SheetSpec(
    "Policy",
    "What holds for every scenario, one policy per row. A policy that is not named has its default.",
    (
        ColumnSpec("name", Kind.TEXT, "Name of the policy.", required=True, example="currency"),
        ColumnSpec("value", Kind.POLICY, "Its value.", blank_means="the default", example="EUR"),
    ),
    (),
)

SCENARIOS = SheetSpec(
    "Scenarios",
    "The plans to compare, one per row. Every other column is the name of a policy; a row overrides what it gives "
    "and leaves the rest as sheet Policy has it.",
    (ColumnSpec("scenario", Kind.ID, "Name of the scenario, used once only.", required=True, example="cheapest"),),
    (),
)


def _blank(name: str, kind: Kind, meaning: str, example: object = None) -> ColumnSpec:
    return ColumnSpec(name, kind, meaning, default=None if kind is Kind.COUNTRY else "", blank_means="nothing",
                      example=example)  # fmt: skip


_REACHED = (
    _text("contact", "Who is asked and who signs."),
    _blank("email", Kind.EMAIL, "E-mail address."),
    _text("phone", "Telephone number."),
)
_NETWORKS = (
    _blank(
        "peppol_id",
        Kind.ENDPOINT,
        "Address in the Peppol network: a scheme of four digits, a colon and the number, e.g. 0088:4012345000009.",
    ),
    _text("network_id", "Number in the SAP Business Network (Ariba Network ID) or D-U-N-S number."),
)

ORGANISATION = SheetSpec(
    "Organisation",
    "Who buys, in one row: what requests, memos and orders say of the organisation. No plan depends on it.",
    (
        _text("name", "Name of the organisation, as it stands on orders.", "Example Works Ltd"),
        _text("street", "Street and number.", "Harbour Street 7"),
        _text("postcode", "Postcode.", "20457"),
        _text("city", "City.", "Hamburg"),
        _blank("country", Kind.COUNTRY, "Country.", "DE"),
        _text("vat_id", "VAT identification number.", "DE123456789"),
        *_REACHED,
        _text("deliver_to", "Who receives licences and papers, where that is not the address above."),
        _text("deliver_street", "Street and number for delivery."),
        _text("deliver_postcode", "Postcode for delivery."),
        _text("deliver_city", "City for delivery."),
        _blank("deliver_country", Kind.COUNTRY, "Country for delivery."),
        _blank("invoice_email", Kind.EMAIL, "Where invoices go."),
        _text("cost_centre", "Cost centre that orders are charged to.", "4711"),
        _text("reference", "Reference that invoices shall repeat."),
        _text("terms", "Terms of purchase, in a sentence or two.", "Payment within 30 days without deduction."),
        ColumnSpec("payment_days", Kind.COUNT, "Days from the order until it is paid.", default=0, example=30),
        ColumnSpec("need_by", Kind.DATE, "Day by which the licences are needed.", blank_means="not stated"),
        ColumnSpec("reply_by", Kind.DATE, "Day by which vendors shall answer.", blank_means="not stated"),
        *_NETWORKS,
    ),
    (),
)

VENDORS = SheetSpec(
    "Vendors",
    "Whom licences are bought from, one row per vendor: what requests and orders say of them. No plan depends on it.",
    (
        ColumnSpec("vendor", Kind.TEXT, "The vendor, called as in Offers.", required=True, example="Vendor A"),
        _text("legal_name", "Full name, where Offers has a short one.", "Vendor A Software GmbH"),
        _text("street", "Street and number.", "Quay 3"),
        _text("postcode", "Postcode.", "28195"),
        _text("city", "City.", "Bremen"),
        _blank("country", Kind.COUNTRY, "Country.", "DE"),
        _text("vat_id", "VAT identification number."),
        *_REACHED,
        _text("supplier_number", "The organisation's number for the vendor.", "700123"),
        _text("customer_number", "The vendor's number for the organisation."),
        *_NETWORKS,
        ColumnSpec(
            "sells",
            Kind.WORD,
            "What the vendor is asked for: new licences, used ones, or either.",
            default="either",
            words=(*Condition, "either"),
            also=ALSO["condition"],
            example="either",
        ),
        ColumnSpec(
            "ask",
            Kind.YES_NO,
            "Whether requests for quotation go to it even where a plan buys nothing from it.",
            default=True,
            example="yes",
        ),
        ColumnSpec(
            "part_numbers",
            Kind.PART_NUMBERS,
            "What the vendor calls the licences, for requests and orders whose offer states no sku: product, metric, "
            "version and perhaps new or used, an equals sign, the number; several separated by ;.",
            default=(),
            blank_means="none",
            example="ws_cal user 2025 = A-1001; rds_cal device 2022 used = A-2044",
        ),
    ),
    (),
)

SHEETS: tuple[SheetSpec, ...] = (
    HEADCOUNT, USERS, DEVICES, SERVERS, ACCESS, OWNED, OFFERS, POLICY, SCENARIOS, ORGANISATION, VENDORS,
)  # fmt: skip
SHEET_BY_NAME: Mapping[str, SheetSpec] = {sheet.name: sheet for sheet in SHEETS}
