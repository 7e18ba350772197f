"""Check every invariant over the whole store."""

from collections.abc import Iterator

import attrs

from esep.domain.model.invariants import ORDERS_AS_READ
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.stored_order import OrderHeader, StoredOrder
from esep.domain.ports.message_files import MessageReader
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.ports.verification import Check, Verification
from esep.domain.rules.deciding import ACCOUNT_OF
from esep.domain.rules.examined_order import NumberedOrder, months_of
from esep.domain.rules.parameters import PurposeCode
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.self_payment import as_judged

FAULTS_NAMED_MAX = 20
READ_LATER = ("actual_payer_id", "actual_payer_name")  # not recorded of the oldest orders


@attrs.frozen(kw_only=True)
class VerifyStore:
    """What the store can tell of itself, then every order against its own bytes."""

    open_unit: OpenUnitOfWork
    reader: MessageReader
    rulebook: Rulebook

    def __call__(self) -> Iterator[Check]:
        """One check after another, all on one state of the store."""
        with self.open_unit() as unit:
            yield from unit.verification.checks()
            yield self._orders_as_read(unit.verification)

    def _orders_as_read(self, verification: Verification) -> Check:
        checked, fault_count = 0, 0
        faults = []
        for stored in verification.stored_orders():
            checked += 1
            differing = list(self._differing(stored))
            if differing:
                fault_count += 1
                faults.append(f"{stored.header.key}: not as in its message: {', '.join(differing)}")
                faults = sorted(faults)[:FAULTS_NAMED_MAX]
        return Check(name=ORDERS_AS_READ.name, checked=checked, faults=tuple(faults), fault_count=fault_count)

    def _differing(self, stored: StoredOrder) -> Iterator[str]:
        """Names of what is recorded otherwise than it was read."""
        order = self.reader.read_kept(stored.content, stored.encoding)
        if not isinstance(order, PaymentOrder):
            yield "the message, which cannot be read"
            return
        header = OrderHeader.of(order)
        for field in attrs.fields(OrderHeader):
            recorded = getattr(stored.header, field.name)
            was_unread = recorded is None and field.name in READ_LATER
            if recorded != getattr(header, field.name) and not was_unread:
                yield field.name
        if stored.amounts_tiyn:
            order = as_judged(order, self._purpose(stored))  # with the line of a person who pays for themselves
        if list(stored.amounts_tiyn) != list(order.participants.amounts_tiyn):
            yield "amounts of lines"
        if list(stored.numbers) != list(NumberedOrder.of(order).numbers):
            yield "numbers of persons"
        if list(stored.months) != months_of(order):
            yield "months of lines"
        if not self._accounts_agree(stored):
            yield "accounts credited"

    def _accounts_agree(self, stored: StoredOrder) -> bool:
        purpose = self._purpose(stored)
        allowed = [] if purpose is None else [ACCOUNT_OF[purpose.kind]]
        return all(account in allowed for account in stored.credited_accounts)

    def _purpose(self, stored: StoredOrder) -> PurposeCode | None:
        day = stored.header.key.value_date
        return self.rulebook.parameters.accepted_purpose_code(stored.applied_purpose_code, day)
