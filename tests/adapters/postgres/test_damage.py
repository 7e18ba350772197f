"""A store that was damaged behind the product's back: `verify` says which check fails and where."""

import psycopg
import pytest

from esep.adapters.postgres.verification import PostgresVerification

BALANCE, FOLLOW, LINES, CREDITED = (
    "orders-balance",
    "entries-follow-decisions",
    "lines-have-one-outcome",
    "credited-lines-have-entries",
)
OWNED, RETURNS, DISPATCHES, MESSAGES = (
    "entries-have-orders",
    "returns-within-lines",
    "dispatches-balance",
    "messages-intact",
)
NUMBERS, REGISTER, BOOKS = "numbers-derive-from-keys", "register-complete", "books-balance"
ADD_UP, REFUNDS, TRANSFERS = "lines-add-up", "refunds-balance", "transfers-balance"


def of(reference: str) -> str:
    """The condition that a row is of an order; of two orders of one reference, of the first."""
    return (
        f"order_number = (select order_number from payment_order where reference = '{reference}'"
        " and conflicts_with is null)"
    )


def added(table: str, changes: str) -> str:
    """A statement that adds a row like another one."""
    return f"insert into {table} select (jsonb_populate_record(t, jsonb_build_object({changes}))).* from {table} t"


def key(reference: str) -> str:
    return f"HSBKKZKX/{reference}/2020-02-10"


ACCEPTED, CUT, HELD = of("ACCEPTED"), of("CUT"), of("HELD")
RETURNED_PERSON = f"(select iin from line_decision where {CUT} and outcome = 'r')"
OTHER_MESSAGE = "(select message_sha256 from payment_order where reference = 'CUT')"

DAMAGES: dict[str, tuple[str, set[str], str]] = {
    # Personal entries
    "the amount of a personal entry": (
        f"update person_entry set amount_tiyn = amount_tiyn + 1 where {ACCEPTED} and line_number = 1",
        {FOLLOW, CREDITED},
        f"{key('ACCEPTED')} line 1: the line brought 250000, entered is 250001",
    ),
    "the person of a personal entry": (
        f"update person_entry set person_key = 900101300096 where {ACCEPTED} and line_number = 1",
        {CREDITED},
        f"{key('ACCEPTED')} line 1: entered for another person",
    ),
    "the period of a personal entry": (
        f"update person_entry set period_from = '2019-12-01' where {ACCEPTED} and line_number = 1",
        {CREDITED},
        f"{key('ACCEPTED')} line 1: entered for another month",
    ),
    "the end of the period of a personal entry": (
        f"update person_entry set period_to = '2020-03-01' where {ACCEPTED} and line_number = 1",
        {CREDITED},
        f"{key('ACCEPTED')} line 1: entered for another month",
    ),
    "the order of a personal entry": (
        f"update person_entry set order_number = 5 where {ACCEPTED} and line_number = 1",
        {FOLLOW, CREDITED, OWNED},
        "order 5 line 1: an entry without a credited line",
    ),
    "the line of a personal entry": (
        f"update person_entry set line_number = 3 where {ACCEPTED} and line_number = 1",
        {CREDITED},
        f"{key('ACCEPTED')} line 1: credited without an entry",
    ),
    "the decision of a personal entry": (
        f"update person_entry set decision_number = 1 where {of('RELEASED')}",
        {CREDITED},
        f"{key('RELEASED')} line 1: entered by another decision",
    ),
    "where a personal entry took the money from": (
        f"update person_entry set debit = 1 where {ACCEPTED} and line_number = 1",
        {FOLLOW, CREDITED, ADD_UP},
        f"{key('ACCEPTED')} line 1: entered from another account than unallocated",
    ),
    "a personal entry moved to another account": (
        f"update person_entry set credit = 6 where {ACCEPTED} and line_number = 1",
        {FOLLOW, CREDITED, ADD_UP, BOOKS},
        f"{key('ACCEPTED')} line 1: credited without an entry",
    ),
    "a personal entry is gone": (
        f"delete from person_entry where {ACCEPTED} and line_number = 2",
        {FOLLOW, CREDITED},
        f"{key('ACCEPTED')} line 2: credited without an entry",
    ),
    "a personal entry is there twice": (
        added("person_entry", "'entry_number', 2") + f" where {ACCEPTED} and line_number = 1",
        {FOLLOW, CREDITED},
        f"{key('ACCEPTED')} line 1: credited by 2 entries",
    ),
    "a personal entry of a returned line": (
        added("person_entry", f"'line_number', 2, 'person_key', {RETURNED_PERSON}")
        + f" where {CUT} and line_number = 1",
        {FOLLOW, CREDITED, RETURNS},
        f"{key('CUT')} line 2: an entry without a credited line",
    ),
    # Lines
    "the amount of a credited line": (
        f"update line_decision set amount_tiyn = 1 where {ACCEPTED} and line_number = 1",
        {LINES, CREDITED},
        key("ACCEPTED"),
    ),
    "the amount of a returned line": (
        f"update line_decision set amount_tiyn = 900000 where {of('RETURNED')} and line_number = 1",
        {LINES},
        key("RETURNED"),
    ),
    "the amount of a held line": (
        f"update line_decision set amount_tiyn = 1 where {HELD} and line_number = 1",
        {LINES},
        key("HELD"),
    ),
    "the amount of a line that never added up": (
        f"update line_decision set amount_tiyn = 1 where {of('MISMATCH')} and line_number = 1",
        {LINES},
        key("MISMATCH"),
    ),
    "the amount of a held line that never added up": (
        f"update line_decision set amount_tiyn = 778 where {of('HELD-MISMATCH')} and line_number = 1",
        {LINES},
        key("HELD-MISMATCH"),
    ),
    "the amount of a line of an earlier decision": (
        f"update line_decision set amount_tiyn = 1 where {of('RELEASED')} and decision_number = 1",
        {LINES},
        key("RELEASED"),
    ),
    "the outcome of a credited line": (
        f"update line_decision set outcome = 'r' where {ACCEPTED} and line_number = 1",
        {LINES, CREDITED},
        key("ACCEPTED"),
    ),
    "the outcome of a returned line": (
        f"update line_decision set outcome = 'c' where {CUT} and line_number = 2",
        {LINES, CREDITED, RETURNS},
        f"{key('CUT')} line 2: credited without an entry",
    ),
    "the outcome of a held line": (
        f"update line_decision set outcome = 'r' where {HELD} and line_number = 2",
        {LINES},
        key("HELD"),
    ),
    "the outcome of a line of an earlier decision": (
        f"update line_decision set outcome = 'c' where {of('RELEASED')} and decision_number = 1",
        {LINES},
        key("RELEASED"),
    ),
    "the person of a credited line": (
        f"update line_decision set iin = 900101300096 where {ACCEPTED} and line_number = 1",
        {CREDITED},
        f"{key('ACCEPTED')} line 1: entered for another person",
    ),
    "the person of a credited line is gone": (
        f"update line_decision set iin = null where {ACCEPTED} and line_number = 1",
        {CREDITED},
        f"{key('ACCEPTED')} line 1",
    ),
    "the period of a credited line": (
        f"update line_decision set period_from = '2019-12-01' where {ACCEPTED} and line_number = 1",
        {CREDITED},
        f"{key('ACCEPTED')} line 1: entered for another month",
    ),
    "the number of a line": (
        f"update line_decision set line_number = 7 where {HELD} and line_number = 1",
        {LINES},
        key("HELD"),
    ),
    "the decision of a line": (
        f"update line_decision set decision_number = 7 where {HELD} and line_number = 1",
        {LINES, OWNED},
        key("HELD"),
    ),
    "a line is gone": (f"delete from line_decision where {HELD} and line_number = 2", {LINES}, key("HELD")),
    "a line of an earlier decision is gone": (
        f"delete from line_decision where {of('RELEASED')} and decision_number = 1",
        {LINES},
        key("RELEASED"),
    ),
    "a line of no order": (
        added("line_decision", "'order_number', 5") + f" where {ACCEPTED} and line_number = 1",
        {OWNED},
        "line 1 of order 5: no such decision is recorded",
    ),
    # Decisions
    "what a decision credited": (
        f"update order_decision set credited_tiyn = credited_tiyn + 1 where {ACCEPTED}",
        {BALANCE, FOLLOW, LINES},
        key("ACCEPTED"),
    ),
    "what a decision moved from returned to credited": (
        "update order_decision set credited_tiyn = credited_tiyn + 1, returned_tiyn = returned_tiyn - 1 where " + CUT,
        {FOLLOW, LINES, RETURNS},
        key("CUT"),
    ),
    "what a decision returned": (
        f"update order_decision set returned_tiyn = 1 where {CUT}",
        {BALANCE, FOLLOW, LINES, RETURNS},
        key("CUT"),
    ),
    "what a decision held": (
        f"update order_decision set held_tiyn = held_tiyn - 1 where {of('HELD-MISMATCH')}",
        {BALANCE, FOLLOW},
        key("HELD-MISMATCH"),
    ),
    "what an earlier decision held": (
        f"update order_decision set held_tiyn = held_tiyn - 1 where {of('RELEASED')} and decision_number = 1",
        {BALANCE, LINES},
        key("RELEASED"),
    ),
    "the number of lines a decision credited": (
        f"update order_decision set credited_lines = 1 where {ACCEPTED}",
        {LINES},
        key("ACCEPTED"),
    ),
    "the outcome of a decision": (
        f"update order_decision set outcome = 'cut' where {ACCEPTED}",
        {BALANCE},
        key("ACCEPTED"),
    ),
    "the outcome of an earlier decision": (
        f"update order_decision set outcome = 'returned' where {of('RELEASED')} and decision_number = 1",
        {BALANCE},
        key("RELEASED"),
    ),
    "the only decision is gone": (
        f"delete from order_decision where {HELD}",
        {BALANCE, FOLLOW, LINES, OWNED},
        f"{key('HELD')}: total 500001, decided never",
    ),
    "the last decision is gone": (
        f"delete from order_decision where {of('RELEASED')} and decision_number = 2",
        {FOLLOW, CREDITED, OWNED},
        key("RELEASED"),
    ),
    "the first decision is gone": (
        f"delete from order_decision where {of('RELEASED')} and decision_number = 1",
        {BALANCE, OWNED},
        key("RELEASED"),
    ),
    # Orders
    "the total of an order": (
        f"update payment_order set total_tiyn = total_tiyn + 1 where {ACCEPTED}",
        {BALANCE},
        f"{key('ACCEPTED')}: total 500002",
    ),
    "the number of lines of an order": (
        f"update payment_order set line_count = 3 where {ACCEPTED}",
        {LINES},
        key("ACCEPTED"),
    ),
    "the reference of an order": (
        f"update payment_order set reference = 'ANOTHER' where {ACCEPTED}",
        {NUMBERS},
        key("ANOTHER"),
    ),
    "the sender of an order": (
        f"update payment_order set sender_bic = 'KZKOKZKX' where {ACCEPTED}",
        {NUMBERS},
        "KZKOKZKX/ACCEPTED/2020-02-10",
    ),
    "the value date of an order": (
        f"update payment_order set value_date = '2020-02-11' where {ACCEPTED}",
        {NUMBERS},
        "HSBKKZKX/ACCEPTED/2020-02-11",
    ),
    "the number of an order": (
        f"update payment_order set order_number = 5 where {HELD}",
        {BALANCE, FOLLOW, LINES, OWNED, NUMBERS},
        key("HELD"),
    ),
    "the message of an order": (
        f"update payment_order set message_sha256 = {OTHER_MESSAGE} where {HELD}",
        {MESSAGES},
        "it stands for 2 orders",
    ),
    "an order is gone": (
        f"delete from payment_order where {HELD}",
        {OWNED, MESSAGES},
        "no such order is recorded",
    ),
    # Messages
    "the bytes of a message": (
        f"update message set content = content || '!' where sha256 = {OTHER_MESSAGE}",
        {MESSAGES},
        "its bytes hash to",
    ),
    "the digest of a message": (
        f"update message set sha256 = sha256('x') where sha256 = {OTHER_MESSAGE}",
        {MESSAGES},
        f"order {key('CUT')}: its message is not kept",
    ),
    "a message is gone": (
        f"delete from message where sha256 = {OTHER_MESSAGE}",
        {MESSAGES},
        f"order {key('CUT')}: its message is not kept",
    ),
    "the bytes of a quarantined message are gone": (
        "delete from message where sha256 in (select sha256 from quarantined_message)",
        {MESSAGES},
        "quarantined message",
    ),
    "a quarantined message is gone": (
        "delete from quarantined_message",
        {MESSAGES},
        "no order and no quarantined message is recorded for it",
    ),
    # Entries
    "the amount of a receipt": (
        f"update order_entry set amount_tiyn = amount_tiyn + 1 where {ACCEPTED}",
        {BALANCE, FOLLOW},
        key("ACCEPTED"),
    ),
    "the amount of a returning entry": (
        f"update order_entry set amount_tiyn = 250000 where {CUT} and credit = 5",
        {FOLLOW},
        key("CUT"),
    ),
    "the amount of a dispatching entry": (
        f"update order_entry set amount_tiyn = 250000 where {CUT} and debit = 5",
        {DISPATCHES},
        key("CUT"),
    ),
    "the account of a receipt": (
        f"update order_entry set debit = 6 where {ACCEPTED}",
        {BALANCE, FOLLOW, TRANSFERS},
        key("ACCEPTED"),
    ),
    "where a returning entry took the money from": (
        f"update order_entry set debit = 1 where {CUT} and credit = 5",
        {FOLLOW},
        key("CUT"),
    ),
    "the decision of an entry": (
        f"update order_entry set decision_number = 7 where {HELD}",
        {OWNED},
        f"entry of {key('HELD')}: no decision 7 is recorded",
    ),
    "a receipt is gone": (f"delete from order_entry where {HELD}", {BALANCE, FOLLOW}, key("HELD")),
    "a returning entry is gone": (
        f"delete from order_entry where {of('RETURNED')} and credit = 5",
        {FOLLOW},
        key("RETURNED"),
    ),
    "a dispatching entry is gone": (f"delete from order_entry where {CUT} and debit = 5", {DISPATCHES}, key("CUT")),
    "an entry between strange accounts": (
        added("order_entry", "'entry_number', 9, 'credit', 3") + f" where {HELD}",
        {FOLLOW},
        key("HELD"),
    ),
    "an entry of money from the Fund that no refund asked for": (
        added("order_entry", "'entry_number', 9, 'credit', 6") + f" where {HELD}",
        {BOOKS, REFUNDS, TRANSFERS},
        key("HELD"),
    ),
    # Returns
    "the amount of a return": (
        f"update return_order set amount_tiyn = 1 where {CUT}",
        {RETURNS, DISPATCHES},
        f"return of {key('CUT')}",
    ),
    "a return of lines told as one amount": (
        f"update return_order set is_one_amount = true where {CUT}",
        {RETURNS},
        f"return of {key('CUT')}",
    ),
    "a return of one amount told as lines": (
        f"update return_order set is_one_amount = false where {of('MISMATCH')}",
        {RETURNS},
        f"return of {key('MISMATCH')}",
    ),
    "the decision of a return": (
        f"update return_order set decision_number = 7 where {of('RETURNED')}",
        {OWNED, RETURNS},
        key("RETURNED"),
    ),
    "a return is gone": (
        f"delete from return_order where {of('RETURNED')}",
        {RETURNS},
        f"{key('RETURNED')}: decided to return 500001, no return is recorded",
    ),
    "the amount of a line in a return": (
        f"update return_line set amount_tiyn = 1 where {CUT}",
        {RETURNS},
        f"return of {key('CUT')}",
    ),
    "the number of a line in a return": (
        f"update return_line set line_number = 1 where {CUT}",
        {RETURNS},
        f"returned line 1 of {key('CUT')}",
    ),
    "a line in a return is gone": (f"delete from return_line where {CUT}", {RETURNS}, f"return of {key('CUT')}"),
    # Dispatches and files
    "a dispatch is gone": (f"delete from return_dispatch where {CUT}", {DISPATCHES}, key("CUT")),
    "the entry of a dispatch": (
        f"update return_dispatch set entry_number = 1 where {CUT}",
        {DISPATCHES},
        key("CUT"),
    ),
    "the file of a dispatch": (
        f"update return_dispatch set file_name = 'other.txt' where {CUT}",
        {DISPATCHES},
        key("CUT"),
    ),
    "the bytes of a file": (
        "update outgoing_file set content = content || '!'",
        {DISPATCHES},
        "file returns-20200210-GCVP-00000000001.txt",
    ),
    "the total of a file": (
        "update outgoing_file set total_tiyn = total_tiyn + 1",
        {DISPATCHES},
        "file returns-20200210-GCVP-00000000001.txt",
    ),
    "the number of messages of a file": (
        "update outgoing_file set message_count = 1",
        {DISPATCHES},
        "file returns-20200210-GCVP-00000000001.txt",
    ),
    "a file is gone": ("delete from outgoing_file", {DISPATCHES}, key("CUT")),
    # Findings, register, accounts
    "a finding of no order": (
        f"update finding set order_number = 5 where {of('MISMATCH')}",
        {LINES, OWNED},
        "finding total-mismatch of order 5: no such decision is recorded",
    ),
    "what lines that never added up brought": (
        f"update finding set found = '1,00' where {of('MISMATCH')}",
        {LINES},
        key("MISMATCH"),
    ),
    "a person of a snapshot is gone": (
        "delete from register_person where iin = (select min(iin) from register_person)",
        {REGISTER},
        "snapshot 1: it says 3 people and holds 2",
    ),
    "a snapshot is gone": (
        "delete from register_version",
        {REGISTER},
        "snapshot 1: it holds people and is not recorded",
    ),
    "an account is gone": ("delete from ledger_account where account = 3", {BOOKS}, "account bank"),
}


def failing(connection: psycopg.Connection) -> dict[str, tuple[str, ...]]:
    return {check.name: check.faults for check in PostgresVerification(connection).checks() if not check.ok}


def test_the_store_is_right_before_it_is_damaged(full_database: str) -> None:
    with psycopg.connect(full_database) as connection:
        assert failing(connection) == {}


@pytest.mark.parametrize(("statement", "checks", "named"), DAMAGES.values(), ids=DAMAGES)
def test_verify_finds_changed(full_database: str, statement: str, checks: set[str], named: str) -> None:
    with psycopg.connect(full_database) as connection, connection.transaction(force_rollback=True):
        connection.execute("set local session_replication_role = replica")  # neither triggers nor foreign keys
        assert connection.execute(statement).rowcount == 1
        faults = failing(connection)
        assert set(faults) == checks
        assert any(named in fault for some in faults.values() for fault in some), faults
        assert not any("9001013000" in fault for some in faults.values() for fault in some)  # no person is named
