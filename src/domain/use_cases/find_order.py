"""Find one order by what a person calls it."""

import re
from datetime import date

from esep.domain.errors import Conflict, InvalidInput, NotFound
from esep.domain.model.money import Money
from esep.domain.model.order_summary import OrderSummary
from esep.domain.ports.order_book import OrderBook

_FULL = re.compile(
    r"(?P<bic>[^/]+)/(?P<reference>.+)/(?P<date>\d{4}-\d{2}-\d{2})(?:#(?P<content>[0-9a-f]{8}))?", re.ASCII
)


def find_orders(orders: OrderBook, reference: str) -> list[OrderSummary]:
    """All orders that a text names: a reference, BIC/REFERENCE/DATE, or that with #CONTENT (`OrderSummary.full_name`).

    Raises `NotFound` where there is none.
    """
    found = orders.find_by_reference(reference)
    full = _FULL.fullmatch(reference)
    if not found and full:
        of_key = orders.find_by_reference(
            full["reference"], sender_bic=full["bic"], value_date=_date(full["date"], reference)
        )
        found = [order for order in of_key if not full["content"] or order.full_name == reference]
    if not found:
        raise NotFound(
            f"no order has the reference {reference!r}: see `esep orders list`; "
            "a reference used by several senders or on several days is written BIC/REFERENCE/YYYY-MM-DD"
        )
    return found


def find_one_order(orders: OrderBook, reference: str) -> OrderSummary:
    """The one order that a text names. Raises `NotFound`, or `Conflict` where several are meant."""
    found = find_orders(orders, reference)
    if len(found) > 1:
        names = ", ".join(order.full_name for order in found)
        raise Conflict(f"{reference!r} names several orders: {names}; write one of them in full, with its #")
    return found[0]


def find_held_order(orders: OrderBook, reference: str) -> OrderSummary:
    """The one order that a text names among those that wait for a decision.

    Raises `NotFound`, or `Conflict` where several are meant or the one meant is decided.
    """
    found = find_orders(orders, reference)
    keys = list(dict.fromkeys(str(order.key) for order in found))
    if len(keys) > 1:
        raise Conflict(f"{reference!r} names several orders: {', '.join(keys)}; write one of them in full")
    held = [order for order in found if order.held.tiyn]
    if len(held) == 1:
        return held[0]
    if not held:
        names = ", ".join(f"{order.key} is {order.outcome.value}" for order in found)
        raise Conflict(f"nothing to decide: {names}; only a held order can be retried, released or sent back")
    names = ", ".join(f"{order.full_name} ({Money(order.total_tiyn).format_tenge()} tenge)" for order in held)
    raise Conflict(f"{reference!r} names several held orders: {names}; write one of them in full, with its #")


def _date(text: str, reference: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"{reference!r}: {text} is no date; expected BIC/REFERENCE/YYYY-MM-DD") from error
