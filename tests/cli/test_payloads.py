"""An inventory whose every text is meant to do harm: nothing that is made of it runs, links, hides or steers.

Texts stand in it as people's names, ids, vendors, addresses and scenarios; what comes out is looked at as the program
would that opens it: a spreadsheet program with any of three separators, Word, a reader of PDF, a terminal.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile

import openpyxl
import pytest

from planner.domain.harmless import UNSEEN
from tests.cli.test_plan import run

PAYLOADS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "a\t=1+1", "a;=1+1", "a,=1+1", "=cmd|' /C calc'!A0", "＝1+1",
    '=HYPERLINK("http://evil.example.com")', "http://evil.example.com/", "mailto:x@evil.example.com",
    "file:///etc/passwd", "\\\\evil.example.com\\share", "javascript:alert(1)", "[x](http://evil.example.com)",
    "![x](http://evil.example.com/b.png)", "<script>alert(1)</script>", "{{7*7}}", "%s%n", "' or 1=1 --",
    "a\u202e=moc", "a\u2066b", "аррle", "\x9b2Jx",
)  # fmt: skip
KINDS = ("request", "memo", "coupa", "comparison", "units", "changes", "owned")
OUR_FORMULAS = re.compile(
    r"=(SUM\([A-Z]+\d+:[A-Z]+\d+\)|SUBTOTAL\(9,[A-Z]+\d+:[A-Z]+\d+\)|[$A-Z0-9/*-]+|'Purchase list .*'!I\d+)"
)
NUMBER = re.compile(r"-?[\d.,]+%?")
BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
IDS = ["u", "d", "s", "o", "x"]


def text(number, what):
    payload = PAYLOADS[number % len(PAYLOADS)]
    if what in IDS and re.search("[\x00-\x1f\x7f-\x9f]", payload):
        payload = "id"  # an id with a control character is refused before
    return f"{payload} {what}{number}"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder with everything that commands write, and what they print."""
    folder = tmp_path_factory.mktemp("harm")
    numbers = range(len(PAYLOADS))
    users = [[text(n, "u"), text(n + 1, "name"), text(n + 2, "department"), text(n + 3, "site")] for n in numbers]
    count = len(PAYLOADS)
    access = [[text(n, "u"), text(n * m % count, "d"), text(n * 3 % count, "s")] for m in (7, 2) for n in numbers]
    offers = [
        [text(n, "o"), text(n, "vendor"), "ws_cal", ("user", "device")[n % 2], "2022", "new", 30 + n, text(n, "note"),
         PAYLOADS[n], text(n, "sku")] for n in numbers
    ]  # fmt: skip
    sheets = {
        "Users": [["user_id", "name", "department", "site"], *users],
        "Devices": [["device_id", "name"], *([text(n, "d"), text(n + 4, "name")] for n in numbers)],
        "Servers": [["server_id", "version"], *([text(n, "s"), "2022"] for n in numbers)],
        "Access": [["user_id", "device_id", "server_id"], *access],
        "Offers": [
            ["offer_id", "vendor", "product", "metric", "version", "condition", "price", "note", "url", "sku"],
            *offers,
        ],
        "Owned": [
            ["owned_id", "product", "metric", "version", "quantity", "document"],
            ["L1", "ws_cal", "user", "2022", 1, PAYLOADS[0]],
        ],
        "Vendors": [
            ["vendor", "legal_name", "street"],
            *([text(n, "vendor"), text(n, "legal"), text(n, "street")] for n in numbers),
        ],
        "Organisation": [["name", "street", "city", "terms"], [PAYLOADS[7], PAYLOADS[0], PAYLOADS[9], PAYLOADS[3]]],
        "Scenarios": [["scenario"], *([text(n, "x")] for n in (0, 9))],
    }
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for row, line in enumerate(cells, 1):
            for column, value in enumerate(line, 1):
                cell = sheet.cell(row, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    source = folder / "=cmd \u202e.xlsx"
    book.save(source)
    out = folder / "out"
    out.mkdir()
    commands = [
        ["check", source, "--marked", out / "marked.xlsx"],
        ["plan", source, "--out", out / "plan.xlsx", "--json", out / "plan.json", "--assignments", out / "who.csv"],
        *(["export", out / "plan.json", kind, "--inventory", source, "--out", out / kind] for kind in KINDS),
    ]
    printed = {}
    for command in commands:
        done = run(*command)
        assert done.exit_code == 0, (command[:3], done.output)
        printed[" ".join(map(str, command[:1] + command[2:3]))] = done.output
    return out, printed


def files(made, ending):
    found = sorted(made[0].rglob(f"*{ending}"))
    assert found
    return found


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_of_text_in_columns_is_a_formula(made, separator):
    for path in files(made, ".csv"):
        read = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=separator)
        risky = [cell for row in read for cell in row if cell.lstrip(' "\u00a0').startswith(BEGINS_A_FORMULA)]
        assert [cell for cell in risky if not NUMBER.fullmatch(cell)] == [], path.name


def test_no_formula_and_no_link_of_a_workbook_is_a_stranger_s(made):
    for path in files(made, ".xlsx"):
        for sheet in openpyxl.load_workbook(path):
            cells = [cell for row in sheet.iter_rows() for cell in row]
            assert [c.value for c in cells if c.data_type == "f" and not OUR_FORMULAS.fullmatch(str(c.value))] == []
            assert [c.hyperlink.target for c in cells if c.hyperlink and c.hyperlink.target] == []


def test_nothing_in_a_letter_links_or_is_worked_out(made):
    for path in files(made, ".docx"):
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                assert not re.search(rb'TargetMode="External"|instrText|fldSimple', parts.read(name)), (path.name, name)
    for path in files(made, ".pdf"):
        assert not re.search(rb"/URI|/JavaScript|/Launch", path.read_bytes())


def test_nothing_that_is_printed_steers_or_hides(made):
    assert [(command, UNSEEN.findall(said)) for command, said in made[1].items() if UNSEEN.search(said)] == []


def test_json_that_is_printed_steers_no_terminal_and_says_the_same(made):
    source = next(made[0].parent.glob("*.xlsx"))
    said = run("plan", source, "--json", "-").output
    assert not UNSEEN.search(said)
    assert "\\u202e" in said
