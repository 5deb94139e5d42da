"""The old container of Microsoft Office files: which streams it has, and what stands in one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import olefile

from planner.domain.issue import Location
from planner.ingest.files.problems import damaged

MAGIC = olefile.MAGIC


@contextmanager
def _opened(path: Path, where: Location) -> Iterator[olefile.OleFileIO]:
    """Open a container; what the library stumbles over inside becomes `Refused`."""
    try:
        with olefile.OleFileIO(str(path)) as container:
            yield container
    except (OSError, ValueError, IndexError, KeyError, AttributeError, TypeError, RecursionError) as problem:
        raise damaged(where, "its parts do not hang together") from problem


def stream_names(path: Path, where: Location) -> frozenset[str]:
    """Return the names of the streams at the top of the file.  Raises `Refused` for a damaged container."""
    with _opened(path, where) as container:
        return frozenset(names[0] for names in container.listdir() if len(names) == 1)


def read_stream(path: Path, names: tuple[str, ...], where: Location) -> bytes:
    """Return the first of the named streams that exists.  Raises `Refused` if none does, or it is damaged."""
    with _opened(path, where) as container:
        for name in names:
            if container.exists(name):
                content: bytes = container.openstream(name).read()
                return content
    raise damaged(where, "the part with the sheets is missing")


def check_chains(path: Path, where: Location) -> None:
    """Raise `Refused` where a sector follows itself sooner or later: a reader that trusts the file never ends."""
    with _opened(path, where) as container:
        sectors = len(container.fat)
        following = np.minimum(np.asarray(container.fat, dtype=np.int64), sectors)
    reached = np.append(following, sectors)  # from the last place, the end, nothing leads on
    for _ in range(sectors.bit_length()):
        reached = reached[reached]  # twice as many steps at a time
    if (reached != sectors).any():
        raise damaged(where, "its parts do not hang together")
