"""An order form as a company has it: logo, button, text box, formulas, formats, a table, notes, print area, a chart."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import xlsxwriter

from tests.unit.workbooks.ten_workbooks import picture

LINE_ROW = 12
"""Where the row of a line stands, as Excel counts."""


def order_form(cells: Mapping[str, Any] | None = None) -> bytes:
    """Return the form, with some cells of sheet Bestellung being others."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(2026, 1, 1)})
        sheet, sums = book.add_worksheet("Bestellung"), book.add_worksheet("Summen & mehr")
        money = book.add_format({"num_format": "#,##0.00 €", "bottom": 1, "bg_color": "#EEF4FB"})
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        bold = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "white"})
        sheet.insert_image("F1", "logo.png", {"image_data": io.BytesIO(picture()), "x_scale": 40, "y_scale": 40})
        sheet.insert_textbox("H2", "Bitte Bestellnummer angeben")
        sheet.insert_textbox("B20", "Unterschrift unten")
        sheet.insert_button("H6", {"macro": "Prüfen", "caption": "Prüfen"})
        sheet.insert_button("B24", {"macro": "Senden", "caption": "Senden"})
        sheet.write("A2", "{{organisation.name}}")
        sheet.write("A3", "Bestellung {{order.number}} vom {{ order.date }}")
        sheet.write("A4", "{{vendor.address}}", book.add_format({"text_wrap": True}))
        sheet.write("C4", "{{order.date}}", day)
        sheet.write("D4", "{{order.date}}")
        sheet.write_rich_string(
            "B5", bold, "Nr. {{order.number}}", " für ", bold, "{{vendor.name}}", ": ", "{{order.lines}} Pos."
        )
        sheet.write_rich_string("B7", bold, "{{organi", "sation.name}} bestellt")
        sheet.write("C5", 0.19)
        titles = ("Pos", "Artikel", "Text", "Menge", "Preis", "Summe", "Quote")
        sheet.add_table(LINE_ROW - 2, 0, LINE_ROW - 1, 5, {"columns": [{"header": title} for title in titles[:6]]})
        sheet.write(LINE_ROW - 2, 6, titles[6], bold)
        row = LINE_ROW - 1
        sheet.set_row(row, 31)
        for place, name in enumerate(("number", "sku", "description", "packs", "price")):
            sheet.write(row, place, f"{{{{line.{name}}}}}", money if name == "price" else None)
        sheet.write_formula(row, 5, f"=D{LINE_ROW}*E{LINE_ROW}", money, 99)
        sheet.write_formula(row, 6, f"=F{LINE_ROW}/$F$14", None, 1)
        sheet.merge_range(row, 7, row, 8, "frei")
        sheet.write("E14", "Netto")
        sheet.write_formula("F14", f"=SUM(F{LINE_ROW}:F{LINE_ROW})", money, 99)
        sheet.write_formula("F15", "=ROUND(F14*C5,2)", money, 99)
        sheet.write_formula("F16", '=IF(F14>0,F14+F15,"E14")', money, 99)
        sheet.merge_range("A17:C17", "Bedingungen: {{organisation.terms}}")
        sheet.write("A18", "zurück", book.add_format({"italic": True}))
        sheet.write_url("A18", "internal:Bestellung!A14", string="zurück")
        sheet.write_comment("E14", "ohne Umsatzsteuer")
        sheet.write_comment("B2", "oben")
        sheet.conditional_format(f"F{LINE_ROW}", {"type": "cell", "criteria": ">", "value": "$F$14", "format": bold})
        sheet.conditional_format("F14:F16", {"type": "cell", "criteria": ">", "value": 1000, "format": bold})
        sheet.data_validation(f"D{LINE_ROW}", {"validate": "integer", "criteria": ">", "value": 0})
        sheet.data_validation("B19", {"validate": "list", "source": "=$A$14:$A$18"})
        sheet.print_area("A1:I26")
        sheet.repeat_rows(LINE_ROW - 2)
        sheet.set_h_pagebreaks([18])
        sheet.freeze_panes(LINE_ROW - 1, 0)
        sheet.set_header("&LBestellung")
        sheet.protect("", {"select_locked_cells": True})
        book.define_name("Netto", "=Bestellung!$F$14")
        book.define_name("Zeilen", f"=Bestellung!$A${LINE_ROW}:$F${LINE_ROW}")
        sums.write_formula("A1", "=Bestellung!F16+SUM(Bestellung!F11:F12)", None, 99)
        sums.write_formula("A2", "=Bestellung!A2", None, "alt")
        sums.write("A4", "x")
        chart = book.add_chart({"type": "column"})
        chart.add_series(
            {
                "values": f"=Bestellung!$F${LINE_ROW}:$F${LINE_ROW}",
                "categories": f"=Bestellung!$C${LINE_ROW}:$C${LINE_ROW}",
            }
        )
        sums.insert_chart("C3", chart)
        for address, value in (cells or {}).items():
            sheet.write(address, value)
    return written.getvalue()
