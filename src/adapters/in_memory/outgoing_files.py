"""Files of outgoing messages in memory."""

from datetime import datetime

import attrs

from esep.adapters.in_memory.tables import Tables
from esep.domain.errors import NotFound
from esep.domain.model.outgoing_file import DispatchedFile


@attrs.frozen
class InMemoryOutgoingFiles:
    """`OutgoingFiles` on the tables of the store."""

    _tables: Tables

    def next_references(self, count: int) -> list[int]:
        """Numbers that no outgoing message has had, ascending; one given is not given again."""
        first = self._tables.references_given + 1
        self._tables.references_given += count
        return list(range(first, first + count))

    def unwritten_files(self, limit: int | None = None) -> list[DispatchedFile]:
        """Files recorded whose writing was not confirmed, oldest first."""
        files = [file for name, file in self._tables.files.rows.items() if name not in self._tables.written]
        return sorted(files, key=lambda file: (file.recorded_at, file.file_name))[:limit]

    def confirm_written(self, file_name: str, written_at: datetime) -> None:
        """Record that a file stands whole in its folder; raises NotFound for a file that is not recorded."""
        if file_name not in self._tables.files:
            raise NotFound(f"no file {file_name} is recorded; record it before it is written")
        if file_name not in self._tables.written:
            self._tables.written.add(file_name, written_at)
