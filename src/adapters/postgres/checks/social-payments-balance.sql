with moved as (
    select person_key, case_number, month, part, event_number,
           count(*) as entries, max(entry_number) as last_number,
           bool_and((debit, credit) in ((7, 8), (8, 9), (8, 10), (8, 13), (10, 11), (9, 11), (11, 8), (10, 12), (12, 11), (12, 10)))
               and bool_and((overpayment_number is not null) = ((debit, credit) in ((8, 13), (10, 12), (12, 11), (12, 10)))) as known,
           sum(amount_tiyn) filter (where debit = 7) as decided,
           sum(case when credit = 8 then amount_tiyn when debit = 8 then -amount_tiyn else 0 end) as payable,
           sum(case when credit = 9 then amount_tiyn when debit = 9 then -amount_tiyn else 0 end) as withheld,
           sum(case when credit = 10 then amount_tiyn when debit = 10 then -amount_tiyn else 0 end) as paid,
           sum(case when credit = 11 then amount_tiyn when debit = 11 then -amount_tiyn else 0 end) as returned,
           sum(case when credit = 12 then amount_tiyn when debit = 12 then -amount_tiyn else 0 end) as overpaid,
           coalesce(sum(amount_tiyn) filter (where credit = 13), 0) as recovered,
           coalesce(sum(amount_tiyn) filter (where debit = 8 and credit = 9), 0) as was_withheld,
           coalesce(sum(amount_tiyn) filter (where debit = 8 and credit = 10), 0) as was_sent,
           count(*) filter (where debit = 11 and credit = 8) as again
      from benefit_entry
     group by person_key, case_number, month, part, event_number
), sent as (
    select d.person_key, d.case_number, d.month, d.part, d.event_number, count(*) as times, max(d.attempt) as last,
           sum(d.amount_tiyn) as tiyn,
           bool_and(d.message_number is null or m.message_number is not null)
               and bool_and(d.pension_message is null or d.attempt = 1) as carried
      from benefit_dispatch d
      left join benefit_message m on m.message_number = d.message_number
     group by d.person_key, d.case_number, d.month, d.part, d.event_number
), again as (
    select s.person_key, s.case_number, s.month, s.part, s.event_number, count(*) as times,
           bool_and(s.attempt > 1 and (b.attempt is not null or exists (
               select from overpayment o
                 join overpayment_event v on v.person_key = o.person_key
                                         and v.overpayment_number = o.overpayment_number and v.action = 'cancel'
                where o.person_key = s.person_key and o.case_number = s.case_number and o.month = s.month
                  and o.part = s.part and o.event_number = s.event_number))) as after_return
      from benefit_resend s
      left join benefit_return b on b.person_key = s.person_key and b.case_number = s.case_number
                                and b.month = s.month and b.part = s.part and b.event_number = s.event_number
                                and b.attempt = s.attempt - 1 and not b.is_pension
     group by s.person_key, s.case_number, s.month, s.part, s.event_number
), back as (
    select b.person_key, b.case_number, b.month, b.part, b.event_number,
           bool_and(coalesce(l.amount_tiyn = b.amount_tiyn
                             and b.amount_tiyn = case when b.is_pension then p.withheld_tiyn else d.amount_tiyn end,
                             false)) as told
      from benefit_return b
      left join returned_line l on l.sha256 = b.sha256 and l.line_number = b.line_number
      left join benefit_payment p on p.person_key = b.person_key and p.case_number = b.case_number
                                 and p.month = b.month and p.part = b.part and p.event_number = b.event_number
      left join benefit_dispatch d on d.person_key = b.person_key and d.case_number = b.case_number
                                  and d.month = b.month and d.part = b.part and d.event_number = b.event_number
                                  and d.attempt = b.attempt
     group by b.person_key, b.case_number, b.month, b.part, b.event_number
), judged as (
    select p.*,
           coalesce(a.payee_key = p.payee_key and d.from_on < p.month + interval '1 month'
               and (d.until_on is null or d.until_on >= p.month)
               and (d.pension_withheld or p.withheld_tiyn = 0), false) as decided_so,
           coalesce(m.entries = m.last_number and m.known and m.decided = p.gross_tiyn
               and m.was_withheld = p.withheld_tiyn and m.recovered = p.recovered_tiyn
               and least(m.payable, m.withheld, m.paid, m.returned, m.overpaid, m.recovered) >= 0
               and m.decided = m.payable + m.withheld + m.paid + m.returned + m.overpaid + m.recovered, false) as balances,
           coalesce(s.tiyn, 0) = coalesce(m.was_sent, 0) and coalesce(s.times = s.last and s.carried, true)
               and coalesce(s.last, 1) <= 1 + coalesce(g.times, 0) as sent_so,
           coalesce(m.again, 0) = coalesce(g.times, 0) and coalesce(g.after_return, true) as again_so,
           coalesce(b.told, true) as back_so
      from benefit_payment p
      left join case_decision d on d.person_key = p.person_key and d.case_number = p.case_number
                               and d.event_number = p.event_number
      left join case_part a on a.person_key = p.person_key and a.case_number = p.case_number
                           and a.event_number = p.event_number and a.part = p.part
      left join moved m on m.person_key = p.person_key and m.case_number = p.case_number and m.month = p.month
                       and m.part = p.part and m.event_number = p.event_number
      left join sent s on s.person_key = p.person_key and s.case_number = p.case_number and s.month = p.month
                      and s.part = p.part and s.event_number = p.event_number
      left join again g on g.person_key = p.person_key and g.case_number = p.case_number and g.month = p.month
                       and g.part = p.part and g.event_number = p.event_number
      left join back b on b.person_key = p.person_key and b.case_number = p.case_number and b.month = p.month
                      and b.part = p.part and b.event_number = p.event_number
), carried as (
    select message_number, count(*) as lines, sum(tiyn) as tiyn
      from (select message_number, amount_tiyn as tiyn from benefit_dispatch where message_number is not null
            union all
            select d.pension_message, p.withheld_tiyn
              from benefit_dispatch d
              join benefit_payment p on p.person_key = d.person_key and p.case_number = d.case_number
                                    and p.month = d.month and p.part = d.part and p.event_number = d.event_number
             where d.pension_message is not null) x
     group by message_number
), owed as (
    select overpayment_number, sum(amount_tiyn) filter (where debit = 10) as found,
           coalesce(sum(amount_tiyn) filter (where credit = 11), 0) as repaid,
           coalesce(sum(amount_tiyn) filter (where credit = 10), 0) as cancelled,
           coalesce(sum(amount_tiyn) filter (where credit = 13), 0) as withheld
      from benefit_entry where overpayment_number is not null group by overpayment_number
)
select 'payment ' || case_number || '/' || to_char(month, 'YYYY-MM') || '/' || part || ' by event ' || event_number as name,
       decided_so and balances and sent_so and again_so and back_so as holds,
       concat_ws('; ', case when not decided_so then 'it rests on no decision for its month and payee' end,
                 case when not balances then 'its entries are not those of its amounts, or do not balance' end,
                 case when not sent_so then 'what was sent is not what its entries say' end,
                 case when not again_so then 'it was sent again without having come back' end,
                 case when not back_so then 'what came back is not what was sent' end) as found
  from judged
union all
select 'message ' || m.reference, coalesce(c.lines = m.line_count and c.tiyn = m.total_tiyn, false),
       'said ' || m.line_count || ' lines with ' || m.total_tiyn || ', carries ' || coalesce(c.lines, 0) || ' with '
           || coalesce(c.tiyn, 0)
  from benefit_message m left join carried c on c.message_number = m.message_number
union all
select 'overpayment ' || o.overpayment_number,
       coalesce(e.found = o.amount_tiyn and e.repaid = coalesce(r.repaid, 0) and e.cancelled = coalesce(r.cancelled, 0)
                and e.repaid + e.withheld + e.cancelled <= o.amount_tiyn
                and (e.withheld = 0 or r.asked), false),
       'found ' || o.amount_tiyn || ', entered ' || coalesce(e.found, 0) || ', repaid ' || coalesce(e.repaid, 0)
           || ', withheld ' || coalesce(e.withheld, 0) || ', cancelled ' || coalesce(e.cancelled, 0)
  from overpayment o
  left join owed e on e.overpayment_number = o.overpayment_number
  left join (select overpayment_number, sum(amount_tiyn) filter (where action = 'repay') as repaid,
                    sum(amount_tiyn) filter (where action = 'cancel') as cancelled,
                    bool_or(action = 'withhold') as asked
               from overpayment_event group by overpayment_number) r on r.overpayment_number = o.overpayment_number
union all
select 'run ' || r.run_number, coalesce(p.payments, 0) = r.payment_count and coalesce(p.tiyn, 0) = r.gross_tiyn,
       'said ' || r.payment_count || ' payments with ' || r.gross_tiyn || ', formed ' || coalesce(p.payments, 0)
           || ' with ' || coalesce(p.tiyn, 0)
  from benefit_run r
  left join (select run_number, count(*) as payments, sum(gross_tiyn) as tiyn from benefit_payment group by run_number) p
         on p.run_number = r.run_number
union all
select 'returned order ' || encode(o.sha256, 'hex'),
       coalesce(l.lines = o.line_count, false) and coalesce(l.twice = 0, true) and m.sha256 is not null,
       'its lines or its message are not those recorded, or one gives back two payments'
  from returned_order o
  left join message m on m.sha256 = o.sha256
  left join (select l.sha256, count(*) as lines,
                    count(*) filter (where (select count(*) from benefit_return b
                                             where b.sha256 = l.sha256 and b.line_number = l.line_number) > 1) as twice
               from returned_line l group by l.sha256) l on l.sha256 = o.sha256
union all
select 'payments of case ' || p.case_number || ' for ' || to_char(p.month, 'YYYY-MM'), p.formed <= d.decided,
       'formed ' || p.formed || ', decided ' || d.decided
  from (select person_key, case_number, month, payee_key, sum(gross_tiyn) as formed
          from benefit_payment group by person_key, case_number, month, payee_key having count(*) > 1) p
  cross join lateral (select max(x.tiyn) as decided
                        from (select sum(a.amount_tiyn) as tiyn from case_part a
                               where a.person_key = p.person_key and a.case_number = p.case_number
                                 and a.payee_key = p.payee_key group by a.event_number) x) d
union all
-- A message is a payment order or brings social payments back: both only where the order was taken over.
select 'order ' || o.sender_bic || '/' || o.reference || '/' || o.value_date,
       coalesce(d.action = 'take-over' and o.total_tiyn = r.total_tiyn and e.gone = o.total_tiyn, false),
       case when r.sha256 is null then 'taken over, and no returned payments are recorded of it'
            when d.action <> 'take-over' then 'recorded as returned payments too, and not taken over'
            else 'taken over with another amount' end
  from payment_order o
  join standing_decision d on d.order_number = o.order_number
  left join returned_order r on r.sender_bic = o.sender_bic and r.reference = o.reference
                            and r.value_date = o.value_date and r.content_sha256 = o.content_sha256
  left join (select order_number, decision_number, sum(amount_tiyn) as gone
               from order_entry where debit = 5 and credit = 1 group by order_number, decision_number) e
         on e.order_number = d.order_number and e.decision_number = d.decision_number
 where d.action = 'take-over' or r.sha256 is not null
union all
select 'entry of payment ' || m.case_number || '/' || to_char(m.month, 'YYYY-MM') || '/' || m.part, false,
       'has entries and is not recorded'
  from moved m
 where not exists (select from benefit_payment p
                    where p.person_key = m.person_key and p.case_number = m.case_number and p.month = m.month
                      and p.part = m.part and p.event_number = m.event_number)
