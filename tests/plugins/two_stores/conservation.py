"""No tiyn is lost and none invented: reckoned from what the ports tell, without the checks of `esep verify`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from esep.domain.model.ledger import ASSETS, PARTICIPANT_ACCOUNTS, Account, Entry, PersonEntry
from esep.domain.model.order_summary import OrderSummary
from esep.domain.model.outcome import LineOutcome
from esep.domain.model.personal_account import PersonalRecord, RecordKind
from esep.domain.model.refund import BOOKED, RefundState, RefundSummary
from esep.domain.model.returns import ReturnSummary
from esep.domain.model.transfer import TransferSummary

FROM_FUND = (Account.BANK, Account.FUND_SETTLEMENT)

Place = tuple[int, int]  # an order's number and a line's


@attrs.frozen
class Money:
    """The money of a store, by what it observed."""

    seen: Mapping[str, Any]

    def require_conserved(self) -> None:
        """Raise `AssertionError` where a tiyn is missing or too many."""
        self._lines_add_up()
        self._orders_add_up()
        self._fund_has_what_stands()
        received = sum(order.total_tiyn for order in self._orders)
        owed = self.held_tiyn + self.on_accounts_tiyn + self.payable_tiyn
        assert received == owed + self.sent_back_tiyn, (received, owed, self.sent_back_tiyn)
        assert self.bank_tiyn + self.fund_tiyn == owed, (self.bank_tiyn, self.fund_tiyn, owed)
        books, expected = self.books(), self._expected_books()
        assert books == expected, (books, expected)

    def _lines_add_up(self) -> None:
        """What a line brought is what stands of it on all accounts and what was refunded of it."""
        stands, refunded, asked = self._stands(), self._refunded(), self._booked()
        assert refunded == asked, "records of returns differ from the refunds that were booked"
        for place, brought in self._brought.items():
            assert brought == stands[place] + refunded[place], (place, brought, stands[place], refunded[place])
            assert stands[place] >= 0 <= refunded[place]
        assert set(stands) | set(refunded) <= set(self._brought), "an account has a line that was not credited"

    def _orders_add_up(self) -> None:
        """What the examination returned and what was refunded is never above what an order brought."""
        gone = Counter({one.order_number: one.amount_tiyn for one in self.seen["returns"]})
        for (number, _), amount in self._refunded().items():
            gone[number] += amount
        for order in self._orders:
            parts = (order.credited.tiyn, order.returned.tiyn, order.held.tiyn)
            assert order.total_tiyn == sum(parts), (str(order.key), parts)
            assert gone[order.order_number] <= order.total_tiyn, str(order.key)

    def _fund_has_what_stands(self) -> None:
        """Of a transferred order the Fund has what stands on the accounts; of another it has nothing."""
        with_fund: Counter[int] = Counter()
        for entry in self.seen["entries"]:
            if entry.debit is Account.FUND_SETTLEMENT:
                with_fund[entry.order_number] += entry.amount_tiyn
            if entry.credit is Account.FUND_SETTLEMENT:
                with_fund[entry.order_number] -= entry.amount_tiyn
        stands = self._stands()
        for order in self._orders:
            number = order.order_number
            expected = sum(amount for (of, _), amount in stands.items() if of == number)
            is_transferred = self.seen["paid orders"][number].is_transferred
            assert with_fund[number] == (expected if is_transferred else 0), (str(order.key), with_fund[number])

    @property
    def held_tiyn(self) -> int:
        """What waits for a decision."""
        return sum(order.held.tiyn for order in self._orders)

    @property
    def on_accounts_tiyn(self) -> int:
        """What stands on all persons' accounts."""
        return sum(self._stands().values())

    @property
    def payable_tiyn(self) -> int:
        """What is to be sent to payers, and is in no file."""
        returns = sum(one.amount_tiyn for one in self._returns if one.file_name is None)
        return returns + sum(one.amount_tiyn for one in self._refunds if one.state is RefundState.MONEY_RECEIVED)

    @property
    def sent_back_tiyn(self) -> int:
        """What files carry to payers."""
        returns = sum(one.amount_tiyn for one in self._returns if one.file_name is not None)
        return returns + sum(one.amount_tiyn for one in self._refunds if one.state is RefundState.DISPATCHED)

    @property
    def fund_tiyn(self) -> int:
        """What was transferred, less what came back."""
        entries: Sequence[Entry] = self.seen["entries"]
        back = sum(entry.amount_tiyn for entry in entries if (entry.debit, entry.credit) == FROM_FUND)
        transfers: Sequence[TransferSummary] = self.seen["transfers"]
        return sum(one.transfer.amount_tiyn for one in transfers) - back

    @property
    def bank_tiyn(self) -> int:
        """What came in, less what left."""
        return sum(order.total_tiyn for order in self._orders) - self.sent_back_tiyn - self.fund_tiyn

    def books(self) -> Counter[Account]:
        """The balance of each account by all entries: what it holds, or what is owed on it."""
        balance: Counter[Account] = Counter()
        for entry in self._entries():
            for account, sign in ((entry.debit, 1), (entry.credit, -1)):
                balance[account] += entry.amount_tiyn * (sign if account in ASSETS else -sign)
        return +balance

    def _expected_books(self) -> Counter[Account]:
        kinds = {RecordKind.CONTRIBUTION: PARTICIPANT_ACCOUNTS[0], RecordKind.PENALTY: PARTICIPANT_ACCOUNTS[1]}
        expected = Counter(
            {
                Account.BANK: self.bank_tiyn,
                Account.FUND_SETTLEMENT: self.fund_tiyn,
                Account.UNALLOCATED: self.held_tiyn,
                Account.RETURNS_PAYABLE: self.payable_tiyn,
            }
        )
        for record in self._records():
            if record.kind in kinds:
                expected[kinds[record.kind]] += record.standing_tiyn
        return +expected

    def _entries(self) -> Iterator[Entry | PersonEntry]:
        yield from self.seen["entries"]
        yield from self.seen["line entries"]

    @property
    def _orders(self) -> Sequence[OrderSummary]:
        return list(self.seen["summaries"].values())

    @property
    def _returns(self) -> Sequence[ReturnSummary]:
        returns: Sequence[ReturnSummary] = self.seen["returns"]
        return returns

    @property
    def _refunds(self) -> Sequence[RefundSummary]:
        refunds: Sequence[RefundSummary] = self.seen["refunds"]
        return refunds

    def _records(self) -> Iterator[PersonalRecord]:
        yield from self.seen["accounts"]

    @property
    def _brought(self) -> dict[Place, int]:
        """By credited line what it brought."""
        return {
            (number, line.line_number): line.amount_tiyn
            for number, lines in self.seen["lines"].items()
            for line in lines
            if line.outcome is LineOutcome.CREDITED
        }

    def _stands(self) -> Counter[Place]:
        stands: Counter[Place] = Counter()
        for record in self._records():
            if record.kind is not RecordKind.RETURN:
                stands[record.order_number, record.line_number] += record.standing_tiyn
        return stands

    def _refunded(self) -> Counter[Place]:
        refunded: Counter[Place] = Counter()
        for record in self._records():
            if record.kind is RecordKind.RETURN:
                refunded[record.order_number, record.line_number] += record.amount_tiyn
        return refunded

    def _booked(self) -> Counter[Place]:
        booked: Counter[Place] = Counter()
        for case in self.seen["refund cases"].values():
            if case.state in BOOKED:
                for line in case.refund.lines:
                    booked[line.order_number, line.line_number] += line.amount_tiyn
        return booked
