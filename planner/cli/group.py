"""The program as one command with others under it; the one place that turns our errors into exit codes."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from planner.cli.printing import echo, let_every_letter_pass, print_issues, printing_to_the_end
from planner.errors import AuditError, PlannerError, WorkbookError
from planner.version import __version__
from planner.words import LANGUAGES, ask, language, tell

INTERRUPTED_EXIT = 130


def _speak(context: click.Context, _parameter: click.Parameter, code: str | None) -> None:
    """Have a language spoken while the command runs, by all of its threads."""
    if code is not None:
        ask(lambda: language(code))
        context.find_root().call_on_close(lambda: ask(lambda: language("en")))


def _language(*, hidden: bool = False) -> click.Option:
    return click.Option(
        ["--language"],
        type=click.Choice(tuple(LANGUAGES)),
        envvar=None if hidden else "CAL_PLANNER_LANGUAGE",
        expose_value=False,
        is_eager=True,
        callback=_speak,
        hidden=hidden,
        help="The language of what is printed and of workbooks and papers; JSON stays English.",
    )


class _Commands(click.Group):
    """Commands in the order a newcomer needs them, with one place that turns our errors into exit codes."""

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Take a command in; the language may be chosen before its name or behind it."""
        cmd.params.append(_language(hidden=True))
        super().add_command(cmd, name)

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
            echo(tell("Nothing was written."), err=True)
            sys.exit(error.exit_code)
        except PlannerError as error:
            echo(tell("Error: {error}", error=error), err=True)
            if isinstance(error, AuditError):
                echo(tell("This is a fault of the program; nothing was written. Please report it."), err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            echo(tell("Interrupted; nothing was written."), err=True)
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


main.params.append(_language())
