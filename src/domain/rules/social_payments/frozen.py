"""A calculation as it is kept with the decision: JSON values only, readable when the rules have long changed."""

from collections.abc import Iterator, Mapping
from typing import Any

from esep.domain.model.calculation import (
    Calculation,
    CalculationInputs,
    CalculationRequest,
    CalculationStep,
    CountedEntry,
    PayerIncome,
)
from esep.domain.model.contribution import Contribution
from esep.domain.model.credited_month import CreditedMonth
from esep.domain.model.month import Month

_PlaceAndMonth = tuple[int, int, int, Month]  # person key, order number, line number, and one of the line's months


def frozen(calculation: Calculation, request: CalculationRequest, inputs: CalculationInputs) -> dict[str, Any]:
    """What was asked, what was given (the extract, each contribution with what of it counted), what came out."""
    counted = {(one.person_key, one.order_number, one.line_number, one.month): one for one in calculation.counted}
    return {
        "request": _request(request),
        "law": calculation.law,
        "length_months": calculation.length_months,
        "average_income": str(calculation.average_income),
        "average_income_tiyn": calculation.average_income_tiyn,
        "coefficients": {name: str(value) for name, value in calculation.coefficients.items()},
        "amount_tiyn": calculation.amount_tiyn,
        "payments": calculation.payments,
        "withheld_pension_tiyn": calculation.withheld_pension_tiyn,
        "steps": frozen_steps(calculation.steps),
        "incomes": [_income(one) for one in calculation.incomes],
        "extract": list(_extract(inputs, counted)),
        "credited_months": [_credited(one) for one in inputs.credited_months],
    }


def frozen_steps(steps: tuple[CalculationStep, ...]) -> list[dict[str, str]]:
    """Steps as they are printed."""
    return [{"what": step.what, "value": step.value, "reference": step.reference} for step in steps]


def _request(request: CalculationRequest) -> dict[str, Any]:
    return {
        "kind": request.kind.word,
        "right_on": request.right_on.isoformat(),
        "applied_on": request.applied_on.isoformat(),
        "degree_percent": request.degree_percent,
        "dependants": request.dependants,
        "days": request.days,
        "birth_order": request.birth_order,
        "is_pension_exempt": request.is_pension_exempt,
    }


def _income(one: PayerIncome) -> dict[str, Any]:
    return {
        "month": str(one.month),
        "payer_id": one.payer_id,
        "basis": one.basis,
        "contributed_tiyn": one.contributed_tiyn,
        "income": str(one.income),
        "is_capped": one.is_capped,
    }


def _extract(inputs: CalculationInputs, counted: Mapping[_PlaceAndMonth, CountedEntry]) -> Iterator[dict[str, Any]]:
    for one in sorted(inputs.contributions, key=_by_month):
        entry = counted.get((*one.place, one.month))
        yield {
            "month": str(one.month),
            "payer_id": one.payer_id,
            "amount_tiyn": one.amount_tiyn,
            "received_on": one.received_on.isoformat(),
            "document_number": one.document_number,
            "order_number": one.order_number,
            "line_number": one.line_number,
            "counted_tiyn": entry.amount_tiyn if entry else 0,
            "is_income": entry.is_income if entry else False,
        }


def _by_month(one: Contribution) -> tuple[int, int, int]:
    return one.month.to_number(), one.order_number, one.line_number


def _credited(one: CreditedMonth) -> dict[str, Any]:
    return {
        "month": str(one.month),
        "kind": one.kind.value,
        "income_tiyn": one.income_tiyn,
        "document_number": one.document_number,
        "document_date": one.document_date.isoformat(),
    }
