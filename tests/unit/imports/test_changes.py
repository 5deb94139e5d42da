"""What changed between two imports, and pseudonyms that stay the same from one to the other."""

from __future__ import annotations

import json
import os
from datetime import date

import pytest
from click.testing import CliRunner

from planner.cli import main
from planner.errors import UsageError
from planner.imports.changes import Sheets, find_changes, read_sheets
from planner.imports.pseudonyms import Key, hide_sheets, read_key, reveal_file, write_key
from planner.ingest import load_inventory
from tests.unit.imports.test_identity import INTUNE, ad, computers, log


def users(*ids: str, off: tuple[str, ...] = ()) -> list[dict[str, object]]:
    return [{"user_id": id, "person_id": None, "active": id not in off} for id in ids]


def test_people_machines_servers_and_lots_that_changed_are_told():
    before = Sheets(
        {
            "Users": [*users("ann", "bo", "cy"), {"user_id": "old.name", "person_id": "7", "active": True}],
            "Devices": [{"device_id": "pc-1"}, {"device_id": "pc-2"}, {"device_id": "pc-3", "site": "Kiel"}],
            "Servers": [{"server_id": "FS1", "version": "2016"}, {"server_id": "TS1", "version": "2019"}],
            "Owned": [{"owned_id": "L1", "quantity": 5}],
            "Access": [{"user_id": "ann", "device_id": "pc-1", "server_id": "FS1"}],
        },
        frozenset({("bo", "pc-2")}),
    )
    now = Sheets(
        {
            "Users": [
                *users("ann", "bo", "dee", off=("bo",)),
                {"user_id": "new.name", "person_id": "7", "active": True},
            ],
            "Devices": [{"device_id": "pc-2"}, {"device_id": "pc-3", "site": "Bremen"}, {"device_id": "pc-4"}],
            "Servers": [{"server_id": "FS1", "version": "2022"}],
            "Owned": [{"owned_id": "L1", "quantity": 6}, {"owned_id": "L2", "quantity": 3}],
        },
        frozenset({("dee", "PC-2")}),
    )

    assert [(change.what, change.text) for change in find_changes(before, now)] == [
        ("joined", "dee is in use now, and was not before."),
        ("left", "bo was in use, and is no more."),
        ("left", "cy was in use, and is no more."),
        ("machine new", "pc-4 is new."),
        ("machine gone", "pc-1 is gone."),
        ("machine moved", "pc-2 is dee's now; it was bo's."),
        ("machine moved", "pc-3 is in Bremen now; it was in Kiel."),
        ("server", "The server TS1 is gone."),
        ("server", "The server FS1 runs 2022 now; it ran 2016."),
        ("owned", "Of l1 6 are owned now; it was 5."),
        ("owned", "Of l2 3 are owned now; it was none."),
    ]
    assert find_changes(now, now) == []


def test_a_pseudonym_is_the_same_for_every_spelling_and_needs_the_secret():
    key = Key(b"secret of this test")
    ann = key.pseudonym("person", "Ann.Holt")

    assert key.pseudonym("person", "ann.holt ") == ann == key.hide("ANN.HOLT")
    assert Key(b"another secret").pseudonym("person", "ann.holt") != ann
    key.pseudonym("person", "Ann Holt")
    key.pseudonym("machine", "pc-1")
    text = "haus\\Ann.Holt (Ann Holt) at PC-1$, pc-1.haus.test and pc-10, from 10.0.0.1 at 07:15:00, bo@x.test"
    hidden = key.hide(text)
    assert not any(name in hidden for name in ("Holt", "PC-1$", "pc-1.", "10.0.0.1", "bo@"))
    assert "pc-10" in hidden
    assert "07:15:00" in hidden
    assert key.reveal(hidden).casefold() == text.casefold()


def test_a_key_is_for_its_owner_alone_and_another_file_is_none(tmp_path):
    key, path = Key(b"1" * 32), tmp_path / "key.json"
    made = key.pseudonym("person", "ann")
    write_key(path, key)

    assert read_key(path).pseudonym("person", "ANN") == made
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match=r"key\.json is no file with a key to pseudonyms"):
        read_key(path)


def test_columns_of_an_inventory_are_hidden_and_mail_is_left_out():
    key = Key(b"1" * 32)
    row = {"user_id": "ann", "person_id": "17", "name": "Ann Holt", "email": "a@x.test", "department": "IT"}
    [hidden] = hide_sheets(key, {"Users": [row]})["Users"]

    assert hidden["department"] == "IT"
    assert hidden["email"] is None
    assert {key.reveal(str(hidden[column])) for column in ("user_id", "person_id", "name")} == {"ann", "17", "Ann Holt"}


def run(*args):
    result = CliRunner().invoke(main, [*map(str, args)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_an_import_with_pseudonyms_is_planned_and_read_with_the_key(tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    (files / "users.csv").write_text(ad("ann.holt,,,17,True,Ann Holt", "bo,,,18,True,Bo Lind"), encoding="cp1252")
    (files / "pcs.csv").write_text(computers("ANNS-PC,Windows 11,10.0.0.1"), encoding="utf-8")
    (files / "intune.csv").write_text(
        INTUNE + "ANNS-PC,SER7X,ann.holt@haus.test,2026-02-01,Windows,\n", encoding="utf-8"
    )
    rows = log(
        "haus\\ann.holt,10.0.0.1,2026-02-01", "haus\\bo,10.0.0.9,2026-02-02", "werk\\ann.holt,10.0.0.1,2026-02-02"
    )
    (files / "log.csv").write_text(rows, encoding="utf-8")
    key, first, again = tmp_path / "key.json", tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    report, named = tmp_path / "r.json", tmp_path / "named.json"
    said = run("import", files, "--out", first, "--pseudonyms", key, "--json", report)
    run("import", files, "--out", again, "--pseudonyms", key, "--quiet")

    assert first.read_bytes() == again.read_bytes()
    for name in ("ann.holt", "Holt", "Lind", "anns-pc", "10.0.0.9", "SER7X"):
        assert name.casefold() not in report.read_text(encoding="utf-8").casefold()
        assert name.casefold() not in said.casefold()
    loaded = load_inventory(first, today=date(2026, 3, 2))
    assert loaded.inventory is not None
    run("names", report, "--key", key, "--out", named)
    assert json.loads(named.read_text(encoding="utf-8"))["users"]["persons"] == ["ann.holt", "bo"]
    reveal_file(read_key(key), first, tmp_path / "named.xlsx")
    ids = {str(row["user_id"]) for row in read_sheets(tmp_path / "named.xlsx").rows["Access"]}
    assert ids == {"ann.holt", "bo", "werk\\ann.holt"}

    (files / "users.csv").write_text(ad("ann.holt,,,17,True,Ann Holt"), encoding="cp1252")
    said = run("import", files, "--out", again, "--pseudonyms", key, "--previous", first)
    assert "changed: person-" in said
    assert "was in use, and is no more." in said
