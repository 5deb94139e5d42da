"""The program as one command with others under it; the one place that turns our errors into exit codes."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from planner.cli.printing import let_every_letter_pass, print_issues, printing_to_the_end, say
from planner.errors import AuditError, PlannerError, WorkbookError
from planner.version import __version__

INTERRUPTED_EXIT = 130


class _Commands(click.Group):
    """Commands in the order a newcomer needs them, with one place that turns our errors into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, *arguments: Any, **more: Any) -> Any:
        let_every_letter_pass()
        with printing_to_the_end():
            return super().main(*arguments, **more)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WorkbookError as error:
            print_issues(error.issues, error=True)
            say("Nothing was written.", err=True)
            sys.exit(error.exit_code)
        except PlannerError as error:
            say(f"Error: {error}", err=True)
            if isinstance(error, AuditError):
                say("This is a fault of the program; nothing was written. Please report it.", err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            say("Interrupted; nothing was written.", err=True)
            sys.exit(INTERRUPTED_EXIT)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cal-planner")
def main() -> None:
    """Find the cheapest mix of Windows Server and Remote Desktop CALs, prove it, and explain it.

    \b
    Example:
      cal-planner sample estate.xlsx
      cal-planner plan estate.xlsx --out plan.xlsx
    """
    # Numerical libraries start a thread per processor for linear algebra as they load; there is none of it here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
