"""A standing decision with another size: every part in its proportion, the steps kept with it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from esep.domain.model.calculation import CalculationStep
from esep.domain.model.money import Money
from esep.domain.model.recipient_case import Dependant, PaidPart, PaymentDecision
from esep.domain.rules.social_payments.frozen import frozen_steps
from esep.domain.rules.social_payments.shares import divided


def resized(
    decision: PaymentDecision, amount_tiyn: int, *, from_on: date, reference: str, changed: Mapping[str, Any]
) -> PaymentDecision:
    """The decision with another amount from a day on; `changed` are the values of the request that changed."""
    steps = (
        CalculationStep(
            what="the payment until then",
            value=f"{Money(decision.amount_tiyn).format_tenge()} tenge",
            reference=decision.law,
        ),
        *(CalculationStep(what=name, value=str(value), reference=reference) for name, value in changed.items()),
        CalculationStep(
            what=f"the payment from {from_on}, to a whole tenge",
            value=f"{Money(amount_tiyn).format_tenge()} tenge",
            reference=reference,
        ),
    )
    kept = {name: value for name, value in decision.frozen.items() if name not in ("steps", "extract", "incomes")}
    request = {**decision.frozen.get("request", {}), **changed}
    return attrs.evolve(
        decision,
        amount_tiyn=amount_tiyn,
        from_on=from_on,
        parts=resized_parts(decision, amount_tiyn),
        frozen={**kept, "request": request, "amount_tiyn": amount_tiyn, "steps": frozen_steps(steps)},
    )


def resized_parts(decision: PaymentDecision, amount_tiyn: int) -> tuple[PaidPart, ...]:
    """The same payees, each with the same share of another amount."""
    shares = [Fraction(part.amount_tiyn, decision.amount_tiyn) for part in decision.parts]
    amounts = divided(amount_tiyn, shares)
    return tuple(
        attrs.evolve(part, amount_tiyn=part_tiyn) for part, part_tiyn in zip(decision.parts, amounts, strict=True)
    )


def frozen_dependants(dependants: tuple[Dependant, ...]) -> list[dict[str, Any]]:
    """Who is paid for, as kept with a decision."""
    return [
        {
            "iin": one.iin,
            "relation": one.relation.value,
            "until_on": one.until_on.isoformat() if one.until_on else None,
            "share": str(one.share) if one.share is not None else None,
        }
        for one in dependants
    ]
