"""The web server: Streamlit's application behind our gate, on this machine only."""

from __future__ import annotations

import socket
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboards import logs
from dashboards.gate import Gate, Gatekeeper
from dashboards.security import SafeHeaders
from dashboards.settings import ADDRESS, options
from planner.errors import UsageError


def serve(port: int, gate: Gate) -> None:
    """Serve the dashboard until somebody ends it.  Raises UsageError for a port that is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as problem:
            raise UsageError(
                f"Port {port} cannot be used: {problem.strerror}. Give another one with --port."
            ) from problem
    app = st.App(
        Path(__file__).with_name("app.py"), middleware=[Middleware(SafeHeaders), Middleware(Gatekeeper, gate=gate)]
    )
    logs.write_harmlessly()
    app.run(config=options(port, gate))
