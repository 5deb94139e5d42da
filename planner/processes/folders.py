"""Folders for the while that something takes: gone afterwards, and swept up later where their process was killed."""

from __future__ import annotations

import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = "cal-planner-"
_NAME = re.compile(rf"{_PREFIX}(?P<host>[\w.-]*)-(?P<process>[0-9]+)-(?P<began>[0-9]+)-[a-z0-9_]+")


@contextmanager
def own_folder() -> Iterator[Path]:
    """Make a folder that only this person's programs may enter, and take it away afterwards."""
    from planner.processes.system import Life

    life = Life.own()
    prefix = f"{_PREFIX}{_host()}-{life.process}-{life.began:.0f}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
        yield Path(name)


def sweep() -> int:
    """Take away the folders of processes of this machine that ended without doing so; return how many there were."""
    from planner.processes.system import Life

    swept = 0
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        named = _NAME.fullmatch(folder.name)
        if named is None or named["host"] != _host() or folder.is_symlink() or not folder.is_dir():
            continue
        if not Life(int(named["process"]), float(named["began"])).goes_on:
            shutil.rmtree(folder, ignore_errors=True)
            swept += not folder.exists()
    return swept


def _host() -> str:
    """Return this machine's name as far as a file's name may hold it: folders of another may be in sight here."""
    return re.sub(r"[^\w.-]", "_", socket.gethostname(), flags=re.ASCII)[:60]
