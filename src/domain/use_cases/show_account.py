"""Show a person's account to somebody, and record that it was looked at."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import attrs

from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentView
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.ledger import person_key
from esep.domain.model.payer_amount import PayerAmount
from esep.domain.model.personal_account import (
    AccountTotals,
    PersonalRecord,
    RecordKind,
    RecordStatus,
    totals_of,
)
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.payer_months import PayerMonth, payer_months
from esep.domain.rules.payment_terms import days_late


@attrs.frozen(kw_only=True)
class PersonalAccount:
    """Everything recorded for one person (Rules, item 7), under whichever number it came."""

    iin: str  # as asked for
    numbers: tuple[str, ...]  # of the person, the one that stands first
    person: RegisterPerson | None  # None where the register's snapshot does not know the number that stands
    records: list[PersonalRecord]
    payer_months: list[PayerMonth]  # beside the bounds of each month
    social_payments: list[PaymentView]  # made to the person, by month
    totals: AccountTotals


@attrs.frozen(kw_only=True)
class ShowAccount:
    """Read an account; the view is recorded in the same unit of work."""

    open_unit: OpenUnitOfWork
    clock: Clock
    parameters: Parameters

    def __call__(self, iin: str, actor: Actor, *, as_of: datetime | None = None) -> PersonalAccount:
        """With `as_of`, what was recorded by that instant; nothing where the person came to be known later.

        Raises `InvalidInput` for a number that is none, `NotFound` where nothing is known under it.
        """
        if not has_valid_check_digit(iin):
            raise InvalidInput("that is no IIN: expected twelve digits with a right check digit")
        with self.open_unit() as unit:
            numbers = unit.people.numbers_of(int(iin), as_of=as_of)
            person = unit.register.find_person(numbers[0], as_of=as_of)
            records = unit.accounts.records([person_key(number) for number in numbers], as_of=as_of)
            if person is None and not records and not _is_known_now(unit, int(iin)):
                raise NotFound("nothing is recorded under this IIN, and the register's snapshot does not know it")
            payments = unit.payments.of_person(numbers, as_of=as_of)
            unit.usage.note_view(person_key(int(iin)), actor=actor, viewed_at=self.clock.now(), what="account")
        return PersonalAccount(
            iin=iin,
            numbers=tuple(f"{number:012}" for number in numbers),
            person=person,
            records=[attrs.evolve(record, days_late=self._days_late(record)) for record in records],
            payer_months=payer_months(_contributions(records, person_key(numbers[0])), self.parameters),
            social_payments=payments,
            totals=totals_of(records),
        )

    def _days_late(self, record: PersonalRecord) -> int | None:
        if record.kind is not RecordKind.CONTRIBUTION or record.status is RecordStatus.REVERSED:
            return None
        return days_late(record.period_to, record.received_on, self.parameters)


def _contributions(records: Sequence[PersonalRecord], key: int) -> Iterator[PayerAmount]:
    """What stands of contributions, by who really paid. All of it is of one person, whatever the numbers."""
    for record in records:
        if record.kind is RecordKind.CONTRIBUTION and record.standing_tiyn and record.period_from == record.period_to:
            yield PayerAmount(
                payer_id=record.payer_id,
                payer_name=record.payer_name,
                person_key=key,
                month=record.period_from,
                amount_tiyn=record.standing_tiyn,
            )


def _is_known_now(unit: UnitOfWork, number: int) -> bool:
    """Whether a person of whom nothing was recorded by an earlier instant is known today: the page is empty then."""
    numbers = unit.people.numbers_of(number)
    return unit.register.find_person(numbers[0]) is not None or bool(unit.accounts.records(numbers))
