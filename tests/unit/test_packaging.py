"""What `pip install .` brings along: the program, its tables, and the sample."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import make
import planner

ROOT = Path(__file__).parents[2]


def test_the_wheel_holds_all_that_the_program_reads(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    tables = {path.relative_to(ROOT).as_posix() for path in (ROOT / "planner").rglob("*.csv")}
    modules = {
        path.relative_to(ROOT).as_posix() for name in ("planner", "dashboards") for path in (ROOT / name).rglob("*.py")
    }
    assert {"dashboards/views/plan.py", "planner/store/migrations/env.py"} <= modules
    sample = {f"planner/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "data").rglob("*.csv")}
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


def pinned(lock):
    """What a lock file names, by its canonical name."""
    found = re.findall(r"^([\w.-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return set(map(canonicalize_name, found))


@pytest.mark.parametrize("python", ["3.11", "3.13"])
@pytest.mark.parametrize(("platform", "system"), [("linux", "Linux"), ("win32", "Windows"), ("darwin", "Darwin")])
@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda lock: lock.stem)
def test_a_lock_file_holds_all_that_is_needed_on_every_system(lock, platform, system, python):
    """One that is made on Linux may lack what only Windows needs; installing with hashes fails there then."""
    names = pinned(lock)
    missing = []
    for name in sorted(names):
        try:
            needs = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # of another system
            continue
        there = {
            "sys_platform": platform,
            "platform_system": system,
            "os_name": "nt" if platform == "win32" else "posix",
            "python_version": python,
            "python_full_version": f"{python}.0",
            "extra": "",
        }
        for need in map(Requirement, needs):
            wanted = need.marker is None or need.marker.evaluate(there)
            if wanted and canonicalize_name(need.name) not in names:
                missing.append(f"{name} needs {need}")
    assert missing == []


def test_the_audit_looks_up_every_lock_and_lets_nothing_pass_unseen(monkeypatch):
    """Packages that could not be looked up were told and counted as sound."""
    commands = []
    monkeypatch.setattr(make, "install", lambda *_: None)
    monkeypatch.setattr(make, "run", lambda *command: commands.append(command))
    make.audit()
    assert {command[-1] for command in commands} == {lock.name for lock in ROOT.glob("requirements*.lock")}
    assert all({"--strict", "--require-hashes", "--disable-pip"} <= set(command) for command in commands)


def test_the_tools_that_build_are_locked_too():
    assert {"pip", "hatchling"} <= pinned(ROOT / make.TOOLS)
