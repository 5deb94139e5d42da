"""What tests of many areas share."""

from __future__ import annotations

import signal

import pytest

from tests.uneven.outputs import Outputs


def pytest_configure() -> None:
    """Let Ctrl-C be heard where a shell started the tests in its background: some tests send one."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    """The uneven estate, planned once: what was printed and written."""
    return Outputs.made_in(tmp_path_factory.mktemp("uneven"))
