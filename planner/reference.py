"""The generated pages of docs/: `python -m planner.reference` in the project's folder rewrites them."""

from __future__ import annotations

from pathlib import Path

from planner.ingest import data_format_page, errors_page
from planner.licensing import NOTICES
from planner.report.open_facts_page import open_facts_page
from planner.report.rules_page import rules_page
from planner.report.tables_page import tables_page


def pages() -> dict[str, str]:
    """Return the text of every generated page, by file name."""
    return {
        "data-format.md": data_format_page(),
        "errors.md": errors_page(NOTICES),
        "open-facts.md": open_facts_page(),
        "rules.md": rules_page(),
        "tables.md": tables_page(),
    }


def main() -> None:
    """Rewrite the pages in the folder docs."""
    for name, text in pages().items():
        (Path("docs") / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
