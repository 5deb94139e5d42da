"""What is most likely not meant is told: prices with VAT or of another unit, groups of the same people."""

from __future__ import annotations

import pytest

from tests.unit.ingest.good_tables import GOOD, load, notices

OFFERS = ["offer_id", "vendor", "product", "metric", "version", "condition", "price", "pack_size"]


def offers(*rows, more=()):
    return GOOD | {"Offers": [[*OFFERS, *more], *rows]}


def offer(name, price, pack=1, condition="new", *more):
    return [name, "V", "ws_cal", "user", 2025, condition, price, pack, *more]


def told(sheets, code):
    loaded = load(sheets)
    assert loaded.inventory is not None
    return [text for text in notices(loaded) if code in text]


@pytest.mark.parametrize(
    "header", ["price incl. VAT", "Preis brutto", "MwSt", "TVA", "Cena brutto", "inkl. Steuer", "vat_rate"]
)
def test_headers_that_speak_of_value_added_tax(header):
    (text,) = told(offers(offer("A", 40, 1, "new", 48), more=(header,)), "CAL-523")
    assert f'The header "{header}" speaks of value added tax: prices are taken as without it.' in text


@pytest.mark.parametrize("header", ["private", "Renovation", "Gustav", "Bruttosozial"])
def test_headers_that_do_not(header):
    assert not told(offers(offer("A", 40, 1, "new", 48), more=(header,)), "CAL-523")


def test_remarks_that_speak_of_it_are_counted():
    rows = [offer("A", 40, 1, "new", "incl. VAT"), offer("B", 41, 1, "new", "brutto"), offer("C", 42, 1, "new", "net")]
    (text,) = told(offers(*rows, more=("note",)), "CAL-523")
    assert text.startswith("Offers!I2,")
    assert "(rows: 2)" in text


def test_a_price_of_another_unit():
    """A pack of ten at the price of one licence was a tenth of the usual price, and bought."""
    rows = [offer("A", 40, 10), offer("B", 38), offer("C", 420, 10), offer("D", 15, 1, "used"), offer("E", "15.20")]
    (text,) = told(offers(*rows), "CAL-524")
    assert text.startswith("Offers!G2,")
    assert (
        'The offer "A" costs 4.00 EUR per licence, less than 40 % of the 26.60 that is usual among 4 like offers.'
        in text
    )


def test_forty_per_cent_is_not_under_it():
    assert not told(offers(offer("A", 16), offer("B", 40), offer("C", 40)), "CAL-524")
    assert told(offers(offer("A", "15.99"), offer("B", 40), offer("C", 40)), "CAL-524")


HEAD = ["group", "users", "devices", "pattern", "server_version", "site", "starts", "ends"]


def groups(*rows):
    return GOOD | {"Headcount": [HEAD, *[[*row, *[None] * (len(HEAD) - len(row))] for row in rows]]}


def group(name, users, devices=7, *more):
    return [name, users, devices, "shared", 2022, *more]


def test_groups_that_look_like_the_same_people():
    (text,) = told(
        groups(group("Sales", 40), group("Sales RDS", 40), group("Stores", 40), group("Sales 2", 41)), "CAL-525"
    )
    assert '"Sales" and "Sales RDS" (people: 40)' in text


@pytest.mark.parametrize(
    "second",
    [
        group("Sales RDS", 41),
        group("Office", 40),
        group("Sales RDS", 40, 7, "Berlin"),
        group("Sales RDS", 40, 7, None, "2027-01-01"),
    ],
)
def test_groups_that_are_others(second):
    assert not told(groups(group("Sales", 40, 7, "Hamburg", None, "2027-01-01"), second), "CAL-525")


def test_small_groups_have_as_many_people_by_chance():
    assert not told(groups(group("Sales", 4), group("Sales RDS", 4)), "CAL-525")


def test_groups_of_people_without_machines():
    (text,) = told(groups(group("Sales", 40, 0), group("Field", 12, 0), group("Kiosks", 0, 3)), "CAL-526")
    assert '"Field", "Sales" (people: 52)' in text
