"""Load the list of payers' regimes from a file."""

import hashlib

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.loaded_list import ListVersion
from esep.domain.ports.clock import Clock
from esep.domain.ports.payer_regimes import RegimesReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork


@attrs.frozen(kw_only=True)
class LoadPayerRegimes:
    """Replace the list by a newer one, whole or not at all; the older one stays as evidence."""

    open_unit: OpenUnitOfWork
    reader: RegimesReader
    clock: Clock

    def __call__(self, content: bytes, file_name: str, actor: Actor) -> ListVersion:
        """The version loaded. Raises `RegimesFileInvalid` with every bad row; then nothing is loaded."""
        rows = self.reader.read(content, file_name)
        with self.open_unit() as unit:
            return unit.payer_regimes.load(
                rows,
                file_name=file_name,
                sha256=hashlib.sha256(content).digest(),
                loaded_at=self.clock.now(),
                loaded_by=actor.identity,
            )
