"""What is printed into a pipe or a file arrives whole, whatever its encoding knows of letters."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from planner.cli.printing import echo_json, let_every_letter_pass
from tests.cli.test_plan import OFFERS, inventory

FACTORY = "Żabka 🏭"


@pytest.fixture(scope="module")
def estate(tmp_path_factory):
    """A small inventory with a vendor whose name no Western code page can write."""
    folder = tmp_path_factory.mktemp("letters") / "estate"
    return inventory(folder, Offers=OFFERS.replace("Vendor A", FACTORY))


def piped(encoding, *arguments):
    """Run a command whose output and complaints go through pipes of an encoding; return both, as bytes."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "planner", *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_plan_goes_through_a_pipe_of_an_old_code_page(estate, encoding):
    printed = piped(encoding, "plan", estate, "--scenario", "cheapest").decode(encoding)
    assert "\\u017babka \\ud83c\\udfed" in printed


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "utf-8"])
def test_json_is_the_same_through_every_pipe(monkeypatch, encoding):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding, errors="strict"))
    let_every_letter_pass()
    echo_json({"vendor": FACTORY, "odd": "\udcff"})
    sys.stdout.flush()
    assert json.loads(written.getvalue().decode(encoding)) == {"vendor": FACTORY, "odd": "\udcff"}
