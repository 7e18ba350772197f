"""Find one order by what a person calls it."""

import re
from datetime import date

from esep.domain.errors import Conflict, InvalidInput, NotFound
from esep.domain.model.order_summary import OrderSummary
from esep.domain.ports.order_book import OrderBook

_FULL = re.compile(r"(?P<bic>[^/]+)/(?P<reference>.+)/(?P<date>\d{4}-\d{2}-\d{2})", re.ASCII)


def find_orders(orders: OrderBook, reference: str) -> list[OrderSummary]:
    """All orders that a text names: a reference, or BIC/REFERENCE/DATE. Raises `NotFound` where there is none."""
    found = orders.find_by_reference(reference)
    full = _FULL.fullmatch(reference)
    if not found and full:
        found = orders.find_by_reference(
            full["reference"], sender_bic=full["bic"], value_date=_date(full["date"], reference)
        )
    if not found:
        raise NotFound(
            f"no order has the reference {reference!r}: see `esep orders list`; "
            "a reference used by several senders or on several days is written BIC/REFERENCE/YYYY-MM-DD"
        )
    return found


def find_held_order(orders: OrderBook, reference: str) -> OrderSummary:
    """The one order that a text names among those that wait for a decision.

    Raises `NotFound`, or `Conflict` where several are meant or the one meant is decided.
    """
    found = find_orders(orders, reference)
    held = [order for order in found if order.held.tiyn]
    if len(held) == 1:
        return held[0]
    if not held:
        names = ", ".join(f"{order.key} is {order.outcome.value}" for order in found)
        raise Conflict(f"nothing to decide: {names}; only a held order can be retried, released or sent back")
    names = ", ".join(str(order.key) for order in held)
    raise Conflict(f"{reference!r} names several held orders: {names}; write one of them in full")


def _date(text: str, reference: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"{reference!r}: {text} is no date; expected BIC/REFERENCE/YYYY-MM-DD") from error
