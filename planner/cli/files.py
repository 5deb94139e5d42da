"""Files that commands write: nothing is begun that could not be written, and a failure leaves the old file whole."""

from __future__ import annotations

import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

from planner.cli.printing import echo
from planner.domain.file_names import is_kept_for_a_device
from planner.errors import UsageError
from planner.words import joined, say, tell

Writing = tuple[Path, Callable[[Path], None]]
"""A file to be written, and what writes it."""


def check_targets(targets: list[Path | None], sources: list[Path | None]) -> None:
    """Refuse, before any work, to write where nothing can be written or over what is read."""
    written = [target for target in targets if target]
    for target in written:
        place = target.resolve()
        for source in sources:
            if source and place == source.resolve():
                raise UsageError(
                    tell("{target} is the file that is read; give another name for the result.", target=target)
                )
            if source and source.is_dir() and source.resolve() in place.parents:
                raise UsageError(
                    tell("{target} is inside the folder that is read; write the result somewhere else.", target=target)
                )
        if not place.parent.is_dir():
            raise UsageError(tell("There is no folder {parent}; make it first.", parent=place.parent))
        _check_writable(target, place)
    if len({target.resolve() for target in written}) < len(written):
        raise UsageError(tell("Two results would go into the same file; give each its own name."))


def _check_writable(target: Path, place: Path) -> None:
    """Refuse a place where nothing can be written: no rights, a file that a program holds, a device that is full."""
    if sys.platform == "win32" and is_kept_for_a_device(target.name) and target.name.casefold() != "nul":
        # Who wants nothing written says so with the bare name.
        raise UsageError(say("{target}: Windows means a device by this name; give another one.", target=target))
    try:
        if place.exists() and not place.is_file():
            # A device is asked; a pipe would hand on what it is asked with.
            if stat.S_ISCHR(place.stat().st_mode) and not _is_terminal(place):
                place.write_bytes(b"\n")
            return
        if place.exists():
            place.open("r+b").close()
        beside = place.with_name(f".{place.name}.part")
        try:
            beside.write_bytes(bytes(_ENOUGH_BYTES))  # a disk that is full makes files, and writes nothing into them
        finally:
            beside.unlink(missing_ok=True)
    except OSError as problem:
        raise UsageError(
            tell(
                "{target} cannot be written: {strerror}. {advice}",
                target=target,
                strerror=problem.strerror,
                advice=_ADVICE,
            )
        ) from problem


def _is_terminal(place: Path) -> bool:
    with place.open("wb", buffering=0) as device:
        return device.isatty()


_ENOUGH_BYTES = 1 << 20
_ADVICE = say("Is it open in another program, or may you not write there?")


def check_ending(target: Path | None, *endings: str) -> None:
    """Refuse to write a file with another ending."""
    if target and target.suffix.lower() not in endings:
        raise UsageError(
            tell(
                "{name}: this is written as {value}; change the ending.",
                name=target.name,
                value=joined(say(" or "), endings),
            )
        )


def replacing(target: Path, write: Callable[[Path], None]) -> str:
    """Write elsewhere and then replace the target, so that a failure leaves the old file whole.

    A link is followed; a device or a pipe is written into, never replaced.  Raises UsageError where the target cannot
    be written any more; what was made is kept then, beside it or in the folder for temporary files, and the error
    says where.
    """
    from planner.processes.folders import own_folder

    place = target.resolve()
    with own_folder() as folder:
        made = folder / f"made{target.suffix}"
        write(made)
        beside = place.with_name(f".{place.name}.part")
        try:
            if place.exists() and not place.is_file():
                place.write_bytes(made.read_bytes())
            else:
                shutil.copyfile(made, beside)
                beside.replace(place)
        except OSError as error:
            beside.unlink(missing_ok=True)
            kept = _kept(made, place)
            told = say(
                "{target} cannot be written: {strerror}. {advice}",
                target=target,
                strerror=error.strerror,
                advice=_ADVICE,
            )
            if kept:
                told = joined(" ", [told, say("What was made is kept in {file}.", file=kept)])
            raise UsageError(told) from error
    return str(target)


def _kept(made: Path, place: Path) -> Path | None:
    """Keep what was made under a name that is free, where it can be written; None where it cannot be anywhere."""
    for folder in (place.parent, Path(tempfile.gettempdir())):
        numbered = (folder / f"{place.stem} ({number}){place.suffix}" for number in count(2))
        free = next(path for path in numbered if not path.exists())
        try:
            shutil.copyfile(made, free)
        except OSError:
            with suppress(OSError):
                free.unlink(missing_ok=True)
        else:
            return free
    return None


def replacing_all(writings: Iterable[Writing]) -> tuple[list[str], list[str]]:
    """Write each file as `replacing` does; return which were written, and in words why others could not be."""
    written: list[str] = []
    problems: list[str] = []
    for target, write in writings:
        try:
            written.append(replacing(target, write))
        except UsageError as problem:
            problems.append(problem.args[0])
    return written, problems


def write_workbook(file: Path, write: Callable[[Path], None], *, force: bool, quiet: bool) -> None:
    """Write an inventory workbook; what somebody may have worked on is not overwritten unasked."""
    check_ending(file, ".xlsx")
    check_targets([file], [])

    def write_unless_changed(made: Path) -> None:
        write(made)
        if not force and file.is_file() and file.stat().st_size and file.read_bytes() != made.read_bytes():
            raise UsageError(
                tell("{file} exists already and holds something else; give another name, or add --force.", file=file)
            )

    written = replacing(file, write_unless_changed)
    if not quiet:
        echo(tell("Wrote {written}.", written=written))
