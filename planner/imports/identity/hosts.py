"""Names and serial numbers of machines as they are compared, and what kind of machine words tell of."""

from __future__ import annotations

import re

from planner.domain.estate import DeviceKind
from planner.domain.product import VERSION_BY_SPELLING

NETBIOS_LETTERS = 15
"""Older protocols cut a machine's name to so many letters."""
_NO_SERIAL = re.compile(
    r"to be filled.*|default string|none|n/?a|0+|1234567(89?0?)?|x+|-+|\.+|system serial number|not specified|"
    r"not applicable|unknown|invalid|chassis serial number|o\.e\.m\.?|oem|serial|s/?n|empty|no serial.*|123456789.*|"
    r"vmware-.*0{8}.*",
    re.IGNORECASE,
)
_HOST = re.compile(r"[\w-]{1,63}", re.ASCII)
_KINDS: tuple[tuple[DeviceKind, str], ...] = (
    (
        DeviceKind.THIN_CLIENT,
        r"thin.?client|zero.?client|wyse|\bt[4567][0-9]0\b|igel|\biot enterprise\b|"
        "client léger|cienki",
    ),
    (DeviceKind.TABLET, r"tablet|\bipad|galaxy tab|surface go"),
    (
        DeviceKind.PHONE,
        r"phone|mobiltelefon|téléphone|telefon|smartphone|\bios\b|ios/ipados|iphone|android|handy|\bpixel\b|"
        "galaxy (?!tab|book)",
    ),
    (
        DeviceKind.PRINTER,
        r"printer|drucker|imprimante|drukark|\bmfp\b|multifunktion|multifonction|laserjet|"
        "officejet|kopier",
    ),
    (DeviceKind.SCANNER, r"scanner|skaner|barcode"),
    (DeviceKind.TIME_CLOCK, r"time.?clock|zeiterfassung|stempeluhr|pointeuse|rejestrator"),
    (DeviceKind.NETWORK, r"\bswitch\b|router|firewall|access.?point|netzwerk|réseau|sieciow"),
    (DeviceKind.LAPTOP, r"laptop|notebook|portable|latitude|thinkpad|elitebook|probook|macbook|ultrabook|convertible"),
)
_NOT_MACHINES = re.compile(
    r"monitor|display|bildschirm|écran|ekran|keyboard|tastatur|clavier|klawiatura|mouse|maus|souris|mysz|dock|headset|"
    r"webcam|kabel|cable|charger|ladeger|adapter|beamer|projector|projektor|furniture|möbel|mobilier|\bups\b|\busv\b|"
    r"accessor|zubehör|sim.?card|licen[cs]e|software|vehicle|fahrzeug|hard.?drive|festplatte|memory|speicher",
    re.IGNORECASE,
)
_BUILDS = (
    ("6001", "2008"), ("6002", "2008"), ("6003", "2008"), ("7600", "2008 R2"), ("7601", "2008 R2"), ("9200", "2012"),
    ("9600", "2012 R2"), ("14393", "2016"), ("17763", "2019"), ("20348", "2022"), ("26100", "2025"),
)  # fmt: skip
_SERVER_SYSTEM = re.compile(
    r"\bserver\b|serveur|serwer|win ?srv|winsvr|\bws ?20\d\d|\bwin(dows)? ?(?:2003|2008|2012|2016|2019|2022|2025)\b",
    re.IGNORECASE,
)
_BUILD = re.compile(r"(?:build |10\.0[. (]+|6\.\d[. (]+)(\d{4,5})")


def short_name(host: str) -> str:
    """Return the first part of a machine's name, in small letters, without the mark of its account."""
    return host.strip().rstrip("$").partition(".")[0].strip().casefold()


def is_host_name(label: str) -> bool:
    """Tell whether what a list calls a machine can be its name on the network: free text cannot."""
    return _HOST.fullmatch(label.strip().partition(".")[0]) is not None


def serial_of(text: str) -> str:
    """Return a serial number as it is compared; empty for what makers leave there when they set none."""
    serial = re.sub(r"\s", "", text).upper()
    return "" if len(serial) < 3 or _NO_SERIAL.fullmatch(text.strip()) else serial


def is_server_system(system: str) -> bool:
    """Tell whether an operating system is that of a Windows server."""
    return _SERVER_SYSTEM.search(system) is not None


def kind_of(words: str) -> DeviceKind:
    """Return the kind of machine that category, model and operating system tell of."""
    for kind, pattern in _KINDS:
        if re.search(pattern, words, re.IGNORECASE):
            return kind
    return DeviceKind.WORKSTATION


def is_no_machine(words: str) -> bool:
    """Tell whether a category of an asset list is of things that reach no server."""
    return _NOT_MACHINES.search(words) is not None


def server_version(system: str) -> str:
    """Return the version that a product name or build number tells, as inventories write it; empty where none does."""
    if found := re.search(r"(?<!\d)(20(?:0[038]|1[269]|2[25]))(?!\d)\s*(R2)?", system, re.IGNORECASE):
        spelled = f"{found[1]} R2" if found[2] else found[1]
        return spelled if spelled in VERSION_BY_SPELLING else ""
    if found := _BUILD.search(system):
        return dict(_BUILDS).get(found[1], "")
    return ""


def server_edition(system: str) -> str:
    """Return the edition that a product name tells, `standard` where it tells none."""
    lowered = system.casefold()
    return next((each for each in ("datacenter", "essentials") if each in lowered), "standard")


def is_evaluation(system: str) -> bool:
    """Tell whether a product name is that of an evaluation copy."""
    return "evaluation" in system.casefold() or "testversion" in system.casefold()
