"""plan.xlsx: what procurement sends on.  One module per sheet; `page` knows how things look."""

from planner.report.excel.workbook import write_workbook

__all__ = ["write_workbook"]
