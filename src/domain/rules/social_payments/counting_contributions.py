"""The contributions of a personal account as a calculation takes them."""

from collections.abc import Iterable, Iterator, Mapping

from esep.domain.model.contribution import Contribution
from esep.domain.model.month import Month
from esep.domain.model.personal_account import PersonalRecord, RecordKind
from esep.domain.rules.social_payments.parameters import SocialPaymentParameters
from esep.domain.rules.social_payments.unified_payment import is_unified


def counting_contributions(
    records: Iterable[PersonalRecord], assignments: Mapping[int, str], parameters: SocialPaymentParameters
) -> Iterator[Contribution]:
    """What counts of each record of contributions: what stands and was not recognised as illegal.

    `assignments` holds, by order number, those that were recorded before they were kept. A line for several months is
    spread over them evenly, what is left over by the division on the last.
    """
    for record in records:
        amount = record.counting_tiyn if record.kind is RecordKind.CONTRIBUTION else 0
        if not amount:
            continue
        assignment = record.assignment if record.assignment is not None else assignments[record.order_number]
        for month, part in _parts(record, amount):
            yield Contribution(
                person_key=record.person_key,
                order_number=record.order_number,
                line_number=record.line_number,
                payer_id=record.payer_id,
                month=month,
                amount_tiyn=part,
                received_on=record.received_on,
                is_unified=bool(assignment) and is_unified(assignment, month, parameters),
                document_number=record.document_number,
            )


def _parts(record: PersonalRecord, amount_tiyn: int) -> Iterator[tuple[Month, int]]:
    if record.period_from == record.period_to:
        yield record.period_from, amount_tiyn
        return
    months = [Month.from_number(number) for number in record.months]
    each, over = divmod(amount_tiyn, len(months))
    for month in months[:-1]:
        yield month, each
    yield months[-1], each + over
