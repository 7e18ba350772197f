"""A message is not taken as a payment order by one process and as returned payments by another at the same time."""

from esep.adapters.postgres.returned_payments import RECEIPT_LOCK
from esep.adapters.postgres.store import PostgresStore


def is_free(store: PostgresStore, *, to_record: bool) -> bool:
    """Whether another process could record returned orders now, or only ask for them."""
    suffix = "" if to_record else "_shared"
    with store.connection() as connection, connection.transaction():
        row = connection.execute(f"select pg_try_advisory_xact_lock{suffix}(%s)", [RECEIPT_LOCK]).fetchone()
    return bool(row and row[0])


def test_who_asked_keeps_others_from_recording_but_not_from_asking(store: PostgresStore) -> None:
    with store.open_unit() as unit:
        assert unit.returned_payments.received([], []) == []
        assert (is_free(store, to_record=True), is_free(store, to_record=False)) == (False, True)
    assert is_free(store, to_record=True)


def test_who_records_does_so_alone(store: PostgresStore) -> None:
    with store.open_unit() as unit:
        unit.returned_payments.receive_alone()
        assert (is_free(store, to_record=True), is_free(store, to_record=False)) == (False, False)
    assert is_free(store, to_record=False)
