"""Write the recorded files of outgoing messages into their folders, each exactly once."""

import attrs

from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.ports.clock import Clock
from esep.domain.ports.outbox import Outbox
from esep.domain.ports.unit_of_work import OpenUnitOfWork


@attrs.frozen(kw_only=True)
class WriteOutgoingFiles:
    """The end of every dispatch: a file is recorded with its bytes and entries, then written, then confirmed.

    Killed before the record: nothing happened. Killed after it: the next dispatch, of whatever kind, writes the same
    bytes under the same name into the folder that was recorded, and a file that stands there already is only
    confirmed. So nothing is sent twice and nothing is lost.
    """

    open_unit: OpenUnitOfWork
    outbox: Outbox
    clock: Clock

    def resolve(self, folder: str) -> str:
        """The folder's full name. Raises `InvalidInput` for one that cannot be used."""
        return self.outbox.resolve(folder)

    def finish(self) -> list[DispatchedFile]:
        """Write and confirm every recorded file that was not confirmed; a second dispatcher waits for its turn.

        Raises `Unavailable` where a folder was lost or filled up, `Conflict` where other bytes have a file's name.
        """
        written: list[DispatchedFile] = []
        while True:
            with self.open_unit() as unit:
                files = unit.outgoing.unwritten_files(1)
                for file in files:
                    self.outbox.write(file.folder, file.file_name, file.content)
                    unit.outgoing.confirm_written(file.file_name, self.clock.now())
            if not files:
                return written
            written += files
