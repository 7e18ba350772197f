"""What every store promises of returned lines whose payment a person names."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from esep.domain.errors import InvalidInput, NotFound
from esep.domain.model.actor import Actor
from esep.domain.model.benefit_payment import PaymentState, PaymentView
from esep.domain.model.incoming_message import IncomingMessage
from esep.domain.model.month import Month
from esep.domain.model.recipient_case import PaymentDecision
from esep.domain.model.register import RegisterPerson
from esep.domain.model.returned_payment import HeldBecause, MatchedByHand, ReturnedLineView
from esep.domain.ports.unit_of_work import OpenUnitOfWork
from esep.domain.use_cases.handle_overpayments import HandleOverpayments
from esep.domain.use_cases.match_returned_by_hand import NothingToGiveBack
from esep.domain.use_cases.prepare_payments import PreparedPayments
from esep.domain.use_cases.receive_returned_payments import ReceivedReturns
from esep.domain.use_cases.send_payments import SentPayments

Match = Callable[..., ReturnedLineView]
Receive = Callable[..., ReceivedReturns]
Message = Callable[..., IncomingMessage]
Views = Callable[..., list[PaymentView]]

WRONG_NUMBER = {"identification_number": "123"}


@pytest.mark.usefixtures("paid")
@pytest.mark.parametrize(
    ("changes", "finding"),
    [({"line": WRONG_NUMBER}, None), ({"purpose_code": "012"}, HeldBecause.PURPOSE_CODE)],
)
def test_a_held_line_is_matched_to_the_payment_that_is_named(
    receive_back: Receive,
    returned_message: Message,
    match_by_hand: Match,
    people: list[RegisterPerson],
    views: Views,
    actor: Actor,
    resend: Callable[..., SentPayments],
    open_unit: OpenUnitOfWork,
    sound: Callable[[], bool],
    changes: dict[str, Any],
    finding: HeldBecause | None,
) -> None:
    receive_back(returned_message(people[0], reference="R1", **changes))
    line = match_by_hand(" SP-000001/2024-05/1 ", reason=" letter 17 ")
    assert (line.finding, line.by_hand) == (finding, MatchedByHand(reason="letter 17", actor=actor))
    assert line.key == views()[1].key
    assert [view.state for view in views()] == [PaymentState.SENT, PaymentState.RETURNED]
    with open_unit() as unit:
        assert list(unit.returned_payments.lines(is_held=True)) == []
        assert list(unit.returned_payments.lines(is_held=False)) == [line]
    assert sound()
    assert len(resend().files) == 1
    assert sound()
    with pytest.raises(NotFound, match="no line 1 of an order 'R1' is held"):
        match_by_hand()


@pytest.mark.usefixtures("paid")
def test_the_contribution_of_a_payment_is_matched_by_itself(
    receive_back: Receive,
    returned_message: Message,
    match_by_hand: Match,
    people: list[RegisterPerson],
    views: Views,
    sound: Callable[[], bool],
) -> None:
    receive_back(returned_message(people[0], reference="R1", line=WRONG_NUMBER | {"amount_tiyn": 1_000_000}))
    with pytest.raises(NothingToGiveBack, match=r"brings 10 000.00 tenge, sent were 90 000.00: payments come back"):
        match_by_hand()
    line = match_by_hand(is_contribution=True)
    assert (line.key, line.is_pension) == (views()[1].key, True)
    assert [view.state for view in views()] == [PaymentState.SENT, PaymentState.SENT]
    assert sound()
    receive_back(returned_message(people[0], reference="R1", value_date=date(2024, 5, 22), line=WRONG_NUMBER))
    with pytest.raises(NothingToGiveBack, match="no contribution of SP-000001/2024-05 stands as sent"):
        match_by_hand(is_contribution=True)


@pytest.mark.usefixtures("paid")
def test_what_is_named_must_be_there_and_be_one(
    receive_back: Receive,
    returned_message: Message,
    match_by_hand: Match,
    people: list[RegisterPerson],
    appoint: Callable[..., int],
    decide: Callable[..., PaymentDecision],
    prepare: Callable[..., PreparedPayments],
    views: Views,
    sound: Callable[[], bool],
) -> None:
    appoint(people[1], decide(people[1], people[2], amount_tiyn=20_000_000))
    prepare()
    receive_back(returned_message(people[0], reference="R1", line=WRONG_NUMBER))
    receive_back(returned_message(people[0], reference="R1", value_date=date(2024, 5, 22), line=WRONG_NUMBER))
    for name in ("SP-1x/2024-05", "SP-000001/2024-13", "SP-000001/2024-05/a", "SP-000001", ""):
        with pytest.raises(InvalidInput):
            match_by_hand(name)
    with pytest.raises(InvalidInput, match="2 orders 'R1' have such a held line"):
        match_by_hand()
    the_day = {"value_date": date(2024, 5, 22)}
    with pytest.raises(InvalidInput, match="give the reason"):
        match_by_hand(reason=" ", **the_day)
    with pytest.raises(NotFound, match="no line 2"):
        match_by_hand(line_number=2, **the_day)
    with pytest.raises(NotFound, match="nothing was paid as SP-000001/2024-03"):
        match_by_hand("SP-000001/2024-03", **the_day)
    with pytest.raises(InvalidInput, match="several people were paid as SP-000002/2024-05: add the part"):
        match_by_hand("SP-000002/2024-05", **the_day)
    assert match_by_hand("SP-000002/2024-05/2", **the_day).key == views(2)[3].key
    with pytest.raises(NothingToGiveBack, match="no payment of SP-000002/2024-05 stands as sent"):
        match_by_hand("SP-000002/2024-05/2")
    assert sound()


@pytest.mark.usefixtures("paid")
def test_no_more_comes_back_than_stands(
    overpayments: HandleOverpayments,
    actor: Actor,
    receive_back: Receive,
    returned_message: Message,
    match_by_hand: Match,
    people: list[RegisterPerson],
    open_unit: OpenUnitOfWork,
    sound: Callable[[], bool],
) -> None:
    overpayments.find("SP-000001", Month(2024, 5), 500_000, "wrong degree", actor)
    overpayments.repay("OP-000001", actor, on=date(2024, 5, 20), amount_tiyn=500_000, document="7")
    receive_back(returned_message(people[0], reference="R1", line=WRONG_NUMBER))
    with pytest.raises(NothingToGiveBack, match="less stands of SP-000001/2024-05/1 than the line brings"):
        match_by_hand()
    with open_unit() as unit:
        assert len(list(unit.returned_payments.lines(is_held=True))) == 1
    assert sound()
