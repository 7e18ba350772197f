"""What a correction may not do."""

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest

from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.ledger import Account
from esep.domain.model.month import Month
from esep.domain.model.register import RegisterPerson
from esep.domain.rules.correction_rules import reasons_not_to_correct, reasons_not_to_stand

LINE = CreditedLine(
    order_number=1,
    line_number=1,
    person_key=900101300017,
    month=Month(2020, 1),
    account=Account.PARTICIPANT_CONTRIBUTIONS,
    decision_number=1,
    amount_tiyn=100_000,
    refunded_tiyn=0,
    under_application_tiyn=0,
    counted_tiyn=0,
    illegal_tiyn=0,
    entry_count=1,
)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"refunded_tiyn": 40_000}, "400.00 tenge of it went back"),
        ({"under_application_tiyn": 1}, "a refund application for it is under way"),
        ({"counted_tiyn": 5_000}, "50.00 tenge of it counted in a decision"),
    ],
)
def test_what_depends_on_a_line_must_be_settled_first(changes: dict[str, Any], said: str) -> None:
    [reason] = reasons_not_to_correct(attrs.evolve(LINE, **changes), is_for_another=False)
    assert said in reason


def test_what_is_illegal_may_come_to_another_month_but_to_nobody_else() -> None:
    illegal = attrs.evolve(LINE, illegal_tiyn=100_000)
    assert list(reasons_not_to_correct(illegal, is_for_another=False)) == []
    [reason] = reasons_not_to_correct(illegal, is_for_another=True)
    assert "1 000.00 tenge of it were recognised as illegal" in reason


def test_every_reason_is_told() -> None:
    line = attrs.evolve(LINE, refunded_tiyn=1, under_application_tiyn=1, counted_tiyn=1, illegal_tiyn=1)
    assert len(list(reasons_not_to_correct(line, is_for_another=True))) == 4


def test_the_month_of_death_is_the_last_that_may_stand(make_person: Callable[..., RegisterPerson]) -> None:
    dead = make_person(death_date=date(2020, 1, 1))
    assert list(reasons_not_to_stand(dead, Month(2020, 1))) == []
    assert list(reasons_not_to_stand(dead, Month(2020, 2))) == ["the month lies after the month of death"]


def test_the_first_month_of_the_insurance_is_the_first_that_may_stand(
    make_person: Callable[..., RegisterPerson],
) -> None:
    assert list(reasons_not_to_stand(make_person(), Month(2005, 1))) == []
    [early, unknown] = reasons_not_to_stand(None, Month(2004, 12))
    assert ("before 2005-01" in early, "does not know" in unknown) == (True, True)
