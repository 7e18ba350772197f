"""Show the record of a recipient of social payments (Rules, item 12), and record that it was looked at."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import attrs

from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentKey, PaymentView
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.dated_attribute import Attribute, AttributeValue, DatedValue, valid_on
from esep.domain.model.ledger import person_key
from esep.domain.model.paid_case import PaidCase, paid_case_of
from esep.domain.model.payment_document import PaymentDocuments
from esep.domain.model.recipient_case import RecipientCase
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.person_history import history_of
from esep.domain.use_cases.show_person import evidence_of


@attrs.frozen(kw_only=True)
class RecipientPage:
    """Everything recorded of a recipient, under whichever number it came."""

    iin: str  # the number that stands
    numbers: tuple[str, ...]
    current: Mapping[Attribute, AttributeValue]
    history: Sequence[DatedValue]
    cases: Sequence[RecipientCase]  # for which the person applied
    paid_cases: Sequence[PaidCase]  # of others, that pay the person as a dependant or in somebody's place
    payments: Sequence[PaymentView]  # for those cases, and to the person for these
    documents: Mapping[PaymentKey, PaymentDocuments]  # of each payment


@attrs.frozen(kw_only=True)
class ShowRecipient:
    """Read a recipient's record; the view is recorded in the same unit of work."""

    open_unit: OpenUnitOfWork
    clock: Clock

    def __call__(
        self, iin: str, actor: Actor, *, as_of: datetime | None = None, on: date | None = None
    ) -> RecipientPage:
        """With `as_of`, what was recorded by that instant; with `on`, the person's data of that day.

        Raises `InvalidInput` for a number that is none, `NotFound` where nobody of that number applied or is paid.
        """
        if not has_valid_check_digit(iin):
            raise InvalidInput("that is no IIN: expected twelve digits with a right check digit")
        with self.open_unit() as unit:
            evidence = evidence_of(unit.people, int(iin), as_of=as_of)
            keys = [person_key(number) for number in evidence.numbers]
            cases, others = unit.cases.of_recipients(keys), unit.cases.of_payees(keys)
            payments = unit.payments.of_person(keys, as_of=as_of)
            documents = unit.payments.documents(keys, as_of=as_of)
            if not cases and not others and not _is_recipient_now(unit, int(iin)):
                raise NotFound(
                    "no application for a social payment is recorded of a person of this IIN, and no case of another "
                    "recipient pays such a person"
                )
            unit.usage.note_view(person_key(int(iin)), actor=actor, viewed_at=self.clock.now(), what="recipient")
        history = history_of(evidence)
        return RecipientPage(
            iin=f"{evidence.numbers[0]:012}",
            numbers=tuple(f"{number:012}" for number in evidence.numbers),
            current=valid_on(history, on),
            history=history,
            cases=_known(cases, as_of),
            paid_cases=[paid for case in _known(others, as_of) if (paid := paid_case_of(case, keys)) is not None],
            payments=payments,
            documents=documents,
        )


def _known(cases: Sequence[RecipientCase], as_of: datetime | None) -> list[RecipientCase]:
    """The cases as they were known at an instant, those that were."""
    return [known for case in cases if (known := case if as_of is None else case.as_of(as_of)) is not None]


def _is_recipient_now(unit: UnitOfWork, number: int) -> bool:
    """Whether a person who was no recipient under the numbers known by an earlier instant is one today."""
    keys = [person_key(one) for one in unit.people.numbers_of(number)]
    return bool(unit.cases.of_recipients(keys) or unit.cases.of_payees(keys))
