"""Which rows of a sheet are data: titles, headers of two lines, sums, legends, a second list below the first."""

from __future__ import annotations

import pytest

from planner.imports.mapping.lists import ListFound, Why, find_lists
from planner.imports.reading.grids import Cell
from planner.ingest import CellError
from tests.unit.imports.mapping.reading import grid


def _one(*rows: list[Cell], **more: object) -> ListFound:
    (found,) = find_lists(grid(rows, **more))
    return found


def _left_out(found: ListFound) -> list[tuple[int, Why]]:
    return [(out.row, out.why) for out in found.left_out]


def test_a_title_stands_above_the_header_and_a_legend_below_the_list() -> None:
    found = _one(
        ["Unsere Leute, Stand 1.2.2026", None, None],
        [None, None, None],
        ["Name", "Login", "aktiv"],
        ["Ada Blum", "a.blum", "ja"],
        [None, None, None],
        ["Legende: x = ja", None, None],
    )
    assert found.header_row == 3
    assert [row[1] for row in found.rows] == ["a.blum"]
    assert _left_out(found) == [(1, Why.TITLE), (6, Why.REMARK)]


@pytest.mark.parametrize("word", ["Summe Vertrieb", "Zwischensumme", "Razem", "Sous-total", "Total:", "Gesamt"])
def test_a_sum_is_no_person(word: str) -> None:
    found = _one(["Name", "Login", "aktiv"], ["Ada Blum", "a.blum", "ja"], [word, None, 7], [None, word, 7])
    assert _left_out(found) == [(3, Why.SUM), (4, Why.SUM)]


def test_a_count_under_the_names_makes_no_person_of_a_sum() -> None:
    """The number of rows stood in the column of names, and became a person called 2."""
    rows = [[1, "Ada Blum", "a.blum"], ["Sous-total Direction", 2, None], ["Razem", "8", None], [4, "Total", "p.total"]]
    found = _one(["Nr", "Name", "Login"], *rows)
    assert _left_out(found) == [(3, Why.SUM), (4, Why.SUM)]
    machines = _one(
        ["Rechner", "Seriennummer", "Typ"], ["PC-1", "00203", "PC"], ["Summe", 7, None], ["Total", "00204", "PC"]
    )
    assert [row[0] for row in machines.rows] == ["PC-1", "Total"]


@pytest.mark.parametrize("name", ["Total", "Suma", "Gesamt", "Summer", "Stand"])
def test_somebody_who_is_called_like_a_sum_is_one(name: str) -> None:
    found = _one(["Name", "Login", "aktiv"], ["Ada Blum", "a.blum", "ja"], [name, "p.x", "ja"])
    assert [row[0] for row in found.rows] == ["Ada Blum", name]


def test_a_machine_that_is_called_like_a_legend_is_one() -> None:
    found = _one(["Rechner", "Typ"], ["PC-1", "PC"], ["STAND-01", None], ["Total-7", "PC"])
    assert [row[0] for row in found.rows] == ["PC-1", "STAND-01", "Total-7"]


def test_headings_between_the_rows_are_no_data_but_a_lone_name_is() -> None:
    found = _one(["Nr", "Name", "Login"], ["Lager", None, None], [1, "Ada Blum", "a.blum"], [None, "Bo Rot", None])
    assert _left_out(found) == [(2, Why.HEADING)]
    assert [row[1] for row in found.rows] == ["Ada Blum", "Bo Rot"]


def test_names_under_a_merged_one_are_the_headers() -> None:
    found = _one(
        ["Name", "Login", "Zugriff", None, "Rechner"],
        [None, None, "SRV-1", "SRV-2", None],
        ["Ada Blum", "a.blum", "x", None, "PC-1"],
    )
    assert found.headers == ("Name", "Login", "SRV-1", "SRV-2", "Rechner")
    assert found.groups == ("", "", "Zugriff", "Zugriff", "")
    assert [list(row) for row in found.rows] == [["Ada Blum", "a.blum", "x", None, "PC-1"]]


def test_names_over_the_headers_are_groups_as_wide_as_they_are_merged() -> None:
    found = _one(
        ["Person", None, "Zugriff", None],
        ["Name", "Login", "SRV-1", "SRV-2"],
        ["Ada Blum", "a.blum", "x", None],
        merged=((0, 0, 0, 1), (0, 2, 0, 3)),
    )
    assert found.headers == ("Name", "Login", "SRV-1", "SRV-2")
    assert found.groups == ("Person", "Person", "Zugriff", "Zugriff")


def test_merged_cells_are_filled_in_inside_their_range_only() -> None:
    found = _one(
        ["Name", "Login", "Abteilung"],
        ["Ada Blum", "a.blum", "Lager"],
        ["Bo Rot", "b.rot", None],
        ["Cy Grau", "c.grau", None],
        merged=((1, 2, 2, 2),),
    )
    assert [row[2] for row in found.rows] == ["Lager", "Lager", None]
    assert found.filled == 1


def test_hidden_rows_are_data_and_counted() -> None:
    found = _one(["Name", "Login"], ["Ada Blum", "a.blum"], ["Bo Rot", "b.rot"], hidden_rows=(2,))
    assert (len(found.rows), found.hidden) == (2, (3,))


def test_a_list_below_another_is_one_of_its_own() -> None:
    people, machines = find_lists(
        grid(
            [
                ["Name", "Login", "aktiv", None],
                ["Ada Blum", "a.blum", "ja", None],
                [None, None, None, None],
                ["Rechner", "Typ", "Seriennummer", "Status"],
                ["PC-1", "PC", "00203", "in Betrieb"],
            ]
        )
    )
    assert [row[1] for row in people.rows] == ["a.blum"]
    assert (machines.header_row, machines.headers) == (4, ("Rechner", "Typ", "Seriennummer", "Status"))
    assert [list(row) for row in machines.rows] == [["PC-1", "PC", "00203", "in Betrieb"]]


def test_a_header_that_is_printed_again_on_each_page_is_no_person() -> None:
    found = _one(["Name", "Login"], ["Ada Blum", "a.blum"], ["Name", "Login"], ["Bo Rot", "b.rot"])
    assert _left_out(found) == [(3, Why.AGAIN)]


def test_a_row_with_an_error_where_the_logon_name_should_be_is_kept() -> None:
    found = _one(["Name", "Login"], ["Ada Blum", CellError("#N/A")])
    assert [list(row) for row in found.rows] == [["Ada Blum", CellError("#N/A")]]


def test_headers_lose_line_breaks_and_units() -> None:
    found = _one(["Geräte-\nname", "Haupt-\nbenutzer", "gemeinsam\ngenutzt", "IP-\nAdresse", "Preis (€)"], ["P", "x"])
    assert found.headers == ("Gerätename", "Hauptbenutzer", "gemeinsam genutzt", "IP- Adresse", "Preis")


def test_a_cover_page_has_no_list() -> None:
    assert find_lists(grid([["Bestand der Firma"], [None], ["Bitte nur auf den Reitern ändern!"]])) == []
