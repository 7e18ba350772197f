"""A list that was loaded whole from a file; the newest one answers."""

from datetime import datetime

import attrs


@attrs.frozen(kw_only=True)
class ListVersion:
    """One version of a list; earlier ones are kept as evidence."""

    version: int
    file_name: str
    sha256: bytes
    row_count: int
    loaded_at: datetime
    loaded_by: str
