"""Overpayments of social payments in memory."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import attrs

from esep.adapters.in_memory.payment_book import add_entries
from esep.adapters.in_memory.tables import Tables
from esep.domain.errors import NotFound
from esep.domain.model.benefit_payment import BenefitEntry
from esep.domain.model.ledger import Account
from esep.domain.model.overpayment import Overpayment, OverpaymentAction, OverpaymentEvent


@attrs.frozen
class InMemoryOverpaymentBook:
    """`OverpaymentBook` on the tables of the store."""

    _tables: Tables

    def next_number(self) -> int:
        """The number of the next overpayment."""
        return max(self._tables.overpayments.rows, default=0) + 1

    def record(self, overpayments: Sequence[Overpayment], entries: Sequence[BenefitEntry]) -> None:
        """Record overpayments found, with their entries, or nothing of it."""
        with self._tables.all_or_nothing():
            for one in overpayments:
                if one.key not in self._tables.benefit_payments:
                    raise NotFound(f"no payment {one.key.name} is recorded")
                self._tables.overpayments.add(one.overpayment_number, one)
            add_entries(self._tables, entries)

    def record_event(
        self, overpayment: Overpayment, event: OverpaymentEvent, entries: Sequence[BenefitEntry] = ()
    ) -> None:
        """Record what was done, with its entries, or nothing of it."""
        with self._tables.all_or_nothing():
            if overpayment.overpayment_number not in self._tables.overpayments:
                raise NotFound(f"no overpayment {overpayment.name} is recorded")
            self._tables.overpayment_events.add((overpayment.overpayment_number, event.event_number), event)
            add_entries(self._tables, entries)

    def find(self, overpayment_number: int) -> Overpayment | None:
        """One overpayment with all that was done."""
        one = self._tables.overpayments.rows.get(overpayment_number)
        return None if one is None else self._whole(one)

    def list_overpayments(self, *, case_number: int | None = None) -> Iterator[Overpayment]:
        """All overpayments, or those of a case, by number."""
        for _, one in sorted(self._tables.overpayments.rows.items()):
            if case_number in (None, one.key.case_number):
                yield self._whole(one)

    def to_withhold(self) -> dict[int, list[Overpayment]]:
        """Overpayments that are to be withheld from later payments and not settled, by payee, oldest first."""
        by_payee: defaultdict[int, list[Overpayment]] = defaultdict(list)
        for one in self.list_overpayments():
            is_asked = any(event.action is OverpaymentAction.WITHHOLD for event in one.events)
            if is_asked and one.left_tiyn:
                by_payee[one.payee_key].append(one)
        return dict(by_payee)

    def _whole(self, one: Overpayment) -> Overpayment:
        number = one.overpayment_number
        withheld = sum(
            entry.amount_tiyn
            for entry in self._tables.benefit_entries.rows.values()
            if entry.overpayment_number == number and entry.credit == Account.OVERPAYMENTS_RECOVERED.value
        )
        return attrs.evolve(one, events=tuple(self._tables.overpayment_events.of(number)), withheld_tiyn=withheld)
