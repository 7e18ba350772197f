"""The books: one entry moves one amount from one account to another, and is never changed."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

import attrs


class Account(Enum):
    """Accounts of the books, with the number that each has in the store."""

    BANK = 1  # money on the State Corporation's account
    UNALLOCATED = 2  # received, not yet decided
    PARTICIPANT_CONTRIBUTIONS = 3  # recorded for a person
    PARTICIPANT_PENALTIES = 4  # likewise, penalties
    RETURNS_PAYABLE = 5  # to be sent back to a payer
    FUND_SETTLEMENT = 6  # with the Fund
    SOCIAL_PAYMENTS_DECIDED = 7  # what the Fund owes for payments that were formed
    SOCIAL_PAYMENTS_PAYABLE = 8  # formed, not sent yet
    PENSION_CONTRIBUTIONS_WITHHELD = 9  # of payments, for the pension fund
    SOCIAL_PAYMENTS_PAID = 10  # sent to recipients
    RETURNED_SOCIAL_PAYMENTS = 11  # came back from banks, the pension fund or recipients
    OVERPAYMENTS = 12  # paid over, to be given back by recipients
    OVERPAYMENTS_RECOVERED = 13  # withheld from later payments


PARTICIPANT_ACCOUNTS = (Account.PARTICIPANT_CONTRIBUTIONS, Account.PARTICIPANT_PENALTIES)
BENEFIT_ACCOUNTS = tuple(account for account in Account if account.value >= Account.SOCIAL_PAYMENTS_DECIDED.value)
"""Entries of social payments stand on these and on no other."""
ASSETS = (Account.BANK, Account.FUND_SETTLEMENT, Account.SOCIAL_PAYMENTS_DECIDED)
"""Where the money is; all other accounts say whose it is."""


@attrs.frozen(kw_only=True)
class Entry:
    """An entry of an order as a whole. The amount leaves the credited account's owner's claim for the debited one."""

    order_number: int
    entry_number: int  # counts the order's entries from 1
    decision_number: int
    debit: Account
    credit: Account
    amount_tiyn: int
    recorded_at: datetime


@attrs.frozen(kw_only=True)
class PersonEntry:
    """An entry of one line, made by a correction or a refund."""

    person_key: int
    order_number: int
    line_number: int
    entry_number: int  # counts the line's entries from 1, on whatever account they stand
    decision_number: int  # of the order's decision that credited the line
    debit: Account
    credit: Account
    amount_tiyn: int
    month: int  # number of the month paid for
    recorded_at: datetime
    correction_number: int | None = None
    refund_number: int | None = None


@attrs.frozen(kw_only=True)
class CreditedLines:
    """Entries from unallocated to the participants' accounts, one per credited line, by columns."""

    account: Account  # PARTICIPANT_CONTRIBUTIONS or PARTICIPANT_PENALTIES
    line_numbers: Sequence[int]
    person_keys: Sequence[int]
    amounts_tiyn: Sequence[int]
    months: Sequence[int]  # numbers of months


def person_key(iin: int) -> int:
    """The key of a person's records: the number under which the person first came to be known."""
    return iin
