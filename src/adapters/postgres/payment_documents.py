"""The documents of social payments in PostgreSQL."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from esep.adapters.postgres.last_sendings import LAST_RETURN, LAST_SENDING
from esep.adapters.postgres.payment_rows import key_of
from esep.domain.model.benefit_payment import PaymentKey
from esep.domain.model.payment_document import PaymentDocument, PaymentDocuments, ReturnDocument

DOCUMENTS = f"""
    with paid as (
        select p.* from benefit_payment p where p.person_key = any(%(people)s::bigint[])
        union all
        select p.* from benefit_payment p
         where p.payee_key = any(%(people)s::bigint[]) and p.payee_key <> p.person_key
           and not p.person_key = any(%(people)s::bigint[])
    )
    select p.person_key, p.case_number, p.month, p.part, p.event_number,
           m.document_number as sent_document_number, m.document_date as sent_document_date,
           m.purpose_code as sent_purpose_code, m.sender_id as sent_sender_id, m.sender_name as sent_sender_name,
           m.recipient_name as sent_recipient_name, m.total_tiyn as sent_total_tiyn,
           o.document_number as back_document_number, o.document_date as back_document_date,
           o.purpose_code as back_purpose_code, o.sender_id as back_sender_id, o.sender_name as back_sender_name,
           o.recipient_name as back_recipient_name, o.total_tiyn as back_total_tiyn,
           o.value_date as received_on, o.reference, b.amount_tiyn, l.period
      from paid p
      join benefit_run r on r.run_number = p.run_number
      {LAST_SENDING}
      left join benefit_message m on m.message_number = d.message_number
      {LAST_RETURN}
      left join returned_order o on o.sha256 = b.sha256
      left join returned_line l on l.sha256 = b.sha256 and l.line_number = b.line_number
     where %(as_of)s::timestamptz is null or r.prepared_at <= %(as_of)s
"""  # noqa: S608  # put together from constants


def of_person(
    connection: psycopg.Connection, person_keys: Collection[int], as_of: datetime | None
) -> dict[PaymentKey, PaymentDocuments]:
    """What carried and brought back the payments to persons, or for their cases, as recorded by an instant."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(DOCUMENTS, {"people": list(person_keys), "as_of": as_of}).fetchall()
    return {key_of(row): PaymentDocuments(sent=_document(row, "sent"), returned=_returned(row)) for row in rows}


def _document(row: dict[str, Any], side: str) -> PaymentDocument | None:
    if row[f"{side}_document_number"] is None:
        return None
    return PaymentDocument(
        document_number=row[f"{side}_document_number"],
        document_date=row[f"{side}_document_date"],
        purpose_code=row[f"{side}_purpose_code"],
        sender_id=row[f"{side}_sender_id"],
        sender_name=row[f"{side}_sender_name"],
        recipient_name=row[f"{side}_recipient_name"],
        total_tiyn=row[f"{side}_total_tiyn"],
    )


def _returned(row: dict[str, Any]) -> ReturnDocument | None:
    document = _document(row, "back")
    if document is None:
        return None
    return ReturnDocument(
        received_on=row["received_on"],
        reference=row["reference"],
        document=document,
        amount_tiyn=row["amount_tiyn"],
        period=row["period"],
    )
