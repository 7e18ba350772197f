"""What every store promises of refunds."""

from collections.abc import Callable

import attrs
import pytest

from esep.adapters.in_memory.clock import FixedClock
from esep.domain.errors import AlreadyRecorded, Conflict, NotFound
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.ledger import Account, Entry
from esep.domain.model.outgoing_file import DispatchedFile
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.refund import PendingRefund, RefundCase, RefundState, SentRefund
from esep.domain.ports.unit_of_work import OpenUnitOfWork


def test_steps_and_entries_are_recorded_all_or_none(
    submit: Callable[..., RefundCase],
    order: PaymentOrder,
    open_unit: OpenUnitOfWork,
    clock: FixedClock,
    line: Callable[..., CreditedLine],
) -> None:
    case = submit(order, 1)
    first = case.events[0]
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.refunds.record_steps([attrs.evolve(first, event_number=2), first])
    entry = Entry(
        order_number=case.refund.order_number,
        entry_number=1,
        decision_number=1,
        debit=Account.BANK,
        credit=Account.FUND_SETTLEMENT,
        amount_tiyn=1,
        recorded_at=clock.now(),
    )
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.refunds.record_steps([attrs.evolve(first, event_number=2)], entries=[entry])
    with pytest.raises(NotFound), open_unit() as unit:
        unit.refunds.record_steps([attrs.evolve(first, refund_number=9)])
    with pytest.raises(NotFound), open_unit() as unit:
        unit.refunds.record_steps([], entries=[attrs.evolve(entry, entry_number=2, decision_number=7)])
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.refunds.record(attrs.evolve(case.refund, refund_number=2), attrs.evolve(first, refund_number=2))
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.refunds.record(attrs.evolve(case.refund, application_number="9"), first)
    with pytest.raises(NotFound), open_unit() as unit:
        refund = attrs.evolve(case.refund, refund_number=2, application_number="9", order_number=5)
        unit.refunds.record(refund, attrs.evolve(first, refund_number=2))
    with open_unit() as unit:
        assert unit.refunds.find(1) == case
        assert unit.refunds.next_number() == 2


def test_a_refund_and_a_reference_are_sent_once(
    approved: Callable[..., RefundCase],
    order: PaymentOrder,
    open_unit: OpenUnitOfWork,
    make_file: Callable[..., DispatchedFile],
) -> None:
    approved(order, (1, 100_000))
    approved(order, (2, 50_000), application_number="18-2020")
    with open_unit() as unit:
        [first, second] = unit.refunds.pending(10)
        assert unit.refunds.pending(1) == [first]
        assert unit.refunds.pending(10, without=[1]) == [second]

    def sent(pending: PendingRefund, entry_number: int, reference: str) -> SentRefund:
        event = attrs.evolve(pending.case.events[-1], event_number=6, state=RefundState.DISPATCHED)
        return SentRefund(
            refund_number=pending.case.refund.refund_number,
            order_number=pending.order.order_number,
            decision_number=1,
            entry_number=entry_number,
            amount_tiyn=pending.case.refund.amount_tiyn,
            reference=reference,
            event=event,
        )

    file = make_file([])
    with pytest.raises(Conflict), open_unit() as unit:
        unit.refunds.record_file(file, [sent(first, 2, "GCVP-1"), sent(second, 3, "GCVP-1")])
    with pytest.raises(AlreadyRecorded), open_unit() as unit:
        unit.refunds.record_file(file, [sent(first, 2, "GCVP-1"), sent(second, 2, "GCVP-2")])
    with pytest.raises(NotFound), open_unit() as unit:
        unit.refunds.record_file(file, [attrs.evolve(sent(first, 2, "GCVP-1"), decision_number=7)])
    with open_unit() as unit:
        assert unit.refunds.pending(10) == [first, second]
        assert unit.outgoing.unwritten_files() == []
        unit.refunds.record_file(file, [sent(first, 2, "GCVP-1")])
    again = attrs.evolve(first.case.events[-1], event_number=7, state=RefundState.DISPATCHED)
    with pytest.raises(Conflict), open_unit() as unit:
        unit.refunds.record_file(make_file([], "returns-2.txt"), [attrs.evolve(sent(first, 3, "GCVP-2"), event=again)])
    with open_unit() as unit:
        assert [one.case for one in unit.refunds.pending(10)] == [second.case]
        assert [one.file_name for one in unit.outgoing.unwritten_files()] == [file.file_name]
