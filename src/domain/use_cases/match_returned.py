"""Find the payments that held lines give back, and book them."""

from collections import defaultdict
from collections.abc import Sequence

import attrs

from esep.domain.model.benefit_payment import BenefitEntry, PaymentBalance, PaymentKey
from esep.domain.model.check_digit import has_valid_check_digit
from esep.domain.model.ledger import Account
from esep.domain.model.overpayment import Overpayment, OverpaymentAction
from esep.domain.model.returned_payment import HeldBecause, MatchedByHand, MatchedLine, ReturnedLineView, SentCandidate
from esep.domain.ports.unit_of_work import UnitOfWork
from esep.domain.rules.parameters import Parameters
from esep.domain.rules.social_payments.returned_lines import month_of, payment_of, told_by
from esep.domain.use_cases.overpayment_steps import OverpaymentSteps, repaid_entry

NEVER_MATCHED = (HeldBecause.TOTAL, HeldBecause.CONFLICT)
"""Such lines wait for a person: what the order says is in doubt."""


@attrs.define(kw_only=True)
class MatchReturned:
    """Looks at the lines of some orders; whoever calls it moves money alone."""

    unit: UnitOfWork
    parameters: Parameters
    steps: OverpaymentSteps
    _matched: list[MatchedLine] = attrs.field(factory=list, init=False)
    _entries: defaultdict[PaymentKey, list[BenefitEntry]] = attrs.field(factory=lambda: defaultdict(list), init=False)

    def __call__(self, held: Sequence[ReturnedLineView]) -> int:
        """How many payments were found."""
        lines = [line for line in held if line.finding not in NEVER_MATCHED]
        numbers = {payee for line in lines for payee in self._numbers(line.iin)}
        by_payee: defaultdict[int, list[SentCandidate]] = defaultdict(list)
        for candidate in self.unit.returned_payments.candidates(numbers) if numbers else ():
            by_payee[candidate.payee_key].append(candidate)
        for line in lines:
            told = told_by(line.purpose_code, line.assignment, line.value_date, self.parameters)
            own = [one for number in self._numbers(line.iin) for one in by_payee[number]]
            if isinstance(told, HeldBecause):
                continue
            found = payment_of(told, line.amount_tiyn, month_of(line.period), line.value_date, own)
            if found is not None and self._book(line, found):
                by_payee[found.payee_key].remove(found)
        self._record()
        return len(self._matched)

    def by_hand(self, line: ReturnedLineView, found: SentCandidate, reason: str) -> bool:
        """The payment that a person names for a held line; False where more comes than stands of it."""
        if not self._book(line, found, MatchedByHand(reason=reason, actor=self.steps.actor)):
            return False
        self._record()
        return True

    def _record(self) -> None:
        self.unit.returned_payments.match(self._matched, [one for own in self._entries.values() for one in own])

    def _numbers(self, iin: str) -> tuple[int, ...]:
        """All numbers of the person, since payments keep the one that they were decided under."""
        return self.unit.people.numbers_of(int(iin)) if has_valid_check_digit(iin) else ()

    def _book(self, line: ReturnedLineView, found: SentCandidate, by_hand: MatchedByHand | None = None) -> bool:
        """Book what comes back; False where more comes than stands of the payment, so that the line stays held."""
        entries = self._contribution(line, found) if found.is_pension else self._payment(line, found)
        if not entries:
            return False
        self._entries[found.key] += entries
        matched = MatchedLine(
            line.sha256, line.line_number, found.key, found.attempt, found.is_pension, entries[0].entry_number,
            line.amount_tiyn, self.steps.now, by_hand,
        )  # fmt: skip
        self._matched.append(matched)
        return True

    def _contribution(self, line: ReturnedLineView, found: SentCandidate) -> list[BenefitEntry]:
        return [self._entry(found, Account.PENSION_CONTRIBUTIONS_WITHHELD, line.amount_tiyn, 1)]

    def _payment(self, line: ReturnedLineView, found: SentCandidate) -> list[BenefitEntry]:
        """From paid; what was found to be paid over is settled by it."""
        balance = self._balance(found.key)
        paid = min(line.amount_tiyn, balance.paid_tiyn)
        rest = line.amount_tiyn - paid
        settled: list[tuple[Overpayment, int]] = []
        for one in self.unit.overpayments.list_overpayments(case_number=found.key.case_number) if rest else ():
            part = min(rest, one.left_tiyn) if one.key == found.key else 0
            if part:
                rest -= part
                settled.append((one, part))
        if rest:
            return []
        entries = [self._entry(found, Account.SOCIAL_PAYMENTS_PAID, paid, 1)] if paid else []
        for one, part in settled:
            number = found.entry_count + len(self._entries[found.key]) + len(entries) + 1
            entry = repaid_entry(one, number, part, self.steps.now)
            event = self.steps.event(
                one, OverpaymentAction.REPAY, happened_on=line.value_date, amount_tiyn=part, document=line.reference
            )
            self.unit.overpayments.record_event(one, event)
            entries.append(entry)
        return entries

    def _balance(self, key: PaymentKey) -> PaymentBalance:
        return self.unit.payments.balances(key.case_number)[key]

    def _entry(self, found: SentCandidate, debit: Account, amount_tiyn: int, place: int) -> BenefitEntry:
        number = found.entry_count + len(self._entries[found.key]) + place
        return BenefitEntry(
            found.key, number, debit.value, Account.RETURNED_SOCIAL_PAYMENTS.value, amount_tiyn, self.steps.now
        )
