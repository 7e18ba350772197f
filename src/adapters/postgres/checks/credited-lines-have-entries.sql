select coalesce(o.sender_bic || '/' || o.reference || '/' || o.value_date, 'order ' || c.order_number)
           || ' line ' || c.line_number as name,
       c.holds, c.found
  from (select coalesce(l.order_number, e.order_number) as order_number,
               coalesce(l.line_number, e.line_number) as line_number,
               coalesce(e.entries = 1 and l.iin = e.person_key and l.amount_tiyn = e.amount_tiyn
                    and l.period_from = e.period_from and l.period_to = e.period_to and e.debit = 2
                    and l.decision_number = e.decision_number, false) as holds,
               case when l.order_number is null then 'an entry without a credited line'
                    when e.order_number is null then 'credited without an entry'
                    when e.entries > 1 then 'credited by ' || e.entries || ' entries'
                    when l.iin <> e.person_key then 'entered for another person'
                    when l.amount_tiyn <> e.amount_tiyn
                    then 'the line brought ' || l.amount_tiyn || ', entered is ' || e.amount_tiyn
                    when e.debit <> 2 then 'entered from another account than unallocated'
                    when l.decision_number <> e.decision_number then 'entered by another decision'
                    else 'entered for another month' end as found
          from (select * from standing_line where outcome = 'c') l
          full join (select order_number, line_number, count(*) as entries, min(person_key) as person_key,
                            min(amount_tiyn) as amount_tiyn, min(period_from) as period_from,
                            max(period_to) as period_to, min(debit) as debit, min(decision_number) as decision_number
                       from person_entry where credit in (3, 4) and recorded_at is null
                      group by order_number, line_number) e
                 on e.order_number = l.order_number and e.line_number = l.line_number) c
  left join payment_order o on o.order_number = c.order_number
