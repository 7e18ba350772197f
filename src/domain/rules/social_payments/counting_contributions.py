"""The contributions of a personal account as a calculation takes them."""

from collections.abc import Iterable, Iterator, Mapping

from esep.domain.model.contribution import Contribution
from esep.domain.model.month import Month
from esep.domain.model.standing_contribution import StandingContribution
from esep.domain.rules.social_payments.parameters import SocialPaymentParameters
from esep.domain.rules.social_payments.unified_payment import is_unified


def counting_contributions(
    lines: Iterable[StandingContribution], assignments: Mapping[int, str], parameters: SocialPaymentParameters
) -> Iterator[Contribution]:
    """What counts of each line: what stands and was not recognised as illegal.

    `assignments` holds, by order number, those of orders that were recorded before they were kept. A line for several
    months is spread over them evenly, what is left over by the division on the last.
    """
    for line in lines:
        amount = line.counting_tiyn
        if not amount:
            continue
        assignment = line.assignment if line.assignment is not None else assignments[line.order_number]
        for month, part in _parts(line, amount):
            yield Contribution(
                person_key=line.person_key,
                order_number=line.order_number,
                line_number=line.line_number,
                payer_id=line.payer_id,
                month=month,
                amount_tiyn=part,
                received_on=line.received_on,
                is_unified=bool(assignment) and is_unified(assignment, month, parameters),
                document_number=line.document_number,
            )


def _parts(line: StandingContribution, amount_tiyn: int) -> Iterable[tuple[Month, int]]:
    if line.month_from is line.month_to or line.month_from == line.month_to:
        return ((line.month_from, amount_tiyn),)
    first, last = line.month_from.to_number(), line.month_to.to_number()
    each, over = divmod(amount_tiyn, last - first + 1)
    return [(Month.from_number(number), each + (over if number == last else 0)) for number in range(first, last + 1)]
