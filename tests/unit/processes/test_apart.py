"""Work done by a process of its own: its answer, each way to end without one, and what is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from planner.errors import UsageError
from planner.processes.apart import BrokeOffError, End, ResourceLimits, answered, how_it_ended, start

TASKS = "tests.unit.processes.tasks"
AMPLE = ResourceLimits(1 << 30, 20, 30)


def broken(task: str, limits: ResourceLimits | None = AMPLE, **more: object) -> BrokeOffError:
    with pytest.raises(BrokeOffError) as raised, answered(f"{TASKS}:{task}", {}, limits, **more):
        pass
    return raised.value


def test_the_answer_its_files_and_the_limits():
    environment = {"SETTING": "secret"}
    with answered(
        f"{TASKS}:multiply", {"first": 6, "second": 7}, ResourceLimits(900 << 20, 9, 30), environment=environment
    ) as a:
        assert a.value == {"product": 42, "limits": [900 << 20, 9], "setting": "secret"}
        assert (a.folder / "factors.txt").read_text(encoding="utf-8") == "6 7"
        assert "secret" not in (a.folder / "request.json").read_text(encoding="utf-8")
        folder = a.folder
    assert not folder.exists()


def test_work_without_limits_may_take_what_there_is():
    with answered(f"{TASKS}:multiply", {"first": 2, "second": 3}) as answer:
        memory, seconds = answer.value["limits"]
        assert (memory < 0 or memory > 1 << 40, seconds < 0 or seconds > 1 << 20) == (True, True)


def test_words_for_a_person_come_back_as_an_error():
    with pytest.raises(UsageError, match=r"^The sheet is protected\.$"), answered(f"{TASKS}:cannot", {}, AMPLE):
        pass


def test_nothing_slow_is_loaded_before_the_work():
    with answered(f"{TASKS}:loads", {}, AMPLE) as answer:
        # `python -m` calls the process's own module by another name.
        assert answer.value == [
            "planner", "planner.errors", "planner.processes", "planner.processes.child", "planner.version",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("task", "limits", "end", "current"),
    [
        ("never_ends", ResourceLimits(1 << 30, 20, 1.0), End.OUT_OF_TIME, "second.csv"),
        ("computes", ResourceLimits(1 << 30, 1, 30), End.OUT_OF_TIME, None),
        ("fills_memory", AMPLE, End.OUT_OF_MEMORY, None),
        ("aborts", AMPLE, End.CRASHED, "first.csv"),
        ("leaves", AMPLE, End.CRASHED, None),
        ("no_such_task", AMPLE, End.CRASHED, None),
    ],
)
def test_ends_without_an_answer(task, limits, end, current):
    begun = time.monotonic()
    problem = broken(task, limits)
    assert (problem.end, problem.current) == (end, current)
    assert time.monotonic() - begun < 15


def test_the_words_of_an_end():
    assert str(broken("aborts")).startswith("The work broke off: its process ended without a word (signal 6).")
    assert how_it_ended(0) == ""
    assert how_it_ended(1) == " (code 1)"
    assert how_it_ended(-signal.SIGKILL) == ", most likely for lack of memory"


def test_an_accident_is_forgiven_as_often_as_there_are_tries(tmp_path):
    request = {"mark": str(tmp_path / "been_here")}
    with answered(f"{TASKS}:aborts_once", request, AMPLE, tries=2) as answer:
        assert answer.value == "done"
    (tmp_path / "been_here").unlink()
    with pytest.raises(BrokeOffError), answered(f"{TASKS}:aborts_once", request, AMPLE):
        pass


def is_alive(process: int) -> bool:
    """Whether a process runs still; one that nobody has asked how it ended does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_an_interruption_ends_the_process_and_clears_its_folder(tmp_path):
    code = (
        "import tempfile, sys\n"
        "tempfile.tempdir = sys.argv[1]\n"
        "from planner.processes.apart import answered\n"
        f"with answered('{TASKS}:never_ends', {{}}): pass\n"
    )
    root = Path(__file__).parents[3]
    # In a session of its own only the caller is interrupted, not the process that it started.
    caller = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=root, start_new_session=True, stderr=-3)
    while not list(tmp_path.glob("*/current")):
        time.sleep(0.02)
    (child,) = Path(f"/proc/{caller.pid}/task/{caller.pid}/children").read_text().split()
    caller.send_signal(signal.SIGINT)
    assert caller.wait(10) != 0
    assert list(tmp_path.iterdir()) == []
    assert not is_alive(int(child))


def test_a_started_module_lives_in_a_session_of_its_own():
    process = start("planner.processes.child", "/no/such/folder", environment={})
    assert os.getsid(process.pid) == process.pid
    clock = threading.Timer(10, process.kill)
    clock.start()
    assert process.wait() == 1
    clock.cancel()
