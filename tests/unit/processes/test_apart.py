"""Work done by a process of its own: its answer, each way to end without one, and what is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from planner.errors import UsageError
from planner.processes import apart, folders, system
from planner.processes.apart import BrokeOffError, End, ResourceLimits, answered, how_it_ended, start

TASKS = "tests.unit.processes.tasks"
AMPLE = ResourceLimits(1 << 30, 20, 30)


def broken(task: str, limits: ResourceLimits = AMPLE) -> BrokeOffError:
    with pytest.raises(BrokeOffError) as raised, answered(f"{TASKS}:{task}", {}, limits):
        pass
    return raised.value


def test_the_answer_its_files_and_the_limits():
    limits = ResourceLimits(900 << 20, 9, 30, 5 << 20)
    with answered(f"{TASKS}:multiply", {"first": 6, "second": 7}, limits) as a:
        hold = None if sys.platform == "win32" else [900 << 20, 9, 5 << 20]
        if sys.platform == "darwin":
            hold[0] = a.value["limits"][0]  # watched, not limited
        assert a.value == {"product": 42, "limits": hold}
        assert (a.folder / "factors.txt").read_text(encoding="utf-8") == "6 7"
        folder = a.folder
    assert not folder.exists()


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    """What work could do that a harmful file has taken over: by what it tries, the error or what came of it."""
    if sys.platform != "linux":
        pytest.skip("elsewhere there are limits only")
    folder = tmp_path_factory.mktemp("person")
    for name in ("given.txt", "secret.txt"):
        (folder / name).write_text(name, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CAL_PLANNER_DATABASE", "postgresql://planner:secret@db/work")
        request = {"given": str(folder / "given.txt"), "secret": str(folder / "secret.txt")}
        with answered(f"{TASKS}:tries_everything", request, AMPLE, reads=[folder / "given.txt"]) as answer:
            return answer.value


def test_work_reads_what_it_is_given_and_writes_in_its_folder(stranger):
    assert stranger["read given"] == "given.txt"
    assert (stranger["write own"], stranger["make folder"], stranger["begin thread"]) == ("done", "done", "done")


@pytest.mark.parametrize("what", ["read secret", "write given", "list its folder", "read passwd", "list home"])
def test_work_reaches_no_other_file(stranger, what):
    assert stranger[what] == "PermissionError"


@pytest.mark.parametrize(
    "what",
    ["open socket", "send datagram", "begin process", "begin program", "signal parent", "change rights", "set times"],
)
def test_work_reaches_neither_network_nor_processes(stranger, what):
    assert stranger[what] == "PermissionError"


def test_work_inherits_no_secret_and_no_open_file(stranger):
    assert "CAL_PLANNER_DATABASE" not in stranger["environment"]
    assert set(stranger["environment"]) <= {
        *apart._HARMLESS,
        *apart._ENVIRONMENT,
        "PYTHONPATH",
        "TMPDIR",
        "TEMP",
        "TMP",
    }
    assert len(stranger["open files"]) <= 4  # input, output, complaints, and the one that lists them


def test_a_folder_whose_process_was_killed_is_swept_up(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = tmp_path / f"cal-planner-{folders._host()}-{gone.pid}-12345-abc"
    of_another_machine = tmp_path / f"cal-planner-elsewhere-{gone.pid}-12345-abc"
    others = tmp_path / "cal-planner-notes"
    for folder in (left, of_another_machine, others):
        folder.mkdir()
    (left / "copy.xlsx").write_bytes(b"names of people")
    with folders.own_folder() as mine:
        assert folders.sweep() == 1
        assert sorted(tmp_path.iterdir()) == sorted([mine, of_another_machine, others])


def test_a_number_that_was_given_out_again_is_another_process():
    own = system.Life.own()
    assert own.goes_on
    assert not replace(own, began=own.began - 60).goes_on
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        found = replace(own, process=other.pid, began=system._began(psutil.Process(other.pid)))
        assert found.goes_on
        other.kill()
        with suppress(psutil.NoSuchProcess):  # Windows leaves no exit code behind to be asked for
            while psutil.Process(other.pid).status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.005)
        assert not found.goes_on  # nobody has asked yet how it ended
    assert not found.goes_on


def test_a_change_of_the_clock_moves_no_beginning(monkeypatch):
    """Linux tells when it started by the clock as it stands now."""
    own, booted = system.Life.own(), psutil.boot_time()
    module = sys.modules[psutil.Process()._proc.__class__.__module__]
    monkeypatch.setattr(module, "boot_time", lambda: booted + 3600, raising=False)
    assert own.goes_on


def test_memory_is_watched_where_the_system_does_not(monkeypatch):
    monkeypatch.setattr(system, "MEMORY_IS_LIMITED", False)
    monkeypatch.setattr(apart, "_LOOK_EVERY_S", 0.02)
    monkeypatch.setattr(system, "memory_of", lambda process: 2 << 30)
    assert broken("never_ends").end is End.OUT_OF_MEMORY


def test_words_for_a_person_come_back_as_an_error():
    with pytest.raises(UsageError, match=r"^The sheet is protected\.$"), answered(f"{TASKS}:cannot", {}, AMPLE):
        pass


def test_work_that_has_other_work_done_does_it_within_its_own_limits():
    """A confined process may start no other; an import that had its files read so broke off."""
    with answered(f"{TASKS}:has_it_done", {"first": 6, "second": 7}, AMPLE) as answer:
        assert answer.value == {
            "product": 42, "file": "6 7", "problem": "UsageError: The sheet is protected.", "is left": False,
        }  # fmt: skip


def test_nothing_slow_is_loaded_before_the_work():
    with answered(f"{TASKS}:loads", {}, AMPLE) as answer:
        of_systems = {"linux": {"linux", "posix"}, "win32": {"windows"}}.get(sys.platform, {"posix"})
        # `python -m` calls the process's own module by another name.
        assert {name for name in answer.value if not name.startswith("planner.words")} == {
            "planner", "planner.errors", "planner.processes", "planner.processes.child", "planner.processes.system",
            "planner.version", *(f"planner.processes.{name}" for name in of_systems),
        }  # fmt: skip


@pytest.mark.parametrize(
    ("task", "limits", "end", "current"),
    [
        ("never_ends", ResourceLimits(1 << 30, 20, 1.0), End.OUT_OF_TIME, "second.csv"),
        ("computes", ResourceLimits(1 << 30, 1, 30), End.OUT_OF_TIME, None),
        ("fills_memory", AMPLE, End.OUT_OF_MEMORY, None),
        ("aborts", AMPLE, End.CRASHED, "first.csv"),
        ("aborts_within", AMPLE, End.CRASHED, "first.csv"),
        ("leaves", AMPLE, End.CRASHED, None),
        ("no_such_task", AMPLE, End.CRASHED, None),
    ],
)
def test_ends_without_an_answer(task, limits, end, current):
    begun = time.monotonic()
    problem = broken(task, limits)
    assert (problem.end, problem.current) == (end, current)
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize("text", ["[" * 100_000, "", "7", "{}", '{"problem": 3}', '{"answer": 1, "words": {"a": 1}}'])
def test_an_answer_that_is_none_is_an_end_without_one(text):
    """A process that a harmful file has taken over must not make whoever waits for it fall over."""
    with pytest.raises(BrokeOffError), answered(f"{TASKS}:answers_oddly", {"text": text}, AMPLE):
        pass


def test_the_words_of_an_end():
    aborted = "code 3" if sys.platform == "win32" else "signal 6"
    assert str(broken("aborts")).startswith(f"The work broke off: its process ended without a word ({aborted}).")
    assert how_it_ended(0) == ""
    assert how_it_ended(1) == " (code 1)"
    assert how_it_ended(-9) == ", most likely for lack of memory"


def test_an_accident_is_forgiven_as_often_as_there_are_tries():
    with answered(f"{TASKS}:aborts_once", {}, AMPLE, tries=2) as answer:
        assert answer.value == "done"
    assert broken("aborts_once").end is End.CRASHED


def is_alive(process: int) -> bool:
    """Whether a process runs still; one that nobody has asked how it ended does not."""
    try:
        return psutil.Process(process).status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    except psutil.NoSuchProcess:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="signals between processes work otherwise there")
def test_an_interruption_ends_the_process_and_clears_its_folder(tmp_path):
    code = (
        "import tempfile, sys\n"
        "tempfile.tempdir = sys.argv[1]\n"
        "from planner.processes.apart import ResourceLimits, answered\n"
        f"with answered('{TASKS}:never_ends', {{}}, ResourceLimits(1 << 30, 20, 30)): pass\n"
    )
    root = Path(__file__).parents[3]
    # In a session of its own only the caller is interrupted, not the process that it started.
    caller = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=root, start_new_session=True, stderr=-3)
    while not list(tmp_path.glob("*/current")):
        time.sleep(0.02)
    (child,) = psutil.Process(caller.pid).children()
    caller.send_signal(signal.SIGINT)
    assert caller.wait(10) != 0
    assert list(tmp_path.iterdir()) == []
    assert not is_alive(child.pid)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no sessions there")
def test_a_started_module_lives_in_a_session_of_its_own():
    process = start("planner.processes.child", "/no/such/folder", environment={})
    assert os.getsid(process.pid) == process.pid
    clock = threading.Timer(10, process.kill)
    clock.start()
    assert process.wait() == 1
    clock.cancel()
