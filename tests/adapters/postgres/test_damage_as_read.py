"""Damage that only the order's own bytes can tell."""

from contextlib import nullcontext

import psycopg
import pytest

from esep.adapters.payment_files.reader import Mt102Reader
from esep.adapters.postgres.store import PostgresUnitOfWork
from esep.domain.rules.rulebook import Rulebook
from esep.domain.use_cases.verify_store import VerifyStore

CUT = "order_number = (select order_number from payment_order where reference = 'CUT')"
PENALTY = "order_number = (select order_number from payment_order where reference = 'PENALTY')"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (f"update payment_order set payer_name = 'x' where {CUT}", "payer_name"),
        (f"update payment_order set payer_id = '160440007161' where {CUT}", "payer_id"),
        (f"update payment_order set purpose_code = '017' where {CUT}", "purpose_code"),
        (f"update payment_order set period = '122019' where {CUT}", "period"),
        (f"update payment_order set document_number = '1' where {CUT}", "document_number"),
        (f"update payment_order set document_date = '2020-01-01' where {CUT}", "document_date"),
        (f"update payment_order set recipient_name = 'x' where {CUT}", "recipient_name"),
        (f"update payment_order set received_on = '2020-01-01' where {CUT}", "received_on"),
        (f"update payment_order set content_sha256 = sha256('x') where {CUT}", "content_sha256"),
        (f"update line_decision set iin = 900101300017 where {CUT} and outcome = 'r'", "numbers of persons"),
        (f"update line_decision set period_from = '2019-12-01' where {CUT} and outcome = 'r'", "months of lines"),
        (f"update person_entry set credit = 3 where {PENALTY}", "accounts credited"),
        (f"update order_decision set purpose_code = '012' where {PENALTY}", "accounts credited"),
    ],
)
def test_what_is_recorded_otherwise_than_it_was_read_is_told(
    full_database: str, rulebook: Rulebook, damage: str, told: str
) -> None:
    with psycopg.connect(full_database) as connection:
        verify = VerifyStore(
            open_unit=lambda: nullcontext(PostgresUnitOfWork(connection)), reader=Mt102Reader(), rulebook=rulebook
        )
        assert [check for check in verify() if not check.ok] == []
        connection.execute("set session_replication_role = replica")
        assert connection.execute(damage.encode()).rowcount == 1
        [faults] = [check.faults for check in verify() if check.name == "orders-as-read"]
        connection.rollback()
    assert [fault.partition(": not as in its message: ")[2] for fault in faults] == [told]
