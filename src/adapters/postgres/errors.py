"""Errors of the driver, translated once into those of the domain."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import errors as driver

from esep.domain.errors import AlreadyRecorded, Conflict, EsepError, NotFound, Unavailable

RACES = {
    "message_key": "a message with these bytes was recorded meanwhile",
    "payment_order_key": "an order of this key was recorded meanwhile",
    "payment_order_content_once": "this order was recorded meanwhile",
    "order_decision_key": "another decision on this order was recorded meanwhile",
    "quarantined_message_key": "this message was quarantined meanwhile",
    "person_link_key": "another link between numbers was recorded meanwhile",
    "person_link_undone_once": "this link was taken back meanwhile",
    "payer_register_version_key": "another register of payers was loaded meanwhile",
    "payer_regime_list_key": "another list of regimes was loaded meanwhile",
    "credited_month_list_key": "another list of credited months was loaded meanwhile",
    "register_version_key": "another register snapshot was loaded meanwhile",
    "recipient_case_key": "another case was recorded meanwhile",
    "recipient_case_number_once": "another case was recorded meanwhile",
    "recipient_case_application_once": "this application was recorded meanwhile",
    "case_event_key": "another step of this case was recorded meanwhile",
    "refund_key": "another refund was recorded meanwhile",
    "refund_once": "this application was recorded meanwhile",
    "refund_event_key": "another step of this refund was recorded meanwhile",
    "transfer_key": "another transfer was prepared meanwhile",
    "order_entry_key": "another entry of this order was recorded meanwhile",
    "correction_key": "another correction was recorded meanwhile",
    "benefit_payment_key": "a payment was formed already",
    "benefit_run_key": "another run was recorded meanwhile",
    "benefit_entry_key": "another entry of this payment was recorded meanwhile",
    "benefit_resend_key": "this payment is to be sent again already",
    "benefit_confirmation_key": "this message was confirmed already",
    "returned_order_key": "this order of returned payments was recorded already",
    "returned_order_once": "an order of returned payments of this reference was recorded already",
    "overpayment_key": "another overpayment was recorded meanwhile",
    "overpayment_event_key": "another step of this overpayment was recorded meanwhile",
    "illegal_list_key": "another list of illegal amounts was recorded meanwhile",
}
"""Constraints that two processes may meet at the same time; the caller looks again."""

CONFLICTS = {
    "return_line_once": "a line was to be returned twice",
    "return_dispatch_once": "a return was to be sent twice",
    "return_dispatch_reference_once": "an outgoing reference was to be used twice",
    "illegal_list_once": "a list of illegal amounts was to be recorded twice",
    "illegal_amount_key": "a line stands twice in a list of illegal amounts",
    "refund_dispatch_once": "a refund was to be sent twice",
    "refund_dispatch_reference_once": "an outgoing reference was to be used twice",
    "counted_amount_key": "a line was to be counted twice in one decision",
    "transfer_order_once": "an order was to be transferred twice",
    "transfer_dispatch_once": "a transfer was to be sent twice",
    "transfer_dispatch_reference_once": "an outgoing reference was to be used twice",
    "person_entry_key": "a line was to be credited twice",
    "benefit_dispatch_once": "a payment was to be sent twice",
    "benefit_message_key": "an outgoing reference was to be used twice",
    "benefit_message_reference_once": "an outgoing reference was to be used twice",
    "benefit_return_once": "a payment was to come back twice",
    "outgoing_file_key": "an outgoing file name was to be used twice",
    "registered_payer_key": "a number stands twice in one register of payers",
    "payer_regime_key": "a payer stands twice in one list of regimes from one day",
    "register_person_key": "a number stands twice in one snapshot of the register",
}


class StoreFull(Unavailable):
    """The store has no room; nothing of the unit of work was recorded."""

    code = "store-full"


class StoreNotWritable(Unavailable):
    """The store can be read but not written; nothing of the unit of work was recorded."""

    code = "store-not-writable"


class StoreChanged(EsepError):
    """The database refused a change of what is recorded."""

    code = "append-only"


@contextmanager
def translated() -> Iterator[None]:
    """Run statements; an error of the driver leaves as one of the domain."""
    try:
        yield
    except driver.UniqueViolation as error:
        name = error.diag.constraint_name or ""
        if name in RACES:
            raise AlreadyRecorded(RACES[name]) from error
        raise Conflict(CONFLICTS.get(name, f"the store refused a second row: {name}")) from error
    except driver.ForeignKeyViolation as error:
        raise NotFound(
            f"what was to be recorded belongs to nothing that is there: {error.diag.constraint_name}"
        ) from error
    except (driver.DeadlockDetected, driver.SerializationFailure) as error:
        raise AlreadyRecorded("another process was recording the same things") from error
    except driver.RestrictViolation as error:
        raise StoreChanged(str(error.diag.message_primary)) from error
    except driver.DiskFull as error:
        raise StoreFull(
            "the store has no room left: nothing of the last batch was recorded, what was reported stands; "
            "make room where the data directory or the database server keeps its data, then run the same command again"
        ) from error
    except driver.ReadOnlySqlTransaction as error:
        raise StoreNotWritable(
            "the database accepts no writing (read-only, perhaps a standby): connect to the primary server"
        ) from error
    except psycopg.OperationalError as error:
        raise Unavailable(_operational(error)) from error


def _operational(error: psycopg.OperationalError) -> str:
    reason = " ".join((error.diag.message_primary or str(error)).split()).rstrip(".?")
    if "No space left" in reason:
        reason = "it has no room left on its disk"
    return (
        f"the database did not answer: {reason}. Nothing unfinished was recorded; check the server and "
        "ESEP_DATABASE_URL (or the data directory), then run the same command again"
    )
