"""What is set from outside: every setting is an option of the command line and a variable ESEP_…."""

import locale
from datetime import date, datetime, time
from pathlib import Path

import attrs

from esep.domain.errors import InvalidInput
from esep.domain.model.almaty import ALMATY, end_of_day

VARIABLE_PREFIX = "ESEP_"
LANGUAGES = ("kk", "ru", "en")
DEFAULT_LANGUAGE = "en"
_NOON = time(12)


@attrs.frozen(kw_only=True)
class Settings:
    """Which store, and what time it is."""

    database_url: str | None = attrs.field(default=None, repr=False)  # ESEP_DATABASE_URL; may hold a password
    data_directory: Path | None = None  # ESEP_DATA_DIR; used where there is no database_url
    now: datetime | None = None  # ESEP_NOW; None is the machine's clock


def variable_of(option: str) -> str:
    """The variable that an option may also be set by: `--data-dir` by ESEP_DATA_DIR."""
    return VARIABLE_PREFIX + option.lstrip("-").replace("-", "_").upper()


def default_language() -> str:
    """The language of the locale where it is one of ours, else English."""
    code = (locale.getlocale(locale.LC_MESSAGES)[0] or "").split("_")[0]
    return code if code in LANGUAGES else DEFAULT_LANGUAGE


def fixed_now(text: str) -> datetime:
    """The instant for a clock that stands still; without an offset it is Almaty's time, a mere date its noon.

    Raises `InvalidInput`.
    """
    try:
        if len(text) == len("YYYY-MM-DD"):
            return datetime.combine(date.fromisoformat(text), _NOON, tzinfo=ALMATY)
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(
            f"{text!r} is no time; expected a date or an instant, like 2020-02-24 or 2020-02-24T09:00:00+06:00"
        ) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=ALMATY)


def as_of_instant(text: str) -> datetime:
    """The instant up to which records count: a date means its end in Almaty. Raises `InvalidInput`."""
    try:
        if len(text) == len("YYYY-MM-DD"):
            return end_of_day(date.fromisoformat(text))
        instant = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(
            f"{text!r} is no date and no instant; expected one like 2020-02-24 or 2020-02-24T09:00:00+06:00"
        ) from error
    if instant.tzinfo is None:
        raise InvalidInput(f"{text!r} has no offset; expected an instant like 2020-02-24T09:00:00+06:00, or a date")
    return instant
