"""Statements about payments that wait, and about the messages that carry them."""

from esep.adapters.postgres.given_accounts import GIVEN_TO_WAITING
from esep.adapters.postgres.payment_rows import MONTH_NUMBER

WAITING = f"""
    select p.person_key, p.case_number, {MONTH_NUMBER.format("p.month")}, p.part, p.event_number,
           p.run_number, c.kind, p.payee_key, 1 as attempt,
           p.gross_tiyn - p.withheld_tiyn - p.recovered_tiyn, p.withheld_tiyn,
           coalesce(g.account, a.account), coalesce(g.bic, a.bic),
           1 + (p.withheld_tiyn > 0)::int
             + case when p.recovered_tiyn = 0 then 0
                    else (select count(*) from benefit_entry e
                           where (e.person_key, e.case_number, e.month, e.part, e.event_number)
                                 = (p.person_key, p.case_number, p.month, p.part, p.event_number)
                             and e.credit = 13)::int end
      from benefit_payment p
      join recipient_case c on c.person_key = p.person_key and c.case_number = p.case_number
      join case_part a on a.person_key = p.person_key and a.case_number = p.case_number
                      and a.event_number = p.event_number and a.part = p.part
      join benefit_run r on r.run_number = p.run_number
      {GIVEN_TO_WAITING}
     where p.run_number in (select r.run_number from benefit_run r
                             where not exists (select from benefit_run_sent s where s.run_number = r.run_number))
       and not exists (select from benefit_dispatch d
                        where d.person_key = p.person_key and d.case_number = p.case_number and d.month = p.month
                          and d.part = p.part and d.event_number = p.event_number)
    union all
    select p.person_key, p.case_number, {MONTH_NUMBER.format("p.month")}, p.part, p.event_number,
           p.run_number, c.kind, p.payee_key, s.attempt, coalesce(s.amount_tiyn, b.amount_tiyn), 0, s.account, s.bic,
           (select max(e.entry_number) from benefit_entry e
             where (e.person_key, e.case_number, e.month, e.part, e.event_number)
                   = (p.person_key, p.case_number, p.month, p.part, p.event_number))
      from benefit_resend s
      join benefit_payment p on (p.person_key, p.case_number, p.month, p.part, p.event_number)
                                = (s.person_key, s.case_number, s.month, s.part, s.event_number)
      join benefit_dispatch b on (b.person_key, b.case_number, b.month, b.part, b.event_number, b.attempt)
                                 = (s.person_key, s.case_number, s.month, s.part, s.event_number, s.attempt - 1)
      join recipient_case c on c.person_key = p.person_key and c.case_number = p.case_number
     where not exists (select from benefit_dispatch d
                        where (d.person_key, d.case_number, d.month, d.part, d.event_number, d.attempt)
                              = (s.person_key, s.case_number, s.month, s.part, s.event_number, s.attempt))
     order by 7, 13, 1, 2, 3, 4, 5
"""  # noqa: S608  # put together from a constant

CLOSE = """
    insert into benefit_run_sent (run_number)
    select r.run_number
      from benefit_run r
     where not exists (select from benefit_run_sent s where s.run_number = r.run_number)
       and not exists (select from benefit_payment p
                        where p.run_number = r.run_number
                          and not exists (select from benefit_dispatch d
                                           where d.person_key = p.person_key and d.case_number = p.case_number
                                             and d.month = p.month and d.part = p.part
                                             and d.event_number = p.event_number))
"""

MESSAGES = """
    select m.message_number
      from benefit_message m
     where not exists (select from benefit_confirmation c where c.message_number = m.message_number)
       and (%(file_name)s::text is null or m.file_name = %(file_name)s)
       and (%(month)s::date is null
            or exists (select from benefit_dispatch d
                        join benefit_payment p on (p.person_key, p.case_number, p.month, p.part, p.event_number)
                                                  = (d.person_key, d.case_number, d.month, d.part, d.event_number)
                        join benefit_run r on r.run_number = p.run_number
                       where r.month = %(month)s
                         and (d.message_number = m.message_number or d.pension_message = m.message_number)))
     order by m.message_number
"""
