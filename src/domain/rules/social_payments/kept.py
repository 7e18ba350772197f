"""What a payee may keep of a month's payments, where less is due by now than was formed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from esep.domain.model.benefit_payment import PaymentBalance, PaymentKey, PaymentView
from esep.domain.model.month import Month
from esep.domain.model.overpayment import Overpayment
from esep.domain.model.payable_case import FormedPayment, PayableCase
from esep.domain.rules.social_payments.schedule import overpaid

MonthAndPayee = tuple[int, int]  # number of the month paid for, and the payee


def by_month_and_payee(views: Sequence[PaymentView]) -> Mapping[MonthAndPayee, list[PaymentView]]:
    """The payments of a case that stand for one another."""
    groups: defaultdict[MonthAndPayee, list[PaymentView]] = defaultdict(list)
    for view in views:
        groups[view.key.month, view.payee_key].append(view)
    return groups


def not_due_tiyn(views: Sequence[PaymentView], excess_tiyn: int) -> int:
    """What of the sums to be sent is not due: the same share as of the gross, of which `excess_tiyn` is too much."""
    gross = sum(view.gross_tiyn for view in views)
    return sum(view.net_tiyn for view in views) * excess_tiyn // gross


def kept_tiyn(views: Sequence[PaymentView], excess_tiyn: int) -> int:
    """What of the sums to be sent is due."""
    return sum(view.net_tiyn for view in views) - not_due_tiyn(views, excess_tiyn)


def resendable_tiyn(view: PaymentView, balance: PaymentBalance, claims: Sequence[Overpayment]) -> int:
    """What came back of a payment, from its bank or its recipient, and is not kept back as paid over."""
    contributions = view.withheld_tiyn - balance.withheld_tiyn
    kept = sum(one.repaid_tiyn for one in claims if one.key == view.key and not one.is_cancelled)
    return balance.returned_tiyn - contributions - kept


def due_again(
    case: PayableCase,
    views: Sequence[PaymentView],
    balances: Mapping[PaymentKey, PaymentBalance],
    claims: Sequence[Overpayment],
    *,
    dead_since: Mapping[int, Month] | None = None,
) -> dict[PaymentKey, int]:
    """What of each payment came back and is due by what happened since: what may be sent again.

    Takes all payments of the case: no more is sent again of a month than is due of it and neither with the payee nor
    on the way.
    """
    excess = overpaid(case, [FormedPayment.of(view) for view in views], dead_since=dead_since)
    due: dict[PaymentKey, int] = {}
    for group, own in by_month_and_payee(views).items():
        under_way = sum(balances[view.key].paid_tiyn + balances[view.key].payable_tiyn for view in own)
        room = kept_tiyn(own, excess.get(group, 0)) - under_way
        for view in own:
            tiyn = min(resendable_tiyn(view, balances[view.key], claims), room)
            if tiyn > 0:
                room -= tiyn
                due[view.key] = tiyn
    return due
