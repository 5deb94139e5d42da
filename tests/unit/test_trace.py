"""What `make trace` counts."""

from __future__ import annotations

import os
import threading
from types import SimpleNamespace

from tools.trace import Trace, table, trace_of, trace_one_access

ROOT = "/program/"


def modules(**sources: str) -> SimpleNamespace:
    """Return made-up modules of a program; `a_b` stands for the file b.py of the package a."""
    space: dict[str, object] = {"threading": threading}
    for name, source in sources.items():
        exec(compile(source, ROOT + name.replace("_", "/") + ".py", "exec"), space)
    return SimpleNamespace(**space)


def test_moves_are_entries_into_another_module_and_crossings_into_another_package():
    made = modules(
        one_first="def start():\n    again(); again(); near(); far()\ndef again(): pass",
        one_second="def near(): pass",
        two_third="def far():\n    back = threading.Thread(target=again); back.start(); back.join()",
    )
    found = trace_of(made.start, ROOT)
    assert found.entered == ("one/first.py",) * 3 + ("one/second.py", "two/third.py", "one/first.py")
    assert (found.modules, found.moves, found.crossings) == (3, 3, 2)


def test_one_access_goes_from_the_sheet_to_the_register():
    found = trace_one_access()
    stages = ["ingest/load.py", "licensing/cover/requirements.py", "optimise/solve.py", "optimise/audit.py"]
    order = [found.entered.index(stage.replace("/", os.sep)) for stage in stages]
    assert order == sorted(order)
    assert found.modules <= found.moves


def test_the_table_has_the_figures_of_before_now_and_the_goal():
    lines = table(Trace(("a/b.py", "a/c.py", "d.py"))).splitlines()
    assert [line.split()[-3:] for line in lines[1:]] == [
        ["116", "3", "60"], ["1,718", "2", "600"], ["354", "1", "120"],
    ]  # fmt: skip
