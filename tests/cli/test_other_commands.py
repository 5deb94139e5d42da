"""check, template, sample, compare and the help."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from planner.cli import main
from tests.cli.test_plan import HEADCOUNT, inventory, run
from tests.dashboard.workbooks import BROKEN, table_files, tills


def test_every_command_has_help_with_an_example():
    for name in main.commands:
        result = run(name, "--help")
        assert result.exit_code == 0
        assert f"cal-planner {name}" in result.output


def test_the_template_wants_nothing_but_other_rows_than_its_examples(tmp_path):
    book = tmp_path / "template.xlsx"
    assert run("template", book).exit_code == 0
    result = run("check", book, "--json")
    assert result.exit_code == 2, result.output
    errors = [issue for issue in json.loads(result.stdout)["issues"] if issue["severity"] == "error"]
    assert {issue["code"] for issue in errors} == {"CAL-521"}
    assert [issue["sheet"] for issue in errors] == [
        "Headcount", "Users", "Devices", "Servers", "Access", "Owned", "Offers", "Organisation", "Vendors",
    ]  # fmt: skip
    assert {"Headcount", "Users", "Devices", "Servers", "Access", "Owned", "Offers", "Policy", "Scenarios"} <= set(
        load_workbook(book).sheetnames
    )


@pytest.mark.parametrize("command", ["template", "sample"])
def test_work_of_others_is_not_overwritten(tmp_path, command):
    book = tmp_path / "mine.xlsx"
    book.write_bytes(b"hours of work")
    result = run(command, book)
    assert result.exit_code == 2
    assert "exists already" in result.output
    assert book.read_bytes() == b"hours of work"
    assert run(command, book, "--force").exit_code == 0
    assert run(command, book).exit_code == 0, "the same content may be written again"


def test_template_is_a_workbook(tmp_path):
    result = run("template", tmp_path / "template.csv")
    assert result.exit_code == 2
    assert ".xlsx" in result.output


def test_a_broken_cell_of_the_sample_is_named(tmp_path):
    book = tmp_path / "estate.xlsx"
    assert run("sample", book).exit_code == 0
    content = load_workbook(book)
    sheet = content["Servers"]
    column = next(cell.column for cell in sheet[1] if cell.value == "version")
    cell = sheet.cell(row=4, column=column)
    cell.value = "2O22"
    content.save(book)
    result = run("check", book)
    assert result.exit_code == 2
    assert f"Servers!{cell.coordinate}" in result.output
    assert "2022" in result.output


def test_problems_are_marked_in_the_file_itself(tmp_path):
    book, marked = tmp_path / "estate.xlsx", tmp_path / "marked.xlsx"
    book.write_bytes(BROKEN)
    result = run("check", book, "--marked", marked)
    assert result.exit_code == 2
    assert "Problems are marked in your own file; everything else in it stays as it is." in result.output
    assert result.output.index("stays as it is") < result.output.index(f"Wrote {marked}.")
    content = load_workbook(marked)
    assert content.sheetnames == ["Headcount", "Offers", "Policy", "Problems"]
    assert "[CAL-111]" in content["Offers"]["G3"].comment.text
    assert book.read_bytes() == BROKEN


def test_of_a_folder_there_is_a_list_of_problems(tmp_path):
    for file in table_files(tills(device_price="38,5O")):
        (tmp_path / "estate" / file.name).parent.mkdir(exist_ok=True)
        (tmp_path / "estate" / file.name).write_bytes(file.content)
    result = run("check", tmp_path / "estate", "--marked", tmp_path / "list.xlsx")
    assert "Only .xlsx and .xlsm files are changed themselves. You get a list of its problems" in result.output
    rows = [[cell.value for cell in row] for row in load_workbook(tmp_path / "list.xlsx")["Problems"].iter_rows()]
    assert [row[4] for row in rows[1:]] == ["38,5O"]


def test_marks_are_not_written_over_the_inventory_or_with_another_ending(tmp_path):
    book = tmp_path / "estate.xlsx"
    book.write_bytes(BROKEN)
    assert "is the file that is read" in run("check", book, "--marked", book).output
    wrong = run("check", book, "--marked", tmp_path / "marked.xlsm")
    assert (wrong.exit_code, (tmp_path / "marked.xlsm").exists()) == (2, False)
    assert "this is written as .xlsx; change the ending" in wrong.output
    quiet = run("check", book, "--marked", tmp_path / "marked.xlsx", "--json")
    assert json.loads(quiet.stdout)["issues"][0]["code"] == "CAL-110"


def test_check_as_json(tmp_path):
    bad = inventory(tmp_path / "estate", Headcount=HEADCOUNT.replace("20,4", "20,minus four"))
    result = run("check", bad, "--json")
    assert result.exit_code == 2
    found = json.loads(result.stdout)
    assert found["format"] == "cal-planner/issues/1"
    (error,) = [issue for issue in found["issues"] if issue["severity"] == "error"]
    assert (error["sheet"], error["row"], error["column"], error["value"]) == ("Headcount", 3, "devices", "minus four")


@pytest.mark.parametrize("as_json", [False, True])
def test_compare_saved_plans(tmp_path, as_json):
    for name, price in (("spring", "45"), ("autumn", "60")):
        offers = f"offer_id,vendor,product,metric,version,condition,price\nU,Vendor A,ws_cal,user,2022,new,{price}\n"
        source = inventory(tmp_path / name, Offers=offers)
        run("plan", source, "--scenario", "cheapest", "--json", tmp_path / f"{name}.json")
    result = run("compare", tmp_path / "spring.json", tmp_path / "autumn.json", *(["--json"] if as_json else []))
    assert result.exit_code == 0, result.output
    assert "375.00" in result.output
    if as_json:
        assert json.loads(result.stdout)["format"] == "cal-planner/comparison/1"
