"""Rules on an order as a whole. Each tells the fault it finds, or None; its row stands in `findings.toml`."""

from datetime import date

import attrs

from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.identification_number import NumberKind, kind_of, masked
from esep.domain.model.money import Money
from esep.domain.model.payer_register import PayerAnswers
from esep.domain.model.payment_order import LIST_MESSAGE_TYPE, PaymentOrder
from esep.domain.rules.examined_order import ExaminedOrder


@attrs.frozen
class Fault:
    """What was found and what was expected, without personal data."""

    found: str = ""
    expected: str = ""


def message_type_unsupported(examined: ExaminedOrder) -> Fault | None:
    """A well-formed message that is neither an order with a list nor of a person who pays for themselves."""
    if examined.order.has_list or examined.is_self_payment:
        return None
    return Fault(examined.order.message_type, LIST_MESSAGE_TYPE)


def conflicting_duplicate(examined: ExaminedOrder) -> Fault | None:
    """The key is known and the order known under it has other content."""
    return Fault(examined.conflicts_with) if examined.conflicts_with else None


def wrong_beneficiary(examined: ExaminedOrder) -> Fault | None:
    """The money is not addressed to the account for social contributions."""
    order = examined.order
    accounts = examined.parameters.collection_accounts.in_force(order.value_date)
    expected = [(account.bic, account.account) for account in accounts]
    if (order.beneficiary_bic, order.beneficiary.account) in expected:
        return None
    return Fault(f"{order.beneficiary_bic} {order.beneficiary.account}", ", ".join(map(" ".join, expected)))


def purpose_code_unknown(examined: ExaminedOrder) -> Fault | None:
    """The purpose code that applies is not accepted on the account on the value date."""
    if examined.purpose is not None:
        return None
    day = examined.order.value_date
    accepted = [row.code for row in examined.parameters.purpose_codes.in_force(day) if row.direction == "in"]
    return Fault(examined.order.purpose_code, ", ".join(accepted))


def returned_social_payment(examined: ExaminedOrder) -> Fault | None:
    """The purpose code, with the text where it needs one, tells a social payment that came back."""
    order = examined.order
    if examined.purpose is not None:
        return None
    codes = examined.parameters.returned_codes.in_force(order.value_date)
    is_told = any(one.purpose_code == order.purpose_code and one.is_told_by(order.assignment) for one in codes)
    return Fault(order.purpose_code) if is_told else None


def payer_not_registered(examined: ExaminedOrder) -> Fault | None:
    """The sender, or the actual payer, is not in the register of payers, or was removed before the value date.

    Not asked of persons who pay for themselves, nor where the sender's number is none: that order goes back.
    """
    payers, order = examined.payers, examined.order
    if payers is None or examined.is_self_payment or payer_id_invalid(examined):
        return None
    told = [
        told
        for number in filter(None, dict.fromkeys(payer_numbers(order)))
        if (told := _unregistered(payers, number, order.value_date))
    ]
    return Fault(", ".join(told)) if told else None


def payer_numbers(order: PaymentOrder) -> tuple[str, str]:
    """Numbers of the sender and of the actual payer ("" where none is named), as written."""
    return order.payer.identification_number, order.actual_payer.identification_number


def _unregistered(payers: PayerAnswers, number: str, day: date) -> str:
    """What the register has against a payer; numbers of persons masked."""
    name = number if kind_of(number) is NumberKind.BIN else masked(number)
    if number not in payers.removed_on:
        return name
    removed_on = payers.removed_on[number]
    return f"{name} ({removed_on})" if removed_on is not None and removed_on < day else ""


def register_unavailable(examined: ExaminedOrder) -> Fault | None:
    """The state register did not answer a question that the order needs. Not a discrepancy."""
    return Fault() if examined.answers is None and examined.is_register_needed else None


def total_mismatch(examined: ExaminedOrder) -> Fault | None:
    """The lines do not add up to the amount received."""
    brought, total = examined.order.participants.total_tiyn, examined.order.total
    if not examined.order.has_list or brought == total.tiyn:
        return None
    return Fault(Money(brought).to_mt(), total.to_mt())


def payer_id_invalid(examined: ExaminedOrder) -> Fault | None:
    """The payer's IIN or BIN is not twelve digits, or its check digit is wrong."""
    return None if has_valid_check_digit(examined.order.payer.identification_number) else Fault()
