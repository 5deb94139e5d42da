"""Numbering distinct cells: the same with dictionaries as with pandas, and without pandas where there are few."""

import subprocess
import sys
from datetime import date, datetime

import numpy as np
import pytest

from planner.ingest.tables import distinct
from planner.ingest.tables.distinct import factorize, objects, places
from planner.ingest.tables.raw import CellError
from tests.unit.ingest.read_files import simple_workbook

DAY, NOON = date(2026, 1, 2), datetime(2026, 1, 2, 12)
MIXED = [
    None,
    "b",
    1,
    "a",
    1.0,
    True,
    None,
    False,
    0,
    DAY,
    NOON,
    CellError("#N/A"),
    "b",
    True,
    DAY,
    CellError("#N/A"),
    "",
]


@pytest.fixture(params=[1, 10**9], ids=["pandas", "dictionaries"])
def way(request, monkeypatch):
    """Both ways of numbering, whatever the length."""
    monkeypatch.setattr(distinct, "LONG", request.param)


@pytest.mark.usefixtures("way")
def test_cells_are_numbered_in_order_of_appearance():
    codes, found = factorize(objects(MIXED))
    # 1 and 1.0 are one value; yes/no is none of the numbers, and its two values come last
    assert found.tolist() == ["b", 1, "a", 0, DAY, NOON, CellError("#N/A"), "", False, True]
    assert [type(cell) for cell in found[-2:]] == [bool, bool]
    assert codes.tolist() == [-1, 0, 1, 2, 1, 9, -1, 8, 3, 4, 5, 6, 0, 9, 4, 6, 7]
    assert codes.dtype == np.int64


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("cells", [[], [None], [None, None, "a"], ["a", "b", "a"]])
def test_codes_lead_back_to_the_cells(cells):
    codes, found = factorize(objects(cells))
    assert [found[code] if code >= 0 else None for code in codes] == cells
    assert len(set(found)) == len(found)


@pytest.mark.usefixtures("way")
def test_places_of_values_among_others():
    assert places(("b", "x", "a", None), ["a", "b", "c"]).tolist() == [1, -1, 0, -1]
    assert places(objects(["c"]), objects(["a", "b", "c"])).tolist() == [2]
    assert places((), ("a",)).tolist() == []


def test_small_files_are_loaded_without_pandas(tmp_path):
    """pyarrow loads pandas by itself as soon as it is given an array: that took longer than reading the file."""
    simple_workbook(tmp_path / "estate.xlsx")
    code = (
        "import sys; from datetime import date; from pathlib import Path; from planner.ingest import load_inventory\n"
        "loaded = load_inventory(Path(sys.argv[1]), today=date(2026, 1, 1))\n"
        "print(sorted({issue.code for issue in loaded.issues}), 'pandas' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "estate.xlsx")]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert found.endswith(" False\n")
    assert "CAL-040" in found  # the file was read: it lacks sheets


def test_the_reader_does_without_pandas(tmp_path):
    path = simple_workbook(tmp_path / "estate.xlsx")
    code = (
        "import sys; from pathlib import Path; from planner.ingest.files.reader_process import read_files\n"
        "file = {'path': sys.argv[1], 'name': 'estate.xlsx', 'sheet': 'estate', 'is_member': False}\n"
        "answer = read_files({'files': [file]}, Path(sys.argv[2]))\n"
        "print([entry['table']['sheet'] for entry in answer], 'pandas' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(path), str(tmp_path)]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert found == "['Users'] False\n"
