"""Operations on money that leaves again: transfers to the Fund, decisions on social payments, refunds."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from esep.domain.model.almaty import day_in_almaty
from esep.domain.model.counted_amount import CountedAmount
from esep.domain.model.credited_line import CreditedLine
from esep.domain.model.fund_account import FundAccount
from esep.domain.model.refund import PENDING, PaidOrder, RefundCase, RefundState
from esep.domain.use_cases.submit_refund import SubmittedRefund
from two_stores import acting
from two_stores.changes import PLACES, Changes
from two_stores.drawing import rarely, tears
from two_stores.intake import Intake
from two_stores.names import AIGUL, FOLDERS, FUND, OTHER_PAYER, SAULE
from two_stores.world import Refused, World

FLAWS = ("",) * 10 + ("payer", "number", "total", "line", "future", "reason")

NEXT_STEPS = {
    RefundState.RECEIVED: "check",
    RefundState.SENT_TO_FUND: "approve",
    RefundState.APPROVED: "receive",
    RefundState.MONEY_RECEIVED: "dispatch",
}


class MoneyBack(Intake, Changes):
    """Transfers and refunds, on top of all other operations."""

    @precondition(lambda self: self.has_any("untransferred", "transfers without file", "unwritten"))
    @rule(
        days_ago=st.sampled_from((0, 0, 0, 1, 4, -1)),
        folder=st.sampled_from(FOLDERS),
        to=st.sampled_from((FUND, FUND, None)),
        is_lost=rarely(),
        torn=tears(),
    )
    def transfer(self, days_ago: int, folder: str, to: FundAccount | None, is_lost: bool, torn: int) -> None:
        self.lose_the_bank(is_lost)
        day = self.clock.now().date() - timedelta(days=days_ago)
        self.both(lambda world: acting.transfer(world, day, folder, to), torn_unit=0 if is_lost else torn)
        if not torn and not is_lost:
            again = self.both(lambda world: acting.transfer(world, day, folder, to))
            assert isinstance(again, Refused) or again.transfers == (), again

    @precondition(lambda self: self.is_any_credited)
    @rule(place=PLACES, part=st.sampled_from((1, 2, 2)), decision=st.sampled_from(("D1", "D2")))
    def count_in_a_decision(self, place: int, part: int, decision: str) -> None:
        """A line counts whole or by half."""
        line = self.line_at(place)
        amount = CountedAmount(
            person_key=line.person_key,
            order_number=line.order_number,
            line_number=line.line_number,
            decision=decision,
            amount_tiyn=max(1, line.amount_tiyn // part),
            recorded_at=self.clock.now(),
        )
        self.both(lambda world: acting.mark_counted(world, amount))

    @precondition(lambda self: self.is_any_credited)
    @rule(
        place=PLACES,
        application_number=st.sampled_from(("A1", "A2", "A3", "A4", "A5", "A6")),
        is_for_all=st.booleans(),
        part=st.sampled_from((None, None, None, 1, 2, 2, -2)),
        flaw=st.sampled_from(FLAWS),
        torn=tears(),
    )
    def submit_a_refund(
        self, place: int, application_number: str, is_for_all: bool, part: int | None, flaw: str, torn: int
    ) -> None:
        """An application for a line or all of its order: what remains, or a part; below 0 is so many times as much."""
        line = self.line_at(place)
        lines = self.seen["credited lines"][line.order_number] if is_for_all else [line]
        asked = [{"line": one.line_number} | asked_amount(one, part) for one in lines]
        if flaw == "line":
            asked.append({"line": 6})
        document = self.application(line.order_number, application_number, flaw) | {"lines": asked}
        content = json.dumps(document).encode()
        self.both(lambda world: acting.submit(world, content), torn_unit=torn)
        if not torn:
            self.both(lambda world: acting.submit(world, content))

    def application(self, order_number: int, application_number: str, flaw: str) -> dict[str, Any]:
        order: PaidOrder = self.seen["paid orders"][order_number]
        today = day_in_almaty(self.clock.now())
        payer = OTHER_PAYER if flaw == "payer" else order.payer_ids[-1]
        return {
            "application_number": application_number,
            "applied_on": (today + timedelta(days=flaw == "future")).isoformat(),
            "payer": {"id": payer, "name": order.payer_name},
            "order": {
                "reference": order.reference,
                "number": "18" if flaw == "number" else order.document_number,
                "date": order.document_date.isoformat(),
                "sender_bic": order.sender_bic,
                "value_date": order.value_date.isoformat(),
                "total_tiyn": 1 if flaw == "total" else order.total_tiyn,
            },
            "reason": "other" if flaw == "reason" else "paid-twice",
            "documents": [],
        }

    @precondition(lambda self: self.is_any_credited)
    @rule(place=PLACES, part=st.sampled_from((None, 2)), steps=st.integers(1, 4))
    def give_money_back(self, place: int, part: int | None, steps: int) -> None:
        self.lose_the_bank(False)
        self.give_back(place, part, steps)

    @precondition(lambda self: self.is_any_credited)
    @rule(place=PLACES, part=st.sampled_from((None, 2)), steps=st.integers(3, 4))
    def give_money_back_that_went_to_the_fund(self, place: int, part: int | None, steps: int) -> None:
        self.lose_the_bank(False)
        self.both(lambda world: acting.transfer(world, self.clock.now().date(), FOLDERS[0], FUND))
        self.clock.advance(timedelta(minutes=1))
        self.give_back(place, part, steps)

    def give_back(self, place: int, part: int | None, steps: int) -> None:
        """Step by step and at once, if nothing speaks against it."""
        application_number = f"B{len(self.seen['refunds'])}"
        line = self.line_at(place)
        document = self.application(line.order_number, application_number, "")
        content = json.dumps(document | {"lines": [{"line": line.line_number} | asked_amount(line, part)]}).encode()
        submitted = self.both(lambda world: acting.submit(world, content))
        if isinstance(submitted, SubmittedRefund) and submitted.is_new:
            number = submitted.case.refund.refund_number
            for _ in range(steps):
                self.bring_further(self.seen["refund cases"][number])

    @precondition(lambda self: bool(self.seen["refunds"]))
    @rule(
        place=PLACES,
        step=st.sampled_from(("check", "refuse", "approve", "reject", "receive")),
        is_first_person=rarely(),
        torn=tears(),
    )
    def step_any_refund(self, place: int, step: str, is_first_person: bool, torn: int) -> None:
        """Whatever state it stands in, and sometimes one that is not there."""
        cases = [*self.seen["refund cases"].values(), None]
        case: RefundCase | None = cases[place % len(cases)]
        name = "RF-000099" if case is None else case.name
        self.both(self.step(name, step, is_first_person=is_first_person), torn_unit=torn)

    @precondition(lambda self: bool(self.unfinished))
    @rule(place=PLACES)
    def bring_a_refund_further(self, place: int) -> None:
        """By the step that its state asks for."""
        self.lose_the_bank(False)
        self.bring_further(self.unfinished[place % len(self.unfinished)])

    def bring_further(self, case: RefundCase) -> None:
        if case.state in NEXT_STEPS:
            self.both(self.step(case.name, NEXT_STEPS[case.state]))

    @precondition(lambda self: self.has_any("pending refunds", "unwritten"))
    @rule(folder=st.sampled_from(FOLDERS), is_lost=rarely(), torn=tears())
    def dispatch_refunds(self, folder: str, is_lost: bool, torn: int) -> None:
        self.lose_the_bank(is_lost)
        self.both(lambda world: acting.dispatch_refunds(world, folder), torn_unit=0 if is_lost else torn)

    def step(self, name: str, step: str, *, is_first_person: bool = False) -> Callable[[World], object]:
        approver = SAULE if is_first_person else AIGUL
        today = day_in_almaty(self.clock.now())
        acts: dict[str, Callable[[World], object]] = {
            "check": lambda world: acting.check(world, name),
            "refuse": lambda world: acting.check(world, name, is_refused=True),
            "approve": lambda world: acting.decide(world, name, approver, is_approved=True),
            "reject": lambda world: acting.decide(world, name, approver, is_approved=False),
            "receive": lambda world: acting.receive_money(world, name, today - timedelta(days=is_first_person)),
            "dispatch": lambda world: acting.dispatch_refunds(world, FOLDERS[0]),
        }
        return acts[step]

    @property
    def unfinished(self) -> list[RefundCase]:
        """Refunds with a step to be done."""
        return [case for case in self.seen["refund cases"].values() if case.state in PENDING]


def asked_amount(line: CreditedLine, part: int | None) -> dict[str, int]:
    if part is None:
        return {}
    return {"amount_tiyn": line.amount_tiyn * -part if part < 0 else max(1, line.amount_tiyn // part)}
