"""A clock that stands still until it is moved."""

from datetime import UTC, datetime, timedelta

import attrs


@attrs.define
class FixedClock:
    """For demonstrations and tests."""

    instant: datetime  # with its zone

    def now(self) -> datetime:
        """The instant it stands at, in UTC."""
        return self.instant.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move the clock; a negative duration moves it back."""
        self.instant += by
