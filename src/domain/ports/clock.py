"""What time it is."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Reads the time; the domain never does so itself."""

    def now(self) -> datetime:
        """The present instant, in UTC with its zone."""
        ...
