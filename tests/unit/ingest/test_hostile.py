"""Files that are broken, locked or made to do harm: each ends in one clear issue, soon, and in little memory."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from planner.domain.issue import Issue, Severity
from planner.ingest.files import kind, sandbox
from planner.ingest.files.read import read_tables
from planner.ingest.files.sandbox import FileToRead, read_apart
from planner.processes import apart
from planner.processes.apart import ResourceLimits
from tests.unit.ingest.read_files import (
    SHEET_PART,
    ods,
    ods_cell,
    ole,
    repack,
    replaced,
    simple_workbook,
    workbook_of_sheet,
)

SECONDS = 30
SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def problem_of(path: Path) -> Issue:
    """Read a file that gives no table but one error with words of advice."""
    started = time.monotonic()
    reading = read_tables(path)
    assert time.monotonic() - started < SECONDS
    assert not reading.tables
    (issue,) = reading.issues
    assert issue.severity is Severity.ERROR
    assert issue.location.file is not None
    assert issue.text.endswith(".")
    assert issue.remedy.endswith(".")
    return issue


def test_missing_file(tmp_path):
    issue = problem_of(tmp_path / "estate.xlsx")
    assert issue.code == "CAL-001"
    assert '"estate.xlsx"' in issue.text
    assert problem_of(simple_workbook(tmp_path / "a.xlsx") / "b").code == "CAL-001"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes there")
def test_what_is_no_ordinary_file_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.xlsx")  # opening it would wait for ever
    assert problem_of(tmp_path / "pipe.xlsx").code == "CAL-002"


def test_file_without_the_right_to_read(tmp_path):
    path = simple_workbook(tmp_path / "estate.xlsx")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    assert problem_of(path).code == "CAL-002"


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "csv", "parquet"])
def test_empty_file(tmp_path, ending):
    (tmp_path / f"estate.{ending}").write_bytes(b"")
    assert problem_of(tmp_path / f"estate.{ending}").code == "CAL-003"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"user_id;server_id\n", "plain text"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (bytes(range(256)), "neither"),
    ],
)
def test_something_else_called_xlsx(tmp_path, content, what):
    (tmp_path / "estate.xlsx").write_bytes(content)
    issue = problem_of(tmp_path / "estate.xlsx")
    assert issue.code == "CAL-004"
    assert what in issue.text


def test_other_office_documents(tmp_path):
    with zipfile.ZipFile(tmp_path / "letter.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert problem_of(tmp_path / "letter.xlsx").code == "CAL-004"
    assert problem_of(ole(tmp_path / "letter.xls", ["WordDocument"])).code == "CAL-004"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_truncated_workbook(tmp_path, share):
    path = simple_workbook(tmp_path / "estate.xlsx")
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert problem_of(path).code == "CAL-005"


def test_workbook_with_wrong_bytes(tmp_path):
    path = simple_workbook(tmp_path / "estate.xlsx")
    with zipfile.ZipFile(path) as archive:
        begin = archive.getinfo(SHEET_PART).header_offset + 30 + len(SHEET_PART)
    content = bytearray(path.read_bytes())
    content[begin + 20 : begin + 40] = bytes(20)
    path.write_bytes(content)
    assert problem_of(path).code == "CAL-005"


def test_sheet_that_makes_no_sense(tmp_path):
    issue = problem_of(workbook_of_sheet(tmp_path / "estate.xlsx", b"no markup at all"))
    assert (issue.code, issue.location.sheet) == ("CAL-005", "Users")


def test_old_container_that_makes_no_sense(tmp_path):
    (tmp_path / "estate.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert problem_of(tmp_path / "estate.xls").code == "CAL-005"
    looped = ole(tmp_path / "loop.xls", ["Workbook"])
    content = bytearray(looped.read_bytes())
    content[512 + 4 : 512 + 8] = struct.pack("<I", 1)  # the list of names follows itself
    looped.write_bytes(content)
    assert problem_of(looped).code == "CAL-005"


def test_old_container_without_a_root(tmp_path):
    """A small stream lies in the root's sectors; without a root the search for it once broke off the reader."""
    path = ole(tmp_path / "estate.xls", ["Workbook"])
    content = bytearray(path.read_bytes())
    content[1024 + 66] = 0
    path.write_bytes(content)
    assert problem_of(path).code == "CAL-005"


def test_workbook_with_a_password(tmp_path):
    """Excel packs an encrypted workbook into the old container."""
    issue = problem_of(ole(tmp_path / "estate.xlsx", ["EncryptionInfo", "EncryptedPackage"]))
    assert issue.code == "CAL-006"
    assert "without a password" in issue.remedy


def test_encrypted_archive_and_encrypted_ods(tmp_path):
    path = simple_workbook(tmp_path / "estate.xlsx")
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(content)
    assert problem_of(path).code == "CAL-006"
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    assert problem_of(ods(tmp_path / "estate.ods", "", manifest)).code == "CAL-006"


def bomb(path: Path, megabytes: int) -> Path:
    simple_workbook(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/a.xml", "w") as part:
        for _ in range(megabytes):
            part.write(b" " * (1 << 20))
    return path


def test_bomb(tmp_path):
    path = bomb(tmp_path / "estate.xlsx", 300)
    assert path.stat().st_size < 1 << 20
    issue = problem_of(path)
    assert issue.code == "CAL-007"
    assert "far too much" in issue.text


def test_bomb_that_declares_a_small_size(tmp_path):
    path = bomb(tmp_path / "estate.xlsx", 300)
    content = path.read_bytes()
    declared = struct.pack("<I", 300 << 20)
    assert content.count(declared) == 2  # before the part, and in the table of contents
    path.write_bytes(content.replace(declared, struct.pack("<I", 1000)))
    assert problem_of(path).code == "CAL-007"


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]>'


@pytest.mark.parametrize("part", [SHEET_PART, "xl/workbook.xml", "docProps/core.xml", "xl/_rels/workbook.xml.rels"])
def test_document_type_in_any_part(tmp_path, part):
    path = replaced(tmp_path / "estate.xlsx", part, b"?>", b"?>" + DOCTYPE.encode())
    issue = problem_of(path)
    assert issue.code == "CAL-008"
    assert part.lower() in issue.text.lower()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_document_type_in_wide_letters(tmp_path, encoding):
    def change(parts: dict[str, bytes]) -> None:
        text = f'<?xml version="1.0" encoding="{encoding}"?>{" " * 3_000_000}{DOCTYPE}<x/>'
        parts["customXml/item1.bin"] = text.encode(encoding)

    path = repack(simple_workbook(tmp_path / "estate.xlsx"), change)
    assert problem_of(path).code == "CAL-008"


def test_document_type_in_ods(tmp_path):
    path = ods(tmp_path / "estate.ods", f"<table:table-row>{ods_cell('id')}</table:table-row>")

    def change(parts: dict[str, bytes]) -> None:
        parts["content.xml"] = parts["content.xml"].replace(b"?>", b"?>" + DOCTYPE.encode())

    assert problem_of(repack(path, change)).code == "CAL-008"


def test_sheet_that_claims_giant_dimensions(tmp_path):
    path = replaced(tmp_path / "estate.xlsx", SHEET_PART, b'ref="A1:B3"', b'ref="A1:XFD1048576"')
    issue = problem_of(path)
    assert (issue.code, issue.location.sheet) == ("CAL-009", "Users")
    assert "XFD1048576" in issue.text


@pytest.mark.parametrize("address", [b"XFD1048576", b"ALL50000", b"A999999999"])
def test_cell_far_away(tmp_path, address):
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="%s"><v>1</v></c></row>' % address
    path = workbook_of_sheet(
        tmp_path / "estate.xlsx", b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (SPACE, rows)
    )
    issue = problem_of(path)
    assert issue.code == "CAL-009"
    assert address.decode() in issue.text


def test_ods_cell_repeated_too_often(tmp_path):
    cell = ods_cell("a", 'table:number-columns-repeated="16000"')
    path = ods(
        tmp_path / "estate.ods", f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    )
    assert problem_of(path).code in ("CAL-009", "CAL-011")


def test_one_wide_row_and_many_narrow_ones_without_addresses(tmp_path):
    """No cell says where it stands; only together they make 16,000 million cells."""
    rows = b"<row>%s</row>" % (b"<c><v>1</v></c>" * 16_000) + b"<row><c><v>1</v></c></row>" * 1_000_000
    path = workbook_of_sheet(
        tmp_path / "estate.xlsx", b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (SPACE, rows)
    )
    assert problem_of(path).code in ("CAL-009", "CAL-011")


def test_parquet_of_billions_of_equal_rows(tmp_path):
    rows = pa.nulls(1_000_000)
    with pq.ParquetWriter(tmp_path / "Access.parquet", pa.schema([("id", pa.null())])) as writer:
        for _ in range(600):
            writer.write_table(pa.table({"id": rows}))
    assert problem_of(tmp_path / "Access.parquet").code == "CAL-007"


def test_overlapping_parts(tmp_path):
    path = simple_workbook(tmp_path / "estate.xlsx")
    content = bytearray(path.read_bytes())
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]  # both begin at one place
    path.write_bytes(content)
    assert problem_of(path).code == "CAL-014"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_parts_of_one_name(tmp_path):
    path = simple_workbook(tmp_path / "estate.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET_PART, "<worksheet/>")
    assert problem_of(path).code == "CAL-014"


def test_far_too_many_parts(tmp_path):
    path = simple_workbook(tmp_path / "estate.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(kind.MAX_PARTS):
            archive.writestr(f"{number}", b"")
    assert problem_of(path).code == "CAL-014"


def test_packing_that_office_programs_do_not_use(tmp_path):
    path = simple_workbook(tmp_path / "estate.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.xml", "<a/>")
    assert problem_of(path).code == "CAL-014"


def test_too_large_a_file_is_not_even_opened(tmp_path):
    with (tmp_path / "estate.xlsx").open("wb") as file:
        file.truncate(600 << 20)  # takes no room on the disk
    assert problem_of(tmp_path / "estate.xlsx").code == "CAL-010"


def read_with(path: Path, limits: ResourceLimits) -> Issue:
    tables, issues = read_apart([FileToRead(path, path.name, path.stem, is_member=False)], limits)
    assert not tables
    (issue,) = issues
    assert issue.location.file == path.name
    return issue


def test_reader_that_needs_too_much_memory(tmp_path):
    (tmp_path / "Users.csv").write_bytes(b"id\n" + b"x\n" * 150_000_000)
    assert read_with(tmp_path / "Users.csv", ResourceLimits(700 << 20, 60, 60)).code == "CAL-011"


def test_reader_that_takes_too_much_processor_time(tmp_path):
    (tmp_path / "Users.csv").write_bytes(b"id,n\n" + b"x\n" * 20_000_000)
    assert read_with(tmp_path / "Users.csv", ResourceLimits(3 << 30, 1, 60)).code == "CAL-012"


def test_reader_that_never_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "_WORK", "tests.unit.processes.tasks:never_ends")
    assert read_with(tmp_path / "second.csv", ResourceLimits(1 << 30, 60, 1.0)).code == "CAL-012"


def test_reader_that_crashes(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox, "_WORK", "tests.unit.processes.tasks:aborts")
    assert read_with(tmp_path / "first.csv", ResourceLimits(1 << 30, 60, 60)).code == "CAL-013"


@pytest.mark.skipif(sys.platform == "win32", reason="nobody keeps what processes took that have ended there")
def test_memory_of_the_reader_stays_bounded():
    """All hostile files above were read by child processes of this one."""
    import resource

    peak_kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert peak_kib < 3 << 20


def test_reader_starts_without_the_heavy_libraries():
    code = (
        "import sys, planner.ingest.files.reader_process, planner.ingest.files.workbook\n"
        "print({'pandas', 'openpyxl', 'pulp', 'ortools'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"


def test_an_accident_of_the_machine_is_forgiven_once(tmp_path, monkeypatch):
    """A reader killed by something else than the file was once reported as a damaged file."""
    path = tmp_path / "a.csv"
    path.write_text("id\n1\n", encoding="utf-8")
    run, codes = apart._run, iter([-15])
    monkeypatch.setattr(apart, "_run", lambda *arguments: run(*arguments) or next(codes, 0))
    tables, issues = read_apart([FileToRead(path, "a.csv", "a", False)], ResourceLimits(4 << 30, 60, 60))
    assert (len(tables), issues) == (1, [])
