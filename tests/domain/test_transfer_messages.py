"""The message of a transfer where the tables do not tell what it needs, and terms that are not known."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from esep.domain.errors import InvalidInput
from esep.domain.model.actor import Actor
from esep.domain.model.fund_account import FundAccount
from esep.domain.model.transfer import Transfer
from esep.domain.ports.working_calendar import WorkingCalendar
from esep.domain.rules.dated_table import DatedTable
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.transfer_messages import TransferMessages
from esep.domain.use_cases.due_days import DueDays

DAY = date(2020, 2, 10)
FUND = FundAccount(account="KZ67009SS00368609110", bic="NBRKKZKX")


@pytest.fixture
def parameters(rulebook: Rulebook) -> Parameters:
    return rulebook.parameters


@pytest.fixture
def make_transfer() -> Callable[..., Transfer]:
    def make(**changes: Any) -> Transfer:
        transfer = Transfer(
            transfer_number=1,
            transferred_on=DAY,
            purpose_code="012",
            amount_tiyn=250_000,
            order_count=1,
            line_count=1,
            prepared_at=datetime(2020, 2, 10, 6, tzinfo=UTC),
            actor=Actor(identity="saule"),
        )
        return attrs.evolve(transfer, **changes)

    return make


@pytest.mark.parametrize("table", ["collection_accounts", "fund"])
def test_without_a_known_account_or_fund_there_is_no_message(
    parameters: Parameters, make_transfer: Callable[..., Transfer], table: str
) -> None:
    without: dict[str, Any] = {table: DatedTable(())}
    messages = TransferMessages(parameters=attrs.evolve(parameters, **without))
    with pytest.raises(InvalidInput, match="is known on 2020-02-10"):
        messages.compose(make_transfer(), FUND, reference_number=1, day=DAY)


@pytest.mark.parametrize("purpose_code", ["026", "999"])
def test_only_contributions_and_penalties_are_transferred(
    parameters: Parameters, make_transfer: Callable[..., Transfer], purpose_code: str
) -> None:
    messages = TransferMessages(parameters=parameters)
    with pytest.raises(InvalidInput, match=f"purpose code {purpose_code} is no contribution"):
        messages.compose(make_transfer(purpose_code=purpose_code), FUND, reference_number=1, day=DAY)


def test_a_duty_is_due_after_its_working_days(parameters: Parameters, calendar: WorkingCalendar) -> None:
    due_days = DueDays(calendar=calendar, parameters=parameters)
    assert due_days.due_on("transfer-money", date(2020, 2, 7)) == DAY  # a Friday, and the Monday after it
    assert due_days.due_on("transfer-money", DAY) == date(2020, 2, 11)


def test_without_a_known_term_nothing_is_due_or_late(parameters: Parameters, calendar: WorkingCalendar) -> None:
    due_days = DueDays(calendar=calendar, parameters=parameters)
    assert due_days.due_on("transfer-money", date(2004, 12, 31)) is None
    assert due_days.due_on("no-such-duty", DAY) is None
