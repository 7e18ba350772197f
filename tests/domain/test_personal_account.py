"""The personal account: periods of one line, and sums."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

from esep.domain.model.account_entry import AccountEntry, records_of
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.personal_account import (
    AccountTotals,
    IllegalNote,
    PersonalRecord,
    RecordKind,
    RecordStatus,
    totals_of,
)

RECORD = PersonalRecord(
    period_from=Month(2020, 1),
    period_to=Month(2020, 1),
    kind=RecordKind.CONTRIBUTION,
    status=RecordStatus.CREDITED,
    amount_tiyn=100,
    received_on=date(2020, 2, 10),
    recorded_at=datetime(2020, 2, 10, tzinfo=UTC),
    dispatched_on=None,
    document_number="1",
    document_date=date(2020, 2, 10),
    reference="R1",
    purpose_code="012",
    sender_id="160440007161",
    sender_name="ТОО Алма",
    recipient_name="НАО ГК",
    order_total_tiyn=100,
    order_line_count=1,
    order_number=1,
    line_number=1,
)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (Month(2020, 1), Month(2020, 1), "2020-01"),
        (Month(2020, 1), Month(2020, 3), "2020-01/2020-03"),
        (Month(2020, 1), Month(2020, 12), "2020"),
        (Month(2019, 1), Month(2020, 12), "2019-01/2020-12"),
        (Month(2020, 2), Month(2020, 12), "2020-02/2020-12"),
    ],
)
def test_a_line_may_pay_for_a_month_several_months_or_a_year(first: Month, last: Month, text: str) -> None:
    assert attrs.evolve(RECORD, period_from=first, period_to=last).period == text


def test_months_are_counted_once_and_only_for_contributions_that_stay() -> None:
    records = [
        RECORD,
        RECORD,
        attrs.evolve(RECORD, period_from=Month(2020, 3), period_to=Month(2020, 5), amount_tiyn=300),
        attrs.evolve(
            RECORD,
            period_from=Month(2021, 1),
            period_to=Month(2021, 1),
            status=RecordStatus.RETURNED,
            returned_tiyn=100,
        ),
        attrs.evolve(
            RECORD, kind=RecordKind.PENALTY, amount_tiyn=7, period_from=Month(2022, 1), period_to=Month(2022, 1)
        ),
        attrs.evolve(RECORD, kind=RecordKind.RETURN, amount_tiyn=50),
    ]
    assert totals_of(records) == AccountTotals(contributions_tiyn=600, penalties_tiyn=7, returned_tiyn=50, months=4)


DAY = datetime(2020, 2, 10, tzinfo=UTC)
CREDIT = AccountEntry(
    person_key=900101300017,
    order_number=1,
    line_number=1,
    entry_number=1,
    debit=Account.UNALLOCATED,
    credit=Account.PARTICIPANT_CONTRIBUTIONS,
    amount_tiyn=100,
    month_from=Month(2020, 1),
    month_to=Month(2020, 1),
    recorded_at=DAY,
    transferred_on=None,
    received_on=date(2020, 2, 10),
    document_number="1",
    document_date=date(2020, 2, 10),
    reference="R1",
    purpose_code="012",
    sender_id="160440007161",
    sender_name="ТОО Алма",
    actual_payer_id="",
    actual_payer_name="",
    recipient_name="НАО ГК",
    order_total_tiyn=100,
    order_line_count=1,
)
REFUND = attrs.evolve(
    CREDIT,
    entry_number=2,
    debit=Account.PARTICIPANT_CONTRIBUTIONS,
    credit=Account.RETURNS_PAYABLE,
    recorded_at=DAY + timedelta(days=2),
    refund_number=1,
    refund_purpose_code="026",
)


def states(*entries: AccountEntry) -> list[tuple[str, str, int, date | None]]:
    records = records_of(entries, {})
    return [(one.kind.value, one.status.value, one.amount_tiyn, one.dispatched_on) for one in records]


def test_a_part_given_back_leaves_the_payment_standing() -> None:
    part = attrs.evolve(REFUND, amount_tiyn=40)
    payment, given_back = records_of([part, CREDIT], {})
    assert (payment.status, payment.standing_tiyn, given_back.standing_tiyn) == (RecordStatus.CREDITED, 60, 0)


def test_two_parts_given_back_both_take_from_the_payment() -> None:
    parts = [attrs.evolve(REFUND, entry_number=number, amount_tiyn=30, refund_number=number) for number in (2, 3)]
    payment, *given_back = records_of([CREDIT, *parts], {})
    assert (payment.status, payment.standing_tiyn) == (RecordStatus.CREDITED, 40)
    assert [(one.kind, one.amount_tiyn, one.refund_number) for one in given_back] == [
        (RecordKind.RETURN, 30, 2),
        (RecordKind.RETURN, 30, 3),
    ]


def test_what_was_given_back_whole_before_the_transfer_never_went_to_the_fund() -> None:
    gone: dict[str, Any] = {"transferred_on": date(2020, 2, 13)}
    assert states(attrs.evolve(CREDIT, **gone), attrs.evolve(REFUND, **gone)) == [
        ("contribution", "returned", 100, None),
        ("return", "returned", 100, None),
    ]


def test_what_was_given_back_whole_after_the_transfer_keeps_its_day() -> None:
    gone: dict[str, Any] = {"transferred_on": date(2020, 2, 11)}
    sent = attrs.evolve(REFUND, **gone, refunded_on=date(2020, 2, 14), is_from_fund=True)
    assert states(attrs.evolve(CREDIT, **gone), sent) == [
        ("contribution", "returned", 100, date(2020, 2, 11)),
        ("return", "returned", 100, date(2020, 2, 14)),
    ]


def test_what_is_illegal_counts_no_more_and_is_given_back_first() -> None:
    illegal = IllegalNote(amount_tiyn=80, act_number="2-17", act_date=date(2020, 3, 1), recorded_at=DAY)
    part = attrs.evolve(REFUND, amount_tiyn=40)
    payment, _ = records_of([CREDIT, part], {CREDIT.line: [illegal]})
    assert (payment.standing_tiyn, payment.counting_tiyn) == (60, 20)


def test_entries_that_take_from_nothing_are_a_fault_of_the_store() -> None:
    with pytest.raises(AssertionError, match="run `esep verify`"):
        records_of([REFUND], {})
