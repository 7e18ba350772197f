"""Calculate a social payment for somebody, without deciding anything; that the person was looked at is recorded."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.calculation import Calculation, CalculationRequest
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.ledger import person_key
from esep.domain.model.recipient_case import RecipientCase
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.calculate import calculate
from esep.domain.rules.social_payments.earlier_payments import earlier_maternity
from esep.domain.use_cases.insured_history import InsuredHistory
from esep.domain.use_cases.job_loss_received import months_received

KINDS_WITH_EARLIER_CASES = (SocialPaymentKind.JOB_LOSS, SocialPaymentKind.CHILDCARE)


@attrs.frozen(kw_only=True)
class CalculateBenefit:
    """The calculation from what is recorded for the insured person: of a breadwinner payment, the breadwinner."""

    open_unit: OpenUnitOfWork
    history: InsuredHistory
    clock: Clock
    parameters: Parameters

    def __call__(
        self, iin: str, request: CalculationRequest, actor: Actor, *, as_of: datetime | None = None
    ) -> Calculation:
        """With `as_of`, from what was recorded by that instant.

        Raises `InvalidInput` for a number that is none or an application before the right, `NotFound` for a person of
        whom nothing is known, and what `calculate` raises.
        """
        if not has_valid_check_digit(iin):
            raise InvalidInput("that is no IIN: expected twelve digits with a right check digit")
        if request.applied_on < request.right_on:
            raise InvalidInput(
                f"the right of {request.right_on} arises after the day of application, {request.applied_on} (Order "
                "100, item 12(10)-(11)): give as --applied-on the day of right or a later one"
            )
        with self.open_unit() as unit:
            numbers = unit.people.numbers_of(int(iin), as_of=as_of)
            person = unit.register.find_person(numbers[0], as_of=as_of)
            keys = [person_key(number) for number in numbers]
            earlier = _earlier_cases(unit, keys, request, as_of)
            received = months_received(unit, earlier, request.applied_on, as_of=as_of)
            inputs = self.history(unit, keys, person, as_of=as_of, job_loss_months=received)
            if person is None and not inputs.contributions and not inputs.credited_months:
                raise NotFound("nothing is recorded under this IIN, and the register's snapshot does not know it")
            unit.usage.note_view(person_key(int(iin)), actor=actor, viewed_at=self.clock.now(), what="calculation")
        if request.kind is SocialPaymentKind.CHILDCARE and request.earlier_maternity is None:
            request = attrs.evolve(request, earlier_maternity=earlier_maternity(earlier, request.right_on))
        return calculate(request, inputs, self.parameters)


def _earlier_cases(
    unit: UnitOfWork, keys: Sequence[int], request: CalculationRequest, as_of: datetime | None
) -> list[RecipientCase]:
    """Cases of the person, decided before, on which the calculation of this kind depends."""
    if request.kind not in KINDS_WITH_EARLIER_CASES:
        return []
    cases = [case for case in unit.cases.of_insured(keys) if case.application.right_on < request.right_on]
    if as_of is None:
        return cases
    return [known for case in cases if (known := case.as_of(as_of)) is not None]
