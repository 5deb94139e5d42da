"""A small run of the load benchmark: sessions open pages of a real server while a planning goes on."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks import load
from tests.dashboard.workbooks import GOOD


@pytest.mark.filterwarnings("ignore::DeprecationWarning:websockets.*")
def test_sessions_open_pages_while_a_planning_goes_on(tmp_path, capsys):
    (tmp_path / "tills.xlsx").write_bytes(GOOD)
    small = ["--sessions", "2", "--plannings", "1", "--pages", "2", "--think", "0.1"]
    with ThreadPoolExecutor(1) as alone:  # a thread of its own: tests of the browser keep a loop running in this one
        run = [*small, "--inventory", str(tmp_path / "tills.xlsx"), "--out", str(tmp_path / "results.md")]
        alone.submit(load.main, run).result()
    said = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert said.strip().endswith(capsys.readouterr().out.strip())
    rows = [re.split(r" *\| *", line.strip("| \n")) for line in said.splitlines() if re.search(r"\| \d", line)]
    opened = {row[0]: int(row[1]) for row in rows}
    assert (opened["one session alone"], opened["all sessions"]) == (load.ALONE_PAGES, 4)
    assert sum(count for page, count in opened.items() if page.startswith("…")) == 4
    assert all(0 < float(median) <= float(worst) for _, _, median, _, worst in rows)
