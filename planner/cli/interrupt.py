"""Ctrl-C: the first one keeps what there is, the second one ends the program at once."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from planner.cli.group import INTERRUPTED_EXIT
from planner.cli.printing import echo
from planner.words import tell

_SHOW_CURSOR = b"\x1b[?25h\n"
"""Given to a terminal where the cursor was hidden while progress was drawn."""


@contextmanager
def stop_on_interrupt(stop: threading.Event) -> Iterator[None]:
    """Turn the first Ctrl-C into a request to stop with what there is; a second one ends the program at once.

    Python's own handlers wait while a solver is at work, so a thread watches for signals as well.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # Sockets, since of pipes older Pythons on Windows cannot say that nobody shall wait for them.
    receive, send = socket.socketpair()
    send.setblocking(False)

    def watch() -> None:
        seen = 0
        with receive:
            while number := receive.recv(1):
                seen += number[0] == signal.SIGINT
                if seen == 1:
                    _ask_to_stop(stop)
                elif seen > 1:
                    _end_at_once()

    threading.Thread(target=watch, daemon=True).start()
    before, fd_before = signal.signal(signal.SIGINT, lambda *_: _ask_to_stop(stop)), signal.set_wakeup_fd(send.fileno())
    try:
        yield
    finally:
        signal.set_wakeup_fd(fd_before)
        signal.signal(signal.SIGINT, before)
        send.close()


def _ask_to_stop(stop: threading.Event) -> None:
    if not stop.is_set():
        stop.set()
        echo(tell("Stopping; keeping the best plans so far. Press Ctrl-C again to end at once."), err=True)


def _end_at_once() -> None:
    if sys.__stderr__ and sys.__stderr__.isatty():
        os.write(sys.__stderr__.fileno(), _SHOW_CURSOR)
    os._exit(INTERRUPTED_EXIT)
