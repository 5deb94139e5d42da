"""Faults of the database told in words: busy, full, gone, damaged, newer than the program, not answering."""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, OperationalError, ProgrammingError

from planner.errors import PlannerError


class DatabaseError(PlannerError):
    """The database cannot do what it is asked; why, and what to do.  What was saved before is there still."""


BUSY = "The database is busy: another program keeps it locked. Try again in a moment."
FULL = "The disk that holds the database is full. Free some space and try again."
READ_ONLY = "The database may only be read. Check your rights to it."
GONE = "The database is not there any more. Was its file moved or deleted? Put it back, or restore a copy."
DAMAGED = "The database is damaged. Restore a copy of it: cal-planner restore FILE."
CROWDED = "The database has more connections than it takes. Try again in a moment."
AWAY = "The database does not answer. Look whether it runs and can be reached, and try again."
MET = "Somebody else saved the same at the same moment. Look at what is there now, and save yours again."
_OURS = (IntegrityError, DataError, ProgrammingError, NotSupportedError)
"""What says that the program asked for something wrong."""
_IN_SQLITE = (
    (("locked",), BUSY),
    (("is full", "disk i/o error"), FULL),
    (("readonly",), READ_ONLY),
    (("unable to open", "no such table"), GONE),
    (("malformed", "not a database"), DAMAGED),
    (("unique constraint failed",), MET),
)
"""What SQLite says, which speaks English only."""
_AT_SERVER = {
    "55P03": BUSY, "40P01": BUSY, "40001": BUSY, "53100": FULL, "25006": READ_ONLY, "42501": READ_ONLY, "3D000": GONE,
    "42P01": GONE, "XX001": DAMAGED, "XX002": DAMAGED, "53300": CROWDED, "23505": MET, "08": AWAY, "57": AWAY,
}  # fmt: skip
"""What a server's codes mean, whole or their first two letters; its texts are in the language it was set up in."""
NEWER = (
    "The database was written by a newer version of the program. Install that version, or name another database with "
    "--database."
)


def in_words(problem: DBAPIError) -> DatabaseError | None:
    """Return what a person is told; None for a fault that is the program's own."""
    words = _of_server(problem) if hasattr(problem.orig, "sqlstate") else _of_sqlite(problem)
    if words is None and isinstance(problem, _OURS):
        return None
    return DatabaseError(f"{words or f'The database reports: {problem.orig}.'} Nothing that was saved is lost.")


def _of_server(problem: DBAPIError) -> str | None:
    state = getattr(problem.orig, "sqlstate", None)
    if state is None:  # nobody is there who could give one
        return AWAY if isinstance(problem, OperationalError) else None
    return _AT_SERVER.get(state) or _AT_SERVER.get(state[:2])


def _of_sqlite(problem: DBAPIError) -> str | None:
    said = str(problem.orig).casefold()
    return next((words for signs, words in _IN_SQLITE if any(sign in said for sign in signs)), None)
