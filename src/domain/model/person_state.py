"""What one version of the state register told of one person."""

from datetime import date, datetime

import attrs

from esep.domain.model.register import RegisterPerson


@attrs.frozen(kw_only=True)
class PersonState:
    """A person as of a day, and when that came to be known."""

    person: RegisterPerson
    version: int
    valid_from: date  # the day of which the version tells
    recorded_at: datetime
    due_on: date | None  # by when it had to be recorded; None of a whole version
