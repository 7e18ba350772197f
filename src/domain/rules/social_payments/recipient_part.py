"""Which part of a payment is the recipient's own, or that of who is paid instead of the recipient."""

from collections.abc import Collection

from esep.domain.model.recipient_case import PaidPart, PaymentDecision


def recipient_part(decision: PaymentDecision, recipient_key: int) -> PaidPart | None:
    """The part that is not paid apart to a dependant; None where every dependant's share is.

    After a resumption to another payee (Social Code 182(3), 241(2)) it is that payee's.
    """
    dependants: Collection[int] = {int(one["iin"]) for one in decision.frozen.get("dependants", ())}
    own = [part for part in decision.parts if part.payee_key == recipient_key]
    others = [part for part in decision.parts if part.payee_key not in dependants]
    return next(iter(own or others), None)
