from __future__ import annotations

import pytest

from planner.store.database import open_store


@pytest.fixture
def store(tmp_path):
    """An empty database in a folder of its own."""
    opened = open_store(f"sqlite:///{tmp_path / 'saved.sqlite3'}")
    yield opened
    opened.close()
