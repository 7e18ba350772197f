"""What a payer brought for a person and month in all, beside the bounds of that month (Social Code 245(1), (2))."""

from collections.abc import Iterable

import attrs

from esep.domain.model.identification_number import NumberKind, kind_of
from esep.domain.model.month import Month
from esep.domain.model.payer_amount import PayerAmount
from esep.domain.rules.parameters import Bounds, Parameters


@attrs.frozen(kw_only=True)
class PayerMonth:
    """The contributions of one payer for one person and month, after corrections and refunds. Amounts in tiyn."""

    payer_id: str
    payer_name: str  # as last written
    person_key: int
    month: Month
    credited_tiyn: int
    minimum_tiyn: int | None  # None where no bound of that month is shipped
    maximum_tiyn: int | None
    excess_tiyn: int  # over the maximum
    shortfall_tiyn: int  # under the minimum


def payer_months(amounts: Iterable[PayerAmount], parameters: Parameters) -> list[PayerMonth]:
    """Every month of which a bound is shipped and in which something stands, by payer, person and month.

    Payers whose number is no BIN are left out: an IIN does not tell whether somebody pays as an employer or for
    themselves. The caller gives contributions only (purpose code 012): a penalty has no bounds.
    """
    names: dict[str, str] = {}
    sums: dict[tuple[str, int, Month], int] = {}
    for amount in amounts:
        if kind_of(amount.payer_id) is NumberKind.BIN:
            names[amount.payer_id] = amount.payer_name
            place = (amount.payer_id, amount.person_key, amount.month)
            sums[place] = sums.get(place, 0) + amount.amount_tiyn
    months = []
    for (payer_id, person_key, month), credited in sorted(sums.items()):
        bounds = parameters.bounds(month)
        if credited > 0 and (bounds.minimum_tiyn is not None or bounds.maximum_tiyn is not None):
            months.append(_payer_month(payer_id, names[payer_id], person_key, month, credited, bounds))
    return months


def _payer_month(  # the parts of one key
    payer_id: str, payer_name: str, person_key: int, month: Month, credited: int, bounds: Bounds
) -> PayerMonth:
    minimum, maximum = bounds.minimum_tiyn, bounds.maximum_tiyn
    return PayerMonth(
        payer_id=payer_id,
        payer_name=payer_name,
        person_key=person_key,
        month=month,
        credited_tiyn=credited,
        minimum_tiyn=minimum,
        maximum_tiyn=maximum,
        excess_tiyn=max(0, credited - maximum) if maximum is not None else 0,
        shortfall_tiyn=max(0, minimum - credited) if minimum is not None else 0,
    )
