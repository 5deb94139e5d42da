"""Rewrites docs/data-format.md and docs/errors.md: `python -m planner.ingest.reference` in the project's folder."""

from __future__ import annotations

from pathlib import Path

from planner.ingest.pages import data_format_page, errors_page


def main() -> None:
    """Rewrite both pages in the folder docs."""
    docs = Path("docs")
    (docs / "data-format.md").write_text(data_format_page(), encoding="utf-8")
    (docs / "errors.md").write_text(errors_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
