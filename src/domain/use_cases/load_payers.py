"""Load a snapshot of the register of payers from a file."""

from typing import BinaryIO

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.payer_register import PayerRegisterVersion
from esep.domain.ports.clock import Clock
from esep.domain.ports.payer_register import PayersFileInvalid, PayersReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork


@attrs.frozen(kw_only=True)
class LoadPayers:
    """Replace the register of payers by a newer snapshot, whole or not at all; the older one stays as evidence."""

    open_unit: OpenUnitOfWork
    reader: PayersReader
    clock: Clock

    def __call__(self, source: BinaryIO, file_name: str, actor: Actor) -> PayerRegisterVersion:
        """The version loaded. Raises `PayersFileInvalid` with every bad row, or for none; then nothing is loaded."""
        with self.open_unit() as unit:
            reading = self.reader.read(source, file_name)
            version = unit.payer_register.load(
                reading.payers(),
                file_name=file_name,
                sha256=reading.sha256,
                loaded_at=self.clock.now(),
                loaded_by=actor.identity,
            )
            if not version.payers_count:
                raise PayersFileInvalid(
                    f"{file_name} names no payer; expected one a row below the first line. "
                    "By an empty register every order would be held: nothing was loaded"
                )
            return version
