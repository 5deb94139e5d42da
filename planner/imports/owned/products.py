"""Which licence a line means: by its words, for families are spelled in many ways and no list of them is published."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planner.domain.product import VERSION_BY_SPELLING, Metric, Product

_CAL = re.compile(
    r"\bCALs?\b|(?:Dvc|Usr|Device|User|Svr|Srvcs|[DU])CALs?\b|client access licen[cs]e|zugriffslizenz|"
    r"licences? d.acc[eè]s|licencj\w+ dostępow",
    re.IGNORECASE,
)
_CONNECTOR = re.compile(r"external connector|ext(ernal)?conn", re.IGNORECASE)
_REMOTE = re.compile(
    r"remote ?desktop|rmt ?dsktp|remotedesktop|\bRDS?\b|terminal|\bTS\b|bureau à distance|"
    "pulpit zdaln",
    re.IGNORECASE,
)
_WINDOWS = re.compile(r"\bwin|\bWS\b|\bsvr|server", re.IGNORECASE)
_OTHERS = re.compile(
    r"exchange|exchg|\bSQL|sharepoint|shrpt|system ?cent|\bsysctr|skype|\blync|dynamics|project|visio|office|"
    r"rights management|\brms\b|forefront|identity manager|\bmim\b|multipoint|biztalk|azure|virtual desktop|\bVDA?\b|"
    r"team foundation|visual studio|configuration m|advanced threat|veeam|citrix|essential business",
    re.IGNORECASE,
)
_SUITE = re.compile(r"\bcore ?cal|\becal\b|enterprise cal|cal suite|cal bridge|corecal|entcal", re.IGNORECASE)
_DEVICE = re.compile(
    r"device|dvc|\bDCALs?\b|gerät|geraet|appareil|périphérique|peripherique|urządze|"
    "\bper device",
    re.IGNORECASE,
)
_USER = re.compile(r"user|usr|\bUCALs?\b|nutzer|utilisateur|użytkownik", re.IGNORECASE)
_OUTSIDE = re.compile(r"\b(OEM|ROK|FPP|retail|CSP|ISV|MPSA|einzelhandel|reseller option kit|boîte)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(20(?:0[038]|1[269]|2[25]))\b")
_PACK = re.compile(
    r"\b(\d{1,3})[ -]?(?:er)?[ -]?(?:pack|pk|clt|paket|pakiet|user pack|postes)\b|pack (?:de|"
    r"of) (\d{1,3})",
    re.IGNORECASE,
)
_ASSURED = re.compile(r"L ?[&/+] ?SA\b|LicSAPk|\bSA(Pk)?\b|software assurance", re.IGNORECASE)
_LICENSED = re.compile(r"\bLic|\bL\b|Lic\b|LicPk", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a line is a licence for; the version is empty where the line does not say it."""

    product: Product
    metric: Metric
    version: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """A line that is about CALs of Windows Server, but does not settle which."""

    why: str


def licence_meant(text: str, version: str = "", metric: str = "") -> Meant | Unclear | None:
    """Return the licence a line means; None for lines about something else."""
    words = f"{text} {metric}"
    remote = _REMOTE.search(words) is not None
    if _OTHERS.search(text):
        return None
    if _SUITE.search(text):
        return Unclear("a suite: it may contain Windows Server CALs")
    found_version = _version(version) or _version(text)
    if _CONNECTOR.search(text) and _WINDOWS.search(text):
        return Meant(Product.RDS_CONNECTOR if remote else Product.WS_CONNECTOR, Metric.HOST, found_version)
    if not _CAL.search(text) or not (remote or _WINDOWS.search(text)):
        return None
    device, user = _DEVICE.search(words) is not None, _USER.search(words) is not None
    if device == user:
        return Unclear("it does not say whether per user or per device")
    product = Product.RDS_CAL if remote else Product.WS_CAL
    return Meant(product, Metric.DEVICE if device else Metric.USER, found_version)


def _version(text: str) -> str:
    years = {str(VERSION_BY_SPELLING[year]) for year in _YEAR.findall(text) if year in VERSION_BY_SPELLING}
    return years.pop() if len(years) == 1 else ""


def is_outside_statements(words: str) -> bool:
    """Tell licences that Microsoft's statement never has: sold with a machine, in a box, or through a cloud partner."""
    return _OUTSIDE.search(words) is not None


def pack_size(text: str) -> int | None:
    """Return how many licences a pack holds whose name says so."""
    found = _PACK.search(text)
    return int(found[1] or found[2]) if found else None


def is_assurance_alone(words: str) -> bool:
    """Tell a renewal of Software Assurance, which is no licence, from a licence with it."""
    if not _ASSURED.search(words) or re.search(r"L ?[&/+] ?SA\b|LicSAPk", words, re.IGNORECASE):
        return False
    return _LICENSED.search(_ASSURED.sub(" ", words)) is None
