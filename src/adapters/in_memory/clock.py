"""A clock that stands still until it is moved."""

from datetime import datetime, timedelta

import attrs


@attrs.define
class FixedClock:
    """Shows the instant given (UTC with its zone)."""

    instant: datetime

    def now(self) -> datetime:
        """The instant it stands at."""
        return self.instant

    def advance(self, by: timedelta) -> None:
        """Move the clock; a negative duration moves it back."""
        self.instant += by
