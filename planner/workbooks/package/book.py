"""A workbook as its sheets, its looks and its settings, each in the part where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import quoteattr

from planner.ingest import known_as
from planner.words import say
from planner.workbooks.package.markup import (
    CannotKeepError,
    Edit,
    appended,
    apply,
    qualified,
    read,
    text,
    with_attribute,
)
from planner.workbooks.package.parts import Package, PackageRelation
from planner.workbooks.package.styles import EMPTY, Styles

_FORMULA = re.compile(rb"<(?!xm:)(?:\w+:)?f[\s/>]")
"""The formula of a cell; those in extensions, which choose what is shown, have a prefix of their own."""
_FORMATTED = re.compile(rb"""<(?:\w+:)?(?:c|row|col)(?=\s)[^>]*?\ss(?:tyle)?\s*=\s*["'](?!0["'])""")
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")
_LONGEST_SHEET_NAME = 31


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet of cells: what it is called, and its part."""

    name: str
    part: str


def _mentions(part: bytes, sheet: str) -> bool:
    """Whether a part refers to cells of a sheet by its name, as in `Sheet!A1` or `'A sheet'!A1`, or as its source."""
    bare, quoted = text(sheet), text(sheet.replace("'", "''"))
    wanted = (f"{bare}!", f"{quoted}'!", f"{quoted}&apos;!", f"sheet={quoteattr(sheet)}")
    return any(one.encode() in part for one in wanted)


class Book:
    """A workbook file that is being changed."""

    def __init__(self, path: Path) -> None:
        self.package = Package(path)
        self.folder = str(PurePosixPath(self.package.workbook).parent)
        self._relations = {one.id: one for one in self.package.relations(self.package.workbook)}
        root = read(self.package.part(self.package.workbook))
        listed = root.first("sheets")
        if listed is None:
            raise CannotKeepError(say("its list of sheets is missing"))
        self.names = [child.get("name") or "" for child in listed.children]
        self.sheets = [
            SheetEntry(child.get("name") or "", relation.target)
            for child in listed.children
            if (relation := self._relations.get(child.get("id") or "")) and relation.kind == "worksheet"
        ]
        self._styles: Styles | None = None

    def find(self, sheet: str) -> SheetEntry | None:
        """Return the sheet that problems call so, None where there is none."""
        return next((one for one in self.sheets if sheet in (one.name, known_as(one.name))), None)

    def place(self, pattern: str) -> str:
        """Return a free name for a part beside the workbook's own, e.g. of the pattern `comments{}.xml`."""
        return self.package.new_name(pattern if self.folder == "." else f"{self.folder}/{pattern}")

    def declare(self, name: str, kind: str) -> None:
        """Say what kind of part of a workbook a new part is."""
        self.package.declare(name, _KINDS.format(kind))

    @property
    def styles(self) -> Styles:
        """The looks of cells."""
        if self._styles is None:
            part = self._styles_part
            if part is None and any(_FORMATTED.search(self.package.part(one.part)) for one in self.sheets):
                raise CannotKeepError(say("its cells have formats, but its list of formats is missing"))
            self._styles = Styles(self.package.part(part) if part else EMPTY)
        return self._styles

    @property
    def _styles_part(self) -> str | None:
        return self._target("styles")

    def _target(self, kind: str) -> str | None:
        relation = self._relation(kind)
        return relation.target if relation else None

    def _relation(self, kind: str) -> PackageRelation | None:
        found = self.package.relations(self.package.workbook)
        return next((one for one in found if one.kind == kind and self.package.has(one.target)), None)

    @property
    def counts_from_1904(self) -> bool:
        """Whether days are numbered from 1904 on."""
        said = read(self.package.part(self.package.workbook)).first("workbookPr")
        return said is not None and said.get("date1904") in ("1", "true")

    def has_formulas(self) -> bool:
        """Whether any sheet has a formula."""
        return any(_FORMULA.search(self.package.part(one.part)) for one in self.sheets)

    def sheets_with(self, element: bytes) -> list[str]:
        """Return the names of the sheets in which an element of this name stands."""
        found = re.compile(rb"<(?:\w+:)?" + element + rb"[\s/>]")
        return [one.name for one in self.sheets if found.search(self.package.part(one.part))]

    def add_sheet(self, wanted: str, content: bytes) -> str:
        """Add a sheet behind all others; return its name, which has a number where the wanted one is taken."""
        taken = {name.casefold() for name in self.names}
        names = (
            wanted if number == 1 else say("{wanted} {number}", wanted=wanted, number=number)
            for number in range(1, len(taken) + 2)
        )
        name = next(name for name in names if name.casefold() not in taken)
        part = self.place("worksheets/sheet{}.xml")
        self.package.set(part, content)
        self.declare(part, "worksheet")
        key = self.package.relate(self.package.workbook, "worksheet", part)
        self._list(name, key)
        self.names.append(name)
        return name

    def rename_sheet(self, name: str, wanted: str) -> None:
        """Call a sheet something else.

        Raises CannotKeepError where something refers to the sheet by its name, and for a name that is taken.
        """
        if wanted.casefold() in (other.casefold() for other in self.names if other != name):
            raise CannotKeepError(say('it has a sheet called "{sheet}" already', sheet=wanted))
        if any(_mentions(self.package.part(part), name) for part in self.package.names() if part.endswith(".xml")):
            raise CannotKeepError(say('something in it refers to the sheet "{sheet}" by its name', sheet=name))
        part = self.package.part(self.package.workbook)
        listed = read(part).first("sheets")
        assert listed is not None
        found = next(child for child in listed.children if child.get("name") == name)
        tag = with_attribute(part[found.start : found.inside], "name", wanted)
        self.package.set(self.package.workbook, apply(part, [Edit(found.start, found.inside, tag)]))
        self.names = [wanted if other == name else other for other in self.names]
        self.sheets = [SheetEntry(wanted, one.part) if one.name == name else one for one in self.sheets]

    def _list(self, name: str, key: str) -> None:
        part = self.package.part(self.package.workbook)
        root = read(part)
        listed = root.first("sheets")
        assert listed is not None
        number = 1 + max((int(child.get("sheetId") or 0) for child in listed.children), default=0)
        tag = qualified(root.prefix, "sheet")
        content = (
            f'<{tag} name={quoteattr(name[:_LONGEST_SHEET_NAME])} sheetId="{number}" '
            f'xmlns:r="{self.package.spaces["relations"]}" r:id="{key}"/>'
        )
        self.package.set(self.package.workbook, apply(part, appended(part, listed, content.encode())))

    def calculate_anew(self) -> None:
        """Have every formula calculated when a spreadsheet program opens the file."""
        part = self.package.part(self.package.workbook)
        root = read(part)
        known = root.first("calcPr")
        if known is not None:
            tag = with_attribute(part[known.start : known.inside], "fullCalcOnLoad", "1")
            edit = Edit(known.start, known.inside, tag)
        else:
            at = max(child.end for child in root.children if child.local in _BEFORE_CALCULATION)
            edit = Edit(at, at, f'<{qualified(root.prefix, "calcPr")} fullCalcOnLoad="1"/>'.encode())
        self.package.set(self.package.workbook, apply(part, [edit]))

    def forget_order_of_calculation(self) -> None:
        """Leave out the list of cells with formulas, which spreadsheet programs make anew when they miss it."""
        relation = self._relation("calcChain")
        if relation is not None:
            self.package.forget(self.package.workbook, relation)

    @property
    def is_changed(self) -> bool:
        """Whether anything is to be different."""
        return self.package.is_changed

    def write(self, path: Path) -> None:
        """Write the file with everything that was changed."""
        if self._styles is not None and self._styles.has_more:
            part = self._styles_part
            if part is None:
                part = self.place("styles.xml")
                self.package.relate(self.package.workbook, "styles", part)
                self.declare(part, "styles")
            self.package.set(part, self._styles.finish())
        self.package.write(path)
