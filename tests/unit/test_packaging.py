"""What `pip install .` brings along: the program, its tables, and the sample."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import planner

ROOT = Path(__file__).parents[2]


def test_the_wheel_holds_all_that_the_program_reads(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    tables = {str(path.relative_to(ROOT)) for path in (ROOT / "planner").rglob("*.csv")}
    modules = {
        str(path.relative_to(ROOT)) for name in ("planner", "dashboards") for path in (ROOT / name).rglob("*.py")
    }
    assert {"dashboards/views/plan.py", "planner/store/migrations/env.py"} <= modules
    sample = {f"planner/{path.relative_to(ROOT)}" for path in (ROOT / "data").rglob("*.csv")}
    assert len(sample) >= 10
    assert tables | modules | sample <= names
    assert "planner/py.typed" in names
    (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
    said = zipfile.ZipFile(wheel).read(metadata).decode("utf-8")
    assert f"\nVersion: {planner.__version__}\n" in said
    assert "\nLicense-Expression: MIT\n" in said
    assert "\nAuthor: CAL Planner contributors\n" in said
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_no_lock_file_names_a_registry():
    for lock in ROOT.glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
        assert "index-url" not in text
