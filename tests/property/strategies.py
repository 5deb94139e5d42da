"""Strategies for small estates as sheets: what goes wrong is shrunk to the fewest rows that still show it.

The random estates of `estates.py` are larger and stay as they are, a seed each; these are small enough for every law
to be tried on many of them.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.small_plans import access, lot, offer

VERSIONS = ("2016", "2019", "2022")
PEOPLE, MACHINES = ("ana", "ben", "cem"), ("pc1", "pc2", "pc3")
PRODUCTS, METRICS = ("ws_cal", "rds_cal"), ("user", "device")
Table = list[dict[str, object]]


def prices() -> st.SearchStrategy[str]:
    """Prices near each other, so that choices are close, each its own to the cent."""
    return st.integers(2_000, 5_000).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")


@st.composite
def servers(draw: st.DrawFn) -> Table:
    """Two file servers and a host for Remote Desktop, mostly ordinary ones."""
    names = ("fs", "app", "host")
    versions = [draw(st.sampled_from(VERSIONS)) for _ in names]
    rows: Table = [{"server_id": name, "version": runs} for name, runs in zip(names, versions, strict=True)]
    rows[2]["rds_deployment"] = "farm"
    rows[2]["rds_mode"] = draw(st.sampled_from(("any", "any", "user", "device", "choose")))
    rows[1]["workload"] = draw(st.sampled_from(("general", "general", "general", "hpc", "web_internal")))
    rows[0]["infrastructure"] = draw(st.sampled_from(("", "", "", "directory")))
    return rows


@st.composite
def accesses(draw: st.DrawFn) -> Table:
    """One to six accesses; either end may be missing."""
    pair = st.tuples(st.sampled_from((*PEOPLE, None)), st.sampled_from((*MACHINES, None))).filter(any)
    found: Table = []
    for ends in draw(st.lists(pair, min_size=1, max_size=6, unique=True)):
        kind = draw(st.sampled_from(("standard", "standard", "standard", "rds", "admin")))
        server = "host" if kind == "rds" else draw(st.sampled_from(("fs", "app")))
        found += access(ends, server=server, kind=kind)
    return found


@st.composite
def offers(draw: st.DrawFn) -> Table:
    """A licence of every kind at the newest version, so that most estates have a plan, and up to three others."""
    rows = [
        offer(f"{product}-{metric}", draw(prices()), metric, product=product, install_credential="yes")
        for product in PRODUCTS
        for metric in METRICS
    ]
    for number in range(draw(st.integers(0, 3))):
        packs: dict[str, Any] = {
            "product": draw(st.sampled_from(PRODUCTS)),
            "condition": draw(st.sampled_from(("new", "used"))),
            "vendor": draw(st.sampled_from(("Shop", "Other"))),
            "pack_size": draw(st.integers(1, 3)),
            "min_packs": draw(st.integers(1, 2)),
            "stock_packs": draw(st.one_of(st.none(), st.integers(0, 3))),
            "install_credential": "yes",
        }
        metric, runs = draw(st.sampled_from(METRICS)), draw(st.sampled_from(VERSIONS))
        rows.append(offer(f"more{number}", draw(prices()), metric, runs, **packs))
    return rows


@st.composite
def lots(draw: st.DrawFn) -> Table:
    """Up to two lots of owned licences, some of which may be sold."""
    rows = []
    for number in range(draw(st.integers(0, 2))):
        metric, runs = draw(st.sampled_from(METRICS)), draw(st.sampled_from(VERSIONS))
        resale = draw(st.sampled_from(("", "3.33", "21.05")))
        product = draw(st.sampled_from(PRODUCTS))
        rows.append(lot(f"own{number}", draw(st.integers(1, 3)), metric, runs, product=product, resale_price=resale))
    return rows


def policies() -> st.SearchStrategy[dict[str, object]]:
    """Up to two policies other than the default."""
    values = st.fixed_dictionaries(
        {},
        optional={
            "ws_metrics": st.sampled_from(("user", "device", "single")),
            "rds_metrics": st.sampled_from(("user", "device", "single")),
            "max_used_share": st.sampled_from(("0", "0.5", "0.75")),
            "order_cost": st.sampled_from(("4.50", "17")),
            "max_vendors": st.just("1"),
            "spare_share": st.sampled_from(("0.1", "0.5")),
            "ws_mixing_cost": st.sampled_from(("9.99", "40")),
            "base_and_rds_same_metric": st.just("yes"),
            "count_infrastructure_access": st.just("no"),
            "use_owned": st.just("no"),
            "sell_surplus": st.just("no"),
        },
    )
    return values.filter(lambda chosen: len(chosen) <= 2)


@st.composite
def estates(draw: st.DrawFn) -> dict[str, Table]:
    """A small estate: servers, accesses, offers, and perhaps owned licences."""
    sheets = {"Servers": draw(servers()), "Access": draw(accesses()), "Offers": draw(offers())}
    owned = draw(lots())
    return {**sheets, "Owned": owned} if owned else sheets
