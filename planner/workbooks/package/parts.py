"""The parts of a workbook and how they refer to each other; those that nobody changes are copied as they are."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import quoteattr

from planner.domain.issue import Location
from planner.ingest import Archive
from planner.words import say
from planner.workbooks.package.markup import CannotKeepError, Edit, Element, appended, apply, qualified, read

MOST_PART_BYTES = 512 << 20
_TYPES = "[Content_Types].xml"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELATIONS = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_PACKAGE}"/>'.encode()
_STRICT = "http://purl.oclc.org/ooxml/"
_USUAL = {
    "spreadsheet": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "relations": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_IN_STRICT = {"spreadsheet": f"{_STRICT}spreadsheetml/main", "relations": f"{_STRICT}officeDocument/relationships"}


@dataclass(frozen=True, slots=True)
class PackageRelation:
    """That one part refers to another: as what, and where it is."""

    id: str
    kind: str
    """The last word of its type, e.g. `worksheet`."""
    target: str
    element: Element


class Package:
    """A workbook file, unpacked part by part as it is asked for, and what is to be different in it."""

    def __init__(self, path: Path) -> None:
        self._archive = Archive(path, Location())
        self._archive.check({})
        with zipfile.ZipFile(path) as file:
            self._members = file.infolist()
        self._names = {self._fold(member.filename): member.filename for member in self._members}
        self._changed: dict[str, bytes] = {}
        self._removed: set[str] = set()
        self.workbook = self._find_workbook()
        is_strict = _STRICT.encode() in self.part(self.workbook)[:4000]
        self.spaces: Mapping[str, str] = _IN_STRICT if is_strict else _USUAL
        """The namespaces that the workbook is written in."""

    def close(self) -> None:
        """Close the file."""
        self._archive.close()

    @staticmethod
    def _fold(name: str) -> str:
        return name.replace("\\", "/").lower().lstrip("/")

    def names(self) -> Iterator[str]:
        """Yield the names of all parts, in lower case."""
        return iter([*self._names, *(name for name in self._changed if name not in self._names)])

    def has(self, name: str) -> bool:
        """Return whether there is such a part."""
        return self._fold(name) in self._names or self._fold(name) in self._changed

    def part(self, name: str) -> bytes:
        """Return a part as it stands by now."""
        folded = self._fold(name)
        if folded in self._changed:
            return self._changed[folded]
        if folded not in self._names:
            raise CannotKeepError(say('its part "{name}" is missing', name=name[:60]))
        return self._archive.read(folded, MOST_PART_BYTES)

    def set(self, name: str, content: bytes) -> None:
        """Change a part, or add it."""
        folded = self._fold(name)
        self._names.setdefault(folded, name.lstrip("/"))
        self._changed[folded] = content

    @property
    def is_changed(self) -> bool:
        """Whether anything is to be different."""
        return bool(self._changed)

    def remove(self, name: str) -> None:
        """Leave a part out."""
        self._removed.add(self._fold(name))

    def new_name(self, pattern: str) -> str:
        """Return a name that is free, e.g. of the pattern `xl/comments{}.xml`."""
        return next(name for number in range(1, 100_000) if not self.has(name := pattern.format(number)))

    def relations(self, name: str) -> list[PackageRelation]:
        """Return what a part refers to inside the file."""
        if not self.has(_rels(name)):
            return []
        found = []
        for element in read(self.part(_rels(name))).children:
            key, kind, target = (element.get(what) for what in ("Id", "Type", "Target"))
            if key and kind and target and element.get("TargetMode") != "External":
                found.append(PackageRelation(key, kind.rpartition("/")[2], _resolve(name, target), element))
        return found

    def relate(self, name: str, kind: str, target: str) -> str:
        """Have a part refer to another; return the id of the relation."""
        place = _rels(name)
        if not self.has(place):
            self.set(place, _NO_RELATIONS)
        part = self.part(place)
        root = read(part)
        taken = {element.get("Id") for element in root.children}
        key = next(key for number in range(1, 1_000_000) if (key := f"rId{number}") not in taken)
        tag = qualified(root.prefix, "Relationship")
        content = f'<{tag} Id="{key}" Type="{self.spaces["relations"]}/{kind}" Target={quoteattr("/" + target)}/>'
        self.set(place, apply(part, appended(part, root, content.encode())))
        return key

    def declare(self, name: str, content_type: str) -> None:
        """Say what kind of part a new part is."""
        self._declare("Override", f"PartName={quoteattr('/' + name)}", content_type)

    def declare_ending(self, ending: str, content_type: str) -> None:
        """Say what kind of part all parts of an ending are, unless that is said already."""
        said = read(self.part(_TYPES)).children
        if not any((one.get("Extension") or "").lower() == ending for one in said):
            self._declare("Default", f'Extension="{ending}"', content_type)

    def _declare(self, how: str, what: str, content_type: str) -> None:
        part = self.part(_TYPES)
        root = read(part)
        tag = qualified(root.prefix, how)
        content = f"<{tag} {what} ContentType={quoteattr(content_type)}/>"
        self.set(_TYPES, apply(part, appended(part, root, content.encode())))

    def forget(self, name: str, relation: PackageRelation) -> None:
        """Leave out a part that another refers to, and the reference to it."""
        self.remove(relation.target)
        part = self.part(_rels(name))
        self.set(_rels(name), apply(part, [Edit(relation.element.start, relation.element.end, b"")]))
        part = self.part(_TYPES)
        said = [
            one for one in read(part).children if self._fold(one.get("PartName") or "") == self._fold(relation.target)
        ]
        self.set(_TYPES, apply(part, [Edit(one.start, one.end, b"") for one in said]))

    def write(self, path: Path) -> None:
        """Write the file: parts in their order, those that are not changed with the bytes they had."""
        members = {self._fold(member.filename): member for member in self._members}
        with zipfile.ZipFile(path, "w") as made:
            for folded, name in self._names.items():
                if folded in self._removed:
                    continue
                member = zipfile.ZipInfo(name, _EARLIEST)
                member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o100600 << 16
                if folded in members:
                    given = members[folded]
                    member.date_time, member.compress_type = given.date_time, given.compress_type
                    member.external_attr, member.create_system = given.external_attr, given.create_system
                if folded in self._changed:
                    made.writestr(member, self._changed[folded])
                    continue
                with made.open(member, "w", force_zip64=members[folded].file_size > 1 << 30) as part:
                    for piece in self._archive.pieces(folded):
                        part.write(piece)

    def _find_workbook(self) -> str:
        main = next((one.target for one in self.relations("") if one.kind == "officeDocument"), None)
        if main is None or not self.has(main):
            raise CannotKeepError(say("its list of sheets is missing"))
        return main


def _rels(name: str) -> str:
    path = PurePosixPath(name)
    return str(path.parent / "_rels" / f"{path.name}.rels") if name else "_rels/.rels"


def _resolve(name: str, target: str) -> str:
    """Return the part that a reference in another part leads to."""
    steps: list[str] = []
    for step in (PurePosixPath(name).parent / target.replace("\\", "/")).parts:  # an absolute one stays absolute
        if step == ".." and steps:
            steps.pop()
        elif step not in ("/", ".", ".."):
            steps.append(step)
    return "/".join(steps)
