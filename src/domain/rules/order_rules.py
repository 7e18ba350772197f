"""Rules on an order as a whole. Each tells the fault it finds, or None; its row stands in `findings.toml`."""

import attrs

from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.money import Money
from esep.domain.model.payment_order import LIST_MESSAGE_TYPE
from esep.domain.rules.examined_order import ExaminedOrder


@attrs.frozen
class Fault:
    """What was found and what was expected, without personal data."""

    found: str = ""
    expected: str = ""


def message_type_unsupported(examined: ExaminedOrder) -> Fault | None:
    """A well-formed message of another type than an order with a list."""
    if examined.order.has_list:
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
