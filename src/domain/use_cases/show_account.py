"""Show a person's account to somebody, and record that it was looked at."""

from datetime import datetime

import attrs

from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.ledger import person_key
from esep.domain.model.personal_account import AccountTotals, PersonalRecord, totals_of
from esep.domain.model.register import RegisterPerson
from esep.domain.ports.clock import Clock
from esep.domain.ports.unit_of_work import OpenUnitOfWork, UnitOfWork


@attrs.frozen(kw_only=True)
class PersonalAccount:
    """Everything recorded for one person (Rules, item 7)."""

    iin: str
    person: RegisterPerson | None  # None where the register's snapshot does not know the number
    records: list[PersonalRecord]
    totals: AccountTotals


@attrs.frozen(kw_only=True)
class ShowAccount:
    """Read an account; the view is recorded in the same unit of work."""

    open_unit: OpenUnitOfWork
    clock: Clock

    def __call__(self, iin: str, actor: Actor, *, as_of: datetime | None = None) -> PersonalAccount:
        """With `as_of`, what was recorded by that instant; nothing where the person came to be known later.

        Raises `InvalidInput` for a number that is none, `NotFound` where nothing is known under it.
        """
        if not has_valid_check_digit(iin):
            raise InvalidInput("that is no IIN: expected twelve digits with a right check digit")
        key = person_key(int(iin))
        with self.open_unit() as unit:
            person = unit.register.find_person(int(iin), as_of=as_of)
            records = unit.accounts.records(key, as_of=as_of)
            if person is None and not records and not _is_known_now(unit, int(iin)):
                raise NotFound("nothing is recorded under this IIN, and the register's snapshot does not know it")
            unit.usage.note_view(key, actor=actor, viewed_at=self.clock.now(), what="account")
        return PersonalAccount(iin=iin, person=person, records=records, totals=totals_of(records))


def _is_known_now(unit: UnitOfWork, number: int) -> bool:
    """Whether a person of whom nothing was recorded by an earlier instant is known today: the page is empty then."""
    return unit.register.find_person(number) is not None or bool(unit.accounts.records(person_key(number)))
