"""Faults of the database told in words: busy, full, gone, damaged, newer than the program, not answering."""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError

from planner.errors import PlannerError


class DatabaseError(PlannerError):
    """The database cannot do what it is asked; why, and what to do.  What was saved before is there still."""


_WORDS = (
    (("locked", "lock timeout", "deadlock"),
     "The database is busy: another program keeps it locked. Try again in a moment."),
    (("is full", "disk i/o error", "no space", "disk full"),
     "The disk that holds the database is full. Free some space and try again."),
    (("readonly", "read-only", "permission denied"),
     "The database may only be read. Check your rights to its file and folder."),
    (("unable to open", "no such table", "does not exist"),
     "The database is not there any more. Was its file moved or deleted? Put it back, or restore a copy."),
    (("malformed", "not a database", "corrupt"),
     "The database is damaged. Restore a copy of it: cal-planner restore FILE."),
    (("too many connections", "remaining connection slots"),
     "The database has more connections than it takes. Try again in a moment."),
    (("connect", "server", "terminat", "closed", "timeout", "timed out", "could not"),
     "The database does not answer. Look whether it runs and can be reached, and try again."),
)  # fmt: skip
GONE = _WORDS[3][1]
NEWER = (
    "The database was written by a newer version of the program. Install that version, or name another database with "
    "--database."
)
_OURS = (IntegrityError, DataError, ProgrammingError, NotSupportedError)
"""What says that the program asked for something wrong, or lost a race that it knows of."""


def in_words(problem: DBAPIError) -> DatabaseError | None:
    """Return what a person is told; None for a fault that is the program's own."""
    said = str(problem.orig).casefold()
    words = next((words for signs, words in _WORDS if any(sign in said for sign in signs)), None)
    if isinstance(problem, _OURS) and words is not GONE:
        return None
    return DatabaseError(f"{words or f'The database reports: {problem.orig}.'} Nothing that was saved is lost.")
