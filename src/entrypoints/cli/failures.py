"""The one place where errors become a message on stderr and an exit code."""

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from esep.domain.errors import EsepError, Unavailable

DONE = 0
REFUSED = 1
WRONG_USAGE = 2
DONE_WITH_EXCEPTIONS = 3  # quarantined or held orders
UNAVAILABLE = 4
INTERRUPTED = 130  # 128 + SIGINT, as shells have it
TERMINATED = 143  # 128 + SIGTERM

STANDS = "what was reported is recorded; running the same command again is safe"


class Terminated(BaseException):
    """The process was asked to end. Not an Exception: nothing but the entry point may catch it."""


def exit_code_of(run: Callable[[], Any]) -> int:
    """Run a command; its integer result, or the code of what went wrong, told on stderr."""
    _make_writable()
    try:
        code = run()
        sys.stdout.flush()
    except click.UsageError as error:
        error.show()
        return WRONG_USAGE
    except BrokenPipeError:
        _silence_stdout()
        return REFUSED
    except (Exception, Terminated) as error:  # noqa: BLE001  # no traceback ever reaches a person
        told, code = _refusal(error)
        tell(f"esep: {told}")
    return code if isinstance(code, int) else DONE


def tell(message: str) -> None:
    """Say something to the person: on stderr."""
    click.echo(message, err=True)


def _refusal(error: BaseException) -> tuple[str, int]:
    """What is told, and the exit code."""
    match error:
        case click.Abort():
            refusal = f"interrupted; {STANDS}", INTERRUPTED
        case Terminated():
            refusal = f"terminated; {STANDS}", TERMINATED
        case click.ClickException():
            refusal = error.format_message(), REFUSED
        case Unavailable():
            refusal = str(error), UNAVAILABLE
        case EsepError():
            refusal = str(error), REFUSED
        case OSError():
            refusal = _file_error(error), REFUSED
        case _:
            refusal = _fault(error), REFUSED
    return refusal


def _make_writable() -> None:
    """A terminal that lacks a letter shows its code instead of stopping the work."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _silence_stdout() -> None:
    """Who read the output has left: what is still buffered goes nowhere instead of raising at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _file_error(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}; check the file, folder or disk. {STANDS[0].upper()}{STANDS[1:]}"


def _fault(error: BaseException) -> str:
    """The kind of error and the place, never its text: that may hold personal data."""
    places = traceback.extract_tb(error.__traceback__)
    place = f"{Path(places[-1].filename).name}:{places[-1].lineno}" if places else "unknown place"
    kinds = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"unexpected {kinds} at {place}: a fault of esep, please report it. {STANDS[0].upper()}{STANDS[1:]}"
