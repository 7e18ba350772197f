"""Snapshots of the register of payers in memory."""

from collections.abc import Collection, Iterable
from datetime import datetime

import attrs

from esep.adapters.in_memory.tables import Tables
from esep.domain.errors import Conflict
from esep.domain.model.payer_register import PayerAnswers, PayerRegisterVersion, RegisteredPayer


@attrs.frozen
class InMemoryPayerRegister:
    """`PayerRegister` on the tables of the store."""

    _tables: Tables

    def find_many(self, payer_ids: Collection[str]) -> PayerAnswers | None:
        """What is known of each number; None where no snapshot is loaded."""
        version = max(self._tables.payer_versions.rows, default=None)
        if version is None:
            return None
        known = self._tables.registered_payers.rows[version]
        removed_on = {number: known[number].removed_on for number in payer_ids if number in known}
        return PayerAnswers(version=version, removed_on=removed_on)

    def load(
        self, payers: Iterable[RegisteredPayer], *, file_name: str, sha256: bytes, loaded_at: datetime, loaded_by: str
    ) -> PayerRegisterVersion:
        """Store a snapshot whole under the next version number; raises Conflict where a number comes twice."""
        by_number: dict[str, RegisteredPayer] = {}
        for place, payer in enumerate(payers, 1):
            if payer.payer_id in by_number:
                raise Conflict(f"payer {place} of the snapshot has the number of an earlier one; leave one of them")
            by_number[payer.payer_id] = payer
        version = PayerRegisterVersion(
            version=max(self._tables.payer_versions.rows, default=0) + 1,
            file_name=file_name,
            sha256=sha256,
            payers_count=len(by_number),
            loaded_at=loaded_at,
            loaded_by=loaded_by,
        )
        self._tables.payer_versions.add(version.version, version)
        self._tables.registered_payers.add(version.version, by_number)
        return version

    def versions(self) -> list[PayerRegisterVersion]:
        """All snapshots, oldest first."""
        return list(self._tables.payer_versions.rows.values())
