"""Where nothing can be written is found before anything is planned; what cannot be printed is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner import pipeline
from tests.cli.test_plan import inventory, run


@pytest.fixture(scope="module")
def estate(tmp_path_factory):
    return inventory(tmp_path_factory.mktemp("targets") / "estate")


@pytest.fixture
def no_planning(monkeypatch):
    monkeypatch.setattr(pipeline, "plan", None)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is full")
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


def test_looking_leaves_nothing_behind(estate, tmp_path):
    result = run("check", estate, "--marked", tmp_path / "marked.txt")
    assert result.exit_code == 2  # wrong ending, after the place was looked at
    assert os.listdir(tmp_path) == []  # noqa: PTH208


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is full")
def test_output_that_nobody_can_take_is_told(estate):
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "planner", "check", str(estate), "--json"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (2, b"Error: the output cannot be written: No space left on device.\n")
