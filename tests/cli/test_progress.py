"""What a person sees while a plan is being made, and that nobody else sees any of it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys

import pytest

from planner.report.progress import Progress, drawn, shown, standing_in_words
from planner.report.terminal import make_console
from tests.cli.test_plan import inventory


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    """A stream that says it is a terminal, and keeps what is drawn."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    return Terminal()


def in_plain_text(output: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", output).replace("\r", "")


@pytest.mark.parametrize(
    ("cost", "bound", "words"),
    [
        (None, 1_234_180, "no plan yet; none can cost less than 12,341.80 EUR"),
        (
            1_234_500,
            1_234_180,
            "best 12,345.00 EUR, at most 3.20 EUR (0.03 %) to save; no plan costs less than 12,341.80 EUR",
        ),
        (
            1_000_000_000,
            999_999_999,
            "best 10,000,000.00 EUR, at most 0.01 EUR (less than 0.01 %) to save; "
            "no plan costs less than 9,999,999.99 EUR",
        ),
        (1_234_500, 1_234_500, "best 12,345.00 EUR, nothing cheaper is possible"),
        (0, -100, "best 0.00 EUR, at most 1.00 EUR (100.00 %) to save; no plan costs less than -1.00 EUR"),
        (0, 0, "best 0.00 EUR, nothing cheaper is possible"),
    ],
)
def test_a_standing_in_words(cost, bound, words):
    assert standing_in_words(cost, bound, "EUR") == words


def test_a_line_per_scenario_with_its_time_and_its_standing():
    clock = Clock()
    progress = Progress(clock)
    progress.stage("", "reading the inventory")
    clock.now += 61
    assert progress.lines() == ["0:01:01  reading the inventory"]
    progress.expect(["cheapest", "new only"], "EUR")
    progress.stage("new only", "looking for the cheapest plan")
    clock.now += 3600
    progress.stage("cheapest", "checking the plan")
    progress.standing("new only", 1_000, 990)
    assert progress.lines() == [
        "1:00:00  new only (2 of 2): looking for the cheapest plan",
        "         best 10.00 EUR, at most 0.10 EUR (1.00 %) to save; no plan costs less than 9.90 EUR",
        "0:00:00  cheapest (1 of 2): checking the plan",
    ]


def test_time_and_standing_stay_from_stage_to_stage_until_the_scenario_is_finished():
    clock = Clock()
    progress = Progress(clock)
    progress.expect(["cheapest"], "EUR")
    progress.stage("cheapest", "looking for the cheapest plan")
    progress.standing("cheapest", 990, 990)
    clock.now += 5
    progress.stage("cheapest", "checking the plan")
    assert progress.lines() == [
        "0:00:05  cheapest (1 of 1): checking the plan",
        "         best 9.90 EUR, nothing cheaper is possible",
    ]
    progress.stage("cheapest", "")
    progress.standing("cheapest", 980, 980)
    assert progress.lines() == []


def test_each_line_keeps_to_its_line_of_the_terminal(terminal):
    """Names come from the input: they may hold markup, steer terminals, and be of any length."""
    progress = Progress(Clock())
    progress.stage("[red]\x1b[2J\nfirst" + "x" * 100, "checking the plan")
    make_console(terminal).print(drawn(progress.lines()))
    (line,) = in_plain_text(terminal.getvalue()).splitlines()
    assert line.startswith("0:00:00  [red]␛[2J first")
    assert len(line) == 60


def test_progress_is_drawn_and_wiped_away(terminal):
    progress = Progress()
    progress.stage("", "reading the inventory")
    with shown(progress, terminal):
        progress.stage("", "writing the plan")
    assert "writing the plan" in terminal.getvalue()
    hidden, cursor_shown, erased = (terminal.getvalue().rfind(code) for code in ("\x1b[?25l", "\x1b[?25h", "\x1b[2K"))
    assert -1 < hidden < cursor_shown
    assert erased > terminal.getvalue().rfind("writing the plan")


def planned_with_errors_on_a_terminal(folder, *options):
    """Plan with stderr on a terminal of the system; return stdout and what the terminal got."""
    pty = pytest.importorskip("pty")
    import os

    ours, theirs = pty.openpty()
    code = "import sys; from planner.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, "plan", str(inventory(folder)), "--json", "-", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm-256color"}
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:  # what Linux says where nobody holds the other end any more
        pass
    os.close(ours)
    return process.communicate()[0], seen.decode()


def test_the_command_shows_progress_on_a_terminal_only(tmp_path):
    stdout, seen = planned_with_errors_on_a_terminal(tmp_path / "estate", "--scenario", "cheapest")
    assert json.loads(stdout)["scenarios"][0]["status"] == "optimal"
    assert "reading the inventory" in in_plain_text(seen)
    stdout, seen = planned_with_errors_on_a_terminal(tmp_path / "estate", "--scenario", "cheapest", "--quiet")
    assert json.loads(stdout)["scenarios"][0]["status"] == "optimal"
    assert seen == ""


def test_no_progress_where_the_output_is_no_terminal(tmp_path):
    code = "import sys; from planner.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, "plan", str(inventory(tmp_path / "estate")), "--scenario", "cheapest"]
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""
