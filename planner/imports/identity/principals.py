"""The ways an account is written: `DOMAIN\\name`, `name@suffix` or `name`; and what is no person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_NOBODY_DOMAINS = frozenset(
    (
        "nt authority", "nt-autorität", "autorite nt", "autorité nt", "zarządzanie nt", "nt service", "nt-dienst",
        "iis apppool", "window manager", "font driver host", "nt virtual machine", "builtin",
    )
)  # fmt: skip
_NOBODY = frozenset(
    ("anonymous logon", "anonymous", "anonymous-anmeldung", "system", "local service", "network service")
)
_BUILT_IN = frozenset(
    (
        "administrator", "guest", "gast", "invité", "gość", "krbtgt", "defaultaccount", "wdagutilityaccount",
        "administrateur", "invite",
    )
)  # fmt: skip
_SERVICE = re.compile(
    r"svc([._-]|\d|$)|svc[a-z]|service[._-]|dienst[._-]|srv[._-]svc|sa[._-]svc|msol_|aad_|sync_|healthmailbox|"
    r"exchange online-application|systemmailbox|discoverysearchmailbox|federatedemail|migration\.|sql[._-]?svc|"
    r"ldap[._-]|asp\.?net|iusr|iwam|(veeam|prtg|zabbix|nagios|solarwinds|backupexec|sqlagent|ldapbind|scan2mail|adsync)$|"
    r".+[._-](svc|service|dienst|serwis)$",
    re.IGNORECASE,
)
_SERVICE_UNIT = re.compile(r"service|dienst|usług|uslug|managed service", re.IGNORECASE)
_ADMIN = re.compile(r"(adm|admin|t[0-2]|da|ea|sa|srvadm|wsadm)[._-]|(.+)[._-](adm|admin|t[0-2])$", re.IGNORECASE)
_EMERGENCY = re.compile(r"break.?glass|emergency|notfall", re.IGNORECASE)
_SHARED = re.compile(
    r"(azubi|auszubildende|schicht|shift|kiosk|reception|rezeption|empfang|pforte|lager|warehouse|werkstatt|workshop|"
    r"halle|produktion|production|atelier|accueil|équipe|equipe|magasin|recepcja|zmiana|produkcja|magazyn|hala|kasse|"
    r"till|caisse|kasa|training|schulung|praktikant|trainee|temp|aushilfe|shared|gemeinsam|station|terminal|labor|lab)"
    r"[._-]?[a-z]?\d{0,3}",
    re.IGNORECASE,
)


class Sort(StrEnum):
    """What an account is; only the first four are people who may need a licence."""

    PERSON = "person"
    ADMIN = "administrator's second account"
    GUEST = "guest"
    SHARED = "shared account"
    SERVICE = "service account"
    BUILT_IN = "built-in account"
    MAILBOX = "shared mailbox"
    CLOUD_ONLY = "cloud account beside the directory"


@dataclass(frozen=True, slots=True)
class Written:
    """An account as it was written, taken apart; all in small letters."""

    domain: str
    """What stands before the stroke; empty where none is written."""
    name: str
    """The logon name, or all of `name@suffix`."""

    @property
    def is_upn(self) -> bool:
        """Whether it is written as `name@suffix`."""
        return "@" in self.name

    @property
    def is_machine(self) -> bool:
        """Whether it is a machine's own account, or a managed service account's."""
        return self.name.endswith("$")

    @property
    def host(self) -> str:
        """The machine whose account it is."""
        return self.name.rstrip("$")

    @property
    def is_nobody(self) -> bool:
        """Whether no person can be behind it: nobody is named, or the system itself."""
        return not self.name or self.domain in _NOBODY_DOMAINS or self.name in _NOBODY

    def __str__(self) -> str:
        return f"{self.domain}\\{self.name}" if self.domain else self.name


def taken_apart(written: str) -> Written:
    """Return the parts of an account as it was written."""
    domain, stroke, name = written.strip().casefold().rpartition("\\")
    return Written(domain.strip() if stroke else "", name.strip())


def is_built_in(logon: str) -> bool:
    """Tell whether Windows itself makes accounts of this name."""
    return logon.casefold() in _BUILT_IN


def is_service(logon: str, unit: str = "") -> bool:
    """Tell whether a name, or where it stands in the directory, says that programs use the account."""
    return _SERVICE.match(logon) is not None or _SERVICE_UNIT.search(unit) is not None


def is_admin(logon: str) -> bool:
    """Tell whether a name is that of an administrator's second account."""
    return _ADMIN.match(logon) is not None


def is_emergency(logon: str) -> bool:
    """Tell whether a name is that of an account kept for emergencies."""
    return _EMERGENCY.search(logon) is not None


def is_shared(logon: str) -> bool:
    """Tell whether a name sounds like one that several people use."""
    return _SHARED.fullmatch(logon.partition("@")[0]) is not None


def without_admin_mark(logon: str) -> str:
    """Return the name of an administrator's account without what marks it, to compare it with others."""
    plain = re.sub(r"^(adm|admin|t[0-2]|da|ea|sa|srvadm|wsadm)[._-]|[._-](adm|admin|t[0-2])$", "", logon.casefold())
    return re.sub(r"[._-]", "", plain)
