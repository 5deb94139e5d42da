"""The notebooks run from top to bottom and are kept without outputs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PLAN_AN_ESTATE = ROOT / "notebooks" / "01_plan_an_estate.ipynb"


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def data_of(cell: nbformat.NotebookNode, kind: str) -> list[str]:
    return [output.data[kind] for output in cell.outputs if kind in output.get("data", {})]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_outputs_are_stripped(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert code_cells(notebook)
    for cell in code_cells(notebook):
        assert (cell.outputs, cell.execution_count) == ([], None)


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """The notebook after running in a copy of the folders it needs."""
    copy = tmp_path_factory.mktemp("checkout")
    (copy / "notebooks").mkdir()
    shutil.copytree(ROOT / "data" / "sample-estate", copy / "data" / "sample-estate")
    notebook = nbformat.read(PLAN_AN_ESTATE, as_version=4)
    client = NotebookClient(
        notebook, timeout=240, kernel_name="python3", resources={"metadata": {"path": str(copy / "notebooks")}}
    )
    # The kernel is another process: it must find this checkout, and keep its settings out of the user's folders.
    found = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    own = {name: str(copy / name.lower()) for name in ("IPYTHONDIR", "MPLCONFIGDIR", "JUPYTER_RUNTIME_DIR")}
    client.execute(env={**os.environ, "PYTHONPATH": found, **own})
    return notebook


def test_it_finishes_with_its_charts(executed):
    cells = code_cells(executed)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    charts = [chart for cell in cells for chart in data_of(cell, "image/png")]
    assert len(charts) == 3


def test_it_uses_the_front_door_and_nothing_else():
    sources = "\n".join(cell.source for cell in code_cells(nbformat.read(PLAN_AN_ESTATE, as_version=4)))
    imported = [line for line in sources.splitlines() if line.startswith(("import ", "from "))]
    assert [line for line in imported if "planner" in line] == ["import planner"]


def test_its_tables_are_data_frames(executed):
    tables = [table for cell in code_cells(executed) for table in data_of(cell, "text/html")]
    assert len(tables) >= 10
    own = data_of(code_cells(executed)[-1], "text/plain")
    assert "561.00" in own[0]  # twelve Device CALs at 46.75: forty people share the machines
    assert "1137.50" in own[0]  # twenty-five User CALs at 45.50: everybody in the office has a machine of their own


def test_it_proves_every_plan(executed):
    printed = "".join(output.get("text", "") for cell in code_cells(executed) for output in cell.outputs)
    assert "proved cheapest" in printed
    overview = next(cell for cell in code_cells(executed) if cell.source.rstrip().endswith("\noverview"))
    (text,) = data_of(overview, "text/plain")
    rows = text.splitlines()[2:]
    assert len(rows) == 7
    assert all(" optimal " in row for row in rows)
