from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from planner.ingest.schema.sheets import SHEET_BY_NAME
from planner.ingest.tables import cells
from planner.ingest.tables.cells import Unreadable, reader_for
from planner.ingest.tables.raw import CellError


@pytest.mark.parametrize(
    ("cell", "text"),
    [(1001, "1001"), (1001.0, "1001"), ("1001.0", "1001"), ("00123", "00123"), (" NA ", "NA"),
     ("\ufeffa b\u00a0", "a b"),
     ("007.0", "007.0"), (3.5, "3.5"), ("=1+1", "=1+1"), ("Ä-1", "Ä-1")],
)  # fmt: skip
def test_ids_are_exact_text_without_the_decimals_of_whole_numbers(cell, text):
    assert cells.read_id(cell) == text


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("a\nb", '"a⏎b" has a line break or another control character inside.'),
        (True, "TRUE is a yes/no value, not an id."),
        (date(2026, 3, 4), "2026-03-04 is a date, not an id."),
        (CellError("#N/A"), "The cell holds the error #N/A."),
        (CellError("formula without a stored result"), "The cell holds a formula without a stored result."),
    ],
)
def test_what_cannot_be_an_id(cell, message):
    with pytest.raises(Unreadable) as caught:
        cells.read_id(cell)
    assert caught.value.text == message


@pytest.mark.parametrize(
    ("cell", "number"),
    [(2, 2), (2.0, 2), ("2", 2), ("2.0", 2), (" 2,0 ", 2), ("1.234,0", 1234), ("1,234.0", 1234), ("1,234,567", 1234567),
     ("1.234.567", 1234567), ("1 234,0", 1234), ("1'234.0", 1234), (2.0000000000000004, 2), (0, 0)],
)  # fmt: skip
def test_counts(cell, number):
    assert cells.count_reader()(cell) == number


@pytest.mark.parametrize(
    ("cell", "code", "text"),
    [
        ("1,234", "CAL-104", '"1,234" can mean 1234 or 1.234.'),
        ("1.000", "CAL-104", '"1.000" can mean 1000 or 1.000.'),
        ("0,125", "CAL-105", '"0,125" is not a whole number.'),
        ("-12,345", "CAL-104", '"-12,345" can mean -12345 or -12.345.'),
        (2.5, "CAL-105", "2.5 is not a whole number."),
        (-1, "CAL-105", "-1 is below 0."),
        (10_000_001, "CAL-105", "10000001 is too large."),
        ("many", "CAL-103", '"many" is not a number.'),
        ("1O", "CAL-103", '"1O" is not a number (it ends in the letter O).'),
        ("l0", "CAL-103", '"l0" is not a number (it has the letter l).'),
        ("1.2.3", "CAL-103", '"1.2.3" is not a number.'),
        (True, "CAL-103", "TRUE is not a number."),
        (date(2026, 3, 4), "CAL-103", "2026-03-04 is not a number (it is a date)."),
        (float("inf"), "CAL-103", "inf is not a number."),
        (CellError("#DIV/0!"), "CAL-102", "The cell holds the error #DIV/0!."),
    ],
)
def test_what_is_no_count(cell, code, text):
    with pytest.raises(Unreadable) as caught:
        cells.count_reader()(cell)
    assert (caught.value.code, caught.value.text) == (code, text)


@pytest.mark.parametrize(
    ("cell", "minor"),
    [(38.5, 3850), ("38,50", 3850), ("38.5", 3850), ("1.234,50", 123450), (0.1 + 0.2, 30), (0, 0), (1.0, 100),
     ("48,20 €", 4820), ("EUR 48.20", 4820), ("$48.20", 4820), ("1.234,50\u00a0zł", 123450), ("48.20eur", 4820)],
)  # fmt: skip
def test_amounts_are_exact_cents(cell, minor):
    assert cells.read_money(cell) == minor


@pytest.mark.parametrize(
    ("cell", "code", "text", "remedy"),
    [
        ("38,5O", "CAL-111", '"38,5O" is not an amount (it ends in the letter O).', "Type it like 38.50."),
        ("38 pcs", "CAL-111", '"38 pcs" is not an amount.', "Type it like 38.50."),
        ("38,- €", "CAL-111", '"38,- €" is not an amount.', "Type it like 38.50."),
        (38.505, "CAL-106", "38.505 has more than two decimals.", "Round it to two decimals."),
        (-1, "CAL-106", "-1 is below 0.", "Type an amount of 0 or more."),
        (1e9, "CAL-106", "1000000000 is too large.", "Type an amount of at most 999,999,999.99."),
        ("1,234", "CAL-104", '"1,234" can mean 1234 or 1.234.', "Type 1234 or 1.23."),
        ("1.000", "CAL-104", '"1.000" can mean 1000 or 1.000.', "Type 1000 or 1."),
        ("12.500", "CAL-104", '"12.500" can mean 12500 or 12.500.', "Type 12500 or 12.5."),
        ("0.125", "CAL-106", '"0.125" has more than two decimals.', "Round it to two decimals."),
    ],
)
def test_what_is_no_amount(cell, code, text, remedy):
    with pytest.raises(Unreadable) as caught:
        cells.read_money(cell)
    assert (caught.value.code, caught.value.text, caught.value.remedy) == (code, text, remedy)


def test_a_price_is_above_zero():
    assert cells.read_price(999_999_999.99) == 99_999_999_999
    with pytest.raises(Unreadable) as caught:
        cells.read_price(0)
    assert (caught.value.code, caught.value.text) == ("CAL-107", "The price is 0.")


def test_shares_and_rates():
    assert cells.read_share("25 %") == Fraction(1, 4)
    assert cells.read_share("0,3") == Fraction(3, 10)
    assert cells.read_share(0.1) == Fraction(1, 10)
    assert cells.read_rate("7.5 %") == Fraction(3, 40)
    for cell, text in ((1.5, "1.5 does not lie between 0 and 1."), (-0.1, "-0.1 does not lie between 0 and 1.")):
        with pytest.raises(Unreadable) as caught:
            cells.read_share(cell)
        assert (caught.value.code, caught.value.text) == ("CAL-108", text)
    with pytest.raises(Unreadable) as caught:
        cells.read_rate(-1)
    assert (caught.value.code, caught.value.text) == ("CAL-109", "-1 is no sensible yearly rate.")
    assert [cells.read_factor(cell) for cell in (1, "1,25", "125 %")] == [1, Fraction(5, 4), Fraction(5, 4)]
    for factor in ("0.99", 101):
        with pytest.raises(Unreadable) as caught:
            cells.read_factor(factor)
        assert (caught.value.code, caught.value.remedy) == ("CAL-250", "Type a factor such as 1.25.")
    with pytest.raises(Unreadable) as caught:
        cells.read_exchange_rate(0)
    assert (caught.value.code, caught.value.text) == ("CAL-109", "0 is no rate of exchange.")


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (cells.read_share, "0,125", Fraction(1, 8)),
        (cells.read_share, "0.125", Fraction(1, 8)),
        (cells.read_share, "12,500 %", Fraction(1, 8)),
        (cells.read_rate, "1.025", Fraction(41, 40)),
        (cells.read_exchange_rate, "1,085", Fraction(217, 200)),
        (cells.read_exchange_rate, "1.085", Fraction(217, 200)),
    ],
)
def test_a_lone_mark_in_shares_and_rates_is_the_decimal_sign(read, cell, value):
    assert read(cell) == value


def test_the_advice_on_two_meanings_is_not_asked_about_again():
    for cell in ("1.000", "1,500", "12.345", "999,999"):
        for read in (cells.count_reader(), cells.read_money):
            with pytest.raises(Unreadable) as caught:
                read(cell)
            for advised in caught.value.remedy.removeprefix("Type ").removesuffix(".").split(" or "):
                assert read(advised) >= 0


def test_items_of_proof():
    complete = cells.read_proof("complete")
    assert len(complete) == 8
    assert [cells.read_proof(cell) for cell in ("yes", True, "8;7;6;5;4;3;2;1")] == [complete] * 3
    assert [cells.read_proof(cell) for cell in ("none", "no", "-", False)] == [()] * 4
    assert (cells.read_proof(1), cells.read_proof("6; Agreement;1")) == (("agreement",), ("agreement", "paid"))
    as_vendors_type = (
        "1-3; 6",
        "1 to 3, 6",
        "1,2,3,6",
        "1 2 3 6",
        "1/2/3 & 6",
        "6 + 1 \u2013 3",
        "paid, agreement, 2, 3",
    )
    assert {cells.read_proof(cell) for cell in as_vendors_type} == {("agreement", "first_invoice", "transfers", "paid")}
    for cell in ("1-9", "3-1", "1.3", "1 - paid", 1.3, "13", "; ,"):
        with pytest.raises(cells.Unreadable):
            cells.read_proof(cell)


def test_words_for_nothing():
    version = reader_for(SHEET_BY_NAME["Headcount"].by_name["rds_version"])
    assert (version("None"), version(" - "), version("2019")) == (None, None, "2019")
    assert (cells.read_exclusions("none"), cells.read_exclusions("-")) == ((), ())
    assert cells.read_exclusions("A;-;B") == ("A", "-", "B")


@pytest.mark.parametrize(
    ("column", "spellings", "word"),
    [
        ("product", ["Windows Server CAL", "WS-CAL"], "ws_cal"),
        ("product", ["RDS", "Remote Desktop", "remote desktop cal"], "rds_cal"),
        ("metric", ["per user", "User CAL", "Benutzer", "Nutzer", "pro Nutzer"], "user"),
        ("metric", ["Per Device", "Device CAL", "Gerät", "Gera\u0308t"], "device"),
        ("condition", ["neu", "Neuf", "nuevo", "nowy"], "new"),
        ("condition", ["Gebraucht", "occasion", "usado", "używany"], "used"),
    ],
)
def test_words_of_other_languages(column, spellings, word):
    for sheet in ("Owned", "Offers"):
        read = reader_for(SHEET_BY_NAME[sheet].by_name[column])
        assert {read(spelling) for spelling in spellings} == {word}


def test_dates():
    assert cells.read_date(date(2026, 3, 4)) == date(2026, 3, 4)
    assert cells.read_date(datetime(2026, 3, 4)) == date(2026, 3, 4)
    assert cells.read_date(" 2026-03-04 ") == date(2026, 3, 4)
    for cell, text in (
        ("04.03.2026", '"04.03.2026" is not a date.'),
        ("2026-02-30", '"2026-02-30" is no day of the calendar.'),
        (46000, "46000 is not a date."),
        ("next spring", '"next spring" is not a date.'),
    ):
        with pytest.raises(Unreadable) as caught:
            cells.read_date(cell)
        assert (caught.value.code, caught.value.text) == ("CAL-113", text)


@pytest.mark.parametrize("cell", ["yes", "TRUE", "y", "X", "1", 1, 1.0, True, "ja", "Oui", "tak"])
def test_yes(cell):
    assert cells.read_yes_no(cell) is True


@pytest.mark.parametrize("cell", ["no", "False", "n", "0", 0, False, "nein", "non", "nie"])
def test_no(cell):
    assert cells.read_yes_no(cell) is False


def test_neither_yes_nor_no():
    with pytest.raises(Unreadable) as caught:
        cells.read_yes_no("perhaps")
    assert (caught.value.code, caught.value.text) == ("CAL-114", '"perhaps" is neither yes nor no.')


@pytest.mark.parametrize(
    ("cell", "version"),
    [(2022, "2022"), (2022.0, "2022"), ("2012 R2", "2012"), ("2012r2", "2012"), ("2008 R2", "2008"),
     ("WS2019", "2019"), ("WS 2019", "2019"), ("WS-2012R2", "2012"), ("Server 2019", "2019"), ("server_2019", "2019"),
     ("Windows Server 2019 Standard", "2019"), ("Windows Server 2016 Standard/Datacenter", "2016"),
     ("Windows Server 2019", "2019"), ("Microsoft Windows Server 2012 R2", "2012"), ("2025 (Windows Server)", "2025")],
)  # fmt: skip
def test_versions(cell, version):
    assert cells.read_version(cell) == version


def test_a_letter_in_a_version_is_pointed_out():
    with pytest.raises(Unreadable) as caught:
        cells.read_version("2O22")
    assert caught.value.code == "CAL-110"
    assert caught.value.text == '"2O22" is not a version (it has the letter O).'
    assert caught.value.remedy == "Type 2022, or one of 2008, 2012, 2016, 2019, 2025."
    with pytest.raises(Unreadable) as caught:
        cells.read_version(2003)
    assert caught.value.text == "2003 is not a version."
    assert caught.value.remedy == "Type one of 2008, 2012, 2016, 2019, 2022, 2025."


def test_words_are_blind_to_spelling_and_suggest():
    read = cells.word_reader(("thin_client", "terminal"))
    assert read("Thin-Client") == "thin_client"
    with pytest.raises(Unreadable) as caught:
        read("termnal")
    assert caught.value.code == "CAL-115"
    assert caught.value.text == '"termnal" is not known here. Closest is "terminal".'
    assert caught.value.remedy == "Type one of thin_client, terminal."


def test_several_words_in_their_own_order():
    read = cells.words_reader(("directory", "dns", "dhcp"))
    assert read("DHCP; Directory ;dhcp;") == ("directory", "dhcp")
    with pytest.raises(Unreadable) as caught:
        read("dhcp; wins")
    assert (caught.value.code, caught.value.remedy) == ("CAL-115", "Type one of directory, dns, dhcp.")


def test_lists_text_and_currencies():
    assert cells.read_names(" A ; B;;A ") == ("A", "B")
    assert cells.read_text("two\r\nlines\x07") == "two lines"
    assert cells.read_currency("usd") == "USD"
    with pytest.raises(Unreadable) as caught:
        cells.read_currency("€")
    assert (caught.value.code, caught.value.text) == ("CAL-303", '"€" is not a currency code.')
