"""What the server writes for whoever runs it: texts of strangers in it cannot steer that person's terminal."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any

from planner.domain.harmless import harmless


def write_harmlessly() -> None:
    """Have everything that is logged from now on made harmless."""
    make = logging.getLogRecordFactory()

    def make_harmless(*arguments: Any, **more: Any) -> logging.LogRecord:
        record = make(*arguments, **more)
        with suppress(TypeError, ValueError):  # a message that does not fit its arguments is told by whoever writes it
            said = record.getMessage()
            if (shown := harmless(said)) != said:
                record.msg, record.args = shown, ()
        return record

    logging.setLogRecordFactory(make_harmless)
