"""What `esep trace` tells of social payments as JSON objects; numbers of persons are masked."""

from esep.domain.model.benefit_payment import BenefitEntry
from esep.domain.model.identification_number import masked
from esep.domain.model.ledger import Account
from esep.domain.model.overpayment import overpayment_name
from esep.domain.model.payment_trail import (
    CarriedPayment,
    CaseTrail,
    CountedLine,
    DecisionGround,
    OverpaymentTrail,
    PaymentReturn,
    PaymentTrail,
    Sending,
)
from esep.entrypoints.cli.presentation import cases, overpayments, payments
from esep.entrypoints.cli.presentation.shapes import Shape
from esep.entrypoints.cli.presentation.wording import account_word


def carried_shape(one: CarriedPayment) -> Shape:
    """A payment by the message that was asked for; its payee's number is masked."""
    return {
        "payment": one.payment.key.name,
        "line": one.line_number,
        "payee": masked(f"{one.payment.payee_key:012}"),
        "amount_tiyn": one.amount_tiyn,
        "attempt": one.attempt,
        "state": one.state.value,
        "return": _return(one.returned) if one.returned else None,
        "resent_in": one.resent_in,
        "rests_on": _decision(one.decision),
    }


def case_trail_shape(trail: CaseTrail) -> Shape:
    """A case with its payments; numbers are masked."""
    return cases.summary_shape(trail.case) | {
        "insured_iin": masked(f"{trail.case.application.insured_key:012}"),
        "events": [cases.event_shape(event) for event in trail.case.events],
        "counted": [_counted(one) for one in trail.counted],
        "payments": [_payment(one) for one in trail.payments],
        "overpayments": [_overpayment(one) for one in trail.overpayments],
    }


def _payment(trail: PaymentTrail) -> Shape:
    return payments.payment_shape(trail.payment) | {
        "payment": trail.payment.key.name,
        "rests_on": _decision(trail.decision),
        "entries": [_entry(entry) for entry in trail.entries],
        "sendings": [_sending(one) for one in trail.sendings],
        "returns": [_return(one) for one in trail.returns],
        "resends": [
            {
                "attempt": one.attempt,
                "amount_tiyn": one.amount_tiyn,
                "recorded_at": one.recorded_at.isoformat(),
                "actor": one.actor.identity,
            }
            for one in trail.resends
        ],
    }


def _decision(one: DecisionGround) -> Shape:
    return {
        "event": one.event_number,
        "action": one.action.value,
        "happened_on": one.happened_on.isoformat(),
        "document_number": one.document_number,
        "document_date": one.document_date.isoformat() if one.document_date else None,
        "recorded_at": one.recorded_at.isoformat(),
        "actor": one.actor_identity,
    }


def _counted(one: CountedLine) -> Shape:
    return {
        "decision": one.decision,
        "reference": one.reference,
        "sender_bic": one.sender_bic,
        "value_date": one.value_date.isoformat(),
        "line": one.line_number,
        "amount_tiyn": one.amount_tiyn,
    }


def _entry(entry: BenefitEntry) -> Shape:
    number = entry.overpayment_number
    return {
        "number": entry.entry_number,
        "debit": account_word(Account(entry.debit)),
        "credit": account_word(Account(entry.credit)),
        "amount_tiyn": entry.amount_tiyn,
        "recorded_at": entry.recorded_at.isoformat(),
        "overpayment": None if number is None else overpayment_name(number),
    }


def _sending(one: Sending) -> Shape:
    return {
        "attempt": one.attempt,
        "reference": one.reference,
        "line": one.line_number,
        "amount_tiyn": one.amount_tiyn,
        "contribution_reference": one.contribution_reference,
        "file": one.file_name,
        "sent_on": one.sent_on.isoformat() if one.sent_on else None,
        "confirmed_on": one.confirmed_on.isoformat() if one.confirmed_on else None,
    }


def _return(one: PaymentReturn) -> Shape:
    return {
        "attempt": one.attempt,
        "is_contribution": one.is_contribution,
        "amount_tiyn": one.amount_tiyn,
        "reference": one.reference,
        "sender_bic": one.sender_bic,
        "value_date": one.value_date.isoformat(),
        "line": one.line_number,
        "file": one.file_name,
        "recorded_at": one.recorded_at.isoformat(),
    }


def _overpayment(trail: OverpaymentTrail) -> Shape:
    return overpayments.overpayment_shape(trail.overpayment) | {
        "withheld_from": [
            {
                "payment": entry.key.name,
                "amount_tiyn": entry.amount_tiyn,
                "recorded_at": entry.recorded_at.isoformat(),
            }
            for entry in trail.withheld
        ],
    }
