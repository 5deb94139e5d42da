"""The command, from files to an inventory that can be planned, to a report and to questions."""

import json

import pytest
from click.testing import CliRunner

from planner.cli import main
from planner.imports.answers import read_answers
from planner.ingest import load_inventory
from tests.unit.imports.test_identity import DAY, ad, computers, log


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    (folder / "users.csv").write_text(ad("ann,,,1,True,Ann Böe", "bo,,,2,True,Bo"), encoding="utf-16")
    (folder / "pcs.csv").write_text(
        computers("PC-1,Windows 11,10.0.0.1", "FS1,Windows Server 2019 Standard,10.0.0.2"), encoding="utf-8-sig"
    )
    rows = log("haus\\ann,10.0.0.1,2026-02-01", "haus\\bo,10.0.0.66,2025-06-01", "haus\\bo,10.0.0.1,2025-05-31")
    (folder / "log.csv").write_text(rows.replace(",", ";"), encoding="utf-8")
    (folder / "notes.pdf").write_bytes(b"%PDF-1.7 nothing")
    return folder


def run(*args):
    return CliRunner().invoke(main, ["import", *map(str, args)], catch_exceptions=False)


def test_exports_become_an_inventory_that_can_be_planned(folder, tmp_path):
    out, report, answers = tmp_path / "i.xlsx", tmp_path / "r.json", tmp_path / "a.toml"
    said = run(folder, "--out", out, "--json", report, "--answers", answers, "--as-of", DAY.isoformat())

    assert said.exit_code == 0, said.output
    assert "users.csv: Active Directory, accounts, 2 rows" in said.output
    assert "notes.pdf: it cannot be read: it is a PDF document" in said.output
    assert said.output.endswith(f"Wrote {out}. It can be planned.\n")
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["users"]["persons"] == ["ann", "bo"]
    assert found["access"]["resolved"] == [["ann", "pc-1", "FS1"], ["bo", "pc-1", "FS1"]]
    assert found["access"]["unresolved"] == [["bo", "ip:10.0.0.66", "FS1"]]
    assert found["access"]["resolved_pairs_seen_within"] == 1
    assert list(read_answers(answers)) == []
    assert '"address 10.0.0.66" = ""' in answers.read_text(encoding="utf-8")

    inventory = load_inventory(out, today=DAY).inventory
    assert inventory is not None
    assert [server.server_id for server in inventory.estate.servers] == ["FS1"]
    assert len(inventory.estate.accesses.user) == 3


def test_the_same_files_give_the_same_bytes_and_answers_are_used(folder, tmp_path):
    first, second, answers = tmp_path / "1.xlsx", tmp_path / "2.xlsx", tmp_path / "a.toml"
    answers.write_text('"address 10.0.0.66" = "PC-1"\n', encoding="utf-8")
    run(folder, "--out", first, "--quiet")
    run(folder, folder / "log.csv", "--out", second, "--quiet", "--recent-only")
    assert first.read_bytes() != second.read_bytes()
    run(folder, folder / "log.csv", "--out", second, "--quiet")
    report = tmp_path / "r.json"
    run(folder, "--out", tmp_path / "3.xlsx", "--json", report, "--answers", answers, "--quiet")

    assert first.read_bytes() == second.read_bytes()
    assert json.loads(report.read_text(encoding="utf-8"))["access"]["unresolved"] == []


def test_a_file_that_is_not_what_it_is_said_to_be_is_refused(folder, tmp_path):
    said = run(folder / "pcs.csv", "--out", tmp_path / "i.xlsx", "--source", "pcs.csv=mls")

    assert said.exit_code == 2
    assert said.output == "Error: pcs.csv is no mls: no row of its first lines has the columns of one.\n"
    assert not (tmp_path / "i.xlsx").exists()
