"""What a calculation of a social payment is given of the insured person, read from the store."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

import attrs

from esep.domain.errors import Conflict
from esep.domain.model.calculation import CalculationInputs
from esep.domain.model.month import Month
from esep.domain.model.payer_regime import PayerRegimes
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.model.standing_contribution import StandingContribution
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.counting_contributions import counting_contributions
from esep.domain.rules.social_payments.pension_age import pension_age_on


@attrs.frozen(kw_only=True)
class InsuredHistory:
    """Contributions as they count, credited months, regimes of the payers, pension age."""

    parameters: Parameters
    reader: MessageReader  # for orders recorded before their assignment was kept

    def __call__(
        self,
        unit: UnitOfWork,
        person_keys: Collection[int],
        person: RegisterPerson | None,
        *,
        as_of: datetime | None = None,
        job_loss_months: frozenset[Month] = frozenset(),
    ) -> CalculationInputs:
        """Of one person under all the person's numbers; with `as_of`, what was recorded by that instant."""
        tables = self.parameters.social_payments
        lines = unit.accounts.standing_contributions(person_keys, as_of=as_of)
        contributions = list(counting_contributions(lines, self._assignments(unit, lines), tables))
        payers = {one.payer_id for one in contributions}
        return CalculationInputs(
            contributions=contributions,
            credited_months=unit.credited_months.find(person_keys, as_of=as_of),
            regimes=PayerRegimes.of(unit.payer_regimes.find_many(payers, as_of=as_of) if payers else ()),
            job_loss_months=job_loss_months,
            pension_age_on=_pension_age(person, self.parameters),
        )

    def _assignments(self, unit: UnitOfWork, lines: Iterable[StandingContribution]) -> dict[int, str]:
        """From the messages as they came, where the assignment was not kept beside them."""
        unknown: Sequence[int] = sorted({line.order_number for line in lines if line.assignment is None})
        if not unknown:
            return {}
        contents, orders = unit.orders.message_contents(unknown), unit.orders.find_many(unknown)
        return {number: self._assignment(contents[number], orders[number].encoding) for number in unknown}

    def _assignment(self, content: bytes, encoding: str) -> str:
        reading = self.reader.read_kept(content, encoding)
        if not isinstance(reading, PaymentOrder):
            raise Conflict("the bytes kept of an order cannot be read any more: run `esep verify`")
        return reading.assignment


def _pension_age(person: RegisterPerson | None, parameters: Parameters) -> date | None:
    if person is None or person.sex is None:
        return None
    return pension_age_on(person.birth_date, person.sex, parameters.social_payments)
