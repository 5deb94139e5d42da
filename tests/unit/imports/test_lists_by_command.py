"""Lists kept by hand through the command: to an inventory that can be planned, and by a mapping that was changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from planner.cli import main
from planner.ingest import Loaded, load_inventory, write_inventory
from tests.unit.imports.mapping.made_by_hand import MADE
from tests.unit.imports.test_identity import ad

DAY = date(2026, 11, 3)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    for name, make in MADE.items():
        make(folder / f"{name}.xlsx")
    return folder


def run(*args: object) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, args)], catch_exceptions=False)


def _loaded(path: Path) -> Loaded:
    found = load_inventory(path, today=DAY)
    assert found.inventory is not None, found.issues
    return found


def test_a_german_workbook_becomes_an_inventory_and_tells_what_it_is(folder: Path, tmp_path: Path) -> None:
    out, mapping = tmp_path / "i.xlsx", tmp_path / "m.toml"
    said = run(folder / "german.xlsx", "--out", out, "--propose", mapping)
    assert said.exit_code == 0, said.output
    assert "german.xlsx, sheet Mitarbeiterliste: list of people kept by hand, 8 rows" in said.output
    assert 'Hidden sheets were not read: "Entwurf", "_dropdown".' in _story(out)
    inventory = _loaded(out).inventory
    assert inventory is not None
    assert [server.server_id for server in inventory.estate.servers] == ["SRV-DATEN", "SRV-FIBU", "SRV-TS"]
    assert [(lot.product.value, lot.quantity) for lot in inventory.lots] == [
        ("ws_cal", 6),
        ("ws_cal", 5),
        ("rds_cal", 2),
    ]
    again = tmp_path / "again.xlsx"
    assert run(folder / "german.xlsx", "--out", again, "--quiet").exit_code == 0
    assert again.read_bytes() == out.read_bytes()


def _rows(path: Path, sheet: str) -> list[dict[str, Any]]:
    head, *rows = load_workbook(path, read_only=True)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def _story(path: Path) -> str:
    return "\n".join(row["Text"] for row in _rows(path, "Story"))


def test_a_changed_mapping_is_used_and_one_that_cannot_be_is_refused_by_name(folder: Path, tmp_path: Path) -> None:
    mapping, out = tmp_path / "m.toml", tmp_path / "i.xlsx"
    run(folder / "polish.xlsx", "--propose", mapping)
    text = mapping.read_text(encoding="utf-8")
    changed = text.replace('field = "remote"', 'field = "nothing"').replace('"TAK" = "yes"', '"TAK" = "no"')
    mapping.write_text(changed, encoding="utf-8")
    assert run(folder / "polish.xlsx", "--mapping", mapping, "--out", out, "--source", "table").exit_code == 0
    assert "its mapping was kept" in _story(out)
    assert {row["kind"] for row in _rows(out, "Access")} == {"standard"}  # nobody uses Remote Desktop any more
    mapping.write_text(changed.replace('field = "login"', 'field = "name"'), encoding="utf-8")
    refused = run(folder / "polish.xlsx", "--mapping", mapping, "--out", out)
    assert refused.exit_code == 2
    assert 'the columns B ("Imię i nazwisko") and C ("Login") are both mapped to "name"' in refused.output


def test_a_french_workbook_and_an_inventory_of_ours_give_one_inventory(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "before.xlsx"
    offer = {
        "offer_id": "O1", "vendor": "Alpha", "product": "ws_cal", "metric": "user", "version": "2025",
        "condition": "new", "price": "38.50",
    }  # fmt: skip
    write_inventory(
        own,
        {
            "Offers": [offer],
            "Users": [{"user_id": "a.lefevre", "cost_centre": "4711"}],
            "Policy": [{"name": "currency", "value": "EUR"}],
        },
    )
    out = tmp_path / "i.xlsx"
    assert run(folder / "french.xlsx", own, "--out", out).exit_code == 0
    assert _loaded(out)
    assert [row["offer_id"] for row in _rows(out, "Offers")] == ["O1"]
    (ann,) = [row for row in _rows(out, "Users") if row["user_id"] == "a.lefevre"]
    assert (ann["name"], ann["cost_centre"]) == ("Anaïs Lefèvre", "4711")


def test_people_of_a_list_whom_the_directory_lacks_are_in_the_inventory_once(folder: Path, tmp_path: Path) -> None:
    """Their crosses were taken for those of somebody else of the same name, whose row stood in the inventory again."""
    (tmp_path / "users.csv").write_text(ad("ann,,,1,True,Ann Holt", "i.wirth,,,2,True,Ida Wirth"), encoding="utf-8")
    out = tmp_path / "i.xlsx"
    assert run(folder / "german.xlsx", tmp_path / "users.csv", "--out", out).exit_code == 0
    assert _loaded(out)
    ids = [str(row["user_id"]) for row in _rows(out, "Users")]
    assert len(ids) == len(set(ids))
    assert {"haus.test\\ann", "haus.test\\i.wirth", "a.sommer", "p.total"} <= set(ids)
    assert "i.wirth" not in ids
    assert {row["user_id"] for row in _rows(out, "Access")} <= set(ids)


def test_several_lists_on_one_sheet_are_all_read(tmp_path: Path) -> None:
    """All but the first were left out as the same file again, and the title of the second was a machine."""
    book = Workbook()
    for row in (
        ["People"], ["Staff no", "Surname", "Username", "Dept"], ["00017", "Holt", "aholt", "Sales"],
        ["00018", "Voss", "cvoss", "Ops"], [], ["Our servers"], ["Server", "OS", "Purpose"],
        ["ACME-FS1", "WS2022", "File share"], [], ["Owned"], ["Product", "Metric", "Qty", "Invoice"],
        ["Windows Server 2022 CAL", "per user", 7, "INV-9"],
    ):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "all.xlsx")
    out = tmp_path / "i.xlsx"
    assert run(tmp_path / "all.xlsx", "--out", out).exit_code == 0
    assert [(row["user_id"], row["person_id"], row["department"]) for row in _rows(out, "Users")] == [
        ("aholt", "00017", "Sales"), ("cvoss", "00018", "Ops"),
    ]  # fmt: skip
    assert [(row["server_id"], row["version"]) for row in _rows(out, "Servers")] == [("ACME-FS1", "2022")]
    assert [(row["quantity"], row["document"]) for row in _rows(out, "Owned")] == [(7, "INV-9")]
    left_out = [row["Rows"] for row in _rows(out, "Story") if row["Text"] == "Rows are left out: above the header."]
    assert left_out == ["1, 6, 10"]


def test_a_price_list_becomes_offers(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Angebote"
    for row in (
        ["Angebote November", None, None, None, None],
        ["Produkt", "Metrik", "Händler", "Preis netto (€)", "Zustand"],
        ["Windows Server 2025 CAL", "pro Nutzer", "Alpha", "1.038,50 €", "neu"],
        ["Windows Server 2022 RDS CAL", "pro Gerät", "Beta", 88, "gebraucht"],
        ["Windows Server 2022 CAL", "pro Gerät", "Beta", None, "gebraucht"],
        ["Office 2024", None, "Beta", 99, "neu"],
    ):
        sheet.append(row)
    book.save(tmp_path / "preise.xlsx")
    out = tmp_path / "i.xlsx"
    assert run(tmp_path / "preise.xlsx", "--out", out).exit_code == 0
    told = _story(out)
    assert "Lines without a price are no offers and are left out." in told
    assert "Other products than Windows Server CALs are left out." in told
    shown = ("vendor", "product", "metric", "version", "condition", "price")
    assert [tuple(row[name] for name in shown) for row in _rows(out, "Offers")] == [
        ("Alpha", "ws_cal", "user", "2025", "new", 1038.5),
        ("Beta", "rds_cal", "device", "2022", "used", 88),
    ]


def test_nothing_to_write_and_nothing_to_map_are_told(folder: Path, tmp_path: Path) -> None:
    assert "Give --out FILE" in run(folder / "german.xlsx").output
    (tmp_path / "log.csv").write_text("a;b\n1;2\n")
    assert run(tmp_path / "log.csv", "--propose", tmp_path / "m.toml").exit_code == 2
