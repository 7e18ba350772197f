"""Load the list of credited months and certified income from a file."""

import hashlib

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.loaded_list import ListVersion
from esep.domain.ports.clock import Clock
from esep.domain.ports.credited_months import CreditedMonthsInvalid, CreditedMonthsReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.credited_month_rules import credited_month_fault


@attrs.frozen(kw_only=True)
class LoadCreditedMonths:
    """Replace the list by a newer one, whole or not at all; the older one stays as evidence."""

    open_unit: OpenUnitOfWork
    reader: CreditedMonthsReader
    clock: Clock
    parameters: Parameters

    def __call__(self, content: bytes, file_name: str, actor: Actor) -> ListVersion:
        """The version loaded. Raises `CreditedMonthsInvalid` with every bad row; then nothing is loaded."""
        rows = self.reader.read(content, file_name)
        faults = [
            f"  line {number}: {fault}"
            for number, one in rows
            if (fault := credited_month_fault(one, self.parameters.social_payments)) is not None
        ]
        if faults:
            listed = "\n".join(faults)
            raise CreditedMonthsInvalid(
                f"{file_name}: nothing was loaded; correct these rows and load it again:\n{listed}"
            )
        with self.open_unit() as unit:
            return unit.credited_months.load(
                [one for _, one in rows],
                file_name=file_name,
                sha256=hashlib.sha256(content).digest(),
                loaded_at=self.clock.now(),
                loaded_by=actor.identity,
            )
