"""What only Linux has: a process that gives up its rights to files, to the network and to other processes.

Landlock (since Linux 5.13) leaves it the folders that it names; it is three calls to the kernel, which have no library
of their own that is kept.  A filter of calls (seccomp, written by the system's libseccomp) leaves it no sockets, no
other programs and no further processes.  Neither needs rights of its own, and both hold for root as well.  Where the
system lacks one, the other holds; decision 43 says what is left then.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

assert sys.platform == "linux"

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""The same numbers on all kinds of machines."""
_PATH_BENEATH, _VERSION = 1, 1
_NO_NEW_PRIVILEGES = 38
_READ = 1 << 2 | 1 << 3
"""To read files, and to list folders."""
_WRITE = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 14
"""To write and cut off files, and to make and remove them and folders."""
_OF_A_FILE = 1 << 1 | 1 << 2 | 1 << 14
_RIGHTS_OF_FILES = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights there are, by the version of Landlock."""
_TCP_SINCE, _SCOPES_SINCE = 4, 6

_SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/nix/store",
    "/etc/ld.so.cache", "/etc/localtime", "/etc/mime.types", "/etc/httpd/mime.types", "/etc/httpd/conf/mime.types",
    "/etc/apache/mime.types", "/etc/apache2/mime.types", "/usr/local/etc/mime.types", "/dev/urandom", "/proc/self",
    "/proc/meminfo", "/proc/cpuinfo", "/proc/stat", "/sys/devices/system/cpu", "/sys/fs/cgroup",
)  # fmt: skip
"""What libraries read of the system while they load."""

_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_EQUAL_MASKED, _DIFFERENT = 7, 1
_TSYNC = 4
_CLONE_THREAD = 0x00010000
_FORBIDDEN = (
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmsg", "sendmmsg",
    "io_uring_setup", "io_uring_enter", "io_uring_register",
    "execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise",
    "kill", "tkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open", "pidfd_send_signal", "pidfd_getfd",
    "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat", "utime", "utimes", "futimesat",
    "utimensat", "setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr",
    "mount", "umount2", "move_mount", "open_tree", "fsopen", "pivot_root", "chroot", "unshare", "setns", "bpf",
    "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key", "init_module", "finit_module", "kexec_load",
    "open_by_handle_at", "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "capset",
    "swapon", "swapoff", "reboot", "sethostname", "setdomainname", "settimeofday", "clock_settime", "syslog", "acct",
    "shmget", "shmat", "msgget", "semget", "mq_open",
)  # fmt: skip


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


class _Argument(ctypes.Structure):
    _fields_ = (
        ("number", ctypes.c_uint), ("comparison", ctypes.c_int), ("first", ctypes.c_uint64), ("second", ctypes.c_uint64)
    )  # fmt: skip


def confine(folder: Path, reads: Sequence[Path], code: Sequence[Path]) -> None:
    """Leave this process a folder to work in, files and folders to read, and the program's own code.

    What the system lacks is passed over.
    """
    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _leave_files(kernel, [folder, Path(os.devnull)], [*reads, *code, *map(Path, _SYSTEM)])
    _leave_calls()


def _leave_files(kernel: ctypes.CDLL, writes: Iterable[Path], reads: Iterable[Path]) -> None:
    version = kernel.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return
    every = (1 << _RIGHTS_OF_FILES[min(version, max(_RIGHTS_OF_FILES))]) - 1
    asked = _Ruleset(every, 0b11 if version >= _TCP_SINCE else 0, 0b11 if version >= _SCOPES_SINCE else 0)
    fields = 3 if version >= _SCOPES_SINCE else 2 if version >= _TCP_SINCE else 1
    rules = kernel.syscall(_CREATE_RULESET, ctypes.byref(asked), ctypes.c_size_t(8 * fields), 0)
    if rules < 0:
        return
    for paths, rights in ((writes, _READ | _WRITE), (reads, _READ)):
        for path in paths:
            _allow(kernel, rules, path, rights & every)
    kernel.syscall(_RESTRICT_SELF, rules, 0)
    os.close(rules)


def _allow(kernel: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    with suppress(OSError):  # not on this system
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if not path.is_dir():
            rights &= _OF_A_FILE
        beneath = _Beneath(rights, place)
        kernel.syscall(_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(beneath), 0)
        os.close(place)


def _leave_calls() -> None:
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_rule_add_array.argtypes = (
        ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p,
    )  # fmt: skip
    for name in ("seccomp_load", "seccomp_release"):
        getattr(library, name).argtypes = (ctypes.c_void_p,)
    library.seccomp_attr_set.argtypes = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32
    rules = library.seccomp_init(_ALLOW)
    if not rules:
        return

    def forbid(name: str, why: int = errno.EPERM, *, where: _Argument | None = None) -> None:
        number = library.seccomp_syscall_resolve_name(name.encode())
        count = 0 if where is None else 1
        library.seccomp_rule_add_array(rules, _FAIL | why, number, count, ctypes.byref(where) if where else None)

    for name in _FORBIDDEN:
        forbid(name)
    # A process may have threads.  What `clone3` is asked for no filter can see; who asks falls back to `clone`.
    forbid("clone", where=_Argument(_flags_of_clone(), _EQUAL_MASKED, _CLONE_THREAD, 0))
    forbid("clone3", errno.ENOSYS)
    # It may end itself, and ask for its own limits.
    forbid("tgkill", where=_Argument(0, _DIFFERENT, os.getpid(), 0))
    forbid("prlimit64", where=_Argument(0, _DIFFERENT, 0, 0))
    library.seccomp_attr_set(rules, _TSYNC, 1)
    library.seccomp_load(rules)
    library.seccomp_release(rules)


def _flags_of_clone() -> int:
    """Return which argument of `clone` its flags are: the first, but for one kind of machine."""
    return 1 if os.uname().machine.startswith("s390") else 0
