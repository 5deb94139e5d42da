"""What the plans of the uneven estate come to, worked out by hand; every report shows these figures.

Purchases of `cheapest`: 1 x 31.40, 5 x 39.70 = 198.50, 6 x 100.00 USD x 0.985 = 591.00, 2 x 105.00 = 210.00,
4 x 61.20 = 244.80 and 3 x 12.60 = 37.80, together 1,313.50.  Three vendors at 6.50 are 19.50; User and Device CALs
side by side 11.10; sales bring in 5 x 3.10 + 7 x 2.20 + 2 x 5.30 = 15.50 + 15.40 + 10.60 = 41.50.
Total: 1,313.50 + 19.50 + 11.10 - 41.50 = 1,302.60.

`new only`: 15 x 37.30 (the price from 9 packs on) = 559.50, 4 x 31.40 = 125.60 (the terminals, too) and
10 x 98.50 = 985.00, together 1,670.10, with one vendor's 6.50, the same 11.10 and 41.50: 1,646.20.

`a cent less` may not pay 1,313.50: the licence server is upgraded for 400.00, so that L-BAR serves 3 of 12 and 3 R-N
are enough; 1,313.50 - 3 x 98.50 = 1,018.00 and 1,018.00 + 19.50 + 11.10 + 400.00 - 41.50 = 1,407.10.
"""

from __future__ import annotations

BASE_USER, BASE_DEVICE, REMOTE_USER = "Windows Server User CAL", "Windows Server Device CAL", "Remote Desktop User CAL"
PLANNED = ("cheapest", "new only", "to the cent", "a cent less")
COSTS = ("total", "purchases", "orders", "mixing", "upgrades", "sales")
COST_OF = {
    "cheapest": ("1302.60", "1313.50", "19.50", "11.10", "0.00", "41.50"),
    "new only": ("1646.20", "1670.10", "6.50", "11.10", "0.00", "41.50"),
    "to the cent": ("1302.60", "1313.50", "19.50", "11.10", "0.00", "41.50"),
    "a cent less": ("1407.10", "1018.00", "19.50", "11.10", "400.00", "41.50"),
}

# vendor, offer, licence, condition, pack size, packs, licences, price of a pack, cost, part number
_N_D = ("Alpha GmbH", "N-D", f"{BASE_DEVICE} 2022", "new", 1, 1, 1, 31.40, 31.40, "A-ND")
_N_U = ("Alpha GmbH", "N-U", f"{BASE_USER} 2022", "new", 1, 5, 5, 39.70, 198.50, "A-NU5")
_R_N = ("Alpha GmbH", "R-N", f"{REMOTE_USER} 2022", "new", 1, 6, 6, 98.50, 591.00, "A-RN")
_U_U = ("Beta & Söhne", "U-U", f"{BASE_USER} 2022", "used", 5, 2, 10, 105.00, 210.00, "B-UU2")
_R_UU = ("Gamma Ltd", "R-UU", f"{REMOTE_USER} 2022", "used", 1, 4, 4, 61.20, 244.80, "G-RU")
_U_D = ("Gamma Ltd", "U-D", f"{BASE_DEVICE} 2019", "used", 1, 3, 3, 12.60, 37.80, "G-UD")
PURCHASES = {
    "cheapest": (_N_D, _N_U, _R_N, _U_U, _R_UU, _U_D),
    "new only": (
        ("Alpha GmbH", "N-D", f"{BASE_DEVICE} 2022", "new", 1, 4, 4, 31.40, 125.60, "A-ND"),
        ("Alpha GmbH", "N-U", f"{BASE_USER} 2022", "new", 1, 15, 15, 37.30, 559.50, "A-NU9"),
        ("Alpha GmbH", "R-N", f"{REMOTE_USER} 2022", "new", 1, 10, 10, 98.50, 985.00, "A-RN"),
    ),
    "to the cent": (_N_D, _N_U, _R_N, _U_U, _R_UU, _U_D),
    "a cent less": (
        _N_D, _N_U,
        ("Alpha GmbH", "R-N", f"{REMOTE_USER} 2022", "new", 1, 3, 3, 98.50, 295.50, "A-RN"),
        _U_U, _R_UU, _U_D,
    ),
}  # fmt: skip

# by, unit, held, bought, cost of `cheapest`: the terminals and KIOSK-1 state no unit, so they are their users'.  The
# eight of the group field have 5 N-U and 3 U-U, 198.50 + 63.00; Sales has the other 7 U-U and all Remote Desktop,
# 147.00 + 591.00 + 244.80.
_BY_PEOPLE = (
    (("department", "Accounts"), ("cost centre", "4822"), 2, 0, 0),
    (("department", "Logistics"), ("cost centre", "5155"), 4, 0, 0),
    (("department", "Production"), ("cost centre", "4933"), 3, 3, 37.80),
    (("department", "Reception"), ("cost centre", "5044"), 1, 1, 31.40),
    (("department", "Sales"), ("cost centre", "4711"), 23, 17, 982.80),
    (("department", "Service"), ("cost centre", "5266"), 8, 8, 261.50),
)
BY_UNIT = (
    *((*department, *figures) for department, _, *figures in _BY_PEOPLE),
    ("site", "Bonn", 8, 8, 261.50),
    ("site", "Ulm", 4, 0, 0),
    ("site", "(not stated)", 29, 21, 1052.00),
    *sorted((*centre, *figures) for _, centre, *figures in _BY_PEOPLE),
)

# lot, licence, condition, document, quantity, price each, proceeds; the same in every plan
SALES = (
    ("L-D16", f"{BASE_DEVICE} 2016", "new", "D-302", 5, 3.10, 15.50),
    ("L-U16", f"{BASE_USER} 2016", "used", "D-307", 7, 2.20, 15.40),
    ("L-U19", f"{BASE_USER} 2019", "new", "D-308", 2, 5.30, 10.60),
)

# licence, needed, this version or newer, owned, usable, missing today, bought, sold, surplus
# Usable is what is new enough for somebody: the 7 of 2016 are not, and the 3 of L-BAR are not where no licence server
# holds them.  Missing today, from the newest need down: 19 - 2 - 2 (L-SW, switched) = 15 of the people; 10 of Remote
# Desktop; 1 machine of 2022, and 3 more of the 4 that need 2019 or newer.
_POSITION = (
    (f"{BASE_USER} 2016", 0, 21, 7, 0, 0, 0, 7, 0),
    (f"{BASE_USER} 2019", 2, 21, 4, 4, 0, 0, 2, 0),
    (f"{BASE_USER} 2022", 19, 19, 2, 2, 15, 15, 0, 0),
    (f"{BASE_USER} 2025", 0, 0, 2, 2, 0, 0, 0, 0),
    (f"{BASE_DEVICE} 2016", 4, 8, 9, 9, 0, 0, 5, 0),
    (f"{BASE_DEVICE} 2019", 3, 4, 0, 0, 3, 3, 0, 0),
    (f"{BASE_DEVICE} 2022", 1, 1, 0, 0, 1, 1, 0, 0),
    (f"{REMOTE_USER} 2022", 12, 12, 2, 2, 10, 10, 0, 0),
    (f"{REMOTE_USER} 2025", 0, 0, 3, 0, 0, 0, 0, 3),
)
POSITION = {
    "cheapest": _POSITION,
    "new only": (
        *_POSITION[:5],
        (f"{BASE_DEVICE} 2019", 3, 4, 0, 0, 3, 0, 0, 0),
        (f"{BASE_DEVICE} 2022", 1, 1, 0, 0, 1, 4, 0, 0),
        *_POSITION[7:],
    ),
    "to the cent": _POSITION,
    "a cent less": (
        *_POSITION[:7],
        (f"{REMOTE_USER} 2022", 12, 12, 2, 2, 7, 7, 0, 0),
        (f"{REMOTE_USER} 2025", 0, 0, 3, 3, 0, 0, 0, 0),
    ),
}
POOLS = {
    f"{BASE_USER}": ("ws_cal", "user"),
    f"{BASE_DEVICE}": ("ws_cal", "device"),
    f"{REMOTE_USER}": ("rds_cal", "user"),
}
"""The words for a licence, as product and metric."""


def product_and_metric(licence: str) -> tuple[str, str, str]:
    """Return product, metric and version of a licence in words."""
    words, _, version = licence.rpartition(" ")
    return (*POOLS[words], version)


# licence, holder, needs, gets, condition, source, assigned since.  Who of the other people gets which of the
# licences, nothing says, so of these only the numbers are told.
HELD_IN_CHEAPEST = (
    (BASE_USER, "ana", "2022", "2022", "new", "L-TIE", "2026-08-24"),
    (BASE_USER, "ben", "2022", "2022", "new", "L-FREE", "2026-08-23"),
    (BASE_USER, "mia", "2019", "2019", "new", "L-U19", "2026-11-21"),
    (BASE_USER, "ned", "2019", "2019", "new", "L-U19", "2026-11-21"),
    *((BASE_DEVICE, f"depot/device/{n}", "2016", "2016", "new", "L-D16", "2026-11-21") for n in range(1, 5)),
    (BASE_DEVICE, "KIOSK-1", "2022", "2022", "new", "N-D", "on purchase"),
    *((BASE_DEVICE, f"T-{n}", "2019", "2019", "used", "U-D", "on purchase") for n in range(1, 4)),
)
SHARED_OUT_IN_CHEAPEST = {
    (BASE_USER, "2022", "2025", "new", "L-SW", "2026-11-21"): 2,
    (BASE_USER, "2022", "2022", "used", "U-U", "on purchase"): 10,
    (BASE_USER, "2022", "2022", "new", "N-U", "on purchase"): 5,
    (REMOTE_USER, "2022", "2022", "new", "L-R", "2026-11-21"): 2,
    (REMOTE_USER, "2022", "2022", "used", "R-UU", "on purchase"): 4,
    (REMOTE_USER, "2022", "2022", "new", "R-N", "on purchase"): 6,
}

# scenario, licence, holder, name, department, servers reached, document, day of the plan
NAMED_IN_CHEAPEST = (
    ("cheapest", BASE_USER, "ana", "Ana Name", "Sales", "FILES-22; TS-22", None, "2026-11-21"),
    ("cheapest", BASE_USER, "ben", "Ben Name", "Sales", "FILES-22; TS-22", "D-303", "2026-11-21"),
    ("cheapest", BASE_USER, "mia", "Mia Name", "Accounts", "FILES-16", "D-308", "2026-11-21"),
    ("cheapest", BASE_USER, "field/user/3", None, "Service", None, None, "2026-11-21"),
    ("cheapest", BASE_DEVICE, "depot/device/2", None, "Logistics", None, "D-302", "2026-11-21"),
    ("cheapest", BASE_DEVICE, "T-2", None, None, "FILES-19", None, "2026-11-21"),
    ("cheapest", REMOTE_USER, "eli", "Eli Name", "Sales", "FILES-22; TS-22", None, "2026-11-21"),
)
