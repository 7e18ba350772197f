"""What a payee may keep of a month's payments, where less is due by now than was formed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from esep.domain.model.benefit_payment import PaymentView

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
