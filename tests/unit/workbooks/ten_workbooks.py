"""Ten workbooks as people have them: each is a small inventory with two problems, and things that are easily lost.

What no library here writes (conversations, slicers, signatures, ...) is put into the file as parts with references.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import xlsxwriter

from tests.dashboard.workbooks import tills

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TABLES = tills(device_price="38,5O", version="2O22")
PROBLEMS = {"Headcount": ["E2"], "Offers": ["G3"]}
"""The cells with a problem, by sheet."""
BINARY = bytes(range(256)) * 9
"""A part that nobody here understands."""


def picture():
    """Return a .png of one point."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    points = zlib.compress(b"\0\x40\x80\xc0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", points) + chunk(b"IEND", b"")


def written(decorate, **options):
    """Write the inventory and let it be decorated: called with the book and its sheets by name."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False, **options}) as book:
        sheets = {name: book.add_worksheet(name) for name in TABLES}
        for name, rows in TABLES.items():
            sheets[name].write_row(0, 0, list(rows[0]))
            for number, row in enumerate(rows, 1):
                sheets[name].write_row(number, 0, list(row.values()))
        decorate(book, sheets)
    return made.getvalue()


def parts_of(content):
    """Return the parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def packed(parts: Mapping[str, bytes]):
    """Return a workbook of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return made.getvalue()


def changed(content, change: Callable[[dict[str, bytes]], None]):
    """Return a workbook whose parts a function has changed."""
    parts = parts_of(content)
    change(parts)
    return packed(parts)


def replaced(parts, name, old, new):
    """Replace something in a part that must be there."""
    assert old in parts[name], (name, old)
    parts[name] = parts[name].replace(old, new, 1)


def related(parts, owner, kind, name, content, content_type="application/octet-stream"):
    """Add a part that another refers to; return the id of the reference."""
    folder, _, file = owner.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    parts.setdefault(rels, empty)
    key = f"rIdOwn{len(parts)}"
    reference = f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="/{name}"/></Relationships>'
    replaced(parts, rels, b"</Relationships>", reference.encode())
    parts[name] = content
    declared = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
    replaced(parts, "[Content_Types].xml", b"</Types>", declared.encode())
    return key


def drop_downs():
    """Lists to choose from, also one that stands on another sheet and therefore in an extension."""

    def decorate(book, sheets):
        sheets["Offers"].data_validation("F2:F99", {"validate": "list", "source": ["new", "used"]})
        sheets["Headcount"].data_validation("B2:B9", {"validate": "integer", "criteria": ">", "value": 0})
        book.add_worksheet("Lists").write_column("A1", ["new", "used"])

    def extend(parts):
        validation = (
            b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/'
            b'spreadsheetml/2009/9/main"><x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/'
            b'excel/2006/main"><x14:dataValidation type="list"><x14:formula1><xm:f>Lists!$A$1:$A$2</xm:f>'
            b"</x14:formula1>"
            b"<xm:sqref>H2:H9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>"
        )
        replaced(parts, "xl/worksheets/sheet2.xml", b"</worksheet>", validation)

    return changed(written(decorate), extend)


def conditional_formats():
    """Data bars with an extension, icons, colours by value; looks of cells, rows and columns."""

    def decorate(book, sheets):
        sheet = sheets["Offers"]
        sheet.conditional_format("G2:G9", {"type": "data_bar", "data_bar_2010": True, "bar_solid": True})
        sheet.conditional_format("G2:G9", {"type": "icon_set", "icon_style": "3_traffic_lights"})
        sheet.conditional_format("A2:A9", {"type": "3_color_scale"})
        loud = book.add_format({"bg_color": "#00FF00", "bold": True, "border": 1, "num_format": "#,##0.00 €"})
        sheet.write("G3", "38,5O", loud)
        sheet.set_row(7, 30, book.add_format({"italic": True}))
        sheet.set_column("C:C", 20, book.add_format({"font_color": "red"}))

    return written(decorate)


def charts():
    """A chart on a sheet, a sheet that is a chart, small charts in cells, a box of text."""

    def decorate(book, sheets):
        for kind in ("column", "pie"):
            chart = book.add_chart({"type": kind})
            chart.add_series({"values": "=Headcount!$B$2:$C$2"})
            sheets["Headcount"].insert_chart("G5" if kind == "column" else "G30", chart)
        large = book.add_chart({"type": "line"})
        large.add_series({"values": "=Headcount!$B$2:$C$2"})
        book.add_chartsheet("Diagram").set_chart(large)
        sheets["Offers"].add_sparkline("J2", {"range": "Headcount!B2:C2"})
        sheets["Offers"].insert_textbox("J5", "Prices of spring", {"fill": {"color": "#FF9900"}})

    return written(decorate)


def pictures():
    """A picture on the sheet, in its header and behind it."""

    def decorate(_book, sheets):
        image = {"image_data": io.BytesIO(picture())}
        sheets["Offers"].insert_image("J2", "logo.png", image)
        sheets["Headcount"].set_header(
            "&L&G&RInventory", {"image_left": "logo.png", "image_data_left": io.BytesIO(picture())}
        )
        sheets["Headcount"].set_background(io.BytesIO(picture()))

    return written(decorate)


def notes():
    """Notes, one on a cell with a problem; a conversation about another cell with a problem."""

    def decorate(_book, sheets):
        sheets["Offers"].write_comment("G3", "Ask Ida about this price", {"author": "Bo", "visible": True})
        sheets["Offers"].write_comment("A2", "Old number: 17")
        sheets["Headcount"].write_comment("E2", "[Threaded comment] Which version?", {"author": "tc={1}"})

    def talk(parts):
        talk = (
            '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
            '<threadedComment ref="E2" personId="{2}" id="{1}"><text>Which version?</text></threadedComment>'
            "</ThreadedComments>"
        )
        name = "xl/threadedComments/threadedComment1.xml"
        related(parts, "xl/worksheets/sheet1.xml", "threadedComment", name, talk.encode())
        related(parts, "xl/workbook.xml", "person", "xl/persons/person.xml", b"<personList/>")

    return changed(written(decorate), talk)


def hidden_and_protected():
    """Hidden sheets, rows and columns, protected cells, frozen panes, an outline."""

    def decorate(book, sheets):
        book.add_worksheet("Secret").hide()
        book.add_worksheet("Deep").very_hidden()
        sheets["Policy"].hide()
        sheets["Offers"].protect("word", {"sort": True})
        sheets["Offers"].write("J2", "free", book.add_format({"locked": False}))
        sheets["Headcount"].set_column("D:D", None, None, {"hidden": True})
        sheets["Offers"].set_row(1, None, None, {"level": 1})
        sheets["Offers"].freeze_panes(1, 2)

    def lock(parts):
        replaced(parts, "xl/workbook.xml", b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>')

    return changed(written(decorate), lock)


def formulas():
    """Names, formulas over several cells and shared ones, the order of calculation, another file."""

    def decorate(book, sheets):
        book.define_name("Prices", "=Offers!$G$2:$G$3")
        book.define_name("Headcount!Local", "=Headcount!$B$2")
        calculation = book.add_worksheet("Calculation")
        calculation.write_array_formula("A1:A3", "{=Headcount!B2:B4*2}", None, 40)
        calculation.write_dynamic_array_formula("C1", "=SORT(Offers!A2:A3)", None, "O-device")
        for row in range(4):
            calculation.write_formula(row, 4, f'=Headcount!$B$2+D{row + 1}&"D1"', None, 20 + row)
        sheets["Offers"].write_formula("I3", "=SUM(Prices)", None, 35)

    def share(parts):
        replaced(parts, "xl/workbook.xml", b' fullCalcOnLoad="1"', b"")
        sheet = "xl/worksheets/sheet4.xml"
        own = b'<f>Headcount!$B$2+D%d&amp;"D1"</f>'
        first = b'<f t="shared" ref="E1:E4" si="0">Headcount!$B$2+D1&amp;"D1"</f>'
        replaced(parts, sheet, own % 1, first)
        for row in (2, 3, 4):
            replaced(parts, sheet, own % row, b'<f t="shared" si="0"/>')
        chain = f'<calcChain xmlns="{MAIN}"><c r="E1" i="4"/></calcChain>'.encode()
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
        related(parts, "xl/workbook.xml", "calcChain", "xl/calcChain.xml", chain, kind)
        key = related(parts, "xl/workbook.xml", "externalLink", "xl/externalLinks/externalLink1.xml", BINARY)
        link = f'<externalReferences><externalReference r:id="{key}"/></externalReferences><definedNames>'
        replaced(parts, "xl/workbook.xml", b"<definedNames>", link.encode())

    return changed(written(decorate), share)


def tables_and_filters():
    """An area that is a table, with a formula that uses a column by name; a filter on another sheet."""

    def decorate(_book, sheets):
        columns = [{"header": name} for name in TABLES["Offers"][0]]
        sheets["Offers"].add_table("A1:G3", {"columns": columns, "name": "Prices", "style": "Table Style Medium 9"})
        for row, offer in enumerate(TABLES["Offers"], 1):
            sheets["Offers"].write_row(row, 0, list(offer.values()))
        sheets["Offers"].write_formula("I2", "=COUNTA(Prices[vendor])", None, 2)
        sheets["Headcount"].autofilter("A1:E2")
        sheets["Headcount"].filter_column("A", "x == till")

    return written(decorate)


def print_set_up():
    """Print area, titles, page breaks, printer settings; rich text, properties, parts of other programs."""

    def decorate(book, sheets):
        sheet = sheets["Offers"]
        sheet.print_area("A1:G3")
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(0.4, 0.4)
        sheet.set_footer("&CPage &P of &N")
        sheet.set_h_pagebreaks([2])
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("I2", "a ", bold, "bold", " word")
        book.set_properties({"title": "Inventory", "author": "Ida"})
        book.set_custom_property("Department", "Buying")

    def extend(parts):
        name = "xl/printerSettings/printerSettings1.bin"
        key = related(parts, "xl/worksheets/sheet2.xml", "printerSettings", name, BINARY)
        sheet = parts["xl/worksheets/sheet2.xml"]
        parts["xl/worksheets/sheet2.xml"] = re.sub(rb"<pageSetup ", b'<pageSetup r:id="%b" ' % key.encode(), sheet)
        related(parts, "xl/workbook.xml", "customXml", "customXml/item1.xml", b"<own/>", "application/xml")

    return changed(written(decorate), extend)


def macros_and_controls():
    """Macros with their signature, buttons, a check box, a pivot table, a slicer; a signature of the whole file."""

    def decorate(book, sheets):
        book.add_vba_project(io.BytesIO(BINARY), is_stream=True)
        sheets["Offers"].insert_button("J2", {"macro": "sort_prices", "caption": "Sort"})
        sheets["Headcount"].insert_checkbox("G2", True)

    def extend(parts):
        related(parts, "xl/vbaProject.bin", "vbaProjectSignature", "xl/vbaProjectSignature.bin", BINARY)
        related(
            parts,
            "xl/worksheets/sheet3.xml",
            "ownPivotTable",
            "xl/pivotTables/pivotTable1.xml",
            b"<pivotTableDefinition/>",
        )
        related(
            parts, "xl/workbook.xml", "slicerCache", "xl/slicerCaches/slicerCache1.xml", b"<slicerCacheDefinition/>"
        )
        related(parts, "xl/worksheets/sheet3.xml", "slicer", "xl/slicers/slicer1.xml", b"<slicers/>")
        parts["_xmlsignatures/sig1.xml"] = b"<Signature/>"

    return changed(written(decorate), extend)


TEN = {
    "drop-downs.xlsx": drop_downs,
    "conditional formats.xlsx": conditional_formats,
    "charts.xlsx": charts,
    "pictures.xlsx": pictures,
    "notes.xlsx": notes,
    "hidden and protected.xlsx": hidden_and_protected,
    "formulas.xlsx": formulas,
    "tables and filters.xlsx": tables_and_filters,
    "print set-up.xlsx": print_set_up,
    "macros and controls.xlsm": macros_and_controls,
}
