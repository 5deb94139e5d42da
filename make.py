"""Sets up an environment of the project's own and runs what a newcomer needs, the same on every system.

    python make.py demo         writes the sample and plans it
    python make.py test         format, lint, types, import rules and all tests
    python make.py dashboard    starts the dashboard
    python make.py lint         the checks without the tests
    python make.py audit        looks the locked packages up among known weaknesses; needs the network
    python make.py setup test   sets the environment up: runtime, dashboard or test

On Windows write `py` for `python`.  Where there is `make`, the Makefile asks this file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV, VENV_OF_AUDIT = ROOT / ".venv", ROOT / ".venv-audit"
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r")
TOOLS = "requirements-build.lock"
LOCKS = {"runtime": "requirements.lock", "dashboard": "requirements-dashboard.lock", "test": "requirements-test.lock"}
"""What is installed for what; with hashes, so that nothing else is."""
PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge"),
    "nginx-light": ("nginx", "/usr/sbin/nginx"),
    "postgresql": ("postgres", "/usr/lib/postgresql"),
}
"""Programs outside Python that tests start: Debian's package, and how each is called or where it lies."""


def run(*command: str) -> None:
    """Run a command in the project's folder; its exit code is ours where it fails."""
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


def python_of(environment: Path) -> str:
    """Return the Python of an environment."""
    return str(environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))


def python(*arguments: str) -> None:
    """Run the environment's Python."""
    run(python_of(VENV), *arguments)


def install(environment: Path, *locks: str) -> None:
    """Install what is locked into an environment, where that has changed since it was done last."""
    if not Path(python_of(environment)).exists():
        venv.create(environment, with_pip=True)
    for lock in locks:
        done, wanted = environment / f".{lock}", (ROOT / lock).read_bytes()
        if not done.exists() or done.read_bytes() != wanted:
            run(python_of(environment), *PIP, lock)
            done.write_bytes(wanted)


def setup(what: str) -> None:
    """Set the environment up for a purpose, pip itself included."""
    install(VENV, *dict.fromkeys([TOOLS, LOCKS["runtime"], LOCKS[what]]))


def demo() -> None:
    """Write the sample inventory and plan it."""
    setup("runtime")
    python("-m", "planner", "sample", "--force", "estate.xlsx")
    python("-m", "planner", "plan", "estate.xlsx", "--out", "plan.xlsx", "--json", "plan.json")


def dashboard() -> None:
    """Start the dashboard."""
    setup("dashboard")
    python("-m", "planner", "dashboard")


def lint() -> None:
    """Check format, faults of style, types and import rules."""
    setup("test")
    python("-m", "ruff", "format", "--check", ".")
    python("-m", "ruff", "check", ".")
    python("-m", "mypy")
    python("-c", "from importlinter.cli import lint_imports_command as check; check()")


def programs() -> None:
    """See that the last tests have their browser, proxy and database server; without them they are skipped."""
    missing = [package for package, places in PROGRAMS.items() if not any(map(is_there, places))]
    if not missing:
        return
    if shutil.which("apt-get"):
        install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing)
        if not subprocess.run(install, capture_output=True, check=False).returncode:
            return
    print(f"Tests that need these programs are skipped, for they cannot be installed from here: {', '.join(missing)}.")


def is_there(place: str) -> bool:
    """Tell whether there is a program of this name, or a file or folder of this path."""
    return bool(shutil.which(place)) or (place.startswith("/") and Path(place).exists())


def test() -> None:
    """Run all checks."""
    lint()
    programs()
    # One more than there are processors: tests in a browser wait more than they compute.
    python("-m", "pytest", "-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile")


def audit() -> None:
    """Look all locked packages up among known weaknesses; a part of a release, not of the tests."""
    install(VENV_OF_AUDIT, TOOLS, "requirements-audit.lock")
    for lock in sorted(ROOT.glob("requirements*.lock")):
        # Strict: a package that could not be looked up would count as one without weaknesses.
        options = ("--strict", "--disable-pip", "--require-hashes", "-r", lock.name)
        run(python_of(VENV_OF_AUDIT), "-m", "pip_audit", *options)


TASKS = {task.__name__: task for task in (demo, dashboard, lint, programs, test, audit)}


def main(arguments: list[str]) -> None:
    """Do the tasks that are named."""
    match arguments:
        case ["setup", what] if what in LOCKS:
            setup(what)
        case [_, *_] if set(arguments) <= TASKS.keys():
            for task in arguments:
                TASKS[task]()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
