"""Lay out a batch of orders for the rules: one question to each register for all of them."""

from collections.abc import Collection, Sequence

import attrs

from esep.domain.errors import RegisterUnavailable
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.payer_register import PayerAnswers
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterAnswers
from esep.domain.ports.payer_register import PayerRegister
from esep.domain.ports.state_register import StateRegister
from esep.domain.rules.examined_order import ExaminedOrder, NumberedOrder, lay_out
from esep.domain.rules.order_rules import payer_numbers
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.self_payment import as_judged


@attrs.frozen(kw_only=True)
class OrderToExamine:
    """An order as read, with what only the store or an operator knows of it."""

    order: PaymentOrder
    purpose_code: str  # that applies: the order's own or the operator's
    conflicts_with: str | None  # the earlier order of the same key with other content


def lay_out_all(
    orders: Sequence[OrderToExamine], *, register: StateRegister, payers: PayerRegister, parameters: Parameters
) -> list[ExaminedOrder]:
    """Each order beside what the registers answer now."""
    purposes = [parameters.accepted_purpose_code(one.purpose_code, one.order.value_date) for one in orders]
    numbered = [NumberedOrder.of(as_judged(one.order, purpose)) for one, purpose in zip(orders, purposes, strict=True)]
    answers = _ask_register(register, {number for one in numbered for number in one.numbers if number is not None})
    payer_answers = _ask_payers(payers, [one.order for one in numbered])
    return [
        lay_out(
            layout,
            purpose=purpose,
            conflicts_with=one.conflicts_with,
            answers=answers,
            payers=payer_answers,
            parameters=parameters,
        )
        for one, layout, purpose in zip(orders, numbered, purposes, strict=True)
    ]


def _ask_register(register: StateRegister, numbers: Collection[int]) -> RegisterAnswers | None:
    try:
        return register.find_many(numbers) if numbers else None
    except RegisterUnavailable:
        return None


def _ask_payers(payers: PayerRegister, orders: Sequence[PaymentOrder]) -> PayerAnswers | None:
    numbers = {number for order in orders for number in payer_numbers(order) if number}
    asked = [number for number in sorted(numbers) if has_valid_check_digit(number)]
    return payers.find_many(asked) if asked else None
