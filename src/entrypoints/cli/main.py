"""The command `esep`. Imports nothing heavy: a group's module is loaded when one of its commands is asked for."""

import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from types import FrameType
from typing import Any, NamedTuple

import click

from esep.entrypoints.cli.failures import Terminated, exit_code_of

HELP = """Personalised records of compulsory social insurance: payment orders in, personal accounts, returns out.

\b
Try it out:       esep demo
Begin to work:    esep register load register.csv
                  esep orders receive incoming/
                  esep accounts show 900101300017
"""

EPILOG = """Every option is also a variable: --data-dir is ESEP_DATA_DIR, --format is ESEP_FORMAT. The store is the
PostgreSQL database of ESEP_DATABASE_URL; without it esep runs a server of its own in ESEP_DATA_DIR.

\b
Exit codes: 0 done; 1 refused; 2 wrong usage; 3 done, with held or quarantined orders;
4 temporarily unavailable, the same command may succeed later."""


class Loaded(NamedTuple):
    """A command that is imported when it is asked for."""

    module: str  # below esep.entrypoints.cli; its `command` is the command or group
    short_help: str


COMMANDS = {
    "demo": Loaded("demo", "Show the main job on built-in data."),
    "register": Loaded("register", "Load snapshots of the state register of persons."),
    "orders": Loaded("orders", "Receive payment orders; look at them; decide on held ones."),
    "returns": Loaded("returns", "Send back what could not be credited."),
    "refunds": Loaded("refunds", "Give back what payers apply for."),
    "transfers": Loaded("transfers", "Send credited money to the Fund."),
    "accounts": Loaded("accounts", "Show what is recorded for a person; correct a line."),
    "illegal-amounts": Loaded("illegal_amounts", "Record amounts that a court recognised as illegal."),
    "people": Loaded("people", "Keep people's data up to date, with history; join numbers."),
    "trace": Loaded("trace", "Walk the whole chain from a message to what left of it, and back."),
    "payers": Loaded("payers", "Show what a payer paid for a month; load the register of payers."),
    "benefits": Loaded("benefits", "Calculate social payments; load credited months."),
    "penalties": Loaded("penalties", "Compare penalties paid with those due for paying late."),
    "registers": Loaded("registers", "List what was received and sent back, for the revenue authority."),
    "applications": Loaded("applications", "Register applications for social payments; bring them to the Fund."),
    "decisions": Loaded("decisions", "Appoint, refuse, suspend, resume, recalculate, terminate social payments."),
    "recipients": Loaded("recipients", "Show recipients of social payments; the month's figures."),
    "payments": Loaded("payments", "Pay social payments; book what comes back."),
    "overpayments": Loaded("overpayments", "Find what was paid over, and book how it is given back."),
    "deadlines": Loaded("deadlines", "List what is still to be done, and by when."),
    "verify": Loaded("verify", "Check every invariant over the whole store."),
    "database": Loaded("database", "Look at the store's schema, and upgrade it."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported on demand, and which turns every error into a message and an exit code."""

    def __init__(self, *args: Any, loaded: Mapping[str, Loaded], **kwargs: Any) -> None:
        """Take the commands by name."""
        super().__init__(*args, **kwargs)
        self._loaded = loaded

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order given."""
        return list(self._loaded)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        loaded = self._loaded.get(cmd_name)
        if loaded is None:
            return None
        found: click.Command = import_module(f"esep.entrypoints.cli.{loaded.module}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, loaded.short_help) for name, loaded in self._loaded.items()])

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and exit with its code."""

        def run() -> Any:
            return super(LazyGroup, self).main(
                args, prog_name, complete_var, standalone_mode=False, windows_expand_args=windows_expand_args, **extra
            )

        if not standalone_mode:
            return run()
        sys.exit(exit_code_of(run))


def _show_version(ctx: click.Context, _: click.Parameter, is_wanted: bool) -> None:
    if is_wanted and not ctx.resilient_parsing:
        click.echo(f"esep {version('esep')}")
        ctx.exit()


command = LazyGroup(
    name="esep",
    help=HELP,
    epilog=EPILOG,
    loaded=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_show_version,
            help="Show the version and exit.",
        )
    ],
)


def main() -> None:
    """Entry point of the console script."""
    signal.signal(signal.SIGTERM, _terminate)
    command.main(prog_name="esep")


def _terminate(signal_number: int, frame: FrameType | None) -> None:
    """Leave through every `finally`, so that the store is closed and temporary files are removed."""
    raise Terminated


if __name__ == "__main__":
    main()
