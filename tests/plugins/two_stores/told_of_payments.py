"""What the ports of a store tell of social payments."""

from collections.abc import Sequence

from esep.domain.model.benefit_payment import PaymentState
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import CaseState
from esep.domain.ports.unit_of_work import UnitOfWork

MANY = 1_000
ASKED_FOR = (
    "payments", "appointed", "suspended", "returned payments", "held returned lines", "overpayments", "balances",
)  # fmt: skip
FIGURED = tuple(Month(2025, number) for number in (5, 6, 7, 9))


def told_of_payments(unit: UnitOfWork, persons: Sequence[int]) -> dict[str, object]:
    """What is told, by name; little where there is no case."""
    cases = list(unit.cases.list_cases())
    told: dict[str, object] = {"cases": cases, "returned lines": list(unit.returned_payments.lines())}
    if not cases:
        empty = (
            "payments",
            "appointed",
            "suspended",
            "returned payments",
            "overpayments",
            "balances",
            "held returned lines",
            "sent again",
        )
        return told | {name: [] for name in empty}
    return told | _cases(unit, persons) | _payments(unit, persons, [one.application.case_number for one in cases])


def _cases(unit: UnitOfWork, persons: Sequence[int]) -> dict[str, object]:
    return {
        "appointed": list(unit.cases.list_cases(states=[CaseState.APPOINTED])),
        "suspended": list(unit.cases.list_cases(states=[CaseState.SUSPENDED])),
        "cases with events": unit.cases.of_recipients(persons),
        "cases of payees": {person: unit.cases.of_payees([person]) for person in persons},
        "cases of insured": unit.cases.of_insured(persons),
        "unfinished cases": list(unit.cases.unfinished()),
        "watched cases": [one for batch in unit.cases.watched(MANY) for one in batch],
        "recorded cases": list(unit.cases.recorded_from(None)),
        "signals": unit.payments.signals(),
    }


def _payments(unit: UnitOfWork, persons: Sequence[int], numbers: Sequence[int]) -> dict[str, object]:
    payments = list(unit.payments.list_payments())
    return {
        "payments": payments,
        "payments of cases": {number: unit.payments.of_case(number) for number in numbers},
        "payments of persons": unit.payments.of_person(persons),
        "payment documents": unit.payments.documents(persons),
        "balances": {number: unit.payments.balances(number) for number in numbers},
        "sent again": unit.payment_trails.resends([one.key for one in payments]),
        "waiting payments": [one for batch in unit.payments.waiting(MANY) for one in batch],
        "cases to pay": [one for batch in unit.payments.cases_to_pay(MANY) for one in batch],
        "unpaid decisions": unit.payments.unpaid_decisions(),
        "runs": unit.payments.runs(),
        "figures": [unit.payments.figures(month) for month in FIGURED],
        "held returned lines": list(unit.returned_payments.lines(is_held=True)),
        "returned payments": [one for one in payments if one.state is PaymentState.RETURNED],
        "overpayments": list(unit.overpayments.list_overpayments()),
        "to withhold": unit.overpayments.to_withhold(),
    }
