"""The web server: Streamlit's application behind our gate, on this machine only."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboards import logs
from dashboards.gate import Gate, Gatekeeper
from dashboards.security import SafeHeaders
from dashboards.settings import ADDRESS, options
from dashboards.warm import warm_up
from planner.errors import UsageError


def serve(port: int, gate: Gate, ready: Callable[[], None]) -> None:
    """Serve the dashboard until somebody ends it; `ready` is called once all is loaded.

    Raises UsageError for a port that is taken.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as problem:
            raise UsageError(
                f"Port {port} cannot be used: {problem.strerror}. Give another one with --port."
            ) from problem

    @asynccontextmanager
    async def while_it_runs(_app: st.App) -> AsyncIterator[None]:
        warm_up()
        ready()
        yield

    app = st.App(
        Path(__file__).with_name("app.py"),
        lifespan=while_it_runs,
        middleware=[Middleware(SafeHeaders), Middleware(Gatekeeper, gate=gate)],
    )
    logs.write_harmlessly()
    app.run(config=options(port, gate))
