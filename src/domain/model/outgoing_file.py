"""Files of outgoing messages."""

from datetime import date, datetime

import attrs


@attrs.frozen(kw_only=True)
class DispatchedFile:
    """A file of outgoing messages. Its bytes are recorded before it is written."""

    file_name: str
    folder: str  # absolute path of the folder it belongs in
    content: bytes
    sha256: bytes
    message_count: int
    total_tiyn: int
    dispatched_on: date
    recorded_at: datetime
