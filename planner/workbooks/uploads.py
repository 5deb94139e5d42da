"""Files as people hand them over: one workbook, one zip, or the table files of a folder, which are kept as one zip.

Nothing is opened here; whatever stands in a file is left to the reader's own process.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from planner.domain.file_names import for_every_system
from planner.errors import UsageError
from planner.ingest import TablesRead, read_tables
from planner.processes.folders import own_folder
from planner.words import joined, say

MAX_BYTES = 200 << 20
WORKBOOKS = ("xlsx", "xlsm", "xlsb", "xls", "ods")
TABLES = ("csv", "parquet")
ZIP = "zip"
KINDS = (*WORKBOOKS, *TABLES, ZIP)
"""How the names of files end that are taken."""
_LONGEST_NAME = 120
_UNNAMED, _OFFERS = "inventory", "Offers"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_ORDINARY_FILE = 0o100600 << 16
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Upload:
    """A file: what it is called, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """What an inventory is read from: its file, and the catalogue where offers are kept apart."""

    inventory: Upload
    catalogue: Upload | None = None

    @property
    def size(self) -> int:
        """The bytes of both."""
        return len(self.inventory.content) + (len(self.catalogue.content) if self.catalogue else 0)


def is_table(name: str) -> bool:
    """Whether a file is one sheet of an inventory, by its name."""
    return _ending(name) in TABLES


def join(files: Sequence[Upload]) -> Upload:
    """Return several files as the one that is kept: a workbook or a zip as it is, table files as a zip of them.

    The same table files give the same bytes, whatever their order and whenever they were joined.  Raises UsageError
    for files that are no one inventory, for two of one name, and for more bytes than are taken.
    """
    if not files:
        raise UsageError(say("Choose a file first."))
    for file in files:
        if _ending(file.name) not in KINDS:
            kinds = joined(", ", (f".{kind}" for kind in KINDS))
            raise UsageError(say('"{name}" is none of the files that are read: {kinds}.', name=file.name, kinds=kinds))
    if len(files) == 1 and not is_table(files[0].name):
        return files[0]
    others = [file.name for file in files if not is_table(file.name)]
    if others:
        raise UsageError(
            say(
                'An inventory is one workbook, one .zip, or .csv and .parquet files. "{others}" cannot be '
                "joined with the other files; upload it alone.",
                others=others[0],
            )
        )
    return _zipped(files)


def join_offers(files: Sequence[Upload]) -> Upload:
    """Return the files of a catalogue as the one that is kept, as `join` does; a table file alone holds the offers."""
    if len(files) == 1 and is_table(files[0].name):
        named = replace(files[0], name=f"{_OFFERS}.{_ending(files[0].name)}")
        return replace(join([named]), name=f"{PurePosixPath(plain_name(files[0].name)).stem}.{ZIP}")
    return join(files)


def _zipped(files: Sequence[Upload]) -> Upload:
    ordered = sorted((plain_name(file.name), file.content) for file in files)
    names = [name for name, _ in ordered]
    folded = [name.casefold() for name in names]
    twice = next((name for name in names if folded.count(name.casefold()) > 1), None)
    if twice is not None:
        raise UsageError(
            say('Two of the files are called "{twice}". Each is a sheet; give each its own name.', twice=twice)
        )
    check_size(sum(len(content) for _, content in ordered))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        for name, content in ordered:
            member = zipfile.ZipInfo(name, _EARLIEST)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, _ORDINARY_FILE
            member.create_system = _UNIX  # else it would be this system's
            bundle.writestr(member, content)
    first, more = PurePosixPath(names[0]).stem, len(names) - 1
    return Upload(
        say("{first} and {more} more.{zip}", first=first, more=more, zip=ZIP) if more else f"{first}.{ZIP}",
        made.getvalue(),
    )


def check_size(size_bytes: int) -> None:
    """Raise UsageError for a file without content, and for one with more bytes than are taken."""
    if not size_bytes:
        raise UsageError(say("The file is empty. Fetch or save it again."))
    if size_bytes > MAX_BYTES:
        raise UsageError(
            say(
                "The file has {size_bytes:,} bytes; at most {max_bytes:,} are taken.",
                size_bytes=size_bytes,
                max_bytes=MAX_BYTES,
            )
        )


def read_file(file: Upload) -> TablesRead:
    """Return the tables of one file, and what is wrong with it; the reader's own process opens it."""
    with on_disk(Files(file)) as (path, _):
        return read_tables(path)


@contextmanager
def on_disk(files: Files) -> Iterator[tuple[Path, Path | None]]:
    """Write files into a folder that is gone afterwards; yield where the inventory stands, and the catalogue."""
    with own_folder() as folder:
        places = []
        for part, file in (("inventory", files.inventory), ("catalogue", files.catalogue)):
            if file is not None:
                place = folder / part / file.name
                place.parent.mkdir()
                place.write_bytes(file.content)
                places.append(place)
        yield places[0], places[1] if len(places) > 1 else None


def plain_name(name: str) -> str:
    """Return a file's name without folders and control characters, short enough for every file system."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    shown = "".join(character for character in last if character.isprintable() and character not in '<>:"|?*').strip(
        ". "
    )
    ending = PurePosixPath(shown).suffix if "." in shown else ""
    stem = shown.removesuffix(ending) or _UNNAMED
    # File systems count bytes, and letters of many languages take several.
    short = stem.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return for_every_system(f"{short.rstrip('. ')}{ending[:10]}")


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower().removeprefix(".")
