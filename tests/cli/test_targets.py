"""Where nothing can be written is found before anything is planned; what cannot be printed is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from planner import pipeline
from planner.cli.files import check_targets
from tests.cli.test_plan import inventory, run


@pytest.fixture(scope="module")
def estate(tmp_path_factory):
    return inventory(tmp_path_factory.mktemp("targets") / "estate")


@pytest.fixture
def no_planning(monkeypatch):
    monkeypatch.setattr(pipeline, "plan", None)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a device that is always full")
def test_a_device_that_is_full_is_found_before_planning(estate, no_planning):
    result = run("plan", estate, "--json", "/dev/full")
    assert (result.exit_code, " ".join(result.output.split())) == (
        2, "Error: /dev/full cannot be written: No space left on device. Is it open in another program, or may you "
        "not write there?",
    )  # fmt: skip


def test_a_folder_where_nothing_may_be_written_is_found_before_planning(estate, no_planning, monkeypatch, tmp_path):
    write = Path.write_bytes

    def refuse(path, content):
        if path.parent == tmp_path:
            raise PermissionError(13, "Permission denied", str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", refuse)
    result = run("plan", estate, "--out", tmp_path / "plan.xlsx")
    assert result.exit_code == 2
    assert "plan.xlsx cannot be written: Permission denied." in " ".join(result.output.split())


def test_a_file_that_another_program_holds_is_found_before_planning(estate, no_planning, monkeypatch, tmp_path):
    target = tmp_path / "plan.xlsx"
    target.write_bytes(b"old")
    opened = Path.open

    def held(path, *arguments, **more):
        if path == target and arguments == ("r+b",):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **more)

    monkeypatch.setattr(Path, "open", held)
    result = run("plan", estate, "--out", target)
    assert result.exit_code == 2
    assert "Is it open in another program" in result.output
    assert target.read_bytes() == b"old"


def test_a_disk_that_is_full_is_found_before_planning(estate, no_planning, monkeypatch, tmp_path):
    """A full disk makes files, and writes nothing into them: the plan was lost when it came to be written."""
    write = Path.write_bytes

    def refuse(path, content):
        if path.parent == tmp_path and content:
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", refuse)
    result = run("plan", estate, "--out", tmp_path / "plan.xlsx")
    assert result.exit_code == 2
    assert "plan.xlsx cannot be written: No space left on device." in " ".join(result.output.split())


def test_a_plan_is_kept_whose_file_cannot_be_written_any_more(estate, monkeypatch, tmp_path):
    """Somebody who looked at the old file in Excel meanwhile lost the new plan, and what was to be written after it."""
    replaced = Path.replace

    def held(path, target):
        if Path(target).name == "plan.xlsx":
            raise PermissionError(13, "Permission denied", str(path))
        return replaced(path, target)

    monkeypatch.setattr(Path, "replace", held)
    wanted = ["--out", tmp_path / "plan.xlsx", "--json", tmp_path / "plan.json", "--scenario", "cheapest"]
    result = run("plan", estate, *wanted)
    said = " ".join(result.output.split())
    assert result.exit_code == 2
    assert "plan.xlsx cannot be written: Permission denied." in said
    assert f"What was made is kept in {tmp_path / 'plan (2).xlsx'}." in said
    assert f"Wrote {tmp_path / 'plan.json'}." in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan (2).xlsx", "plan.json"]
    assert "Summary" in openpyxl.load_workbook(tmp_path / "plan (2).xlsx").sheetnames


def test_a_device_of_windows_is_no_file_to_write_into(estate, no_planning, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "win32")
    result = run("plan", estate, "--json", tmp_path / "nul.json")
    assert (result.exit_code, "Windows means a device by this name" in result.output) == (2, True)
    check_targets([Path("NUL")], [])  # who wants nothing written says so


def test_looking_leaves_nothing_behind(estate, tmp_path):
    result = run("check", estate, "--marked", tmp_path / "marked.txt")
    assert result.exit_code == 2  # wrong ending, after the place was looked at
    assert os.listdir(tmp_path) == []  # noqa: PTH208


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a device that is always full")
def test_output_that_nobody_can_take_is_told(estate):
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "planner", "check", str(estate), "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (2, b"Error: the output cannot be written: No space left on device.\n")
