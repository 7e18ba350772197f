"""The machine's own clock."""

from datetime import UTC, datetime

import attrs


@attrs.frozen
class SystemClock:
    """A `Clock` that tells the machine's time."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)
