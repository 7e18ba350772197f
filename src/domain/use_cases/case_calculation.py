"""The calculation of a case from what is recorded, as of its application."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import attrs

from esep.domain.model.calculation import Calculation, CalculationInputs, CalculationRequest
from esep.domain.model.contribution import Place
from esep.domain.model.counted_amount import CountedAmount
from esep.domain.model.ledger import person_key
from esep.domain.model.recipient_case import Application, RecipientCase
from esep.domain.model.register import RegisterPerson
from esep.domain.model.social_payment import SocialPaymentKind
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.social_payments.calculate import calculate
from esep.domain.rules.social_payments.earlier_payments import earlier_maternity
from esep.domain.rules.social_payments.withholding import exempt_by_age
from esep.domain.use_cases.insured_history import InsuredHistory
from esep.domain.use_cases.job_loss_received import months_received


@attrs.frozen(kw_only=True)
class CaseCalculation:
    """What was asked and given, and what came out."""

    request: CalculationRequest
    inputs: CalculationInputs
    outcome: Calculation


def calculate_case(
    unit: UnitOfWork, history: InsuredHistory, application: Application, *, as_of: datetime | None = None
) -> CaseCalculation:
    """Calculate the payment that an application asks for; with `as_of`, from what was recorded by that instant.

    Raises what `calculate` raises.
    """
    numbers = unit.people.numbers_of(application.insured_key)
    person = unit.register.find_person(numbers[0], as_of=as_of)
    keys = [person_key(number) for number in numbers]
    earlier = _earlier_cases(unit, application)
    is_job_loss = application.kind is SocialPaymentKind.JOB_LOSS
    received = months_received(unit, earlier, application.registered_on, as_of=as_of) if is_job_loss else frozenset()
    inputs = history(unit, keys, person, as_of=as_of, job_loss_months=received)
    request = exempt_by_age(request_of(application, earlier), inputs.pension_age_on)
    return CaseCalculation(request=request, inputs=inputs, outcome=calculate(request, inputs, history.parameters))


def request_of(application: Application, earlier: Sequence[RecipientCase] = ()) -> CalculationRequest:
    """What an application asks to calculate."""
    details = application.details
    is_childcare = application.kind is SocialPaymentKind.CHILDCARE
    return CalculationRequest(
        kind=application.kind,
        right_on=application.right_on,
        applied_on=application.registered_on,
        degree_percent=details.degree_percent,
        dependants=len(details.dependants) or None,
        days=details.leave_days,
        birth_order=details.birth_order,
        is_pension_exempt=details.is_pension_exempt,
        earlier_maternity=earlier_maternity(earlier, application.right_on) if is_childcare else None,
    )


def marks_of(calculation: Calculation, decision: str, now: datetime) -> list[CountedAmount]:
    """What counted, as it is marked: so much of each line goes back to the payer no more (Social Code 247(2)).

    One mark a line: of a line for several months what counted of all of them.
    """
    tiyn_of: dict[Place, int] = defaultdict(int)
    for one in calculation.counted:
        tiyn_of[one.person_key, one.order_number, one.line_number] += one.amount_tiyn
    return [
        CountedAmount(
            person_key=key,
            order_number=order_number,
            line_number=line_number,
            decision=decision,
            amount_tiyn=amount_tiyn,
            recorded_at=now,
        )
        for (key, order_number, line_number), amount_tiyn in tiyn_of.items()
    ]


def registered_person(unit: UnitOfWork, key: int) -> RegisterPerson | None:
    """A person as the register knows the number that stands."""
    return unit.register.find_person(unit.people.numbers_of(key)[0])


def _earlier_cases(unit: UnitOfWork, application: Application) -> list[RecipientCase]:
    keys = [person_key(number) for number in unit.people.numbers_of(application.person_key)]
    return [case for case in unit.cases.of_recipients(keys) if case.application.case_number < application.case_number]
