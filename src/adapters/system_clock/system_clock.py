"""Clocks: the machine's own, and one fixed for demonstrations and tests."""

from datetime import UTC, datetime

import attrs


@attrs.frozen
class SystemClock:
    """A `Clock` that tells the machine's time."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


@attrs.frozen
class FixedClock:
    """A `Clock` that stands still."""

    instant: datetime  # with its zone

    def now(self) -> datetime:
        """The instant given, in UTC."""
        return self.instant.astimezone(UTC)
