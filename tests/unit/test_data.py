"""The bundled data: what the READMEs promise about it holds."""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

DATA = Path(__file__).parents[2] / "data"
SAMPLE = DATA / "sample-estate"
SHEETS = ("Access", "Devices", "Headcount", "Offers", "Owned", "Policy", "Servers", "Users")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sheet(name: str) -> list[dict[str, str]]:
    return rows_of(SAMPLE / f"{name}.csv")


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_sample_estate", DATA / "make_sample_estate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up by name while it is being defined.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, spec.name, module)
        spec.loader.exec_module(module)
    return module


def test_observed_prices_keep_their_columns_and_source():
    rows = rows_of(DATA / "prices" / "observed-prices.csv")
    assert ",".join(rows[0]) == (
        "observed_id,product,metric,version,condition,pack_size,price,currency,price_includes_vat,channel,sku,"
        "vendor,source_url,page_date,note"
    )
    assert len({row["observed_id"] for row in rows}) == len(rows) == 81
    assert all(row["vendor"] and row["source_url"] and Decimal(row["price"]) > 0 for row in rows)
    assert all(None not in row and None not in row.values() for row in rows)


def test_observed_prices_have_no_row_tagged_unreliable():
    tags = Counter(row["note"][:3] for row in rows_of(DATA / "prices" / "observed-prices.csv"))
    assert tags == {"[A]": 24, "[B]": 40, "[C]": 17}


def test_catalogue_is_illustrative_and_names_observed_prices_only():
    observed = {row["observed_id"] for row in rows_of(DATA / "prices" / "observed-prices.csv")}
    for row in rows_of(DATA / "catalogue" / "Offers.csv"):
        assert row["note"].startswith("illustrative, not a quotation; ")
        basis = row["note"].rpartition("; based on ")[2].split()
        assert basis
        assert {name for name in basis if not name.startswith("EV")} <= observed


def test_catalogue_prices_are_for_packs():
    by_id = {row["offer_id"]: row for row in rows_of(DATA / "catalogue" / "Offers.csv")}
    assert (by_id["S07"]["price"], by_id["S07"]["pack_size"], by_id["S07"]["min_packs"]) == ("2225.00", "50", "1")
    assert (by_id["S16"]["price"], by_id["S16"]["stock_packs"]) == ("771.50", "10")
    assert (by_id["S39"]["price"], by_id["S39"]["stock_packs"]) == ("420.00", "1")
    assert by_id["S01"]["stock_packs"] == ""


def test_catalogue_breaks_share_one_offer():
    offers = defaultdict(list)
    for row in rows_of(DATA / "catalogue" / "Offers.csv"):
        offers[row["offer_id"]].append(row)
    assert (len(offers), sum(map(len, offers.values()))) == (40, 42)
    broken = {offer: breaks for offer, breaks in offers.items() if len(breaks) > 1}
    assert sorted(broken) == ["S33", "S35"]
    shared = {"price", "min_packs", "sku", "note", "url"}
    for first, second in broken.values():
        assert {name for name in first if first[name] != second[name]} <= shared
        assert int(first["min_packs"]) < int(second["min_packs"])
        assert Decimal(first["price"]) > Decimal(second["price"])


def test_catalogue_stock_allows_the_smallest_order():
    for row in rows_of(DATA / "catalogue" / "Offers.csv"):
        assert row["stock_packs"] == "" or int(row["stock_packs"]) >= int(row["min_packs"]) >= 1


def test_generator_writes_the_committed_sample(generator, tmp_path):
    generator.make(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{name}.csv" for name in SHEETS]
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (SAMPLE / path.name).read_bytes(), path.name
    assert sorted(path.stem for path in SAMPLE.glob("*.csv")) == list(SHEETS)


def test_sample_offers_are_the_catalogue():
    assert (SAMPLE / "Offers.csv").read_bytes() == (DATA / "catalogue" / "Offers.csv").read_bytes()


def test_sample_gives_every_access_both_ends():
    """One access without a machine would make `devices only` impossible, one without a person `users only`."""
    people = {row["user_id"] for row in sheet("Users")}
    machines = {row["device_id"] for row in sheet("Devices")}
    accesses = sheet("Access")
    assert 1500 <= len(accesses) <= 3000
    assert {row["user_id"] for row in accesses} <= people
    assert {row["device_id"] for row in accesses} <= machines
    for group in sheet("Headcount"):
        assert int(group["users"]) > 0
        assert int(group["devices"]) >= (int(group["users"]) if group["pattern"] == "own" else 1)


def test_sample_shows_both_ways_of_giving_people():
    on_the_day = [row for row in sheet("Headcount") if not row["starts"]]
    assert 550 <= sum(int(row["users"]) for row in on_the_day) <= 650
    people = {row["person_id"] or row["user_id"] for row in sheet("Users") if row["active"] == "yes"}
    assert 250 <= len(people) <= 350


def test_sample_people_are_at_a_domain_for_examples():
    assert all(row["email"] in ("", f"{row['user_id']}@example.com") for row in sheet("Users"))


def test_sample_readme_counts_the_rows_of_each_sheet():
    lines = (SAMPLE / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.split("|")] for line in lines if line.startswith("|")]
    counted = {row[1]: int(row[2].replace(",", "")) for row in cells if row[1] in SHEETS}
    assert counted == {name: len(sheet(name)) for name in SHEETS}
