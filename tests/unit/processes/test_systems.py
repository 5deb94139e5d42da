"""Every system runs the program: what some lack stands in the modules of the systems and nowhere else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OF_SYSTEMS = {f"planner/processes/{name}.py" for name in ("posix", "linux", "windows")}
MODULES_OF_POSIX = {"resource", "fcntl", "pwd", "grp", "termios", "tty", "pty", "syslog", "posix", "readline", "curses"}
MODULES_OF_WINDOWS = {"winreg", "msvcrt", "_winapi", "winsound"}
# What CPython 3.11, the oldest that is supported, holds on one of Linux and Windows only.
LACKING = {
    "os": """chown chroot confstr copy_file_range ctermid environb eventfd fchdir fchmod fchown fdatasync fork forkpty
        fpathconf fstatvfs fwalk get_blocking getegid getenvb geteuid getgid getgrouplist getgroups getloadavg getpgid
        getpgrp getpriority getrandom getresgid getresuid getsid getuid getxattr initgroups killpg lchown listxattr
        lockf major makedev memfd_create minor mkfifo mknod nice openpty pathconf pidfd_open pipe2 posix_fadvise
        posix_fallocate posix_spawn posix_spawnp pread preadv pwrite pwritev readv register_at_fork removexattr
        sched_getaffinity sched_setaffinity sched_yield sendfile set_blocking setegid seteuid setgid setgroups setpgid
        setpgrp setpriority setregid setresgid setresuid setreuid setsid setuid setxattr splice statvfs sync sysconf
        tcgetpgrp tcsetpgrp ttyname uname wait wait3 wait4 waitid WNOHANG WIFEXITED WEXITSTATUS WIFSIGNALED WTERMSIG
        O_CLOEXEC O_DIRECTORY O_NOFOLLOW O_NONBLOCK O_PATH O_SYNC""",
    "signal": """SIGALRM SIGBUS SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 SIGWINCH
        SIGXCPU SIGXFSZ alarm getitimer pause pthread_kill pthread_sigmask setitimer siginterrupt sigpending sigwait""",
    "socket": "AF_UNIX AF_NETLINK SO_REUSEPORT SOCK_CLOEXEC SOCK_NONBLOCK SCM_RIGHTS recv_fds send_fds sethostname",
    "time": "CLOCK_MONOTONIC CLOCK_REALTIME clock_gettime clock_settime pthread_getcpuclockid tzset",
    "select": "epoll poll PIPE_BUF",
    "subprocess": "CREATE_NEW_PROCESS_GROUP CREATE_NO_WINDOW DETACHED_PROCESS STARTUPINFO",
    "ctypes": "WinDLL windll WinError get_last_error",
}
DIFFERENT = {"os": "kill popen system startfile", "subprocess": "getoutput getstatusoutput"}
"""What is there everywhere and does another thing: on Windows `os.kill(process, 0)` ends the process."""
FORBIDDEN = {
    f"{module}.{name}" for names in (LACKING, DIFFERENT) for module, text in names.items() for name in text.split()
}
ARGUMENTS = {"start_new_session", "preexec_fn", "pass_fds", "process_group", "creationflags", "startupinfo"}


def sources() -> list[str]:
    paths = [path for package in ("planner", "dashboards", "tools") for path in (ROOT / package).rglob("*.py")]
    return sorted(path.relative_to(ROOT).as_posix() for path in [*paths, ROOT / "make.py"])


def called_of_systems(source: str) -> list[str]:
    """What a source uses that is not there on every system, or does something else there."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found += [each.name for each in names if each.name in MODULES_OF_POSIX | MODULES_OF_WINDOWS]
            case ast.ImportFrom(module=str(module), names=names):
                found += [module] if module in MODULES_OF_POSIX | MODULES_OF_WINDOWS else []
                found += [f"{module}.{each.name}" for each in names if f"{module}.{each.name}" in FORBIDDEN]
            case ast.Attribute(value=ast.Name(id=module), attr=name) if f"{module}.{name}" in FORBIDDEN:
                found.append(f"{module}.{name}")
            case ast.keyword(arg=str(name)) if name in ARGUMENTS:
                found.append(f"{name}=")
            case ast.Constant(value=str(text)) if text.startswith(("/dev/", "/proc/", "/etc/")):
                found.append(text)
    return found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import os\nos.set_blocking(1, False)", ["os.set_blocking"]),
        ("import os\nos.kill(process, 0)", ["os.kill"]),
        ("from os import getuid", ["os.getuid"]),
        ("def limits():\n    import resource", ["resource"]),
        ("import signal\nsignal.signal(signal.SIGKILL, None)", ["signal.SIGKILL"]),
        ("Popen([], start_new_session=True)", ["start_new_session="]),
        ("open('/dev/null')", ["/dev/null"]),
        ("import os, signal\nos.getpid(), signal.SIGINT, os.path.exists('a')", []),
    ],
)
def test_what_some_system_lacks_is_found(source, found):
    assert called_of_systems(source) == found


def test_nothing_outside_the_modules_of_the_systems_is_lacking_on_one():
    found = {name: called_of_systems((ROOT / name).read_text(encoding="utf-8")) for name in sources()}
    assert {name: calls for name, calls in found.items() if calls and name not in OF_SYSTEMS} == {}
    assert {name for name in OF_SYSTEMS if not found[name]} == set()


def test_folders_for_a_while_are_those_that_are_swept_up():
    """One made otherwise kept people's exports for ever where its process was killed."""
    own = {"planner/processes/folders.py", "planner/processes/apart.py", "planner/ingest/files/reader_process.py"}
    made = re.compile("TemporaryDirectory|mkdtemp|mkstemp|NamedTemporaryFile")
    found = {
        name for name in sources() if name[:5] != "tools" and made.search((ROOT / name).read_text(encoding="utf-8"))
    }
    assert found == own  # the last two inside such a folder


def test_tests_need_no_system_of_their_own_or_say_so():
    """One module that a system lacks, loaded at the top, kept its whole file from being collected there."""
    wrong = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "allow_module_level=True" in source:
            continue
        for node in ast.parse(source).body:
            lines = source.splitlines()[_first_line(node) - 1 : node.end_lineno]
            part = "\n".join(lines)
            found = [call for call in called_of_systems(part) if not call.startswith("/etc/")]
            if found and "sys.platform" not in part and not _is_text(node):
                wrong.append(f"{path.name}:{node.lineno} {found}")
    assert wrong == []


def _first_line(node: ast.stmt) -> int:
    return min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign | ast.Expr) and isinstance(node.value, ast.Constant)
