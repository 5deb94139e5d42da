"""Where the parts of an .xlsx or .xlsm file stand, and a copy for the fast reader where that is unusual.

The standard leaves much open that most programs do alike: names and folders of parts, sheets that are none (modules,
macros), ranges that are whole rows.  The fast reader knows the usual way only.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.ElementTree import fromstring

from planner.domain.issue import Location
from planner.ingest.files.archive import MAX_UNPACKED_BYTES, Archive
from planner.ingest.files.problems import damaged

_MAIN, _STRINGS, _STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_STATES = ("visible", "hidden", "veryHidden")
_MAX_BYTES = MAX_UNPACKED_BYTES // 4
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

CELL_OR_RANGE = re.compile(rb"[A-Za-z]{1,3}\d{1,7}(?::[A-Za-z]{1,3}\d{1,7})?")
"""How the fast reader knows a range."""
REFERENCED = re.compile(
    rb"""<(?:\w+:)?(dimension|mergeCell)\b[^>]*?\bref\s*=\s*["']([^"']*)["'][^>]*?(?:/>|></[^>]*>)"""
)
"""What names a range of a sheet: kind and range."""


@dataclass(frozen=True, slots=True)
class PackageRelation:
    """What a part refers to: the last word of its type, and the part (in lower case)."""

    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet with cells: its name, its part (in lower case), and whether it is shown."""

    name: str
    part: str
    state: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a workbook that matter."""

    sheets: tuple[SheetPart, ...]
    strings: str | None
    styles: str | None
    counts_from_1904: bool
    is_usual: bool
    """Whether the fast reader finds its way."""


def layout_of(archive: Archive, where: Location) -> Layout:
    """Return where the parts stand.  Raises `Refused` where there is no list of sheets."""
    main = _main_part(archive, where)
    folder, name = main.rpartition("/")[::2]
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    relation_of, is_plain = relations(archive, rels, where, folder), b".." not in archive.read(rels)
    sheets, others = [], 0
    root = parse(archive, main, where)
    for element in root.iter():
        if _local(element.tag) != "sheet" or element.get("name") is None:
            continue
        relation = relation_of.get(_relation_id(element))
        if relation is None or relation.kind != "worksheet":  # a module, a macro sheet, a chart
            others += relation is None or relation.kind not in ("chartsheet", "dialogsheet")
            continue
        sheets.append(SheetPart(str(element.get("name")), relation.part, element.get("state", "visible")))
    if not sheets and others:
        raise damaged(where, "its list of sheets does not hang together")
    part_of = {relation.kind: relation.part for relation in relation_of.values()}
    strings, styles = part_of.get("sharedStrings"), part_of.get("styles")
    names = [(main, _MAIN), (strings or _STRINGS.lower(), _STRINGS), (styles or _STYLES.lower(), _STYLES)]
    return Layout(
        sheets=tuple(sheets),
        strings=strings,
        styles=styles,
        counts_from_1904=any(_is_1904(element) for element in root.iter() if _local(element.tag) == "workbookPr"),
        is_usual=is_plain
        and not others
        and archive.has("_rels/.rels")
        and all(part == usual.lower() for part, usual in names)
        and archive.name_of(main) == _MAIN
        and all(sheet.state in _STATES for sheet in sheets),
    )


def _main_part(archive: Archive, where: Location) -> str:
    """Return the part with the list of sheets, in lower case."""
    if archive.has("_rels/.rels"):
        for relation in relations(archive, "_rels/.rels", where, "").values():
            if relation.kind == "officeDocument" and archive.has(relation.part):
                return relation.part
    return _MAIN


def relations(archive: Archive, part: str, where: Location, folder: str = "xl") -> dict[str, PackageRelation]:
    """Return what a part in a folder refers to, by the id of the relation."""
    found = {}
    for element in parse(archive, part, where).iter():
        target, key = element.get("Target"), element.get("Id")
        if target is not None and key:
            kind = element.get("Type", "").rpartition("/")[2]
            found[key] = PackageRelation(kind, _resolve(folder, target))
    return found


def _resolve(folder: str, target: str) -> str:
    target = target.replace("\\", "/").lower()
    steps: list[str] = []
    for step in PurePosixPath(folder, target).parts:  # an absolute target stays absolute
        if step == ".." and steps:
            steps.pop()
        elif step not in ("/", ".", ".."):
            steps.append(step)
    return "/".join(steps)


def _relation_id(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == "id"), "")


def _is_1904(element: Element) -> bool:
    return element.get("date1904", "") in ("1", "true", "on")


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def parse(archive: Archive, part: str, where: Location) -> Element:
    """Return a part of markup.  Raises `Refused` where it makes no sense."""
    try:
        root: Element = fromstring(archive.read(part))
    except (ParseError, ValueError, LookupError) as problem:
        raise damaged(where, f'its part "{part}" makes no sense') from problem
    return root


def usual_copy(archive: Archive, layout: Layout, to_clean: Collection[str]) -> bytes:
    """Return a workbook of the same cells with its parts in the usual places.

    From the sheets named in `to_clean` ranges go that the fast reader does not know; they mean nothing to it.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        copy.writestr("_rels/.rels", _relation_list([("officeDocument", _MAIN)]))
        copy.writestr(_MAIN, _sheet_list(layout))
        parts = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(layout.sheets) + 1)]
        for sheet, (_, name) in zip(layout.sheets, parts, strict=True):
            if archive.has(sheet.part):
                content = archive.read(sheet.part, _MAX_BYTES)
                copy.writestr(f"xl/{name}", _cleaned(content) if sheet.name in to_clean else content)
        for kind, part, name in (
            ("sharedStrings", layout.strings, _STRINGS),
            ("styles", layout.styles, _STYLES),
        ):
            if part is not None and archive.has(part):
                copy.writestr(name, archive.read(part, _MAX_BYTES))
                parts.append((kind, name.removeprefix("xl/")))
        copy.writestr("xl/_rels/workbook.xml.rels", _relation_list(parts))
    return target.getvalue()


def _cleaned(content: bytes) -> bytes:
    return REFERENCED.sub(lambda found: found[0] if CELL_OR_RANGE.fullmatch(found[2]) else b"", content)


def _relation_list(parts: Collection[tuple[str, str]]) -> bytes:
    root = Element("Relationships", {"xmlns": _RELATIONS})
    for number, (kind, target) in enumerate(parts, start=1):
        SubElement(root, "Relationship", {"Id": f"rId{number}", "Type": f"{_OFFICE}/{kind}", "Target": target})
    return bytes(tostring(root))


def _sheet_list(layout: Layout) -> bytes:
    root = Element("workbook", {"xmlns": _SPREADSHEET, "xmlns:r": _OFFICE})
    SubElement(root, "workbookPr", {"date1904": "1" if layout.counts_from_1904 else "0"})
    sheets = SubElement(root, "sheets")
    for number, sheet in enumerate(layout.sheets, start=1):
        state = sheet.state if sheet.state in _STATES else "visible"
        SubElement(
            sheets, "sheet", {"name": sheet.name, "sheetId": str(number), "state": state, "r:id": f"rId{number}"}
        )
    return bytes(tostring(root))
