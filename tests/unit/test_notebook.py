"""The notebooks run from top to bottom and are kept without outputs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PLAN_AN_ESTATE = ROOT / "notebooks" / "01_plan_an_estate.ipynb"
UPGRADE_OR_KEEP = ROOT / "notebooks" / "02_upgrade_or_keep.ipynb"


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


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_uses_the_front_door_and_nothing_else(path):
    sources = "\n".join(cell.source for cell in code_cells(nbformat.read(path, as_version=4)))
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


@pytest.fixture(scope="module")
def kept():
    """What the cells of the second notebook leave behind, run one after the other in this process."""
    backend = matplotlib.get_backend()
    matplotlib.use("agg")
    names: dict[str, object] = {}
    for cell in code_cells(nbformat.read(UPGRADE_OR_KEEP, as_version=4)):
        exec(cell.source.replace("%matplotlib inline", ""), names)
    yield names
    plt.close("all")
    matplotlib.use(backend)


def test_upgrade_or_keep_is_answered(kept):
    plan = kept["plan"]
    assert plan.is_proved
    (keeping,) = [sentence for sentence in plan.decisions if sentence.startswith("Never")]
    assert keeping == "Never (before 2029-12-01): upgrade FILES; keeping it costs 3,450.00 EUR."
    (otherwise,) = [sentence for sentence in plan.decisions if sentence.startswith("Upgrading FILES")]
    assert (
        "costs 219.26 EUR more: 2,400.00 EUR for the upgrade and 1,088.71 EUR for licences, less 3,269.45" in otherwise
    )
    assert set(plan.calendar["action"]) == {"buy", "sell", "rent", "upgrade", "pay for keeping"}
    assert plan.foresight["difference"].min() == 0


def test_its_decision_turns_where_the_other_way_costs_no_more(kept):
    """The payments for FILES are worth 3,269.45; that they cost 219.26 less than upgrading is 6.7 % of them."""
    assert "holds at 106 % of today's costs; at 107 % of today's costs it does not" in kept["answer"].sentences[1]
    futures = kept["answer"].futures.set_index("at")
    assert futures.loc["107 % of today's costs", "servers"] == "FILES upgraded on 2026-12-01"
