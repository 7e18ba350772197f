"""The personal account: periods of one line, and sums."""

from datetime import UTC, date, datetime

import attrs
import pytest

from esep.domain.model.month import Month
from esep.domain.model.personal_account import AccountTotals, PersonalRecord, RecordKind, RecordStatus, totals_of

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
        attrs.evolve(RECORD, period_from=Month(2021, 1), period_to=Month(2021, 1), status=RecordStatus.RETURNED),
        attrs.evolve(
            RECORD, kind=RecordKind.PENALTY, amount_tiyn=7, period_from=Month(2022, 1), period_to=Month(2022, 1)
        ),
        attrs.evolve(RECORD, kind=RecordKind.RETURN, amount_tiyn=50),
    ]
    assert totals_of(records) == AccountTotals(contributions_tiyn=600, penalties_tiyn=7, returned_tiyn=50, months=4)
