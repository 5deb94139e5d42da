"""Files that commands write: nothing is begun that could not be written, and a failure leaves the old file whole."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from planner.cli.printing import echo
from planner.errors import UsageError
from planner.words import joined, say, tell


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
    try:
        if place.exists() and not place.is_file():
            # A device is asked; a pipe would hand on what it is asked with.
            if stat.S_ISCHR(place.stat().st_mode) and not _is_terminal(place):
                place.write_bytes(b"\n")
            return
        if place.exists():
            place.open("r+b").close()
        beside = place.with_name(f".{place.name}.part")
        beside.write_bytes(b"")
        beside.unlink()
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

    A link is followed; a device or a pipe is written into, never replaced.
    """
    import shutil

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
            raise UsageError(
                tell(
                    "{target} cannot be written: {strerror}. Is it open in another program?",
                    target=target,
                    strerror=error.strerror,
                )
            ) from error
    return str(target)


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
