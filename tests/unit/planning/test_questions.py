"""What is asked before anything is planned: which servers groups use, where that matters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.domain.issue import Severity
from planner.ingest import load_inventory
from planner.planning.questions import with_questions

GROUPS = "group,users,devices,pattern,server_version\nFirm,24,40,own,2022\n"
NAMING = "group,users,devices,pattern,server_version,servers\nFirm,24,40,own,2022,E\n"


def asked(folder: Path, servers: str, headcount: str = GROUPS):
    (folder / "Headcount.csv").write_text(headcount, encoding="utf-8")
    (folder / "Servers.csv").write_text(servers, encoding="utf-8")
    return with_questions(load_inventory(folder, today=date(2026, 12, 1)))


@pytest.mark.parametrize(
    "servers",
    [
        "server_id,version,edition\nE,2022,essentials\n",
        "server_id,version\nE,2025\n",
        "server_id,version,licensing\nE,2022,payg\n",
    ],
)
def test_servers_that_would_change_what_is_licensed_stop_the_run_until_somebody_says_who_uses_them(servers, tmp_path):
    loaded = asked(tmp_path, servers)
    assert loaded.inventory is None
    (issue,) = (each for each in loaded.issues if each.code == "CAL-237")
    assert issue.severity is Severity.ERROR
    assert (issue.location.sheet, issue.location.column) == ("Headcount", "servers")
    assert "(E)" in issue.text
    assert "* for all" in issue.remedy


def test_servers_that_change_nothing_today_are_told(tmp_path):
    loaded = asked(tmp_path, "server_id,version\nE,2019\n")
    assert loaded.inventory is not None
    (issue,) = (each for each in loaded.issues if each.code == "CAL-237")
    assert issue.severity is Severity.NOTICE


def test_nothing_is_asked_where_a_group_names_servers_or_all_serve_everybody(tmp_path):
    assert "CAL-237" not in {i.code for i in asked(tmp_path, "server_id,version\nE,2025\n", NAMING).issues}
    infrastructure = "server_id,version,infrastructure\nE,2025,dns\n"
    assert "CAL-237" not in {i.code for i in asked(tmp_path, infrastructure).issues}
