"""The command line: parse, call, print, exit code; a module per command, listed in the order a newcomer needs them.

    group               the program itself, its errors and exit codes
    options             what several commands share
    files               writing files whole
    interrupt           Ctrl-C
    printing            problems, JSON, progress

Heavy imports wait inside the commands, so that `--help` answers at once.
"""

from planner.cli import plan, check, import_files, template, names, sample, compare, why, export, dashboard, copies  # noqa: F401, I001 (order of --help)
from planner.cli.group import main

__all__ = ["main"]
