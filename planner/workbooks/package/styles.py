"""The looks of a workbook: some are added, those that are there keep their numbers and their bytes."""

from __future__ import annotations

import re

from planner.workbooks.package.markup import (
    CannotKeepError,
    Element,
    appended,
    apply,
    qualified,
    read,
    with_attribute,
)

MARKED = "FFF8CBAD"
"""The colour of a cell with a problem."""
_DAYS = frozenset({*range(14, 23), *range(27, 37), *range(50, 59)})
"""Built-in formats of days."""
_NO_DAY = re.compile(r'"[^"]*"|\[[^\]]*\]|\\\\.')
EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    b'</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    b'<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""The looks of a workbook that has none."""


class Styles:
    """The part with the looks, and those that are to be added to it."""

    def __init__(self, part: bytes) -> None:
        self._part = part
        root = read(part)
        self._prefix = root.prefix
        fills, looks = root.first("fills"), root.first("cellXfs")
        if fills is None or looks is None:
            raise CannotKeepError("its list of formats is not whole")
        self._fills, self._looks = fills, looks
        self._known: list[Element] = [child for child in looks.children if child.local == "xf"]
        formats = root.first("numFmts")
        self._formats = {
            int(one.get("numFmtId") or 0): one.get("formatCode") or "" for one in (formats.children if formats else ())
        }
        self._fill_number = len([child for child in fills.children if child.local == "fill"])
        self._is_filled = False
        self._added: list[bytes] = []
        self._numbers: dict[tuple[str, int], int] = {}

    @property
    def has_more(self) -> bool:
        """Whether any look was added."""
        return bool(self._added)

    def shows_days(self, style: int) -> bool:
        """Whether a look shows numbers as days."""
        number = self._known[style].get("numFmtId") if style < len(self._known) else None
        format_id = int(number or 0)
        return format_id in _DAYS or bool(re.search("[yd]", _NO_DAY.sub("", self._formats.get(format_id, "")).lower()))

    def marked(self, style: int) -> int:
        """Return the number of a look that is another one but for the colour of marks."""
        self._is_filled = True
        return self._variant("marked", style, {"fillId": str(self._fill_number), "applyFill": "1"})

    def quoted(self, style: int) -> int:
        """Return the number of a look that is another one but for keeping texts texts when they are edited."""
        return self._variant("quoted", style, {"quotePrefix": "1"})

    def as_text(self) -> int:
        """Return the number of a look for plain texts that wrap."""
        key = ("text", 0)
        if key not in self._numbers:
            name, alignment = qualified(self._prefix, "xf"), qualified(self._prefix, "alignment")
            self._numbers[key] = self._add(
                f'<{name} numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" '
                f'applyNumberFormat="1" applyAlignment="1"><{alignment} vertical="top" wrapText="1"/></{name}>'.encode()
            )
        return self._numbers[key]

    def _variant(self, kind: str, style: int, attributes: dict[str, str]) -> int:
        key = (kind, style)
        if key not in self._numbers:
            if style >= len(self._known):
                raise CannotKeepError("a cell has a format that is not there")
            model = self._known[style]
            tag, rest = self._part[model.start : model.inside], self._part[model.inside : model.end]
            for name, value in attributes.items():
                tag = with_attribute(tag, name, value)
            self._numbers[key] = self._add(tag + rest)
        return self._numbers[key]

    def _add(self, look: bytes) -> int:
        self._added.append(look)
        return len(self._known) + len(self._added) - 1

    def finish(self) -> bytes:
        """Return the part with what was added."""
        edits = appended(self._part, self._looks, b"".join(self._added), len(self._added)) if self._added else []
        if self._is_filled:
            fill, pattern, colour, back = (
                qualified(self._prefix, name) for name in ("fill", "patternFill", "fgColor", "bgColor")
            )
            content = (
                f'<{fill}><{pattern} patternType="solid"><{colour} rgb="{MARKED}"/><{back} indexed="64"/></{pattern}>'
                f"</{fill}>"
            )
            edits += appended(self._part, self._fills, content.encode(), 1)
        return apply(self._part, edits)
