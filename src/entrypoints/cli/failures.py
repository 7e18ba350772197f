"""The one place where errors become a message on stderr and an exit code."""

import os
import sys
import traceback
from collections.abc import Callable
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
    except click.ClickException as error:
        return _told(error.format_message(), REFUSED)
    except click.Abort:
        return _told(f"interrupted; {STANDS}", INTERRUPTED)
    except Terminated:
        return _told(f"terminated; {STANDS}", TERMINATED)
    except BrokenPipeError:
        _silence_stdout()
        return REFUSED
    except Unavailable as error:
        return _told(str(error), UNAVAILABLE)
    except EsepError as error:
        return _told(str(error), REFUSED)
    except OSError as error:
        return _told(_file_error(error), REFUSED)
    except Exception as error:  # the last resort: a fault of the product itself
        return _told(_fault(error), REFUSED)
    return code if isinstance(code, int) else DONE


def tell(message: str) -> None:
    """Say something to the person: on stderr."""
    click.echo(message, err=True)


def _told(message: str, code: int) -> int:
    tell(f"esep: {message}")
    return code


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


def _fault(error: Exception) -> str:
    """The kind of error and the place, never its text: that may hold personal data."""
    places = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(places[-1].filename)}:{places[-1].lineno}" if places else "unknown place"
    kinds = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"unexpected {kinds} at {place}: a fault of esep, please report it. {STANDS[0].upper()}{STANDS[1:]}"
