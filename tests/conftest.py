"""What tests of many areas share."""

from __future__ import annotations

import pytest

from tests.uneven.outputs import Outputs


@pytest.fixture(scope="session")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    """The uneven estate, planned once: what was printed and written."""
    return Outputs.made_in(tmp_path_factory.mktemp("uneven"))
