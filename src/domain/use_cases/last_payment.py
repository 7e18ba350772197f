"""The last payment of a case, named where the case is taken off the register."""

from esep.domain.model.recipient_case import RecipientCase
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.use_cases.withdraw_cases import LastPayment


def last_payment_of(unit: UnitOfWork, case: RecipientCase) -> LastPayment | None:
    """The last one that was sent; None where none was."""
    sent = [one for one in unit.payments.of_case(case.application.case_number) if one.sent_on is not None]
    last = max(sent, key=lambda one: (one.sent_on, one.key), default=None)
    if last is None or last.sent_on is None:
        return None
    return LastPayment(paid_on=last.sent_on, amount_tiyn=last.gross_tiyn)
