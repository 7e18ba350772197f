"""Walk the chain of social payments: from a message to what it carries, from a case to what its payments rest on."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import attrs

from esep.domain.errors import NotFound
from esep.domain.model.benefit_payment import PaymentKey, PaymentState, PaymentView
from esep.domain.model.ledger import person_key
from esep.domain.model.payment_trail import (
    CarriedKey,
    CarriedPayment,
    CaseTrail,
    CountedLine,
    DecisionGround,
    OverpaymentTrail,
    PaymentReturn,
    PaymentsAsked,
    PaymentTrail,
    Sending,
)
from esep.domain.model.recipient_case import RecipientCase
from esep.domain.model.trail import OutgoingKind, OutgoingMessage
from esep.domain.ports.unit_of_work import UnitOfWork

T = TypeVar("T")
K = TypeVar("K")

PAYMENTS_MAX = 200  # of a message; of a case all are told

_Place = tuple[int, int]  # the number of a case, and of an event of it
_Attempt = tuple[PaymentKey, int]


def carried_payments(unit: UnitOfWork, message: OutgoingMessage) -> tuple[CarriedPayment, ...]:
    """The first payments of a message, with what became of each by it; a fixed number of questions."""
    trails, carried = unit.payment_trails, unit.payment_trails.carried_by(message, PAYMENTS_MAX)
    keys = [one.key for one in carried]
    is_contribution = message.kind is OutgoingKind.PENSION_CONTRIBUTION
    found = _Became(
        message=message,
        payments={one.key: one for one in trails.payments(keys)},
        decisions=_grounds(trails.decisions(keys)),
        sendings={(one.key, one.attempt): one for one in trails.sendings(keys)},
        returns={(one.key, one.attempt): one for one in trails.returns(keys) if one.is_contribution is is_contribution},
    )
    return tuple(found.of(one) for one in carried)


def case_trail(unit: UnitOfWork, asked: PaymentsAsked) -> CaseTrail | None:
    """A case with the payments asked for; None where the case is not known. A fixed number of questions.

    Raises `NotFound` where the case has no such payment, and no such decision.
    """
    case = unit.cases.find(asked.case_number)
    if case is None:
        return None
    views = [view for view in unit.payments.of_case(asked.case_number) if asked.means(view.key)]
    _require_found(case, asked, views)
    return CaseTrail(
        case=case,
        counted=_counted(unit, case),
        payments=_payments(unit, views),
        overpayments=_overpayments(unit, case, {view.key for view in views}),
    )


@attrs.frozen(kw_only=True)
class _Became:
    """What became of the payments of a message."""

    message: OutgoingMessage
    payments: Mapping[PaymentKey, PaymentView]
    decisions: Mapping[_Place, DecisionGround]
    sendings: Mapping[_Attempt, Sending]
    returns: Mapping[_Attempt, PaymentReturn]

    def of(self, carried: CarriedKey) -> CarriedPayment:
        """One payment by this message."""
        payment, sending = self.payments[carried.key], self.sendings[carried.key, carried.attempt]
        is_contribution = self.message.kind is OutgoingKind.PENSION_CONTRIBUTION
        later = None if is_contribution else self.sendings.get((carried.key, carried.attempt + 1))
        return CarriedPayment(
            payment=payment,
            decision=self.decisions[_place(carried.key)],
            attempt=carried.attempt,
            line_number=carried.line_number,
            amount_tiyn=payment.withheld_tiyn if is_contribution else sending.amount_tiyn,
            state=self._state(carried),
            returned=self.returns.get((carried.key, carried.attempt)),
            resent_in=later.reference if later else None,
        )

    def _state(self, carried: CarriedKey) -> PaymentState:
        if (carried.key, carried.attempt) in self.returns:
            return PaymentState.RETURNED
        if self.message.confirmed_on is not None:
            return PaymentState.PAID
        return PaymentState.RESENT if carried.attempt > 1 else PaymentState.SENT


def _require_found(case: RecipientCase, asked: PaymentsAsked, views: Sequence[PaymentView]) -> None:
    is_narrowed = asked.month is not None or asked.event_number is not None
    decided = [event.event_number for event in case.events if event.decision is not None]
    if is_narrowed and not views and asked.event_number not in decided:
        raise NotFound(
            f"{case.name} has no such payment and no such decision: see `esep payments show {case.name}` and "
            f"`esep decisions show {case.name}`"
        )


def _payments(unit: UnitOfWork, views: Sequence[PaymentView]) -> tuple[PaymentTrail, ...]:
    trails, keys = unit.payment_trails, [view.key for view in views]
    decisions = _grounds(trails.decisions(keys))
    entries = _by(trails.entries(keys), lambda one: one.key)
    sendings = _by(trails.sendings(keys), lambda one: one.key)
    returns = _by(trails.returns(keys), lambda one: one.key)
    resends = _by(trails.resends(keys), lambda one: one.key)
    return tuple(
        PaymentTrail(
            payment=view,
            decision=decisions[_place(view.key)],
            entries=tuple(entries[view.key]),
            sendings=tuple(sendings[view.key]),
            returns=tuple(returns[view.key]),
            resends=tuple(resends[view.key]),
        )
        for view in views
    )


def _overpayments(unit: UnitOfWork, case: RecipientCase, keys: set[PaymentKey]) -> tuple[OverpaymentTrail, ...]:
    listed = unit.overpayments.list_overpayments(case_number=case.application.case_number)
    found = [one for one in listed if one.key in keys]
    withheld = _by(
        unit.payment_trails.withheld_for([one.overpayment_number for one in found]),
        lambda entry: entry.overpayment_number,
    )
    return tuple(OverpaymentTrail(overpayment=one, withheld=tuple(withheld[one.overpayment_number])) for one in found)


def _counted(unit: UnitOfWork, case: RecipientCase) -> tuple[CountedLine, ...]:
    """The lines that the case's decisions counted, on the accounts that were the insured person's then or are now."""
    decided = [event for event in case.events if event.decision is not None]
    if not decided:
        return ()
    insured = case.application.insured_key
    numbers = {
        *unit.people.numbers_of(insured),
        *unit.people.numbers_of(insured, as_of=decided[0].recorded_at),
    }
    names = [f"{case.name}/{event.event_number}" for event in decided]
    return tuple(unit.payment_trails.counted([person_key(number) for number in sorted(numbers)], names))


def _grounds(decisions: Iterable[DecisionGround]) -> dict[_Place, DecisionGround]:
    return {(one.case_number, one.event_number): one for one in decisions}


def _place(key: PaymentKey) -> _Place:
    return key.case_number, key.event_number


def _by(items: Iterable[T], key: Callable[[T], K]) -> defaultdict[K, list[T]]:
    groups: defaultdict[K, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
