"""What must hold over the whole store at any time. Every store checks exactly these, in this order."""

import attrs


@attrs.frozen(kw_only=True)
class Invariant:
    """One check of `esep verify`."""

    name: str
    promise: str  # what holds, in one sentence
    counts: str  # what `Check.checked` counts; each of them is at most one fault


INVARIANTS = (
    Invariant(
        name="orders-balance",
        promise=(
            "The decisions of an order are numbered without a gap, each credits, returns and holds its total and has"
            " the outcome that these parts make; its entries from unallocated to bank (debit bank, credit unallocated)"
            " add up to it."
        ),
        counts="orders",
    ),
    Invariant(
        name="entries-follow-decisions",
        promise=(
            "An order's entries on participants' accounts by its decisions add up to what the last one credited, those"
            " from unallocated to returns payable to what it returned, what they leave of the receipt is what it"
            " holds, and it has no others than those of dispatches, transfers and money back from the Fund."
        ),
        counts="orders",
    ),
    Invariant(
        name="lines-have-one-outcome",
        promise=(
            "Every decision on an order has exactly its lines 1 to line_count (on one without a list none, or the one"
            " of a person who pays for themselves), and per outcome their number, and their money, is that"
            " of the decision's part; where the order is held or returned whole and its lines do not add up to its"
            " total, they add up to what the finding total-mismatch says."
        ),
        counts="orders",
    ),
    Invariant(
        name="credited-lines-have-entries",
        promise=(
            "A line that the last decision credited has exactly one entry by it from unallocated on a participant's"
            " account, of the same person, amount, month and decision, and no other line has any."
        ),
        counts="lines that were credited, and others that have entries",
    ),
    Invariant(
        name="lines-add-up",
        promise=(
            "What a line brought is what stands of it on persons' accounts and what was refunded of it, to the last"
            " tiyn; nobody has less than nothing of it, its entries are numbered without a gap, and they move money"
            " only between unallocated, the one account of its kind and, by refunds, returns payable."
        ),
        counts="lines with corrections or refunds, and entries of no kind that made them",
    ),
    Invariant(
        name="corrections-balance",
        promise=(
            "A correction has one reversal on the person and month where the line stood, and one new entry on those"
            " where it was to stand, both of the line's whole amount; no other entry names it."
        ),
        counts="corrections, and entries of corrections that are not recorded",
    ),
    Invariant(
        name="illegal-amounts-stand",
        promise="Every amount recognised as illegal is of a recorded list and of a line of that person, and no more.",
        counts="lines with illegal amounts",
    ),
    Invariant(
        name="entries-have-orders",
        promise="Every decision, finding, line, entry, return and dispatch is of an order and a decision recorded.",
        counts="decisions, entries of orders and of persons, returns, returned lines and dispatches",
    ),
    Invariant(
        name="returns-within-lines",
        promise=(
            "A return is what its decision returned, and the sum of its lines or one amount without lines; every"
            " decision that returned something has one, but for those that took an order over; none exceeds its order,"
            " no returned line exceeds what it brought, and none has an entry on a participant's account."
        ),
        counts="returns and returned lines",
    ),
    Invariant(
        name="dispatches-balance",
        promise=(
            "Every dispatched return and refund has its one entry from returns payable to bank (debit returns payable,"
            " credit bank) of its amount, and every such entry its dispatch, or a decision that took the order over;"
            " the file of each of them and of each transfer is there, hashes to its digest, and has the number and the"
            " total of what is in it."
        ),
        counts="dispatched returns and refunds, files, transfers without their file, and entries without dispatch",
    ),
    Invariant(
        name="messages-intact",
        promise=(
            "The bytes of every message hash to its digest, every order and quarantined message has its own, and no"
            " message has neither."
        ),
        counts="messages, orders and quarantined messages",
    ),
    Invariant(
        name="numbers-derive-from-keys",
        promise="The number of every order is one of those that its key, with or without its content, gives.",
        counts="orders",
    ),
    Invariant(
        name="register-complete",
        promise="Every snapshot of the register holds as many people as it says, and no people stand in any other.",
        counts="snapshots",
    ),
    Invariant(
        name="transfers-balance",
        promise=(
            "Every transfer has the amount, the orders and the lines of the orders in it, each order its entry from"
            " bank to fund settlement (debit fund settlement, credit bank) of its amount, and every such entry its"
            " transfer; what the Fund has of an order, less what came back, is what stands on its lines' accounts;"
            " nothing comes back of an order that was never transferred."
        ),
        counts="transfers, orders in them, and entries with the Fund of others",
    ),
    Invariant(
        name="refunds-balance",
        promise=(
            "A refund's lines add up to its amount and, with all others that were not refused, to no more than was"
            " credited; its states follow one another, who approved it did not prepare it; it has one entry per line"
            " exactly when its money was received, on the person's account or the corrected one, money from the Fund"
            " exactly where it had gone there before, and its dispatch exactly when it was sent."
        ),
        counts="refunds, entries of refunds that are not recorded, and money from the Fund for none",
    ),
    Invariant(
        name="cases-stand",
        promise=(
            "The events of a case are numbered without a gap and begin with its one registration; it is appointed once"
            " at most, and then with a decision; only appointments, resumptions and recalculations decide about"
            " payments, the parts of each decision add up to its amount, and it does not end before it begins."
        ),
        counts="cases and decisions",
    ),
    Invariant(
        name="social-payments-balance",
        promise=(
            "Per decision, month and part: decided = paid + pension contribution withheld + payable + returned +"
            " overpayments + recovered, none of them below zero; each payment rests on a part of a decision for its"
            " month, was sent what its entries say, again only after it came back or its claim was taken back, and came"
            " back only as it was sent; no more was formed for a month and payee than the greatest that a decision"
            " names;"
            " what is recorded as a payment order and as returned payments was taken over, and nothing else was;"
            " messages, runs and overpayments are the sums of what is in them."
        ),
        counts="payments, messages, overpayments, runs, returned orders, and entries of payments that are not recorded",
    ),
    Invariant(
        name="books-balance",
        promise=(
            "By all entries, the bank, the Fund and what it owes for social payments hold what all other accounts hold"
            " together, and no account is below zero."
        ),
        counts="accounts",
    ),
)
"""Invariants that a store checks within itself, in this order."""

ORDERS_AS_READ = Invariant(
    name="orders-as-read",
    promise=(
        "Every order's bytes, read again, give the header and the lines that are recorded, and its"
        " entries stand on the accounts of the purpose code that applies."
    ),
    counts="orders",
)

ALL_INVARIANTS = (*INVARIANTS, ORDERS_AS_READ)
"""Everything that `esep verify` checks."""
