"""Answers to problems: by kind and by value, typed as their writer writes, made in the file they are about."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from planner.errors import UsageError
from planner.store import correcting
from planner.workbooks import answers, uploads
from planner.workbooks.answers import Answer, Answered, Way
from planner.workbooks.correct import Addition, Correction, Deletion, Renaming, as_request, correct, from_request
from planner.workbooks.problem_groups import as_typed, header_answer, settled_in, standing_of, suggestions_in
from planner.workbooks.uploads import Files, Upload
from tests.dashboard.fifty import PROBLEMS, fifty_problems
from tests.dashboard.workbooks import table_files, tills, workbook
from tests.unit.workbooks.checked import check_files

FIFTY = Upload("eigene Liste.xlsx", fifty_problems())


@pytest.fixture(scope="module")
def checked():
    return check_files(Files(FIFTY))


def rows_of(content, sheet):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def issue(column):
    return {"code": "CAL-111", "sheet": "Offers", "column": column, "cell": "G3", "row": 3, "value": "x"}


def test_fifty_problems_are_a_few_questions(checked):
    assert len(checked.errors) == PROBLEMS
    groups = correcting.groups(checked)
    asked = [(group.way, group.first["sheet"], group.first["column"], len(group.issues)) for group in groups]
    assert asked == [
        (Way.HEADER, "Devices", None, 1), (Way.HEADER, "Servers", None, 1), (Way.COLUMN, "Offers", "currency", 1),
        (Way.COLUMN, "Offers", "vendor", 1), (Way.RATE, "Offers", "currency", 2), (Way.ROWS, "Devices", "device_id", 1),
        (Way.CELLS, "Users", "active", 3), (Way.CELLS, "Devices", "kind", 9), (Way.CELLS, "Servers", "version", 17),
        (Way.CELLS, "Offers", "price", 2), (Way.CELLS, "Offers", "price", 2), (Way.CELLS, "Offers", "price", 1),
        (Way.CELLS, "Offers", "valid_until", 6), (Way.CELLS, "Access", "user_id", 1),
        (Way.CELLS, "Access", "device_id", 2),
    ]  # fmt: skip
    assert len({group.key for group in groups}) == len(groups)
    # German words of people's lists are known; what can mean two things is left to be asked.
    suggested = {answer.value: number for group in groups for answer, number in suggestions_in(group, Answered([]))}
    assert (suggested["workstation"], suggested["2022"], suggested["2019"]) == (5, 13, 4)
    assert not {"40000", "40", "2027-04-03", "2027-03-04"} & set(suggested)
    step = tuple(answer for group in groups for answer, _ in suggestions_in(group, Answered([])))
    kept = Answered([answers.from_json(answers.as_json(step))])
    assert settled_in(groups, kept) == 36
    assert [one for group in groups for one in suggestions_in(group, kept) if one[0].way is Way.CELLS] == []


def test_later_answers_take_the_place_of_earlier_ones():
    put, other = (Answer(Way.CELLS, "Offers", value, "price", ("G2", "G3")) for value in ("1", "2"))
    back = Answer(Way.CELLS, "Offers", None, "price", ("G2",))
    assert Answered([(put,), (other,), (back,)]).changes() == (Correction("Offers", "G3", "2"),)
    gone, kept = (Answer(Way.ROWS, "Offers", value, rows=(4, 3)) for value in ("", None))
    assert Answered([(gone,)]).changes() == (Deletion("Offers", 3), Deletion("Offers", 4))
    assert Answered([(gone,), (kept,)]).changes() == ()
    rate = Answer(Way.RATE, "Policy", "0.9", "USD")
    assert Answered([(rate,)]).changes() == (Addition("fx_usd", "0.9"),)
    named = Answer(Way.SHEET, "Acess", "Access")
    cell = Answer(Way.CELLS, "Acess", "fs", "server_id", ("C2",))
    assert Answered([(cell, named)]).changes() == (Renaming("Acess", "Access"), Correction("Access", "C2", "fs"))
    assert Answered([(cell, named)]).changes(anew_only=True) == (Renaming("Acess", "Access"),)


def test_a_request_carries_every_kind_of_change():
    made = (
        Correction("A", "B2", "x", in_catalogue=True),
        Deletion("A", 3),
        Addition("fx_usd", "1"),
        Renaming("A", "B"),
    )
    assert from_request(as_request(made)) == made


@pytest.mark.parametrize(
    ("marks", "typed", "value", "meant"),
    [
        ((".", ","), "40,000", "40000", ()),
        ((".", ","), "40.000", "40.000", ("40000", "40")),
        ((".", ","), "38.5", "38.5", ()),
        ((",", "."), "40.000,50", "40000.50", ()),
        ((",", "."), "40.000", "40000", ()),
        ((",", "."), "40,000", "40,000", ("40000", "40")),
        ((",", "\u202f"), "40 000,5", "40000.5", ()),
        ((".", "’"), "40’000.50", "40000.50", ()),
        ((",", "."), "4.00", "4.00", ()),
        ((",", "."), "1.00.000", "1.00.000", ()),
    ],
)
def test_an_amount_is_read_as_its_writer_writes_it_or_asked_about(marks, typed, value, meant):
    found = as_typed(issue("price"), typed, marks)
    assert (found.value, found.suggestions) == (value, meant)


@pytest.mark.parametrize(
    ("typed", "value", "meant"),
    [
        ("31.12.2026", "2026-12-31", ()),
        (" 1. 2. 26", "2026-02-01", ()),
        ("12/31/2026", "2026-12-31", ()),
        ("03/04/2026", "03/04/2026", ("2026-04-03", "2026-03-04")),
        ("31.02.2026", "31.02.2026", ()),
        ("2026-12-31", "2026-12-31", ()),
    ],
)
def test_a_day_is_read_as_its_writer_writes_it_or_asked_about(typed, value, meant):
    found = as_typed(issue("valid_until"), typed)
    assert (found.value, found.suggestions) == (value, meant)


def test_an_answer_that_cannot_stand_there_settles_nothing(checked):
    group = next(one for one in correcting.groups(checked) if one.first["column"] == "valid_until")
    value = next(one for one in group.values if one.found == "03/04/2027")
    standing = standing_of(value, Answered([(value.put("04/05/2027"),)]))
    assert (standing.settled, standing.suggestions) == (0, ("2027-05-04", "2027-04-05"))
    assert standing.problem.startswith('"04/05/2027" is not a date.')
    standing = standing_of(value, Answered([(value.put("2027-05-04", value.cells[:1]),)]))
    assert (standing.becomes, standing.settled) == (None, 1)
    (blank,) = (one for one in correcting.groups(checked) if one.first["code"] == "CAL-107")
    standing = standing_of(blank.values[0], Answered([(blank.values[0].put(""),)]))
    assert (standing.settled, standing.problem) == (
        0,
        "The cell is blank, but a value is needed. Type an amount above 0.",
    )


def test_rows_above_the_chosen_header_go_and_the_header_stays(checked):
    layout = next(one for one in checked.layouts if one["sheet"] == "Servers")
    assert (layout["header_row"], layout["rows"][1]) == (1, [3, ["Servername", "Betriebssystem", "Standort"]])
    answer = header_answer(layout, 3)
    assert answer.rows == (1, 2)
    made = correct(FIFTY, Answered([(answer,)]).changes())
    assert rows_of(made.content, "Server")[:3] == [[None] * 3, [None] * 3, ["Servername", "Betriebssystem", "Standort"]]
    again = check_files(Files(made))
    assert [one["cell"] for one in again.errors if one["sheet"] == "Servers"] == [f"B{row}" for row in range(4, 21)]


def test_a_new_workbook_loses_its_title_and_not_its_header():
    """The header was written though its row was deleted, and what stood below was not taken for one."""
    tables = tills()
    (people,) = tables["Headcount"]
    rows = [["Our shop", *[""] * 4], list(people), [str(cell) for cell in people.values()]]
    titled = Upload("Headcount.csv", "\n".join(",".join(row) for row in rows).encode())
    file = uploads.join([titled, *table_files({"Offers": tables["Offers"], "Policy": tables["Policy"]})])
    (problem,) = check_files(Files(file)).errors
    assert (problem["code"], problem["row"]) == ("CAL-048", 2)
    made = correct(file, [Deletion("Headcount", 1), Correction("Headcount", "B3", "25"), Addition("fx_usd", "0.9")])
    assert check_files(Files(made)).found.people == 25
    assert rows_of(made.content, "Headcount")[1:3] == [list(people), ["till", 25, "5", "shared", "2022"]]
    assert rows_of(made.content, "Policy")[-1] == ["fx_usd", 0.9]


def test_a_rate_gets_a_row_of_its_own_or_a_sheet():
    tables = tills()
    tables["Offers"][1]["currency"] = "USD"
    file = Upload("dollars.xlsx", workbook(tables))
    made = correct(file, [Addition("fx_usd", "0.9"), Addition("fx_gbp", "1.2"), Addition("fx_usd", "0.92")])
    assert rows_of(made.content, "Policy")[1:] == [["plan_date", "2026-11-21"], ["fx_usd", 0.92], ["fx_gbp", 1.2]]
    assert check_files(Files(made)).found is not None
    del tables["Policy"]
    made = correct(Upload("dollars.xlsx", workbook(tables)), [Addition("fx_usd", "0.9")])
    assert rows_of(made.content, "Policy") == [["name", "value"], ["fx_usd", "0.9"]]
    assert check_files(Files(made)).errors == ()


def test_a_sheet_is_called_something_else_in_the_file_itself():
    tables = {"Headcont": tills(version="2O22")["Headcount"], "Offers": tills()["Offers"]}
    file = Upload("h.xlsx", workbook(tables))
    made = correct(file, [Renaming("Headcont", "Headcount"), Correction("Headcount", "E2", "2022")])
    assert check_files(Files(made)).found is not None
    with zipfile.ZipFile(io.BytesIO(made.content)) as book:
        assert b"Headcont" not in book.read("xl/workbook.xml")
    with pytest.raises(UsageError, match='There is no sheet "Heads" to correct'):
        correct(file, [Renaming("Heads", "Headcount")])


def test_a_sheet_that_formulas_refer_to_is_not_renamed_in_the_file_itself():
    """Its formulas would lead nowhere; a new workbook has none."""
    book = openpyxl.load_workbook(io.BytesIO(workbook({"Headcont": tills()["Headcount"], "Offers": tills()["Offers"]})))
    book.create_sheet("Notes")["A1"] = "=SUM(Headcont!B2:B9)"
    written = io.BytesIO()
    book.save(written)
    made = correct(Upload("h.xlsx", written.getvalue()), [Renaming("Headcont", "Headcount")])
    assert check_files(Files(made)).found is not None
    assert "SUM" not in str(rows_of(made.content, "Notes"))
