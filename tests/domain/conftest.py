"""What tests of the rulebook examine orders with."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from esep.domain.model.finding import Finding
from esep.domain.model.payer_register import PayerAnswers
from esep.domain.model.payment_order import PaymentOrder
from esep.domain.model.register import RegisterPerson
from esep.domain.rules.examined_order import ExaminedOrder, NumberedOrder, lay_out
from esep.domain.rules.register_answers import answers_of
from esep.domain.rules.rulebook import Rulebook
from esep.domain.rules.self_payment import as_judged

Lay = Callable[..., ExaminedOrder]


@pytest.fixture
def lay(rulebook: Rulebook) -> Lay:
    """Lay an order out beside what a register of these people answers; with None it does not answer."""

    def lay(
        order: PaymentOrder,
        people: Iterable[RegisterPerson] | None,
        *,
        purpose_code: str | None = None,
        conflicts_with: str | None = None,
        payers: PayerAnswers | None = None,
    ) -> ExaminedOrder:
        answers = None
        if people is not None:
            instant = datetime(2020, 2, 10, tzinfo=UTC)
            answers = answers_of(people, source="test", version=1, answered_at=instant)
        code = purpose_code or order.purpose_code
        purpose = rulebook.parameters.accepted_purpose_code(code, order.value_date)
        return lay_out(
            NumberedOrder.of(as_judged(order, purpose)),
            purpose=purpose,
            conflicts_with=conflicts_with,
            answers=answers,
            payers=payers,
            parameters=rulebook.parameters,
        )

    return lay


@pytest.fixture
def find(rulebook: Rulebook, lay: Lay) -> Callable[..., list[tuple[str, int | None]]]:
    """The code and line of every finding on an order."""

    def find(
        order: PaymentOrder, people: Iterable[RegisterPerson] | None, **options: Any
    ) -> list[tuple[str, int | None]]:
        findings: list[Finding] = rulebook.find_faults(lay(order, people, **options))
        return [(finding.code, finding.line) for finding in findings]

    return find
