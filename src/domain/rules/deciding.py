"""From an examination to a decision: the entries and the return that follow from it."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from esep.domain.model.actor import Actor
from esep.domain.model.decision import Action, DecidedLines, Decision, RegisterEvidence, ReturnOrder
from esep.domain.model.ledger import Account, CreditedLines, Entry, person_key
from esep.domain.model.outcome import LineOutcome
from esep.domain.rules.examination import Examination
from esep.domain.rules.examined_order import ExaminedOrder
from esep.domain.rules.parameters import PaymentKind, PurposeCode

RETURNED_WITH_DEFAULT = "026"  # where the order's own code is not in the table

ACCOUNT_OF = {
    PaymentKind.CONTRIBUTION: Account.PARTICIPANT_CONTRIBUTIONS,
    PaymentKind.PENALTY: Account.PARTICIPANT_PENALTIES,
}


@attrs.frozen(kw_only=True)
class Circumstances:
    """Who decides, when, and after how many decisions and entries."""

    order_number: int
    action: Action
    actor: Actor
    decided_at: datetime
    reason: str = ""
    accepted_findings: tuple[str, ...] = ()
    decisions_before: int = 0
    entries_before: int = 0


def decide(examined: ExaminedOrder, examination: Examination, circumstances: Circumstances) -> Decision:
    """The decision with everything that is to be recorded with it."""
    purpose_code = examined.purpose.code if examined.purpose else examined.order.purpose_code
    return Decision(
        order_number=circumstances.order_number,
        decision_number=circumstances.decisions_before + 1,
        action=circumstances.action,
        outcome=examination.outcome,
        decided_at=circumstances.decided_at,
        actor=circumstances.actor,
        reason=circumstances.reason,
        purpose_code=purpose_code,
        accepted_findings=circumstances.accepted_findings,
        register=_evidence(examined),
        findings=examination.findings,
        credited=examination.credited,
        returned=examination.returned,
        held=examination.held,
        lines=DecidedLines(
            numbers=examined.numbers,
            amounts_tiyn=examined.order.participants.amounts_tiyn,
            months=examined.months,
            outcomes=examination.line_outcomes,
            levels=examined.levels,
        ),
        entries=_entries(examined, examination, circumstances),
        credited_lines=_credited_lines(examined, examination),
        return_order=_return_order(examined, examination),
    )


def taken_over(decision: Decision) -> Decision:
    """The decision to return a held order, as one that sends nothing: its money is that of returned social payments.

    What leaves the payment orders is booked like a return that was sent, so that the bank holds no more of it here.
    """
    last = decision.entries[-1]
    gone = attrs.evolve(last, entry_number=last.entry_number + 1, debit=Account.RETURNS_PAYABLE, credit=Account.BANK)
    return attrs.evolve(decision, entries=(*decision.entries, gone), return_order=None)


def _evidence(examined: ExaminedOrder) -> RegisterEvidence | None:
    answers = examined.answers
    if answers is None or not examined.is_register_needed:
        return None
    return RegisterEvidence(source=answers.source, version=answers.version, answered_at=answers.answered_at)


def _entries(examined: ExaminedOrder, examination: Examination, circumstances: Circumstances) -> tuple[Entry, ...]:
    """The receipt with the first decision; what goes back, with the decision that returns it."""
    moves = []
    if circumstances.decisions_before == 0:
        moves.append((Account.BANK, Account.UNALLOCATED, examined.order.total.tiyn))
    if examination.returned.tiyn:
        moves.append((Account.UNALLOCATED, Account.RETURNS_PAYABLE, examination.returned.tiyn))
    return tuple(
        Entry(
            order_number=circumstances.order_number,
            entry_number=circumstances.entries_before + place,
            decision_number=circumstances.decisions_before + 1,
            debit=debit,
            credit=credit,
            amount_tiyn=amount,
            recorded_at=circumstances.decided_at,
        )
        for place, (debit, credit, amount) in enumerate(moves, 1)
    )


def _credited_lines(examined: ExaminedOrder, examination: Examination) -> CreditedLines | None:
    if not examination.credited.lines or examined.purpose is None:
        return None
    outcomes, lines = examination.line_outcomes, examined.order.participants
    indexes: Sequence[int] = range(len(lines))
    if examination.credited.lines < len(lines):
        indexes = [index for index in indexes if outcomes[index] is LineOutcome.CREDITED]
    return CreditedLines(
        account=ACCOUNT_OF[examined.purpose.kind],
        line_numbers=[index + 1 for index in indexes],
        person_keys=[person_key(number) for number in _known(examined.numbers, indexes)],
        amounts_tiyn=[lines.amounts_tiyn[index] for index in indexes],
        months=_known(examined.months, indexes),
    )


def _known(column: Sequence[int | None], indexes: Sequence[int]) -> list[int]:
    """The items at the indexes, which no credited line lacks: a rule returns a line without number or month."""
    known = [item for index in indexes if (item := column[index]) is not None]
    if len(known) != len(indexes):
        raise AssertionError("a line without a valid number or month was to be credited")
    return known


def _return_order(examined: ExaminedOrder, examination: Examination) -> ReturnOrder | None:
    if not examination.returned.tiyn:
        return None
    lines = examined.order.participants
    is_one_amount = not examined.order.has_list or not len(lines) or lines.total_tiyn != examined.order.total.tiyn
    returned = [i for i, outcome in enumerate(examination.line_outcomes) if outcome is LineOutcome.RETURNED]
    if is_one_amount:
        returned = []
    return ReturnOrder(
        purpose_code=_returned_with(examined.purpose),
        amount_tiyn=examination.returned.tiyn,
        is_one_amount=is_one_amount,
        line_numbers=[index + 1 for index in returned],
        amounts_tiyn=[lines.amounts_tiyn[index] for index in returned],
    )


def _returned_with(purpose: PurposeCode | None) -> str:
    return purpose.returned_with if purpose and purpose.returned_with else RETURNED_WITH_DEFAULT
