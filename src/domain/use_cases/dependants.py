"""The dependants that a list names, as persons."""

from collections.abc import Sequence

from esep.domain.errors import InvalidInput
from esep.domain.model.recipient_case import Dependant
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.social_payments.dependants import refusals_of_dependants


def persons_of(unit: UnitOfWork, dependants: Sequence[Dependant]) -> dict[str, int]:
    """The number that stands of each dependant, by the number given."""
    return {one.iin: unit.people.numbers_of(int(one.iin))[0] for one in dependants}


def require_dependants(unit: UnitOfWork, dependants: Sequence[Dependant], insured_key: int) -> None:
    """Raises `InvalidInput` where somebody is named twice, or the breadwinner is among them."""
    breadwinner = unit.people.numbers_of(insured_key)[0]
    refusals = list(refusals_of_dependants(dependants, persons_of(unit, dependants), breadwinner))
    if refusals:
        raise InvalidInput(f"{'; '.join(map(str, refusals))}: correct the list, nothing was recorded")
