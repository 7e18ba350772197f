"""Load a snapshot of the state register from a file."""

from typing import BinaryIO

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.register import RegisterVersion
from esep.domain.ports.clock import Clock
from esep.domain.ports.register_files import RegisterFileInvalid, RegisterReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork


@attrs.frozen(kw_only=True)
class LoadRegister:
    """Replace the register by a newer snapshot, whole or not at all; the older one stays as evidence."""

    open_unit: OpenUnitOfWork
    reader: RegisterReader
    clock: Clock

    def __call__(self, source: BinaryIO, file_name: str, actor: Actor) -> RegisterVersion:
        """The version loaded. Raises `RegisterFileInvalid` with every bad row, or for none; then nothing is loaded."""
        with self.open_unit() as unit:
            reading = self.reader.read(source, file_name)
            version = unit.register.load(
                reading.people(),
                file_name=file_name,
                sha256=reading.sha256,
                loaded_at=self.clock.now(),
                loaded_by=actor.identity,
            )
            if not version.people_count:
                raise RegisterFileInvalid(
                    f"{file_name} names no person; expected one a row below the first line. "
                    "By an empty register every line of every order would be returned: nothing was loaded"
                )
            return version
