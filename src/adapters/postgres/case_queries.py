"""Questions about cases of recipients."""

from psycopg import sql

CASES = """
    select c.person_key, c.case_number, c.kind, c.insured_key, c.application_number, c.content_sha256,
           case when %(is_whole)s then c.content else ''::bytea end as content,
           c.submitted_at, c.registered_on, c.right_on, c.channel, c.region, c.documents, c.details, c.recorded_at,
           c.due_on, c.actor_identity, c.actor_role, c.actor_purpose
      from recipient_case c
"""

EVENTS = """
    select e.case_number, e.event_number, e.action, e.state, e.ground, e.happened_on, e.effective_on, e.due_on,
           e.document_number, e.document_date, e.reason, e.last_paid_on, e.last_paid_tiyn, e.recording_due_on,
           e.recorded_at, e.actor_identity, e.actor_role, e.actor_purpose,
           h.payee_key as changed_payee, h.account as changed_account, h.bic as changed_bic
      from case_event e join unnest(%(persons)s::bigint[], %(numbers)s::bigint[]) k (person_key, case_number)
        using (person_key, case_number)
      left join case_account h using (person_key, case_number, event_number)
     order by e.case_number, e.event_number
"""

DECISIONS = """
    select d.case_number, d.event_number, d.law, d.length_months, d.average_income_tiyn, d.amount_tiyn,
           d.pension_withheld as is_pension_withheld, d.from_on, d.until_on, d.payment_count,
           case when %(is_whole)s then d.frozen else '{}'::jsonb end as frozen
      from case_decision d join unnest(%(persons)s::bigint[], %(numbers)s::bigint[]) k (person_key, case_number)
        using (person_key, case_number)
"""

PARTS = """
    select p.case_number, p.event_number, p.part, p.payee_key, p.amount_tiyn, p.account, p.bic
      from case_part p join unnest(%(persons)s::bigint[], %(numbers)s::bigint[]) k (person_key, case_number)
        using (person_key, case_number)
     order by p.case_number, p.event_number, p.part
"""

PAYING_OTHERS = """
    not c.person_key = any(%(persons)s::bigint[])
    and c.case_number in (
        select p.case_number from case_part p
         where p.payee_key = any(%(persons)s::bigint[]) and p.payee_key <> p.person_key
        union all
        select d.case_number
          from unnest(%(persons)s::bigint[]) n (number)
          join case_decision d
            on d.frozen -> 'dependants' @> jsonb_build_array(jsonb_build_object('iin', lpad(n.number::text, 12, '0')))
           and d.frozen -> 'dependants' <> '[]'::jsonb)
"""
"""Cases of others in which a decision names one of these persons as payee of a part, or as dependant."""


def cases_query(condition: str) -> sql.SQL:
    """Cases for which a condition on `c` holds, by number; the condition is written in this package."""
    return sql.SQL(f"{CASES} where {condition} order by c.case_number limit %(limit)s")
