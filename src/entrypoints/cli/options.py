"""Options that commands share, and what a command is given of them."""

import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.month import Month
from esep.entrypoints.settings import LANGUAGES, Settings, as_of_instant, default_language, fixed_now, variable_of

if TYPE_CHECKING:
    from esep.entrypoints.composition import Application

TABLE, JSON, CSV = "table", "json", "csv"
DEFAULT_PURPOSE = "operator's work"


@attrs.frozen(kw_only=True)
class Invocation:
    """What every command is told: which store, who asks, and in which form the answer is wanted."""

    settings: Settings
    actor: Actor
    language: str
    format: str

    @contextmanager
    def application(self, *, is_schema_needed: bool = True) -> "Iterator[Application]":
        """The application on the store."""
        # Late: help and wrong usage need no database driver, which takes half of a command's start.
        from esep.entrypoints.composition import open_application  # noqa: PLC0415

        with open_application(self.settings, is_schema_needed=is_schema_needed) as application:
            yield application


class EsepCommand(click.Command):
    """A command whose every option is also a variable, ESEP_ and its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the variables."""
        super().__init__(*args, **kwargs)
        for param in self.params:
            if isinstance(param, click.Option) and param.envvar is None:
                param.envvar = variable_of(max(param.opts, key=len))


class EsepGroup(click.Group):
    """A group of such commands."""

    command_class = EsepCommand


class Instant(click.ParamType[datetime]):
    """A point in time, read by a function that raises `InvalidInput`."""

    name = "instant"

    def __init__(self, read: Callable[[str], datetime], metavar: str) -> None:
        """Take the function that reads it."""
        self._read = read
        self._metavar = metavar

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """As shown in the help."""
        return self._metavar

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The instant; wrong usage where the text is none."""
        if isinstance(value, datetime):
            return value
        try:
            return self._read(value)
        except InvalidInput as error:
            self.fail(str(error), param, ctx)


class Period(click.ParamType[Month]):
    """A month paid for, as 2020-01."""

    name = "month"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """As shown in the help."""
        return "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Month:
        """The month; wrong usage where the text is none."""
        if isinstance(value, Month):
            return value
        try:
            return Month.parse_iso(value)
        except InvalidInput as error:
            self.fail(str(error), param, ctx)


PERIOD = Period()
AS_OF = Instant(as_of_instant, "DATE|INSTANT")


def takes_invocation(*formats: str) -> Callable[[Callable[..., int | None]], Callable[..., int | None]]:
    """Add the shared options to a command; they reach it as one `Invocation`, first."""

    def decorate(function: Callable[..., int | None]) -> Callable[..., int | None]:
        @wraps(function)
        def command(**given: Any) -> int | None:
            return function(_invocation(given), **given)

        decorated: Callable[..., int | None] = command
        for option in reversed(_shared_options(formats or (TABLE, JSON))):
            decorated = option(decorated)
        return decorated

    return decorate


def _shared_options(formats: tuple[str, ...]) -> list[Callable[[Callable[..., int | None]], Callable[..., int | None]]]:
    return [
        click.option("--format", "format_", type=click.Choice(formats), default=TABLE, help="Form of the answer."),
        click.option(
            "--language", type=click.Choice(LANGUAGES), help="Language of findings. [default: the locale's, else en]"
        ),
        click.option("--actor", help="Who acts; kept with what is recorded. [default: the system user]"),
        click.option("--purpose", default=DEFAULT_PURPOSE, help="Why; kept with each view of a person's data."),
        click.option("--database-url", help="PostgreSQL database of the store. [default: an embedded server]"),
        click.option("--data-dir", type=click.Path(path_type=Path), help="Folder of the embedded server's store."),
        click.option(
            "--now", type=Instant(fixed_now, "DATE|INSTANT"), help="Let the clock stand at this time, for tests."
        ),
    ]


def _invocation(given: dict[str, Any]) -> Invocation:
    """Take the shared options out of what click gives."""
    return Invocation(
        settings=Settings(
            database_url=given.pop("database_url"),
            data_directory=given.pop("data_dir"),
            now=given.pop("now"),
        ),
        actor=Actor(identity=given.pop("actor") or _system_user(), purpose=given.pop("purpose")),
        language=given.pop("language") or default_language(),
        format=given.pop("format_"),
    )


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return f"user {os.getuid()}"
